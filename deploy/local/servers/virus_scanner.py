"""A private clamd with two signatures of our own. It proves the path; production mounts the real
database."""

import os
import shutil
import socket
from collections.abc import Sequence

from deploy.local.servers.base import Server, ServerError

# The EICAR test file (eicar.org) and a marker of our own, as extended signatures
# name:target:offset:hexadecimal. Written in hexadecimal so no scanner stops at this source file.
EICAR_HEX = (
    "58354f2150254041505b345c505a58353428505e2937434329377d24454943"
    "41522d5354414e444152442d414e544956495255532d544553542d46494c452124482b482a"
)
SIGNATURES = (
    f"Eicar-Test-Signature:0:*:{EICAR_HEX}\n"
    f"Tessera-Test-Signature:0:*:{b'tessera-test-virus-41b7'.hex()}\n"
)


class VirusScanner(Server):
    """`url` is host:port, as CLAMD_ADDRESS wants it."""

    name = "virus-scanner"

    @property
    def url(self) -> str:
        return f"127.0.0.1:{self.port}"

    def _prepare(self) -> None:
        database = self.directory / "database"
        database.mkdir(exist_ok=True)
        (database / "tessera.ndb").write_text(SIGNATURES)
        (self.directory / "clamd.conf").write_text(self._settings())

    def _settings(self) -> str:
        return "\n".join(
            [
                "Foreground yes",
                f"DatabaseDirectory {self.directory}/database",
                f"TemporaryDirectory {self.directory}",
                "TCPAddr 127.0.0.1",
                f"TCPSocket {self.port}",
                # Above the largest upload, so that no file passes unseen.
                "StreamMaxLength 512M",
                "MaxFileSize 512M",
                "MaxScanSize 1024M",
                "MaxThreads 4",
                "",
            ]
        )

    def _command(self) -> Sequence[str | os.PathLike[str]]:
        program = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
        if program is None:
            raise ServerError("the virus scanner is not installed (apt package clamav-daemon)")
        return [program, "--config-file", self.directory / "clamd.conf"]

    def _is_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(b"zPING\0")
                return connection.recv(16).startswith(b"PONG")
        except OSError:
            return False
