"""The whole platform in one run directory: start it, see how it is, stop it.

The run directory holds everything: servers' data, ports, keys and secrets, logs, pid files. Two
run directories never disturb each other.
"""

import fcntl
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from deploy.local import processes
from deploy.local.backing import Backing, together
from deploy.local.environment import (
    FRONT,
    ISSUERS,
    RUN_MARK,
    SERVICES,
    Addresses,
    environment_of,
    programs,
)
from deploy.local.files import read_json, write_private
from deploy.local.outside import plainly
from deploy.local.ownership import claim_virtual_host
from deploy.local.ports import free_port, is_free
from deploy.local.problem import Problem
from deploy.local.progress import step
from deploy.local.schema import Schema

CHECKOUT = Path(__file__).resolve().parents[2]
READY_WITHIN = 120.0
# A process that died this often before it was ever ready will not come up by itself.
HOPELESS = 4


class Platform:
    """One run. `start` is safe to call on a run that is up, half up, or was killed."""

    def __init__(
        self,
        run: Path = CHECKOUT / ".run",
        checkout: Path = CHECKOUT,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """`environment` may name servers to use; an empty one asks for private servers only."""
        self.run = run.resolve()
        self.checkout = checkout
        self.backing = Backing(self.run, environment)
        self.schema = Schema(self.run, checkout)

    def start(self, port: int | None = None) -> Addresses:
        """Bring everything up and return when every process is ready. Raises Problem.

        `port` is the gateway's; without it a free one is chosen once and kept.
        """
        self.backing.check()
        self._refuse_taken_port(port)
        self.run.mkdir(parents=True, exist_ok=True)
        self.run.chmod(0o711)
        with self._alone():
            self.refuse_other_servers()
            self._refuse_servers_of_others()
            self.backing.named.keep()
            if self.is_up() and port in (None, self.addresses().ports["gateway"]):
                return self.addresses()
            try:
                return self._start(port)
            except BaseException:
                self._stop()
                raise

    def refuse_other_servers(self) -> None:
        """Raise Problem when this run works on other servers than the environment names now."""
        changed = self.backing.named.changed
        servers = self.backing.all
        if changed and (self.supervisor_pid or any(server.pid for server in servers)):
            raise Problem(
                f"Tessera runs here on other servers than the environment names now, which differs "
                f"in {', '.join(changed)}. Stop it first: ./tessera down"
            )

    def stop(self) -> None:
        """Stop every process of this run and wait until all are gone."""
        if self.run.exists():
            with self._alone():
                self._stop()

    def is_up(self) -> bool:
        """True when the supervisor, all servers and all programs run and are ready."""
        if self.supervisor_pid is None or any(one.pid is None for one in self.backing.ours):
            return False
        return all(is_ready(plan["ready_url"]) for plan in self.plan().values())

    @property
    def supervisor_pid(self) -> int | None:
        """The supervisor's process, None when it does not run."""
        return processes.remembered(self.run / "supervisor.json")

    def plan(self) -> dict[str, dict[str, object]]:
        """The programs of the last start, by name."""
        return {one["name"]: one for one in read_json(self.run / "plan.json").get("programs", [])}

    def public_origin(self) -> str:
        """The address people open, as of the last start."""
        return f"http://localhost:{read_json(self.run / 'ports.json').get('gateway')}"

    def environment(self, name: str) -> dict[str, str]:
        """The environment of one process, for commands that act in its place."""
        return environment_of(name, self.addresses(), self.run, self.checkout)

    # Starting

    def _start(self, port: int | None) -> Addresses:
        self._stop_programs()
        os.environ[RUN_MARK] = str(self.run)
        try:
            with step("Starting the servers underneath"):
                self._start_servers()
        finally:
            del os.environ[RUN_MARK]
        # After the servers: a port that one of them chose is seen to be taken.
        addresses = self.addresses(self._choose_ports(port))
        self._start_programs(addresses)
        self._wait_ready()
        return addresses

    def _start_servers(self) -> None:
        jobs = {server.name: server.start for server in self.backing.ours}
        if "postgres" in jobs:
            # Migrations need only the database, so they run while the broker still boots.
            jobs["postgres"] = self._start_database
        else:
            jobs["migrations"] = self.migrate
        together(jobs)
        self.backing.declare_topology()

    def _start_database(self) -> None:
        self.backing.postgres.start()
        self.migrate()

    def migrate(self) -> None:
        """Make what databases and roles are missing, and run all migrations. Raises Problem."""
        self.schema.bring_up_to_date(self.backing.database_admin())

    def _start_programs(self, addresses: Addresses) -> None:
        self._make_keys()
        plan = [one.as_plain() for one in programs(addresses, self.run, self.checkout)]
        write_private(self.run / "plan.json", json.dumps({"programs": plan}))
        supervisor = processes.spawn(
            [sys.executable, "-m", "deploy.local.supervisor", self.run],
            self.run / "logs" / "supervisor.log",
            {**os.environ, "PYTHONPATH": str(self.checkout), RUN_MARK: str(self.run)},
            self.checkout,
        )
        processes.remember(self.run / "supervisor.json", supervisor.pid)

    def _make_keys(self) -> None:
        from libs.chassis.passport import new_keys

        public = read_json(self.run / "keys" / "public.json").get("keys", [])
        if {key["kid"] for key in public} != set(ISSUERS):
            new_keys(self.run / "keys", ISSUERS)

    def _wait_ready(self) -> None:
        limit = time.monotonic() + READY_WITHIN
        waiting = dict(self.plan())
        with step(f"Starting {', '.join(waiting)}"):
            while waiting:
                waiting = {
                    name: plan for name, plan in waiting.items() if not is_ready(plan["ready_url"])
                }
                self._give_up_if_hopeless(waiting, out_of_time=time.monotonic() > limit)
                time.sleep(0.1)

    def _give_up_if_hopeless(self, waiting: Mapping[str, object], out_of_time: bool) -> None:
        state = read_json(self.run / "state.json")
        dead = [name for name in waiting if state.get(name, {}).get("restarts", 0) >= HOPELESS]
        if not (dead or (waiting and out_of_time)):
            return
        name = (dead or list(waiting))[0]
        why = "stops again and again" if dead else f"was not ready in {READY_WITHIN:.0f} seconds"
        end = processes.last_lines(self.run / "logs" / f"{name}.log")
        raise Problem(f"{name} {why}. The end of its log (.run/logs/{name}.log):\n{end}")

    def _refuse_taken_port(self, wanted: int | None) -> None:
        ours = read_json(self.run / "ports.json").get("gateway") if self.supervisor_pid else None
        if wanted not in (None, ours) and not is_free(wanted):
            raise Problem(
                f"Port {wanted} is in use by another program. "
                "Choose another, or leave --port out: then a free one is found."
            )

    def _refuse_servers_of_others(self) -> None:
        wished = self.backing.named.wished
        if "DATABASE_URL" in wished:
            self.schema.refuse_others(wished["DATABASE_URL"])
        if "AMQP_URL" in wished:
            with plainly("AMQP_URL"):
                claim_virtual_host(self.run, wished["AMQP_URL"])

    def _choose_ports(self, wanted: int | None) -> dict[str, int]:
        known = read_json(self.run / "ports.json")
        names = [*FRONT, *(f"{name}_metrics" for name in (*SERVICES, *FRONT))]
        ports: dict[str, int] = {}
        for name in names:
            port = free_port(known.get(name))
            while port in ports.values():
                port = free_port()
            ports[name] = port
        ports["gateway"] = wanted or ports["gateway"]
        write_private(self.run / "ports.json", json.dumps(ports))
        return ports

    # Addresses

    def addresses(self, ports: Mapping[str, int] | None = None) -> Addresses:
        """Where everything of this run is."""
        return Addresses(
            amqp=self.backing.amqp(),
            databases=self.schema.databases(self.backing.database_admin()),
            storage=self.backing.storage(),
            smtp=self.backing.smtp(),
            inbox=self.backing.inbox(),
            clamd=self.backing.clamd(),
            ports=ports or read_json(self.run / "ports.json"),
            keys=self.run / "keys",
        )

    # Stopping

    def _stop(self) -> None:
        self._stop_programs()
        self.backing.stop()
        for pid in processes.marked(RUN_MARK, str(self.run)):
            processes.stop(pid, [(signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)])

    def _stop_programs(self) -> None:
        supervisor = self.supervisor_pid
        if supervisor is not None:
            processes.stop(supervisor, [(signal.SIGTERM, 30.0), (signal.SIGKILL, 5.0)])
        # What a killed supervisor left behind.
        for file in sorted((self.run / "processes").glob("*.json")):
            pid = processes.remembered(file)
            if pid is not None:
                processes.stop(pid, [(signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)])
            file.unlink(missing_ok=True)
        (self.run / "supervisor.json").unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One command at a time changes a run."""
        with (self.run / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Waiting for another ./tessera command to finish.", file=sys.stderr)
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def is_ready(url: object) -> bool:
    """True when a process says that it can do its work."""
    try:
        with urlopen(str(url), timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError):
        return False
