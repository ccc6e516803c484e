"""The process of one service: `python -m libs.chassis.run services.accounts`.

Exit codes: 0 after SIGTERM or SIGINT; 1 when calls were still running STOP_WITHIN_S (25) seconds
after it or when the container died; 2 when it could not start (settings, keys, service class),
with a sentence why.
"""

from __future__ import annotations

import os

# eventlet's resolver in Python costs 12 MiB and 0.3 s; names are looked up in a thread instead.
os.environ["EVENTLET_NO_GREENDNS"] = "yes"
# Each thread may hold the 19 MiB of an argon2 hash.
os.environ.setdefault("EVENTLET_THREADPOOL_SIZE", "4")

import eventlet  # noqa: E402

eventlet.monkey_patch()  # psycopg2 too: a slow query gives way to other workers

import importlib  # noqa: E402
import inspect  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402

import eventlet.hubs  # noqa: E402
from eventlet import tpool  # noqa: E402
from eventlet.event import Event  # noqa: E402
from joserfc.errors import JoseError  # noqa: E402

from libs.chassis import health, logs, settings  # noqa: E402
from libs.chassis.container import EVENT_POOL, RPC_POOL, Container  # noqa: E402
from libs.chassis.passport import read_private_key, read_public_keys  # noqa: E402

_look_up = socket.getaddrinfo


def look_up_in_thread(*args: Any, **kwargs: Any) -> Any:
    """socket.getaddrinfo for a green process: a slow name server holds up nobody else."""
    return tpool.execute(_look_up, *args, **kwargs)


socket.getaddrinfo = look_up_in_thread

log = logs.logger(__name__)
LOOK_EVERY_S = 1.0
LOOK_WITHIN_S = 3.0  # a signal waits no longer for a database that says nothing


class CannotStart(Exception):
    """The sentence says what to do about it."""


def service_class(package: str) -> type:
    """The one nameko service class of `<package>.service`. Raises CannotStart."""
    try:
        module = importlib.import_module(f"{package}.service")
    except ModuleNotFoundError as error:
        raise CannotStart(f"There is no module {error.name}.") from error
    found = [
        value
        for value in vars(module).values()
        if inspect.isclass(value)
        and value.__module__ == module.__name__
        and isinstance(getattr(value, "name", None), str)
    ]
    if len(found) != 1:
        raise CannotStart(f"{package}.service must hold exactly one service class.")
    return found[0]


def configuration(values: settings.ServiceSettings) -> dict[str, Any]:
    """What nameko's container and our extensions read."""
    return {
        "AMQP_URI": values.amqp_url,
        "HEARTBEAT": values.amqp_heartbeat_s,
        "PASSPORT_PRIVATE_KEY_FILE": values.passport_private_key_file,
        "PASSPORT_PUBLIC_KEYS_FILE": values.passport_public_keys_file,
        "POOL_SIZES": {RPC_POOL: values.rpc_workers, EVENT_POOL: values.event_workers},
    }


def serve(package: str) -> int:
    """Run the service until a signal or its death. Returns the exit code."""
    values = settings.load(settings.ServiceSettings)
    logs.configure(package.rsplit(".", 1)[-1], values.log_level)
    _check_keys(values)
    container = Container(service_class(package), configuration(values))
    pages = _open_pages(values)
    ended = _end_on_signals(container, values.stop_within_s)
    try:
        _await_needs(container, ended)
        if not ended.ready():
            container.start()
    except Exception as error:
        log.error("start_failed", exc_info=True)
        raise CannotStart(f"{package} cannot start: {type(error).__name__}.") from error
    if not ended.ready():
        health.unregister("started")
        log.info("service_started", metrics_port=pages.port)
    code: int = ended.wait()
    log.info("service_stopped", exit_code=code)
    return code


def _await_needs(container: Container, ended: Event) -> None:
    """Return when nothing the service needs forbids its start any more, or when it has ended.

    On a schema older than its code it would take calls and events that fail on tables which are
    not there yet, while replicas of the version before could do them. A database that cannot be
    reached is waited for too: what its schema is nobody knows, and nothing could be done without
    it; calls are refused either way, and events stay in their queues.
    """
    checks = [one.check_of_start() for one in container.dependencies if _has_check(one)]
    reason = _first_failing(checks)
    if not reason:
        return
    log.warning("start_awaited", reason=reason)
    while reason:
        ended.wait(timeout=LOOK_EVERY_S)
        if ended.ready():
            return
        reason = _first_failing(checks)
    log.info("start_goes_on")


def _has_check(provider: Any) -> bool:
    return hasattr(provider, "check_of_start")


def _first_failing(checks: list[health.Check]) -> str:
    """What /ready would say of the first check that fails; empty when none does."""
    for check in checks:
        try:
            with eventlet.Timeout(LOOK_WITHIN_S):
                check()
        except (Exception, eventlet.Timeout) as error:
            return type(error).__name__
    return ""


def _check_keys(values: settings.ServiceSettings) -> None:
    files = {
        "PASSPORT_PRIVATE_KEY_FILE": (read_private_key, values.passport_private_key_file),
        "PASSPORT_PUBLIC_KEYS_FILE": (read_public_keys, values.passport_public_keys_file),
    }
    for name, (read, path) in files.items():
        try:
            read(path)
        except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
            raise CannotStart(f"The file of {name} cannot be read as keys.") from error


def _open_pages(values: settings.ServiceSettings) -> health.HealthServer:
    try:
        pages = health.HealthServer(values.metrics_host, values.metrics_port)
    except OSError as error:
        raise CannotStart(f"METRICS_PORT {values.metrics_port} is in use.") from error
    health.register("started", _not_yet_started)
    pages.start()
    return pages


def _not_yet_started() -> None:
    raise RuntimeError("the container has not started its extensions yet")


def _end_on_signals(container: Container, stop_within_s: int) -> Event:
    """An event that is sent the exit code after a signal or the death of the container."""
    ended, asked = Event(), Event()

    def stop() -> None:
        asked.wait()
        code = 1
        try:
            with eventlet.Timeout(stop_within_s, False):
                if container.started:
                    container.stop()
                code = 0
        finally:
            _send_once(ended, code)

    def watch() -> None:
        try:
            container.wait()
        except Exception:
            _send_once(ended, 1)

    def on_signal(_number: int, _frame: Any) -> None:
        eventlet.hubs.get_hub().schedule_call_global(0, _send_once, asked, True)

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    eventlet.spawn(stop)
    eventlet.spawn(watch)
    return ended


def _send_once(event: Event, value: Any) -> None:
    if not event.ready():
        event.send(value)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Usage: python -m libs.chassis.run services.NAME\n")
        return 2
    try:
        return serve(arguments[0])
    except (CannotStart, settings.SettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
