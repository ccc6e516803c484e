"""Where the built style, scripts and icons are: names as written -> addresses with a hash."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask

DIST = Path(__file__).parent / "dist"
# The address Vite is told too (`base` in vite.config.js).
BASE = "/assets/"
YEAR = 31_536_000

blueprint = Blueprint("assets", __name__, static_folder=str(DIST), static_url_path=BASE)


@functools.cache
def _manifest() -> dict[str, dict[str, Any]]:
    try:
        entries: dict[str, dict[str, Any]] = json.loads((DIST / "manifest.json").read_text())
    except FileNotFoundError as missing:
        raise RuntimeError(
            "The pages are not built yet: run `npm ci && npx vite build`."
        ) from missing
    return entries


def asset_url(name: str) -> str:
    """The address of a built file, e.g. `asset_url("main.js")`. Raises KeyError when unknown."""
    return BASE + str(_manifest()[name]["file"])


@functools.cache
def asset_imports(name: str) -> tuple[str, ...]:
    """The addresses of what a built script brings along: a page names them, so that they are
    fetched beside it and not after it."""
    found: dict[str, None] = {}
    waiting = list(_manifest()[name].get("imports", ()))
    while waiting:
        chunk = waiting.pop(0)
        if asset_url(chunk) not in found:
            found[asset_url(chunk)] = None
            waiting += _manifest()[chunk].get("imports", ())
    return tuple(found)


def register_assets(app: Flask) -> None:
    """Serve dist/ under /assets/ for a year (names change with content) and offer `asset_url` and
    `asset_imports`."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.register_blueprint(blueprint)
    app.jinja_env.globals |= {"asset_url": asset_url, "asset_imports": asset_imports}
