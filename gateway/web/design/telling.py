"""What would come of sending a form, in words: who is next, scores, what reaches the portfolio."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from gateway.clients import forms as forms_client
from gateway.rehearsal import Outcome, Passing, Seat, is_one_of
from gateway.web.worked_out import Words, as_called, plain
from libs.contracts.base import Fault
from libs.formengine import Definition, wording


def seat_words(definition: Definition, seat: Seat, *, numbered: bool = True) -> dict[str, Any]:
    """Who sits there and at which step; people of one role are told apart by their number."""
    stage, role = definition.stage(seat.step), definition.roles[seat.role]
    label = wording(role.label, g.language) or _("Somebody")
    return {
        "step": seat.step,
        "person": seat.role,
        "number": seat.number,
        "label": f"{label} {seat.number}" if numbered and is_one_of(definition, seat) else label,
        "at": wording(stage.label, g.language),
    }


def told(definition: Definition, outcome: Outcome) -> dict[str, Any]:
    """What would come out, in words."""
    return {
        "is_done": outcome.is_done,
        "held": outcome.held,
        "waits_for": [seat_words(definition, one) for one in outcome.waits_for],
        "scores": [_score(definition, name, value) for name, value in outcome.scores.items()],
        "gives": [_gift(definition, one) for one in outcome.gives],
        "waited": ngettext(
            "When %(num)s day passes at this step",
            "When %(num)s days pass at this step",
            outcome.days,
        )
        if outcome.days
        else "",
        "passed": [_passed(definition, one) for one in outcome.passed],
        "is_over": outcome.is_over,
    }


def _score(definition: Definition, name: str, value: Any) -> dict[str, str]:
    """As whoever reads the form reads it."""
    line = Words(definition).worked_out(name, {"get": name}, value)
    label, said = line or (as_called(name), plain(value))
    return {"label": label, "value": said}


def _passed(definition: Definition, one: Passing) -> dict[str, str]:
    """What the clock does, on which day, in a sentence."""
    role = definition.roles.get(one.role)
    who = (wording(role.label, g.language) if role else "") or _("Somebody")
    stage = definition.by_stage.get(one.step)
    step = (wording(stage.label, g.language) if stage else "") or _("This step")
    goes_on = bool(stage and stage.goes_on)
    sentences = {
        "remind": _("%(person)s is reminded: %(step)s", person=who, step=step),
        "open": _("%(step)s opens", step=step),
        "join": _("What was filled in can be read: %(step)s", step=step),
        "release": _("What was filled in can be read: %(step)s", step=step),
        "end": _("The form is complete"),
        "expire": _("The time is up for %(person)s: %(step)s", person=who, step=step)
        if one.role
        else _("The time is up, and the form goes on: %(step)s", step=step)
        if goes_on
        else _("The time is up: %(step)s", step=step),
    }
    return {"day": _("Day %(day)s", day=one.day), "words": sentences[one.kind]}


def _gift(definition: Definition, one: Any) -> dict[str, str]:
    kinds = {
        "point": _("Data point"),
        "narrative": _("Text"),
        "goal": _("Learning goal"),
        "registration": _("Registration"),
        "flag": _("Flag"),
        "decision": _("Decision"),
    }
    item = definition.by_key.get(one.item or "")
    rows = {row.key: row.label for row in getattr(item, "rows", ())}
    parts = [
        wording(item.label, g.language) if item else "",
        wording(rows.get(one.row), g.language),
    ]
    return {
        "kind": kinds.get(one.kind, one.kind),
        "of": " › ".join(part for part in parts if part),
        "outcome": _outcome_title(one.outcome) if one.outcome else "",
        "value": _value(definition, item, one),
    }


def _value(definition: Definition, item: Any, one: Any) -> str:
    if one.value is None:
        return ""
    scale = definition.scales.get(getattr(item, "scale", ""))
    label = (
        next((lv.label for lv in scale.levels if lv.value == one.value), None) if scale else None
    )
    return wording(label, g.language) or plain(one.value)


def _outcome_title(outcome: Any) -> str:
    try:
        nodes = forms_client.framework(f"{outcome.framework}@{outcome.version}")["outcomes"]
    except Fault:
        return ""
    found = (node["title"] for node in nodes if outcome.code in (node.get("key"), node.get("code")))
    return wording(next(found, None), g.language)
