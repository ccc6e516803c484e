"""Where an institution designs its forms, frameworks, scales and programmes.

One blueprint, `design`, under /design. Every module here adds its views to it; landing.py has the
lists and what is alike for all kinds, the others are each an editor of one kind.
"""

from __future__ import annotations

import importlib
import pkgutil

from gateway.web.design.area import blueprint

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")

__all__ = ["blueprint"]
