"""A private S3 server: the gateway of juicefs (MinIO's server code) over a local folder."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from minio import Minio

from deploy.local.servers.base import Server, ServerError


class ObjectStore(Server):
    """`url` is the endpoint (http://host:port); `access_key` and `secret_key` open it."""

    name = "object-store"
    secret_names = ("access_key", "secret_key")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def access_key(self) -> str:
        """The administrator's key name."""
        return str(self.memory["access_key"])

    @property
    def secret_key(self) -> str:
        """The administrator's key."""
        return str(self.memory["secret_key"])

    def client(self) -> Minio:
        """An S3 client with the administrator's keys."""
        return Minio(
            endpoint=f"127.0.0.1:{self.port}",
            access_key=self.access_key,
            secret_key=self.secret_key,
            secure=False,
        )

    def make_bucket(self, name: str) -> None:
        """Make a bucket; nothing to do when it exists."""
        client = self.client()
        if not client.bucket_exists(bucket_name=name):
            client.make_bucket(bucket_name=name)

    @property
    def _volume(self) -> str:
        return f"badger://{self.directory}/meta"

    def _prepare(self) -> None:
        done = self.directory / "formatted"
        if done.exists():
            return
        made = subprocess.run(
            [
                _program(),
                *("format", "--storage", "file", "--bucket", f"{self.directory}/data/"),
                *("--trash-days", "0", "--no-update", self._volume, "tessera"),
            ],
            capture_output=True,
            text=True,
        )
        if made.returncode:
            raise ServerError(f"juicefs format failed:\n{made.stderr[-1500:]}")
        done.touch()

    def _environment(self) -> dict[str, str]:
        keys = {"MINIO_ROOT_USER": self.access_key, "MINIO_ROOT_PASSWORD": self.secret_key}
        return {**os.environ, **keys, "HOME": str(self.directory)}

    def _command(self) -> Sequence[str | os.PathLike[str]]:
        return [
            _program(),
            *("gateway", self._volume, f"127.0.0.1:{self.port}"),
            *("--multi-buckets", "--keep-etag", "--object-tag", "--object-meta"),
            *("--cache-size", "0", "--buffer-size", "64M"),
            *("--no-usage-report", "--no-banner", "--log", self.directory / "gateway.log"),
        ]

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self.url}/minio/health/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def _program() -> Path:
    """juicefs of the virtual environment we run in."""
    found = Path(sys.prefix) / "bin" / "juicefs"
    if not found.exists():
        raise ServerError(f"the S3 server is not installed: {found}")
    return found
