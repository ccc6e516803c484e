"""Which servers of somebody else a run uses. Standard library only.

A run keeps what its environment named when it started, so that a command in another shell works
on the same servers. It forgets them when it is stopped.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from deploy.local.files import read_json, write_private

SERVERS = ("AMQP_URL", "DATABASE_URL", "S3_ENDPOINT", "SMTP_URL", "CLAMD_ADDRESS")
OF_S3 = ("S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_BUCKET", "FILE_ORIGIN")


class Named:
    """The servers of one run directory."""

    def __init__(self, run: Path, environment: Mapping[str, str]) -> None:
        self._file = run / "outside.json"
        self._environment = environment

    @property
    def wished(self) -> dict[str, str]:
        """What the environment names now."""
        names = SERVERS + (OF_S3 if self._environment.get("S3_ENDPOINT") else ("S3_BUCKET",))
        return {name: self._environment[name] for name in names if self._environment.get(name)}

    @property
    def used(self) -> dict[str, str]:
        """What the run was started with; before its start and after its end, what is wished."""
        return read_json(self._file) if self._file.exists() else self.wished

    @property
    def changed(self) -> list[str]:
        """The variables that say something else now than when the run was started."""
        used, wished = self.used, self.wished
        return sorted(name for name in used | wished if used.get(name) != wished.get(name))

    def keep(self) -> None:
        """Remember what is wished: the run starts with it."""
        write_private(self._file, json.dumps(self.wished))

    def forget(self) -> None:
        """The run has ended."""
        self._file.unlink(missing_ok=True)
