"""The example service: each method shows one thing a service may do to its process."""

import sys
import time
import uuid
from decimal import Decimal
from pathlib import Path

import eventlet
from argon2 import PasswordHasher
from nameko.extensions import DependencyProvider

from libs.chassis.offload import offload, run_process
from libs.chassis.rpc import rpc
from tests.service.chassis.rpc.example import contract


class MoodyDependency(DependencyProvider):
    """Raises in the hook that a request names."""

    def worker_setup(self, worker_ctx):
        self._raise_if_asked(worker_ctx, "setup")

    def worker_result(self, worker_ctx, result=None, exc_info=None):
        self._raise_if_asked(worker_ctx, "result")

    def worker_teardown(self, worker_ctx):
        self._raise_if_asked(worker_ctx, "teardown")

    def _raise_if_asked(self, worker_ctx, hook):
        request = worker_ctx.args[1]
        if request.get("way") == f"dependency {hook}":
            raise RuntimeError("a moody dependency")


class ExampleService:
    name = "example"
    moody = MoodyDependency()

    @rpc(contract.ECHO)
    def echo(self, call, request):
        return {**request, "price": Decimal("1.50"), "kind": type(request["note_id"]).__name__}

    @rpc(contract.WHOAMI)
    def whoami(self, call, request):
        who = call.principal
        return {
            "kind": who.kind,
            "issuer": who.issuer,
            "person_id": who.person_id,
            "roles": sorted(who.roles),
            "correlation_id": call.correlation_id,
            "idempotency_key": call.idempotency_key,
            "network_address": call.network_address,
            "user_agent": call.user_agent,
            "seconds_left": call.deadline and call.deadline - time.time(),
        }

    @rpc(contract.TRACE)
    def trace(self, call, request):
        return {
            "issuer": call.principal.issuer,
            "acting_for": call.principal.acting_for,
            "institution_id": call.principal.institution_id,
            "correlation_id": call.correlation_id,
            "network_address": call.network_address,
            "seconds_left": call.deadline - time.time(),
        }

    @rpc(contract.FOR_SERVICES)
    def for_services(self, call, request):
        return {"issuer": call.principal.issuer, "acting_for": call.principal.acting_for}

    @rpc(contract.FOR_NEIGHBOUR)
    def for_neighbour(self, call, request):
        return {"issuer": call.principal.issuer, "acting_for": call.principal.acting_for}

    @rpc(contract.SLEEP)
    def sleep(self, call, request):
        eventlet.sleep(request["seconds"])
        return {"slept": request["seconds"]}

    @rpc(contract.MARK)
    def mark(self, call, request):
        with Path(request["path"]).open("a") as file:
            file.write("x")
        eventlet.sleep(request["seconds"])
        return {}

    @rpc(contract.HASH)
    def hash(self, call, request):
        return {"hash": offload(PasswordHasher().hash, "correct horse battery staple")}

    @rpc(contract.COUNT)
    def count(self, call, request):
        return {"count": run_process(count_for, request["seconds"])}

    @rpc(contract.FAIL)
    def fail(self, call, request):
        return WAYS_TO_FAIL[request["way"]]()


def count_for(seconds):
    """Plain Python that keeps a core busy."""
    count, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        count += 1
    return count


def _raise(error):
    raise error


def _block_the_event_loop():
    eventlet.patcher.original("time").sleep(3)
    return {}


WAYS_TO_FAIL = {
    "fault": lambda: _raise(contract.NoteIsLocked(note_id=uuid.UUID(int=7), attempts=3)),
    "error": lambda: _raise(KeyError("the secret diary of Anna")),
    "exit": lambda: sys.exit(3),
    "timeout": lambda: _raise(eventlet.Timeout()),
    "unserializable": lambda: {"answer": object()},
    "block": _block_the_event_loop,
    "dependency setup": dict,
    "dependency result": dict,
    "dependency teardown": dict,
}
