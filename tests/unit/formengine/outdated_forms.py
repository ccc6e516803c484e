"""Forms of before a check that refuses them now: each breaks one, and was published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.library.definitions import document

Form = dict[str, Any]


def stage(form: Form, key: str) -> Form:
    found: Form = next(one for one in form["stages"] if one["id"] == key)
    return found


def item(form: Form, key: str) -> Form:
    found: Form = next(one for one in form["items"] if one["key"] == key)
    return found


def _late_reminder(form: Form) -> None:
    stage(form, "assess")["remind"] = [30]


def _no_first_language(form: Form) -> None:
    form["languages"] = ["de", *form["languages"]]


def _default_of_another_kind(form: Form) -> None:
    item(form, "strong")["default"] = {"v": 3}


def _unknown_field(form: Form) -> None:
    item(form, "new_goal")["required"] = {"answered": {"get": "nowhere"}}


def _mixed_kinds(form: Form) -> None:
    form["computed"]["odd"] = {"gt": [{"get": "strong"}, 3]}


def _sum_of_steps(form: Form) -> None:
    form["computed"]["total"] = {"sum": {"get": "areas.*"}}


def _words_in_a_field(form: Form) -> None:
    form["emit"][1]["fields"]["why"] = {"get": "takeaway"}


def _future_condition(form: Form) -> None:
    stage(form, "respond")["when"] = {"not": {"answered": {"get": "takeaway"}}}


def _unknown_outcome_prefix(form: Form) -> None:
    item(form, "strong")["outcomes"] = ["elsewhere/one", "$situation"]


def _nobody_fills(form: Form) -> None:
    words = {"en": "?", "nl": "?"}
    form["items"].append({"type": "text", "key": "nobody", "label": words})


def _too_many_groups(form: Form) -> None:
    form["roles"]["assessor"]["groups"] = [{"key": "nurse", "min": 3}]


def _point_without_value(form: Form) -> None:
    form["emit"].append({"kind": "point", "key": "empty", "at": "assess"})


def _held_without_release(form: Form) -> None:
    stage(form, "ask")["open_to"] = {"assessor": "sent", "learner": "released"}


def _steps_to_nowhere(form: Form) -> None:
    form["migrate"] = [{"rename": ["old", "new"], "drop": "gone"}]


OUTDATED: dict[str, Callable[[Form], None]] = {
    "stage.late_reminder": _late_reminder,
    "wording.first": _no_first_language,
    "item.default": _default_of_another_kind,
    "rule.no_field": _unknown_field,
    "rule.types": _mixed_kinds,
    "rule.ordinal": _sum_of_steps,
    "emit.words": _words_in_a_field,
    "rule.not_yet": _future_condition,
    "outcome.prefix": _unknown_outcome_prefix,
    "item.nobody": _nobody_fills,
    "role.groups_max": _too_many_groups,
    "emit.point": _point_without_value,
    "open.no_release": _held_without_release,
    "migrate.step": _steps_to_nowhere,
}


def outdated(code: str) -> Form:
    """The short practice assessment with what this check refuses today."""
    form = document("kpb")
    OUTDATED[code](form)
    return form
