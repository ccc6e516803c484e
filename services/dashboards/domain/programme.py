"""What dashboards reads out of a `programme/1` document and the definitions it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import choices as choosing
from . import crosswalks
from .conditions import Conditions, conditions
from .crosswalks import code_of, named

YEAR_MONTHS = 12.0
EVERY_MONTHS = {"year": 12.0, "half_year": 6.0, "quarter": 3.0, "month": 1.0}


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement. `forms` are counted when their records are done; `registration` counts
    approved registrations, or their hours with `hours`. `per` is programme or phase;
    `every_months` (of full time) is a repeating period instead. `asked` is what is asked besides
    a number. For one learner `due_on` ends the period that ran on `due_since`, and a requirement
    of their own begins on `begins_on`."""

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
    asked: Conditions = Conditions()
    due_on: dt.date | None = None
    due_since: dt.date | None = None
    begins_on: dt.date | None = None
    is_adapted: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A decision that is coming: `after_months` of full time."""

    key: str
    after_months: float


@dataclass(frozen=True, slots=True)
class Dossier:
    """Where the records of some forms are kept."""

    key: str
    title: Mapping[str, str]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """What a document says. `asked`: each requirement by its key, as it stands there."""

    phases: tuple[tuple[str, float], ...] = ()
    rules: tuple[Rule, ...] = ()
    moments: tuple[Moment, ...] = ()
    forms: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    progress_scale: str | None = None
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    choices: tuple[choosing.Choice, ...] = ()
    routes: tuple[choosing.Route, ...] = ()
    cohort: choosing.Cohort = choosing.Cohort()
    is_developmental: bool = False
    dossiers: tuple[Dossier, ...] = ()
    asked: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


EMPTY = Programme()


def read(
    document: Mapping[str, Any], form_titles: Mapping[str, Mapping[str, str]] | None = None
) -> Programme:
    """The programme of a published `programme/1` document. A requirement without a title of its
    own has that of its form."""
    requirements = document.get("requirements", ())
    titles = form_titles or {}
    rules = tuple(_rule(place, one, titles) for place, one in enumerate(requirements, start=1))
    return Programme(
        phases=tuple((one["key"], float(one["months"])) for one in document.get("phases", ())),
        rules=rules,
        moments=_moments(document),
        forms=_named_forms(document.get("dossiers", ()), requirements),
        frameworks=_listed(document.get("frameworks")),
        progress_scale=_name((document.get("progress") or {}).get("scale")),
        titles={one["key"]: one["title"] for one in document.get("phases", ()) if "title" in one},
        choices=choosing.choices(document),
        routes=choosing.routes(document),
        cohort=choosing.cohort(document),
        is_developmental=document.get("stakes") == "off",
        dossiers=tuple(
            Dossier(one["key"], one.get("title", {}), _forms_of(one))
            for one in document.get("dossiers", ())
        ),
        asked={rule.key: one for rule, one in zip(rules, requirements, strict=True)},
    )


def _rule(place: int, one: Mapping[str, Any], form_titles: Mapping[str, Mapping[str, str]]) -> Rule:
    per, phases, forms = one.get("per"), _phases_of(one), _forms_of(one)
    title = one.get("title") or next((form_titles[key] for key in forms if key in form_titles), {})
    return Rule(
        key=one.get("key") or "-".join([*forms, *phases]) or str(place),
        title=title,
        needed=float(one["count"]),
        forms=forms,
        registration=one.get("registration"),
        hours=bool(one.get("hours", False)),
        per="phase" if per == "phase" or (phases and per is None) else "programme",
        every_months=EVERY_MONTHS.get(per or ""),
        phases=phases,
        grace_days=one.get("grace_days"),
        asked=conditions(one),
    )


def _moments(document: Mapping[str, Any]) -> tuple[Moment, ...]:
    """The decisions the programme names; without any, one at the end of each of its phases, and
    none at all where nothing is at stake."""
    if document.get("stakes") == "off":
        return ()
    named = document.get("decisions")
    if named:
        return tuple(Moment(one["key"], float(one["after_months"])) for one in named)
    found, months = [], 0.0
    for phase in document.get("phases", ()):
        months += float(phase["months"])
        found.append(Moment(phase["key"], months))
    return tuple(found)


def _listed(given: Any) -> tuple[str, ...]:
    """One, several, or several by name."""
    if given is None:
        return ()
    if isinstance(given, str):
        return (given,)
    return tuple(given.values()) if isinstance(given, Mapping) else tuple(given)


def _phases_of(one: Mapping[str, Any]) -> tuple[str, ...]:
    return _listed(one.get("phases") or one.get("phase"))


def _forms_of(one: Mapping[str, Any]) -> tuple[str, ...]:
    return _listed(one.get("forms") or one.get("form"))


def _name(versioned: str | None) -> str | None:
    return versioned.split("@")[0] if versioned else None


def _named_forms(
    dossiers: Iterable[Mapping[str, Any]], requirements: Iterable[Mapping[str, Any]]
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for one in (*dossiers, *requirements) for key in _forms_of(one)))


def bound_frameworks(forms: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The frameworks (`key@version`) that forms are bound to, of each only the newest."""
    newest: dict[str, int] = {}
    for document in forms.values():
        for name in document.get("frameworks", {}).values():
            key, _, version = name.partition("@")
            newest[key] = max(int(version or 0), newest.get(key, 0))
    return tuple(f"{key}@{version}" for key, version in newest.items())


