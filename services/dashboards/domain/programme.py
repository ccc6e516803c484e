"""What dashboards reads out of a `programme/1` document and the definitions it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

YEAR_MONTHS = 12.0
EVERY_MONTHS = {"year": 12.0, "half_year": 6.0, "quarter": 3.0}


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement. `forms` are counted when their records are done; `registration` counts
    approved registrations, or their hours with `hours`. `per` is programme or phase;
    `every_months` (of full time) is a repeating period instead."""

    key: str
    title: Mapping[str, str]
    needed: float
    forms: tuple[str, ...] = ()
    registration: str | None = None
    hours: bool = False
    per: str = "programme"
    every_months: float | None = None
    phases: tuple[str, ...] = ()
    grace_days: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A decision that is coming: `after_months` of full time."""

    key: str
    after_months: float


@dataclass(frozen=True, slots=True)
class Programme:
    phases: tuple[tuple[str, float], ...] = ()
    rules: tuple[Rule, ...] = ()
    moments: tuple[Moment, ...] = ()
    forms: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    progress_scale: str | None = None
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


EMPTY = Programme()


def read(document: Mapping[str, Any]) -> Programme:
    """The programme of a published `programme/1` document."""
    requirements = document.get("requirements", ())
    dossiers = document.get("dossiers", ())
    return Programme(
        phases=tuple((one["key"], float(one["months"])) for one in document.get("phases", ())),
        rules=tuple(_rule(one) for one in requirements),
        moments=tuple(
            Moment(one["key"], float(one["after_months"])) for one in document.get("decisions", ())
        ),
        forms=_named_forms(dossiers, requirements),
        frameworks=tuple(document.get("frameworks", {}).values()),
        progress_scale=_name(document.get("progress", {}).get("scale")),
        titles={one["key"]: one["title"] for one in document.get("phases", ()) if "title" in one},
    )


def _rule(one: Mapping[str, Any]) -> Rule:
    per = one.get("per", "programme")
    forms = one.get("forms") or ([one["form"]] if "form" in one else [])
    return Rule(
        key=one["key"],
        title=one["title"],
        needed=float(one["count"]),
        forms=tuple(forms),
        registration=one.get("registration"),
        hours=bool(one.get("hours", False)),
        per="phase" if per == "phase" else "programme",
        every_months=EVERY_MONTHS.get(per),
        phases=tuple(one.get("phases", ())),
        grace_days=one.get("grace_days"),
    )


def _name(versioned: str | None) -> str | None:
    return versioned.split("@")[0] if versioned else None


def _named_forms(
    dossiers: Iterable[Mapping[str, Any]], requirements: Iterable[Mapping[str, Any]]
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in (*dossiers, *requirements):
        for form in (*one.get("forms", ()), *([one["form"]] if "form" in one else ())):
            found[form if isinstance(form, str) else form["form"]] = None
    return tuple(found)


def areas(frameworks: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every outcome of the programme's frameworks (by `key@version`), in their order."""
    return [
        {
            "lineage": one.get("lineage") or one["key"],
            "outcome": one["key"],
            "framework": name,
            "title": one["title"],
        }
        for name, framework in frameworks.items()
        for one in framework.get("outcomes", ())
    ]


def feeds(
    forms: Mapping[str, Mapping[str, Any]], known: Iterable[Mapping[str, Any]]
) -> dict[str, list[str]]:
    """Lineage -> the forms (key -> `form/1` document) whose answers say something about it."""
    listed = list(known)
    found: dict[str, list[str]] = {one["lineage"]: [] for one in listed}
    for form_key, document in forms.items():
        named = set(_named_outcomes(document.get("items", ()))) | set(
            _named_outcomes(document.get("emit", ()))
        )
        bound = document.get("frameworks", {})
        for one in listed:
            if _is_fed(one, named, bound):
                found[one["lineage"]].append(form_key)
    return found


def _is_fed(one: Mapping[str, Any], named: set[str], bound: Mapping[str, str]) -> bool:
    """Whether a form names this outcome, or lets the filler pick from its framework."""
    framework = _name(one["framework"])
    prefixes = [prefix for prefix, name in bound.items() if _name(name) == framework]
    picked = any(name.startswith("$") for name in named)
    return any(f"{prefix}/{one['outcome']}" in named or picked for prefix in prefixes)


def _named_outcomes(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        given = node.get("outcomes", ())
        yield from [given] if isinstance(given, str) else given
        for name, inner in node.items():
            if name != "outcomes":
                yield from _named_outcomes(inner)
    elif isinstance(node, list | tuple):
        for inner in node:
            yield from _named_outcomes(inner)
