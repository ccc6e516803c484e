"""A private RabbitMQ node: own name, cookie, data, port mapper; no management plugin."""

import base64
import glob
import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import amqp

from deploy.local import processes
from deploy.local.files import write_private
from deploy.local.ports import answers
from deploy.local.servers.base import Server, ServerError

# Configure, write and read patterns of one user.
Permissions = tuple[str, str, str]


class RabbitServer(Server):
    """`url` is the administrator's; `url_of(user)` is one user's. Users come from `users`."""

    name = "rabbitmq"
    port_names = ("port", "distribution_port", "mapper_port")
    secret_names = ("admin",)
    # A killed node replays its queues first; a loaded machine takes three times as long.
    ready_within = 90.0

    def __init__(self, directory: Path, users: Mapping[str, Permissions] | None = None) -> None:
        super().__init__(directory)
        self.users = dict(users or {})
        self.secret_names = ("admin", "node", *self.users)
        self._mapper: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.url_of("admin")

    def url_of(self, user: str) -> str:
        """The AMQP address with one user's credentials."""
        return f"amqp://{user}:{self.memory[user]}@127.0.0.1:{self.port}//"

    def start(self) -> None:
        if self.pid is None:
            # Left by a killed node, it would hold the port that the new node is to find it on.
            self._stop_mapper()
        super().start()

    def stop(self) -> None:
        super().stop()
        self._stop_mapper()

    def _stop_mapper(self) -> None:
        mapper = processes.remembered(self._mapper_file)
        if mapper is not None:
            processes.stop(mapper, [(signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)])
        if self._mapper is not None:
            self._mapper.poll()
        self._mapper_file.unlink(missing_ok=True)

    @property
    def _mapper_file(self) -> Path:
        return self.directory / "mapper.json"

    @property
    def _node(self) -> str:
        digest = hashlib.sha256(self.memory["node"].encode()).hexdigest()[:12]
        return f"tessera-{digest}"

    def limit_memory(self, *limit: str) -> None:
        """Set the memory above which publishers are blocked ("0" blocks all), for tests of
        faults."""
        tool = Path(self._command()[0]).with_name("rabbitmqctl")
        environment = self._environment()
        node = environment["RABBITMQ_NODENAME"]
        subprocess.run(
            [tool, "-n", node, "set_vm_memory_high_watermark", *limit],
            env=environment,
            check=True,
            capture_output=True,
            timeout=60,
        )

    def _prepare(self) -> None:
        (self.directory / "home").mkdir(exist_ok=True)
        (self.directory / "enabled_plugins").write_text("[].\n")
        (self.directory / "env.conf").write_text("")
        (self.directory / "rabbitmq.conf").write_text(self._settings())
        write_private(self.directory / "definitions.json", json.dumps(self._definitions()))

    def _settings(self) -> str:
        return "\n".join(
            [
                f"listeners.tcp.1 = 127.0.0.1:{self.port}",
                f"cluster_name = {self._node}",
                f"load_definitions = {self.directory}/definitions.json",
                "log.console = true",
                "log.console.level = warning",
                "log.file = false",
                # The machine is shared with everything else that runs here.
                "vm_memory_high_watermark.absolute = 512MiB",
                "disk_free_limit.absolute = 200MB",
                "",
            ]
        )

    def _definitions(self) -> dict[str, object]:
        everything: Permissions = (".*", ".*", ".*")
        rights = {"admin": everything, **self.users}
        return {
            "vhosts": [{"name": "/"}],
            "users": [
                {
                    "name": user,
                    "password_hash": hashed(self.memory[user]),
                    "hashing_algorithm": "rabbit_password_hashing_sha256",
                    "tags": ["administrator"] if user == "admin" else [],
                }
                for user in rights
            ],
            "permissions": [
                {"user": user, "vhost": "/", "configure": c, "write": w, "read": r}
                for user, (c, w, r) in rights.items()
            ],
        }

    def _environment(self) -> dict[str, str]:
        place = self.directory
        marks = {key: value for key, value in os.environ.items() if key.startswith("TESSERA_")}
        return {
            **marks,
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(place / "home"),
            # Makes the start script exec the node, so that our pid is the node's.
            "RUNNING_UNDER_SYSTEMD": "1",
            "RABBITMQ_NODENAME": f"{self._node}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.memory["distribution_port"]),
            "RABBITMQ_MNESIA_BASE": str(place / "mnesia"),
            "RABBITMQ_LOG_BASE": str(place / "log"),
            "RABBITMQ_PID_FILE": str(place / "node.pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(place / "enabled_plugins"),
            "RABBITMQ_CONFIG_FILE": str(place / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(place / "env.conf"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(place / "generated"),
            # A port mapper of our own: it leaves with the node.
            "ERL_EPMD_PORT": str(self.memory["mapper_port"]),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false"
                " +sbwt none +sbwtdcpu none +sbwtdio none"
            ),
        }

    def _command(self) -> Sequence[str]:
        scripts = sorted(glob.glob("/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server"))
        if not scripts:
            raise ServerError("rabbitmq is not installed (apt package rabbitmq-server)")
        return [scripts[-1]]

    def _launch(self) -> None:
        self._start_mapper()
        super()._launch()

    def _start_mapper(self) -> None:
        if processes.remembered(self._mapper_file) is not None:
            return
        port = self.memory["mapper_port"]
        log = self.directory / "mapper.log"
        self._mapper = processes.spawn(["epmd", "-address", "127.0.0.1", "-port", str(port)], log)
        processes.remember(self._mapper_file, self._mapper.pid)
        while self._mapper.poll() is None and not answers(port):
            time.sleep(0.01)

    def _is_ready(self) -> bool:
        """A handshake that names our cluster: the port might belong to another broker."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                pass
            with amqp.Connection(
                host=f"127.0.0.1:{self.port}",
                userid="admin",
                password=self.memory["admin"],
                connect_timeout=5,
            ) as connection:
                return bool(connection.server_properties.get("cluster_name") == self._node)
        except (OSError, amqp.AMQPError):
            return False


def hashed(password: str) -> str:
    """RabbitMQ's salted SHA-256 form of a password (rabbit_password_hashing_sha256)."""
    salt = secrets.token_bytes(4)
    digest = hashlib.sha256(salt + password.encode()).digest()
    return base64.b64encode(salt + digest).decode()
