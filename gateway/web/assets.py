"""Where the built style, scripts and icons are: names as written -> addresses with a hash."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from flask import Blueprint, Flask

DIST = Path(__file__).parent / "dist"
# The address Vite is told too (`base` in vite.config.js).
BASE = "/assets/"
YEAR = 31_536_000

blueprint = Blueprint("assets", __name__, static_folder=str(DIST), static_url_path=BASE)


@functools.cache
def _manifest() -> dict[str, str]:
    try:
        entries = json.loads((DIST / "manifest.json").read_text())
    except FileNotFoundError as missing:
        raise RuntimeError(
            "The pages are not built yet: run `npm ci && npx vite build`."
        ) from missing
    return {name: entry["file"] for name, entry in entries.items()}


def asset_url(name: str) -> str:
    """The address of a built file, e.g. `asset_url("main.js")`. Raises KeyError when unknown."""
    return BASE + _manifest()[name]


def register_assets(app: Flask) -> None:
    """Serve dist/ under /assets/ for a year (names change with content) and offer `asset_url`."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset_url"] = asset_url
