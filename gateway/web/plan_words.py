"""A learner's own plan in words: what was changed, what is missing, what a field lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from gateway.web.template_filters import day, words
from libs.contracts.base import Fault

# kind: (button, heading, icon)
KINDS = {
    "count": (_l("Another number"), _l("Ask another number"), "sliders-horizontal"),
    "due_on": (_l("Another day"), _l("Agree another day"), "calendar"),
    "waived": (_l("Leave out"), _l("Leave a requirement out"), "circle-x"),
    "added": (_l("Add an activity"), _l("Add an activity"), "plus"),
    "goal": (_l("Set a goal"), _l("Set or change a goal"), "target"),
    "pace": (_l("Change the pace"), _l("Change the pace"), "clock"),
    "route": (_l("Choose a route"), _l("Choose a route"), "route"),
}
PERIODS = {
    "programme": _l("in the whole programme"),
    "phase": _l("in each phase"),
    "year": _l("per year"),
    "half_year": _l("per half year"),
    "quarter": _l("per quarter"),
    "month": _l("per month"),
}
GOAL_STATES = {
    "open": _l("Under way"),
    "met": _l("Reached"),
    "partly": _l("Partly reached"),
    "dropped": _l("Dropped"),
}
# By field, or where one field can be wrong in several ways by field and code.
ERRORS = {
    "reason": _l("Say why, so that everybody understands it later."),
    "count": _l("Fill in a whole number above 0."),
    "level": _l("Fill in a level of the scale that is asked here."),
    "level.no_level": _l("No level is asked here, so there is none to change."),
    "requirement": _l("Choose what is to be changed."),
    "due_on": _l("Choose a day that is not before the day it counts from."),
    "title": _l("Say in a few words what it is."),
    "form": _l("Choose which form shows that it was done."),
    "dossier": _l("Choose in which dossier it stands."),
    "state": _l("Choose where the goal stands."),
    "percent": _l("Fill in a number from 20 to 100."),
    "option": _l("Choose as many as are asked."),
    "choice": _l("Choose as many as are asked."),
    "from_on": _l("Fill in a day."),
}
LEVEL_OF_ANOTHER = _l("A level was chosen for another requirement than this one.")


def field_errors(fault: Fault) -> dict[str, str]:
    """What is wrong, by field of the page, in the reader's words; {} for other refusals."""
    return {field: _error(field, codes) for field, codes in fault.errors.items()}


def _error(field: str, codes: Sequence[str]) -> str:
    for name in (*(f"{field}.{code}" for code in codes), field):
        if name in ERRORS:
            return str(ERRORS[name])
    return str(_("This is not filled in right."))


def names_of(plan: Mapping[str, Any]) -> dict[str, str]:
    """Titles of what can be named in a plan: requirements, choices and their options."""
    names = {one["key"]: words(one["title"], g.language) for one in plan["requirements"]}
    for choice in plan["choices"]:
        names[choice["key"]] = words(choice["title"], g.language)
        for option in choice["options"]:
            names[f"{choice['key']}/{option['key']}"] = words(option["title"], g.language)
    for goal in plan.get("goals", ()):
        names[str(goal["goal_id"])] = goal["title"]
    for one in plan["adaptations"]:
        if one["kind"] == "added":
            names.setdefault(one["requirement"], words(one["changes"]["title"], g.language))
    return names


def sentence(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What an adaptation says."""
    changes = one["changes"]
    title = names.get(str(one["requirement"]), "") or _("A requirement that is no longer there")
    if one["kind"] == "count":
        return _counted(title, changes, names, str(one["requirement"]))
    return str(_SENTENCES[one["kind"]](title, changes, names))


def _counted(
    title: str, changes: Mapping[str, Any], names: Mapping[str, str], requirement: str
) -> str:
    count, least = changes.get("count"), changes.get("level")
    level = names.get(f"{requirement}/level/{least}") or _("level {n}").format(n=least)
    if count is None:
        return _("%(title)s: %(level)s or higher", title=title, level=level)
    if least is None:
        return _("%(title)s: %(count)s", title=title, count=count)
    return _("%(title)s: %(count)s, %(level)s or higher", title=title, count=count, level=level)


def _waived(title: str, _changes: Mapping[str, Any], _names: Mapping[str, str]) -> str:
    return _("%(title)s: is not asked", title=title)


def _due(title: str, changes: Mapping[str, Any], _names: Mapping[str, str]) -> str:
    return _("%(title)s: by %(day)s", title=title, day=day(changes["due_on"], g.language))


def _added(title: str, changes: Mapping[str, Any], _names: Mapping[str, str]) -> str:
    per = str(PERIODS[changes.get("per", "programme")])
    if changes.get("due_on"):
        per = _("by %(day)s", day=day(changes["due_on"], g.language))
    return _("Added: %(title)s, %(count)s %(per)s", title=title, count=changes["count"], per=per)


def _paced(_title: str, changes: Mapping[str, Any], _names: Mapping[str, str]) -> str:
    return _("%(percent)s%% of full time", percent=changes["percent"])


def _routed(title: str, changes: Mapping[str, Any], names: Mapping[str, str]) -> str:
    given = changes["option"]
    options = [given] if isinstance(given, str) else given
    chosen = ", ".join(names.get(f"{changes['choice']}/{one}", "") for one in options)
    return _("%(title)s: %(chosen)s", title=title, chosen=chosen)


def _goal(title: str, changes: Mapping[str, Any], _names: Mapping[str, str]) -> str:
    said = _("Goal: %(title)s", title=changes.get("title") or title)
    if changes.get("due_on"):
        said = _("%(goal)s, by %(day)s", goal=said, day=day(changes["due_on"], g.language))
    if changes.get("state") in GOAL_STATES:
        said = f"{said} ({GOAL_STATES[changes['state']]})"
    was = (changes.get("was") or {}).get("title")
    if was and changes.get("title"):
        return _("%(goal)s. It was: %(was)s", goal=said, was=was)
    return said


_SENTENCES = {
    "goal": _goal,
    "waived": _waived,
    "due_on": _due,
    "added": _added,
    "pace": _paced,
    "route": _routed,
}


def missing(one: Mapping[str, Any]) -> list[str]:
    """What a requirement still lacks besides its number."""
    return [
        _lacking(each["kind"], each["needed"] - each["have"]) for each in one.get("missing", ())
    ]


def _lacking(kind: str, num: int) -> str:
    if kind == "assessors":
        return ngettext("%(num)s more assessor", "%(num)s more assessors", num)
    if kind == "assessor_roles":
        return ngettext("%(num)s other kind of assessor", "%(num)s other kinds of assessors", num)
    if kind == "contexts":
        return ngettext("%(num)s other place", "%(num)s other places", num)
    return ngettext("%(num)s other month", "%(num)s other months", num)


def period(one: Mapping[str, Any]) -> str:
    """The days a requirement is about."""
    until = day(one["period_to"], g.language, "short")
    return _("until %(day)s", day=until)


def options_of(pairs: Sequence[tuple[str, Any]]) -> list[dict[str, str]]:
    """(value, words) as the options of a select."""
    return [{"value": value, "label": str(label)} for value, label in pairs]
