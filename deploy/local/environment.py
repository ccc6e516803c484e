"""What runs, and the environment each process gets. The one place that lists them."""

import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from deploy.local import ownership
from deploy.local.databases import Databases
from deploy.local.services import SERVICES as SERVICES

FRONT = ("gateway", "live")
ISSUERS = ("gateway", *SERVICES)
# Everything that says which run a process belongs to; `down` finds leftovers by it.
RUN_MARK = "TESSERA_RUN"
# Settings of servers stay with the processes they are meant for.
PRIVATE = (
    *("AMQP_URL", "DATABASE_URL", "MIGRATION_DATABASE_URL", "SMTP_URL", "CLAMD_ADDRESS", "PORT"),
    *("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_BUCKET", "METRICS_PORT", "LIVE_PORT"),
)


@dataclass(frozen=True)
class Storage:
    """The S3 server as the services see it, and the origin browsers reach it by."""

    endpoint: str
    access_key: str
    secret_key: str
    bucket: str
    public_origin: str


@dataclass(frozen=True)
class Addresses:
    """Where everything is. `amqp` has one address per issuer, `ports` the ports we listen on."""

    amqp: Mapping[str, str]
    databases: Mapping[str, Databases]
    storage: Storage
    smtp: str
    inbox: str | None
    clamd: str
    ports: Mapping[str, int]
    keys: Path

    @property
    def public_origin(self) -> str:
        """The address people open."""
        return f"http://localhost:{self.ports['gateway']}"

    @property
    def live_origin(self) -> str:
        """The address of the live-events process."""
        return f"http://localhost:{self.ports['live']}"


@dataclass(frozen=True)
class Program:
    """One supervised process. Those of a lower `stage` are stopped first."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    ready_url: str
    port: int
    stage: int

    def as_plain(self) -> dict[str, Any]:
        """For the supervisor's plan file."""
        return {**asdict(self), "command": list(self.command)}


def programs(addresses: Addresses, run: Path, checkout: Path) -> list[Program]:
    """All processes of the platform, ready to be started."""
    return [
        _program(name, addresses, environment_of(name, addresses, run, checkout))
        for name in (*SERVICES, *FRONT)
    ]


def environment_of(name: str, addresses: Addresses, run: Path, checkout: Path) -> dict[str, str]:
    """The complete environment of one process (a service, `gateway` or `live`)."""
    issuer = "gateway" if name in FRONT else name
    inherited = {key: value for key, value in os.environ.items() if key not in PRIVATE}
    return {
        **inherited,
        **_shared(name, issuer, addresses),
        **(_front(addresses, run) if name in FRONT else _database(name, addresses)),
        **(_documents(addresses) if name == "documents" else {}),
        **(_notifications(addresses) if name == "notifications" else {}),
        "PYTHONPATH": str(checkout),
        "PYTHONUNBUFFERED": "1",
        # Large blocks (19 MiB for each password that is checked) go back to the system at once;
        # left to itself the allocator keeps one for every thread that ever checked one.
        "MALLOC_MMAP_THRESHOLD_": "1048576",
        RUN_MARK: str(run),
    }


def _shared(name: str, issuer: str, addresses: Addresses) -> dict[str, str]:
    return {
        "AMQP_URL": addresses.amqp[issuer],
        "METRICS_PORT": str(addresses.ports[f"{name}_metrics"]),
        "METRICS_HOST": "127.0.0.1",
        "PASSPORT_PRIVATE_KEY_FILE": str(addresses.keys / f"{issuer}.private.json"),
        "PASSPORT_PUBLIC_KEYS_FILE": str(addresses.keys / "public.json"),
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "INFO"),
        "PUBLIC_ORIGIN": addresses.public_origin,
        "FILE_ORIGIN": addresses.storage.public_origin,
    }


def _database(name: str, addresses: Addresses) -> dict[str, str]:
    database = addresses.databases[name]
    return {"DATABASE_URL": database.app_url, "MIGRATION_DATABASE_URL": database.owner_url}


def _documents(addresses: Addresses) -> dict[str, str]:
    storage = addresses.storage
    return {
        "S3_ENDPOINT": storage.endpoint,
        "S3_ACCESS_KEY": storage.access_key,
        "S3_SECRET_KEY": storage.secret_key,
        "S3_BUCKET": storage.bucket,
        "CLAMD_ADDRESS": addresses.clamd,
    }


def _notifications(addresses: Addresses) -> dict[str, str]:
    sender = os.environ.get("MAIL_FROM", "Tessera <no-reply@tessera.example>")
    return {"SMTP_URL": addresses.smtp, "MAIL_FROM": sender}


def _front(addresses: Addresses, run: Path) -> dict[str, str]:
    return {
        # Browsers do not ask by which port of `localhost` a cookie came.
        "COOKIE_SUFFIX": f"-{ownership.mark(run).removeprefix(ownership.FIRST_WORD)}",
        "PORT": str(addresses.ports["gateway"]),
        "LIVE_PORT": str(addresses.ports["live"]),
        "LIVE_ORIGIN": addresses.live_origin,
    }


def _program(name: str, addresses: Addresses, environment: Mapping[str, str]) -> Program:
    metrics = addresses.ports[f"{name}_metrics"]
    return Program(
        name=name,
        command=_command(name),
        environment=environment,
        ready_url=f"http://127.0.0.1:{metrics}/ready",
        port=addresses.ports.get(name, metrics),
        stage=0 if name in FRONT else 1,
    )


def _command(name: str) -> tuple[str, ...]:
    if name == "gateway":
        settings = "gateway/gunicorn_settings.py"
        return (sys.executable, "-m", "gunicorn", "-c", settings, "gateway.app:create_app()")
    if name == "live":
        return (sys.executable, "-m", "gateway.live")
    return (sys.executable, "-m", "libs.chassis.run", f"services.{name}")
