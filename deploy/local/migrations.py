"""Run the migrations of several services at the same time, in one process that forks.

`python -m deploy.local.migrations`: reads {"accounts": owner_url, ...} as JSON on standard input.
Importing the tools once and forking is quicker on few cores than a new Python for each service.
"""

import json
import os
import sys
import traceback
from collections.abc import Mapping
from importlib.util import find_spec


def upgrade_all(urls: Mapping[str, str]) -> list[str]:
    """Bring all databases to the newest schema; gives back the services where that failed."""
    from libs.chassis.migrate import upgrade

    running: dict[int, str] = {}
    for service, url in urls.items():
        package = f"services.{service}"
        if find_spec(f"{package}.migrations") is None:
            continue
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            os._exit(_upgraded(upgrade, package, url))
        running[pid] = service
    return [running[pid] for pid in running if os.waitpid(pid, 0)[1] != 0]


def _upgraded(upgrade: "object", package: str, url: str) -> int:
    try:
        upgrade(package, url)  # type: ignore[operator]
    except Exception:
        print(f"{package}:\n{traceback.format_exc(limit=-6)}", file=sys.stderr)
        sys.stderr.flush()
        return 1
    return 0


def main() -> int:
    failed = upgrade_all(json.load(sys.stdin))
    if failed:
        print(f"Migrations failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
