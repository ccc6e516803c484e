"""What a definition refers to: frameworks and scales by `key@version`, forms by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from . import frameworks, shared_scales, ties
from .checks_requirements import levels
from .problems import Problem


class Reference(NamedTuple):
    """`version` None: any version will do, the newest counts."""

    path: str
    kind: str
    key: str
    version: int | None


Find = Callable[[str, str, int | None], Mapping[str, Any] | None]


def references(kind: str, document: Mapping[str, Any]) -> list[Reference]:
    """Everything a checked document refers to."""
    found = {"form": _of_form, "programme": _of_programme, "framework": _of_framework}
    return list(found.get(kind, _none)(document))


def unknown(kind: str, document: Mapping[str, Any], find: Find) -> list[Problem]:
    """References that lead nowhere: not published by the institution nor by its network; of
    frameworks and programmes the outcomes and levels that what they name does not have; and of
    forms the copies of shared scales that say another thing than what was published."""
    nowhere = [
        {
            "path": one.path,
            "code": "definition.unknown_reference",
            "message": f"There is no published {one.kind} {_name(one)}.",
            "params": {"kind": one.kind, "given": _name(one)},
        }
        for one in references(kind, document)
        if find(one.kind, one.key, one.version) is None
    ]
    return nowhere or list(_BEYOND.get(kind, _nothing)(document, find))


def outcome_codes(framework: Mapping[str, Any]) -> frozenset[str]:
    """All codes of a framework."""
    return frameworks.codes(framework)


def _name(one: Reference) -> str:
    return one.key if one.version is None else f"{one.key}@{one.version}"


def _nothing(_document: Mapping[str, Any], _find: Find) -> list[Problem]:
    return []


# What is asked of things that do exist.
_BEYOND: dict[str, Callable[[Mapping[str, Any], Find], Iterable[Problem]]] = {
    "form": shared_scales.changed,
    "framework": ties.problems,
    "programme": levels,
}


def _none(_document: Mapping[str, Any]) -> Iterator[Reference]:
    yield from ()


def _of_framework(document: Mapping[str, Any]) -> Iterator[Reference]:
    for path, kind, name in dict.fromkeys(ties.named(document)):
        yield _versioned(path, kind, name)


def _of_form(document: Mapping[str, Any]) -> Iterator[Reference]:
    for prefix, name in document.get("frameworks", {}).items():
        yield _versioned(f"frameworks/{prefix}", "framework", name)
    for name in document.get("scales", {}):
        if "@" in name:
            yield _versioned(f"scales/{name}", "scale", name)


def _of_programme(document: Mapping[str, Any]) -> Iterator[Reference]:
    for name in framework_names(document):
        yield _versioned("frameworks", "framework", name)
    for dossier in document.get("dossiers", ()):
        for form in dossier["forms"]:
            yield Reference(f"dossiers/{dossier['key']}/forms", "form", form, None)
    for place, one in enumerate(document.get("requirements", ()), start=1):
        for form in required_forms(one):
            yield Reference(f"requirements/{place}/form", "form", form, None)
        level = one.get("level") or {}
        for name in [level["scale"], *level.get("same_as", ())] if level else ():
            yield _versioned(f"requirements/{place}/level/scale", "scale", name)
    for decision in document.get("decisions", ()):
        for form in required_forms(decision):
            yield Reference(f"decisions/{decision['key']}/form", "form", form, None)


def asked_forms(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """The forms that each requirement and each decision of a programme asks for, by its path: one
    of them will do."""
    required = enumerate(document.get("requirements", ()), start=1)
    found = {f"requirements/{place}/form": required_forms(one) for place, one in required}
    return found | {
        f"decisions/{one['key']}/form": required_forms(one) for one in document.get("decisions", ())
    }


def framework_names(document: Mapping[str, Any]) -> list[str]:
    """The frameworks of a programme, however they are listed."""
    given = document.get("frameworks", ())
    return list(given.values()) if isinstance(given, Mapping) else list(given)


def required_forms(requirement: Mapping[str, Any]) -> list[str]:
    found = requirement.get("forms") or requirement.get("form") or []
    return [str(one) for one in found] if isinstance(found, list) else [str(found)]


def _versioned(path: str, kind: str, name: str) -> Reference:
    key, _, version = name.partition("@")
    return Reference(path, kind, key, int(version) if version.isdigit() else None)
