"""Two versions of a framework, a scale or a programme, part by part.

Only forms have colours (libs/formengine): of everything else each change deserves a look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from libs.formengine import Change, canonical

# What names a part of a list, in the order in which it is looked for.
NAMES = ("key", "code", "value", "id")
WORDING = frozenset({"title", "label", "description", "help", "purpose", "source"})
# They say which version it is, not what it says.
UNTOLD = frozenset({"format", "version", "migrate", "based_on"})


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """All changes; paths as in problems (`outcomes/medical`, `levels/3`)."""
    return list(_members(before, after, ""))


def _members(before: Mapping[str, Any], after: Mapping[str, Any], path: str) -> Iterator[Change]:
    for name in sorted((before.keys() | after.keys()) - (UNTOLD if not path else set())):
        old, new = before.get(name), after.get(name)
        if canonical(old) == canonical(new):
            continue
        here = f"{path}/{name}" if path else name
        old_parts, new_parts = _parts(old), _parts(new)
        if old_parts is not None and new_parts is not None:
            yield from _listed(old_parts, new_parts, here)
        elif name in WORDING:
            yield Change(here, "diff.wording")
        else:
            yield Change(here, "diff.changed", {"what": name})


def _parts(given: Any) -> dict[str, Mapping[str, Any]] | None:
    """The members of a list by what names them; None for any other value."""
    if given is None:
        return {}
    if not isinstance(given, list):
        return None
    found: dict[str, Mapping[str, Any]] = {}
    for part in given:
        name = _name(part)
        if name is None or name in found:
            return None
        found[name] = part
    return found


def _name(part: Any) -> str | None:
    if not isinstance(part, Mapping):
        return None
    return next((str(part[name]) for name in NAMES if name in part), None)


def _listed(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], path: str
) -> Iterator[Change]:
    for name in sorted(before.keys() - after.keys()):
        yield Change(f"{path}/{name}", "diff.removed", {"key": name})
    for name in sorted(after.keys() - before.keys()):
        yield Change(f"{path}/{name}", "diff.new", {"key": name})
    kept = [name for name in after if name in before]
    if kept != [name for name in before if name in after]:
        yield Change(path, "diff.order")
    for name in kept:
        yield from _members(before[name], after[name], f"{path}/{name}")
