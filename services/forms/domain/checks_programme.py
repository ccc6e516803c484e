"""What is wrong with a programme: its phases, dossiers, routes, cohort and decisions.

Whatever a document holds, checking it never fails: it only tells what to mend.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import fitting, shapes_programme
from .checks_requirements import VERSIONED, Named, requirements
from .checks_ways import closed
from .problems import Problem, is_day, is_number, keyed, listed, problem, told, worded

CHOOSERS = ("learner", "teacher")
PLANNERS = ("teacher", "coach", "head", "trainer")
SENTENCES = {
    "stakes": "Stakes are either on, or off for the whole programme.",
    "no_decisions": "This programme has no stakes, so it names no decisions.",
    "later": "The first day of the cohort lies after its last.",
    "unknown": "There is no {what} {given} in this programme.",
    "pick": "Of {count} requirements at most {count} can be chosen.",
    "options": "A choice needs at least two possibilities.",
    "in_two": "{given} belongs to two choices or routes; it can belong to one.",
    "form_nowhere": "The form {given} is kept in no dossier, so nobody could start it.",
}


def programme(document: Mapping[str, Any]) -> Iterator[Problem]:
    """All problems of a `programme/1` document whose head is sound: first those of its meaning,
    said in its own words; of what makes sense then its shape."""
    found = list(_meaning(document))
    yield from found or _shape(document)


def _shape(document: Mapping[str, Any]) -> Iterator[Problem]:
    yield from fitting.misfits(shapes_programme.programme(), document)
    named = document.get("frameworks", {})
    if not isinstance(named, Mapping | list) or not all(
        isinstance(one, str) and VERSIONED.fullmatch(one)
        for one in (named.values() if isinstance(named, Mapping) else named)
    ):
        yield fitting.problem("frameworks", "reference")
    together = sum(phase["months"] for phase in document["phases"])
    if together > shapes_programme.MOST_MONTHS_TOGETHER:
        yield fitting.problem(
            "phases", "between", least=1, most=shapes_programme.MOST_MONTHS_TOGETHER
        )


def _meaning(document: Mapping[str, Any]) -> Iterator[Problem]:
    phases = _phases(document.get("phases"))
    dossiers = _dossiers(document.get("dossiers"))
    yield from phases.problems
    yield from dossiers.problems
    forms = frozenset(form for one in dossiers.members for form in listed(one.get("forms")))
    required = requirements(document.get("requirements", []), phases.keys)
    yield from required.problems
    yield from _startable(document.get("requirements"), forms)
    groups = {"requirement": required, "dossier": dossiers, "phase": phases}
    yield from _choices(document.get("choices", []), required)
    yield from _routes(document.get("routes", []), groups)
    yield from _once(document)
    yield from closed(document, required, dossiers)
    yield from _cohort(document.get("cohort", {}))
    yield from _stakes(document, forms)
    planners = document.get("planners", [])
    if not isinstance(planners, list) or any(one not in PLANNERS for one in planners):
        yield problem("planners", "choice", options=", ".join(PLANNERS))


def _phases(given: Any) -> Named:
    found = _named(given, "phases", least=1)
    for path, phase in found.at:
        if not is_number(phase.get("months")):
            found.problems.append(problem(f"{path}/months", "number"))
    return found


def _dossiers(given: Any) -> Named:
    found = _named(given, "dossiers", least=1)
    for path, dossier in found.at:
        found.problems.extend(worded(dossier.get("title"), f"{path}/title"))
        if not isinstance(dossier.get("forms"), list):
            found.problems.append(problem(f"{path}/forms", "list", least=1))
    return found


def _named(given: Any, path: str, *, least: int = 0) -> Named:
    """The members of a list of objects with keys of their own, and what is wrong with the rest."""
    found = Named()
    if not isinstance(given, list) or len(given) < least:
        found.problems.append(problem(path, "list", least=least))
        return found
    for place, member in enumerate(given, start=1):
        key = member.get("key") if isinstance(member, Mapping) else None
        wrong = list(keyed(key, f"{path}/{place}/key"))
        if not wrong and key in found.keys:
            wrong = [problem(f"{path}/{key}", "twice", given=key)]
        found.problems.extend(wrong)
        if not wrong:
            found.keep(str(key), f"{path}/{key}", member)
    return found


def _startable(given: Any, forms: frozenset[str]) -> Iterator[Problem]:
    for place, one in enumerate(given if isinstance(given, list) else (), start=1):
        if not isinstance(one, Mapping):
            continue
        for form in listed(one.get("forms") or one.get("form")):
            if form not in forms:
                yield _told(f"requirements/{place}/form", "form_nowhere", given=form)


def _choices(given: Any, required: Named) -> Iterator[Problem]:
    found = _named(given, "choices")
    yield from found.problems
    for path, one in found.at:
        yield from worded(one.get("title"), f"{path}/title")
        yield from _chooser(one, path)
        of = listed(one.get("of"))
        yield from _known(of, f"{path}/of", "requirement", required)
        pick = one.get("pick")
        if not isinstance(pick, int) or isinstance(pick, bool) or pick < 1:
            yield problem(f"{path}/pick", "number")
        elif pick > len(of):
            yield _told(f"{path}/pick", "pick", count=len(of))


def _routes(given: Any, groups: Mapping[str, Named]) -> Iterator[Problem]:
    found = _named(given, "routes")
    yield from found.problems
    for path, route in found.at:
        yield from worded(route.get("title"), f"{path}/title")
        yield from _chooser(route, path)
        options = _named(route.get("options"), f"{path}/options")
        yield from options.problems
        if len(options.at) < 2:
            yield _told(f"{path}/options", "options")
        for place, option in options.at:
            yield from worded(option.get("title"), f"{place}/title")
            for what, known in groups.items():
                yield from _known(listed(option.get(f"{what}s")), f"{place}/{what}s", what, known)


def _chooser(one: Mapping[str, Any], path: str) -> Iterator[Problem]:
    if one.get("by", "teacher") not in CHOOSERS:
        yield problem(f"{path}/by", "choice", options=", ".join(CHOOSERS))


def _known(names: list[str], path: str, what: str, known: Named) -> Iterator[Problem]:
    for name in names:
        if name not in known.keys:
            yield _told(path, "unknown", what=what, given=name)


def _once(document: Mapping[str, Any]) -> Iterator[Problem]:
    """A requirement stands in one choice or route: else two choices could contradict."""
    used: set[str] = set()
    for path, names in _chosen(document):
        for name in sorted(set(names) & used):
            yield _told(path, "in_two", given=name)
        used.update(names)


def _chosen(document: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for one in _objects(document.get("choices")):
        yield "choices", listed(one.get("of"))
    for route in _objects(document.get("routes")):
        options = _objects(route.get("options"))
        yield "routes", [name for one in options for name in set(listed(one.get("requirements")))]


def _objects(given: Any) -> list[Mapping[str, Any]]:
    return [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []


def _cohort(given: Any) -> Iterator[Problem]:
    if not isinstance(given, Mapping):
        yield problem("cohort", "date")
        return
    days = [given.get(name) for name in ("from", "until")]
    for name, day in zip(("from", "until"), days, strict=True):
        if day is not None and not is_day(day):
            yield problem(f"cohort/{name}", "date")
    first, last = (day if is_day(day) else "" for day in days)
    if first and last and str(first) > str(last):
        yield _told("cohort/until", "later")
    names = given.get("names", [])
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        yield problem("cohort/names", "wording")


def _stakes(document: Mapping[str, Any], forms: frozenset[str]) -> Iterator[Problem]:
    stakes, decisions = document.get("stakes", "on"), document.get("decisions", [])
    if stakes not in ("on", "off"):
        yield _told("stakes", "stakes")
    if stakes == "off" and decisions:
        yield _told("decisions", "no_decisions")
    found = _named(decisions, "decisions")
    yield from found.problems
    for path, one in found.at:
        if not is_number(one.get("after_months")):
            yield problem(f"{path}/after_months", "number")
        for form in listed(one.get("form")):
            if form not in forms:
                yield _told(f"{path}/form", "form_nowhere", given=form)


def _told(path: str, code: str, **params: Any) -> Problem:
    return told(path, code, SENTENCES[code], **params)
