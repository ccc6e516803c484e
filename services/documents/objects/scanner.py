"""clamd over its INSTREAM command: is there a virus in these bytes?"""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

CHUNK = 256 * 1024
TIMEOUT_S = 60.0


class ScannerUnavailable(Exception):
    """clamd gave no verdict; the file stays unlisted until it does."""


class Scanner:
    """`address` is host:port, or the path of a unix socket."""

    def __init__(self, address: str) -> None:
        self._address = address

    def finds_virus(self, content: BinaryIO) -> bool:
        """Whether clamd names a signature in the content. Raises ScannerUnavailable."""
        try:
            with self._connect() as connection:
                connection.settimeout(TIMEOUT_S)
                connection.sendall(b"zINSTREAM\0")
                while chunk := content.read(CHUNK):
                    connection.sendall(struct.pack("!L", len(chunk)) + chunk)
                connection.sendall(struct.pack("!L", 0))
                answer = _read_all(connection)
        except OSError as error:
            raise ScannerUnavailable(type(error).__name__) from error
        return _verdict(answer)

    def _connect(self) -> socket.socket:
        if self._address.startswith("/"):
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(5)
            connection.connect(self._address)
            return connection
        host, _, port = self._address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=5)


def _read_all(connection: socket.socket) -> bytes:
    answer = b""
    while chunk := connection.recv(4096):
        answer += chunk
    return answer


def _verdict(answer: bytes) -> bool:
    text = answer.rstrip(b"\0\n")
    if text.endswith(b" FOUND"):
        return True
    if text.endswith(b": OK"):
        return False
    raise ScannerUnavailable("no verdict")  # for example above clamd's StreamMaxLength
