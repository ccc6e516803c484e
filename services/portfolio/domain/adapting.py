"""A learner's own plan: who may change it, what may be changed, and what then is required."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .access import OWNER, Access, reader_roles
from .programme import MONTHS_PER, Programme, Requirement
from .routes import Choice

LEARNER = "learner"
PERIODS = (*MONTHS_PER, "phase", "programme")
MOST = 10_000
SLOWEST, FULL_TIME = 20, 100
LONGEST_TITLE = 200
OWN = "own-"
OPEN = "open"
GOAL_STATES = (OPEN, "met", "partly", "dropped")
Errors = dict[str, str]


class Unfit(ValueError):
    """This change says nothing for this programme: `errors` by field."""

    def __init__(self, **errors: str) -> None:
        super().__init__(str(errors))
        self.errors: Errors = errors


@dataclass(frozen=True)
class Change:
    """One adaptation as it counts: `from_on` is the day from which it does."""

    kind: str
    requirement: str | None
    changes: Mapping[str, Any]
    from_on: dt.date


def may_adapt(
    programme: Programme,
    access: Access,
    roles: Collection[str],
    kind: str,
    changes: Mapping[str, Any],
) -> bool:
    """A teacher, a coach or the head (or whom the programme names); the learner takes the routes
    and electives that the programme leaves to learners."""
    if OWNER in access:
        choice = _choice(programme, changes.get("choice"))
        return kind == "route" and choice is not None and choice.by == LEARNER
    return not reader_roles(access, roles).isdisjoint(programme.planners)


def may_plan(programme: Programme, access: Access, roles: Collection[str]) -> bool:
    """Whether this person changes more than a route."""
    return may_adapt(programme, access, roles, "pace", {})


def _choice(programme: Programme, key: Any) -> Choice | None:
    return next((one for one in programme.choices if one.key == key), None)


def fitted(
    change: Change, programme: Programme, forms: Collection[str], own: Collection[str]
) -> Change:
    """The change with only what it says. Raises Unfit. `forms`: keys of published forms; `own`:
    requirements that were added for this learner, for a goal the ids of the learner's goals."""
    check = _CHECKS[change.kind]
    unknown = set(change.changes) - _MEMBERS[change.kind]
    if unknown:
        raise Unfit(**dict.fromkeys(sorted(unknown), "unknown"))
    if change.kind in ("count", "waived", "due_on"):
        known = {one.key for one in programme.requirements} | set(own)
        if change.requirement not in known:
            raise Unfit(requirement="unknown")
    return check(change, programme, forms, own)


_MEMBERS = {
    "count": {"count", "level"},
    "waived": set(),
    "due_on": {"due_on"},
    "added": {"title", "form", "dossier", "registration", "count", "per", "due_on"},
    "goal": {"title", "due_on", "state"},
    "pace": {"percent"},
    "route": {"choice", "option"},
}


def _counted(
    change: Change, programme: Programme, _forms: Collection[str], _own: Collection[str]
) -> Change:
    given = {name: value for name, value in change.changes.items() if value is not None}
    if not given:
        raise Unfit(count="required")
    for name, value in given.items():
        # A scale may begin at 0 or below; which steps it has is looked up with it.
        _number(name, value, -MOST if name == "level" else 1, MOST)
    levels = {one.key: one.level for one in programme.requirements}
    if "level" in given and levels.get(str(change.requirement)) is None:
        raise Unfit(level="no_level")
    return replace(change, changes=given)


def _waived(
    change: Change, _programme: Programme, _forms: Collection[str], _own: Collection[str]
) -> Change:
    return change


def _due(
    change: Change, _programme: Programme, _forms: Collection[str], _own: Collection[str]
) -> Change:
    _day("due_on", change.changes.get("due_on"), change.from_on)
    return change


def _added(
    change: Change, _programme: Programme, forms: Collection[str], own: Collection[str]
) -> Change:
    if change.requirement not in own and not str(change.requirement).startswith(OWN):
        raise Unfit(requirement="unknown")
    given = {name: value for name, value in change.changes.items() if value not in (None, "")}
    _title(given.get("title"))
    _number("count", given.get("count"), 1, MOST)
    if given.get("per", "programme") not in PERIODS:
        raise Unfit(per="choice")
    if given.get("form") not in forms and not isinstance(given.get("registration"), str):
        raise Unfit(form="unknown")
    if "due_on" in given:
        _day("due_on", given["due_on"], change.from_on)
    return replace(change, changes=given)


