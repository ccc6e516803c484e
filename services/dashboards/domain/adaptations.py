"""A learner's own plan: what a teacher changed in the programme for this person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from libs.course.calendar import Course

from .choices import Chosen, left_out
from .programme import EVERY_MONTHS, Programme, Rule

OWN_GRACE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Own:
    """A programme and a course as they are for one learner; `chosen`: choice -> options."""

    programme: Programme
    course: Course
    chosen: Chosen


def of_learner(
    programme: Programme,
    course: Course,
    adaptations: Iterable[Mapping[str, Any]],
    today: dt.date,
) -> Own:
    """The programme of one learner. What counts from a later day on is left for that day."""
    all_of_them = list(adaptations)
    counting = [one for one in all_of_them if (_from(one) or today) <= today]
    chosen = _chosen(counting)
    without, phases, closed = left_out(programme.routes, chosen)
    rules = [rule for rule in programme.rules if rule.key not in without]
    for one in counting:
        rules = _CHANGES.get(one["kind"], _as_it_was)(rules, one)
    own = replace(
        programme,
        rules=tuple(rules),
        phases=tuple(phase for phase in programme.phases if phase[0] not in phases),
        dossiers=tuple(one for one in programme.dossiers if one.key not in closed),
    )
    return Own(own, replace(course, paces=_paces(all_of_them)), chosen)


def _from(one: Mapping[str, Any]) -> dt.date | None:
    given = one.get("from_on")
    return dt.date.fromisoformat(given) if isinstance(given, str) else given


def _chosen(adaptations: list[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    found = {}
    for one in adaptations:
        if one["kind"] == "route":
            option = one["changes"]["option"]
            found[one["changes"]["choice"]] = (
                (option,) if isinstance(option, str) else tuple(option)
            )
    return found


def _paces(adaptations: list[Mapping[str, Any]]) -> tuple[tuple[dt.date, int], ...]:
    return tuple(
        (day, int(one["changes"]["percent"]))
        for one in adaptations
        if one["kind"] == "pace" and (day := _from(one))
    )


def _as_it_was(rules: list[Rule], _one: Mapping[str, Any]) -> list[Rule]:
    return rules


def _counted(rules: list[Rule], one: Mapping[str, Any]) -> list[Rule]:
    """Another number, or another least level on the same scale."""
    return [_recounted(rule, one["changes"]) if _is_of(rule, one) else rule for rule in rules]


def _recounted(rule: Rule, changes: Mapping[str, Any]) -> Rule:
    asked = rule.asked
    if changes.get("level") is not None and asked.level:
        asked = replace(asked, level=replace(asked.level, least=float(changes["level"])))
    needed = float(changes.get("count") or rule.needed)
    return replace(rule, needed=needed, asked=asked, is_adapted=True)


def _waived(rules: list[Rule], one: Mapping[str, Any]) -> list[Rule]:
    return [rule for rule in rules if not _is_of(rule, one)]


def _due(rules: list[Rule], one: Mapping[str, Any]) -> list[Rule]:
    day = dt.date.fromisoformat(one["changes"]["due_on"])
    return [
        replace(rule, due_on=day, due_since=_from(one), is_adapted=True)
        if _is_of(rule, one)
        else rule
        for rule in rules
    ]


def _added(rules: list[Rule], one: Mapping[str, Any]) -> list[Rule]:
    """A requirement of this learner's own."""
    changes = one["changes"]
    per = changes.get("per") or "programme"
    due = changes.get("due_on")
    own = Rule(
        key=one["requirement"],
        title=changes["title"],
        needed=float(changes["count"]),
        forms=(changes["form"],) if changes.get("form") else (),
        registration=changes.get("registration"),
        per="phase" if per == "phase" else "programme",
        every_months=EVERY_MONTHS.get(per),
        grace_days=OWN_GRACE_DAYS,
        due_on=dt.date.fromisoformat(due) if due else None,
        due_since=_from(one),
        begins_on=_from(one),
        is_adapted=True,
    )
    return [*rules, own]


def _is_of(rule: Rule, one: Mapping[str, Any]) -> bool:
    return bool(rule.key == one["requirement"])


_CHANGES = {"count": _counted, "waived": _waived, "due_on": _due, "added": _added}
