"""Loading the demo institution, once.

`deploy.local.demo.load(platform, learners=N)` does the work. `platform.environment("accounts")` is
the environment of a service; it gives back the log-ins to show, as dicts with role, username and
password.
"""

import json
from importlib.util import find_spec
from typing import Any

from deploy.local.backing import OUR_OWN
from deploy.local.files import read_json, write_private
from deploy.local.platform import Platform
from deploy.local.problem import Problem
from deploy.local.progress import step

LEARNERS = 24


def load_once(platform: Platform) -> list[dict[str, Any]]:
    """The log-ins to show; loads the demo when this run has none in the database it works on."""
    kept = read_json(platform.run / "demo.json")
    if kept and kept.get("database", OUR_OWN) == platform.backing.database_place():
        return list(kept["logins"])
    return load(platform, LEARNERS)


def load(platform: Platform, learners: int) -> list[dict[str, Any]]:
    """Load the demo with so many learners in its network and remember the log-ins."""
    if find_spec("deploy.local.demo") is None:
        return []
    from sqlalchemy.exc import SQLAlchemyError

    from deploy.local import demo  # type: ignore[attr-defined]
    from deploy.local.demo.waiting import TooSlow
    from libs.contracts.base import Fault

    with step(f"Loading the demo: {learners} learners of two institutes, and a school"):
        try:
            logins = [dict(login) for login in demo.load(platform, learners=learners) or []]
        except (TooSlow, Fault, SQLAlchemyError) as error:
            raise Problem(
                "The demo institution is not loaded to its end. Run the same command again and it "
                f"goes on where it stopped; ./tessera status shows what is wrong.\n{error}"
            ) from error
    loaded = {
        "learners": learners,
        "logins": logins,
        "database": platform.backing.database_place(),
    }
    write_private(platform.run / "demo.json", json.dumps(loaded))
    return logins
