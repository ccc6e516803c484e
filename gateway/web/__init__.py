"""The pages. Every module of gateway.web with a `blueprint` is mounted."""

from __future__ import annotations

import importlib
import pkgutil

from flask import Flask

from gateway.web import assets, errors, page

NOT_PAGES = frozenset({"assets", "errors", "page", "script_words"})


def register_web(app: Flask) -> None:
    """Mount all pages, the built assets and what every template may use."""
    assets.register_assets(app)
    page.register(app)
    errors.register(app)
    for module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        if module in NOT_PAGES:
            continue
        blueprint = getattr(importlib.import_module(f"{__name__}.{module}"), "blueprint", None)
        if blueprint is not None:
            app.register_blueprint(blueprint)
