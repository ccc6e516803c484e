"""From a document of sound shape to the frozen model. Nothing is checked here."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.model import (
    EMPTY,
    Anonymous,
    Cycle,
    Definition,
    Emit,
    Group,
    Level,
    Role,
    Scale,
    Stage,
)


def build(loaded: Mapping[str, Any], document: Mapping[str, Any]) -> Definition:
    """The model of a loaded document. Everything keeps its written order."""
    form = loaded["key"]
    scales = {name: _scale(form, name, part) for name, part in loaded.get("scales", {}).items()}
    return Definition(
        key=form,
        title=loaded["title"],
        languages=tuple(loaded["languages"]),
        roles=MappingProxyType({key: _role(key, part) for key, part in loaded["roles"].items()}),
        stages=tuple(_stage(part) for part in loaded["stages"]),
        items=tuple(_item(part, EMPTY) for part in loaded["items"]),
        scales=MappingProxyType(scales),
        frameworks=MappingProxyType(loaded.get("frameworks", {})),
        stakes=loaded.get("stakes", "low"),
        computed=MappingProxyType(loaded.get("computed", {})),
        emit=tuple(_emit(part) for part in loaded.get("emit", ())),
        context=MappingProxyType(loaded.get("context", {})),
        names=MappingProxyType(loaded.get("names", {})),
        document=document,
    )


def _scale(form: str, name: str, part: Mapping[str, Any]) -> Scale:
    """A shared scale is known by its own name and version, a local one by its form's name.

    A local scale stays at version 1: publishing refuses a new meaning under the same name.
    """
    key, _, version = name.partition("@")
    levels = tuple(Level(**level) for level in part.get("levels", ()))
    return Scale(
        name=name,
        id=key if version else f"{form}/{name}",
        version=int(version) if version else 1,
        kind=part["kind"],
        levels=tuple(sorted(levels, key=lambda level: level.value)),
        min=part.get("min", levels[0].value if levels else 0),
        max=part.get("max", levels[-1].value if levels else 100),
        step=part.get("step", 1),
        na=part.get("na"),
        ends=tuple(part.get("ends", ())),
        title=part.get("title"),
    )


def shared_scale(document: Mapping[str, Any]) -> Scale:
    """A published scale by itself, as forms that hold a copy of it know it."""
    return _scale("", f"{document['key']}@{document.get('version', 1)}", document)


def _role(key: str, part: Mapping[str, Any]) -> Role:
    groups = tuple(
        Group(g["key"], g.get("label", EMPTY), g.get("min", 0), g.get("max"))
        for g in part.get("groups", ())
    )
    own = {name: part[name] for name in part if name not in ("groups", "auth")}
    return Role(key=key, groups=groups, auth=tuple(part.get("auth", ("account",))), **own)


def _stage(part: Mapping[str, Any]) -> Stage:
    plain = ("id", "next", "label", "help", "mode", "join", "act", "when", "optional", "batch")
    more = ("unasked", "expires", "lapse", "open_to", "return_to", "stakes", "evidence")
    timer, release = part.get("timer", EMPTY), part.get("release", EMPTY)
    return Stage(
        by=tuple(part["by"]),
        optional_by=tuple(part.get("optional_by", ())),
        can=frozenset(part.get("can", ())),
        cycle=Cycle(**part["cycle"]) if "cycle" in part else None,
        opens_after_days=timer.get("opens_after_days", 0),
        remind=tuple(sorted(part.get("remind", ()))),
        private="private" in part,
        anonymous=Anonymous(**part["anonymous"]) if "anonymous" in part else None,
        release_by=release.get("by"),
        **{name: part[name] for name in (*plain, *more) if name in part},
    )


def _emit(part: Mapping[str, Any]) -> Emit:
    lists = {"outcomes": tuple(part.get("outcomes", ()))}
    if "see" in part:
        lists["see"] = tuple(part["see"])
    own = {name.rstrip("_"): value for name, value in part.items()}
    return Emit(**{**own, **lists})


_INHERITED = ("by", "see", "stage", "show")


def _item(part: Mapping[str, Any], section: Mapping[str, Any]) -> kinds.Item:
    within = {"within": section["show"]} if "show" in part and "show" in section else {}
    part = {name: section[name] for name in _INHERITED if name in section} | dict(part) | within
    cls = kinds.TYPES[part["type"]]
    emit = part.get("emit", True)
    found: dict[str, Any] = {
        name: _value(name, value, part) for name, value in part.items() if name not in _NOT_FIELDS
    }
    found["emits"] = emit is not False
    found["emit_at"] = emit["at"] if isinstance(emit, dict) else None
    known = {field.name for field in dataclasses.fields(cls)}
    return cls(**{name: value for name, value in found.items() if name in known})


_NOT_FIELDS = frozenset({"type", "emit"})
_LISTS = frozenset({"by", "see", "stage", "outcomes", "accept", "to"})


def _value(name: str, value: Any, part: Mapping[str, Any]) -> Any:
    if name in _LISTS:
        return tuple(value)
    if name == "rows":
        return tuple(
            kinds.Row(**{**row, "outcomes": tuple(row.get("outcomes", ()))}) for row in value
        )
    if name == "options":
        return tuple(kinds.Option(**option) for option in value)
    if name == "items":
        inherited = part if part["type"] == "section" else EMPTY
        return tuple(_item(inner, inherited) for inner in value)
    return value