def areas(
    frameworks: Mapping[str, Mapping[str, Any]],
    always: Iterable[str] = (),
    versions_before: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """The outcomes at the top of the frameworks (by `key@version`), in their order. An outcome
    without a stated lineage has that of its framework and code.

    `under`: [{lineage, outcome, parent}] of all outcomes below it, `parent` being the lineage of
    the one right above: what is said of them counts in it too, and in all in between.
    `is_listed`: shown although nothing has been collected yet; those of the frameworks `always`,
    or all of them where none is named. `before`: the lineages among `under` that are of the
    frameworks' own `versions_before` (by `key@version`), by their crosswalks.
    """
    listed = {_name(name) for name in always}
    found: dict[str, dict[str, Any]] = {}
    for name, framework in frameworks.items():
        outcomes = framework.get("outcomes", ())
        below = _below(outcomes)
        for one in outcomes:
            if one.get("parent"):
                continue
            place = named(framework, one) | {
                "framework": name,
                "title": one.get("title") or one.get("label") or {},
                "is_listed": not listed or _name(name) in listed,
                "under": list(_all_under(framework, one, below)),
            }
            found.setdefault(place["lineage"], place)
    crosswalks.count_before(list(found.values()), frameworks, versions_before or {})
    return list(found.values())


Outcomes = Mapping[str, list[Mapping[str, Any]]]


def _below(outcomes: Iterable[Mapping[str, Any]]) -> Outcomes:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in outcomes:
        if one.get("parent"):
            found.setdefault(str(one["parent"]), []).append(one)
    return found


def _all_under(
    framework: Mapping[str, Any], outcome: Mapping[str, Any], below: Outcomes
) -> Iterator[dict[str, Any]]:
    """Everything under an outcome, at any depth, in order."""
    parent = named(framework, outcome)["lineage"]
    for one in below.get(code_of(outcome), ()):
        yield named(framework, one) | {"parent": parent}
        yield from _all_under(framework, one, below)


def tops(areas: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The lineage of each outcome below another -> the area at the top in which it counts too."""
    return {inner["lineage"]: one for one in areas for inner in one.get("under", ())}


def above(areas: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """The lineage of each outcome below another -> {lineage, outcome} of all it counts in too,
    from the one right above it to the area at the top."""
    found: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for area in areas:
        for inner in area.get("under", ()):
            # Outcomes come in order, so what is above the parent is known by now.
            parent = inner.get("parent", area["lineage"])
            named = _inner(area, parent)
            found[inner["lineage"]] = (named, *found.get(parent, ())) if named else (area,)
    return found


def _inner(area: Mapping[str, Any], lineage: str) -> Mapping[str, Any] | None:
    """The area itself, or an outcome under it."""
    everything = (area, *area.get("under", ()))
    return next((one for one in everything if one["lineage"] == lineage), None)


def parts(areas: Iterable[Mapping[str, Any]], lineage: str) -> list[str]:
    """The lineages of all outcomes under this one, in their order."""
    known = list(areas)
    chains = above(known)
    return [
        inner["lineage"]
        for area in known
        for inner in area.get("under", ())
        if any(one["lineage"] == lineage for one in chains[inner["lineage"]])
    ]


def progress_frameworks(
    document: Mapping[str, Any], forms: Mapping[str, Mapping[str, Any]]
) -> tuple[str, ...]:
    """The frameworks that the programme's progress form judges: its competencies."""
    form = forms.get((document.get("progress") or {}).get("form", ""), {})
    return tuple(form.get("frameworks", {}).values())


def feeds(
    forms: Mapping[str, Mapping[str, Any]], known: Iterable[Mapping[str, Any]]
) -> dict[str, list[str]]:
    """Lineage -> the forms (key -> `form/1` document) whose answers say something about it."""
    found: dict[str, list[str]] = {}
    for one in known:
        found[one["lineage"]] = [
            key
            for key, document in forms.items()
            if _is_fed(one, _outcomes_in(document), document.get("frameworks", {}))
        ]
    return found


def _outcomes_in(document: Mapping[str, Any]) -> set[str]:
    return {
        *_named_outcomes(document.get("items", ())),
        *_named_outcomes(document.get("emit", ())),
    }


def registers(document: Mapping[str, Any], forms: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether something is registered in a programme: a form of it does so, or it is asked."""
    emitted = (one for form in forms.values() for one in form.get("emit", ()))
    asked = (one.get("registration") for one in document.get("requirements", ()))
    return any(one.get("kind") == "registration" for one in emitted) or any(asked)


def _is_fed(one: Mapping[str, Any], named: set[str], bound: Mapping[str, str]) -> bool:
    """Whether a form names this outcome, or lets the filler pick from its framework."""
    framework = _name(one["framework"])
    prefixes = [prefix for prefix, name in bound.items() if _name(name) == framework]
    is_picked = any(name.startswith("$") for name in named)
    codes = [one["outcome"], *(inner["outcome"] for inner in one.get("under", ()))]
    return any(is_picked or f"{prefix}/{code}" in named for prefix in prefixes for code in codes)


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
