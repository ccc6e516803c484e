"""A private PostgreSQL cluster. Root runs it as the system account `postgres`."""

import glob
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg2

from deploy.local.files import write_private
from deploy.local.servers.base import Server, ServerError

SETTINGS_LOCAL = {
    "shared_buffers": "64MB",
    "max_connections": "200",
    # A failed statement holds what people typed, and so does the detail of a broken rule.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# Tests keep nothing: durability only costs them time.
SETTINGS_TEST = {
    **SETTINGS_LOCAL,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class PostgresServer(Server):
    """`url` is the superuser's, to database `postgres`."""

    name = "postgres"
    secret_names = ("password",)
    # SIGINT rolls open transactions back and leaves a clean data directory; SIGQUIT is a crash.
    stop_steps = (
        (signal.SIGINT, 15.0),
        (signal.SIGQUIT, 5.0),
        (signal.SIGKILL, 5.0),
    )

    def __init__(self, directory: Path, settings: dict[str, str] | None = None) -> None:
        super().__init__(directory)
        self.settings = SETTINGS_LOCAL if settings is None else settings

    @property
    def url(self) -> str:
        return self.url_of("postgres", self.memory["password"], "postgres")

    def url_of(self, role: str, password: str, database: str) -> str:
        """A libpq / SQLAlchemy address on this server."""
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    @property
    def data(self) -> Path:
        """The data directory; not under `directory` where the system account cannot go there."""
        return Path(self.memory["place"]) / "data"

    def remove(self) -> None:
        """Delete the data, wherever it lies. The server must be stopped."""
        if "place" in self.memory:
            shutil.rmtree(self.memory["place"], ignore_errors=True)

    def _prepare(self) -> None:
        memory = self.memory
        if not Path(memory.get("place", "/nonexistent")).is_dir():
            memory["place"] = str(self._make_place())
            self._write_memory(memory)
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()

    def _make_place(self) -> Path:
        place = self.directory / "cluster"
        place.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(place, "postgres", "postgres")
            if subprocess.run([*as_system_account(), "test", "-w", place]).returncode:
                place.rmdir()
                place = Path(tempfile.mkdtemp(prefix="tessera-postgres-", dir="/var/tmp"))
                shutil.chown(place, "postgres", "postgres")
        place.chmod(0o700)
        return place

    def _make_cluster(self) -> None:
        # Made beside and renamed, so a full disk or a kill never leaves half a cluster behind.
        draft = self.data.with_name("draft")
        shutil.rmtree(draft, ignore_errors=True)
        password = self.data.with_name("password")
        write_private(password, self.memory["password"])
        if os.geteuid() == 0:
            shutil.chown(password, "postgres")
        made = subprocess.run(
            [
                *as_system_account(),
                _program("initdb"),
                *("-D", draft, "-U", "postgres", "-A", "scram-sha-256"),
                *("--pwfile", password, "-E", "UTF8", "--locale=C.UTF-8"),
                *(["--no-sync"] if self.settings.get("fsync") == "off" else []),
            ],
            capture_output=True,
            text=True,
            cwd="/",
        )
        password.unlink()
        if made.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise ServerError(f"initdb failed:\n{made.stdout[-500:]}{made.stderr[-1000:]}")
        draft.rename(self.data)

    def _command(self) -> Sequence[str | os.PathLike[str]]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            # TCP only: a socket path in a deep checkout may pass the 107 bytes allowed.
            "unix_socket_directories": "",
            "max_wal_size": "256MB",
            "jit": "off",
            **self.settings,
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return [*as_system_account(), _program("postgres"), "-D", self.data, *options]

    def _is_ready(self) -> bool:
        try:
            psycopg2.connect(self.url, connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True


def as_system_account() -> list[str]:
    """What to put before a command that refuses to run as root; nothing for ordinary users."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]


def _program(name: str) -> str:
    """The newest installed version of one of PostgreSQL's programs."""
    found = glob.glob(f"/usr/lib/postgresql/*/bin/{name}")
    if not found:
        raise ServerError("postgres is not installed (apt package postgresql)")
    return max(found, key=lambda path: int(path.split("/")[4]))