def _goal(
    change: Change, _programme: Programme, _forms: Collection[str], own: Collection[str]
) -> Change:
    """A goal of the teacher's, or other words, another day or an end for one that is there."""
    if change.requirement is not None and change.requirement not in own:
        raise Unfit(requirement="unknown")
    given = {name: value for name, value in change.changes.items() if value not in (None, "")}
    title = given.get("title", "" if change.requirement is None else "-")
    if not isinstance(title, str) or not 0 < len(title.strip()) <= LONGEST_TITLE or not given:
        raise Unfit(title="required")
    if given.get("state", OPEN) not in GOAL_STATES:
        raise Unfit(state="choice")
    if "due_on" in given:
        _day("due_on", given["due_on"], change.from_on)
    return replace(change, changes=given)


def _title(given: Any) -> None:
    texts = list(given.values()) if isinstance(given, Mapping) else []
    if not texts or not all(
        isinstance(text, str) and 0 < len(text.strip()) <= LONGEST_TITLE for text in texts
    ):
        raise Unfit(title="required")


def _paced(
    change: Change, _programme: Programme, _forms: Collection[str], _own: Collection[str]
) -> Change:
    _number("percent", change.changes.get("percent"), SLOWEST, FULL_TIME)
    return replace(change, requirement=None)


def _routed(
    change: Change, programme: Programme, _forms: Collection[str], _own: Collection[str]
) -> Change:
    choice = _choice(programme, change.changes.get("choice"))
    if choice is None:
        raise Unfit(choice="unknown")
    option = change.changes.get("option")
    options = [option] if isinstance(option, str) else option
    if not isinstance(options, list) or not 0 < len(options) <= choice.pick:
        raise Unfit(option="number")
    if not {str(one) for one in options} <= {one.key for one in choice.options}:
        raise Unfit(option="unknown")
    return replace(change, requirement=choice.key)


def _number(name: str, value: Any, least: int, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Unfit(**{name: "number"})


def _day(name: str, value: Any, first: dt.date) -> None:
    try:
        day = dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Unfit(**{name: "day"}) from error
    if day < first:
        raise Unfit(**{name: "before"})


_CHECKS: dict[str, Callable[[Change, Programme, Collection[str], Collection[str]], Change]] = {
    "count": _counted,
    "waived": _waived,
    "due_on": _due,
    "added": _added,
    "goal": _goal,
    "pace": _paced,
    "route": _routed,
}


def takes_the_place_of(newer: Change, older: Change) -> bool:
    """Of the same kind and requirement; of paces only those that would begin later, so that what
    was agreed for the time before stays true. An activity of the learner's own that is said again
    says its number and its day anew, and that it is asked."""
    if newer.requirement != older.requirement:
        return False
    if newer.kind != older.kind:
        return newer.kind == "added" and older.kind in ("count", "waived", "due_on")
    return newer.kind != "pace" or older.from_on >= newer.from_on


def adapted(programme: Programme, changes: Iterable[Change], day: dt.date) -> Programme:
    """The programme as this learner follows it on a day; `changes` oldest first. Days until which
    something is due are the business of dashboards."""
    all_of_them = list(changes)
    counting = [one for one in all_of_them if one.from_on <= day]
    chosen = {
        one.requirement: _listed(one.changes["option"]) for one in counting if one.kind == "route"
    }
    without: set[str] = set()
    phases: set[str] = set()
    dossiers: set[str] = set()
    for choice in programme.choices:
        left, gone, closed = choice.left_out(chosen.get(choice.key, ()))
        without |= left
        phases |= gone
        dossiers |= closed
    required = [one for one in programme.requirements if one.key not in without]
    for one in counting:
        required = _required(required, one)
    return replace(
        programme,
        phases=tuple(one for one in programme.phases if one.key not in phases),
        dossiers=tuple(one for one in programme.dossiers if one.key not in dossiers),
        requirements=tuple(required),
        paces=tuple(
            sorted(
                (one.from_on, one.changes["percent"]) for one in all_of_them if one.kind == "pace"
            )
        ),
    )


def _listed(option: Any) -> tuple[str, ...]:
    return (option,) if isinstance(option, str) else tuple(option)


def _required(found: list[Requirement], one: Change) -> list[Requirement]:
    """What is required after one change more. One after the other, as on dashboards: an activity
    of the learner's own is counted anew and waived like any other, and counts when it is said
    again."""
    if one.kind == "count" and "count" in one.changes:
        count = one.changes["count"]
        return [
            replace(each, count=count) if each.key == one.requirement else each for each in found
        ]
    if one.kind not in ("added", "waived"):
        return found
    others = [each for each in found if each.key != one.requirement]
    return [*others, _own(one)] if one.kind == "added" else others


def _own(one: Change) -> Requirement:
    changes = one.changes
    return Requirement(
        key=str(one.requirement),
        form_keys=(changes["form"],) if changes.get("form") else (),
        count=changes["count"],
        per=changes.get("per", "programme"),
        phases=(),
        title=changes["title"],
    )
