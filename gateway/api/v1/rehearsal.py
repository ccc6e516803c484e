"""A draft of a form tried out: who may act, what is said of the answers, what would come of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import g

from gateway.api import shapes
from gateway.api.examples import rehearsal as examples
from gateway.api.operations import subject, write
from gateway.rehearsal import Answers, NotReached, Outcome, Rehearsal, Seat, seats
from gateway.stand_ins import StandIn, stand_ins
from libs.contracts import forms
from libs.contracts.faults import InvalidRequest
from libs.formengine import Definition, DefinitionError, Emission, parse, sentence

blueprint = subject("Rehearsal", "/definitions", "A form tried out; nothing is stored")


@blueprint.post("/drafts/<uuid:draft_id>/rehearsal")
@blueprint.arguments(shapes.Rehearse, example=examples.REHEARSE)
@blueprint.response(200, shapes.Rehearsed, example=examples.REHEARSED)
def rehearse(fields: dict[str, Any], draft_id: UUID) -> Any:
    """Send a form as somebody who does not exist, to see what would come of it. Nothing is stored.

    `seats` says who acts at which step. With `answers` (keys and values as in a record) the reply
    tells what is wrong in them, or who is next, the scores and what would reach the portfolio.
    Everybody before sends nothing, or what `before` says; the first wrong answers end it. Where an
    answer names a file, a record or a person, the ids of `stand_ins` do. `unasked` tries a form
    that begins of somebody's own accord. `days` without answers lets time pass at the step:
    `passed` tells what the clock does, such as reminders and the end of the time; nobody is mailed.
    """
    definition = _form(write(forms.DRAFT, draft_id=draft_id))
    if fields["unasked"] and definition.unasked is None:
        raise InvalidRequest("This form does not begin unasked.")
    known = seats(definition, unasked=fields["unasked"])
    return {
        "seats": [_place(one) for one in known],
        "stand_ins": [_stand_in(one) for one in stand_ins(definition)],
        **_played(definition, known, fields),
    }


def _form(draft: Mapping[str, Any]) -> Definition:
    """Raises InvalidRequest for anything but a form, DefinitionRefused for one with problems."""
    if draft["kind"] != "form":
        raise InvalidRequest("Only a form can be tried out.")
    try:
        return parse(draft["document"])
    except DefinitionError as error:
        raise forms.DefinitionRefused(
            errors={one["path"]: one for one in draft["problems"]}
        ) from error


def _played(definition: Definition, known: list[Seat], fields: dict[str, Any]) -> dict[str, Any]:
    """Every turn in order, each checked by the engine, until one is wrong or cannot be reached."""
    now, unasked = dt.datetime.now(dt.UTC), fields["unasked"]
    walk: dict[Seat, Answers] = {}
    outcome, at = Outcome(), known[0]
    for at, answers in _turns(known, fields):
        try:
            if answers is None:
                rehearsal = Rehearsal(definition, walk, now, unasked=unasked)
                rehearsal.come_to(at)
                outcome = Outcome(waits_for=(at,))
                if fields["days"]:
                    outcome = rehearsal.wait(at, fields["days"])
            else:
                outcome = Rehearsal(definition, walk, now, unasked=unasked).send(at, answers)
        except NotReached:
            return {"at": _place(at), "is_reached": False, **_told(Outcome())}
        if outcome.errors:
            break
        walk[at] = answers or {}
    return {"at": _place(at), "is_reached": True, **_told(outcome)}


def _turns(known: list[Seat], fields: dict[str, Any]) -> Iterator[tuple[Seat, Answers | None]]:
    """Raises InvalidRequest for a step and person that the form does not have."""
    for turn in fields["before"]:
        yield _seat(known, turn), turn["answers"]
    yield _seat(known, fields), fields["answers"]


def _seat(known: list[Seat], turn: Mapping[str, Any]) -> Seat:
    if turn.get("step") is None and turn.get("person") is None:
        return known[0]
    wanted = Seat(str(turn.get("step")), str(turn.get("person")), turn["number"])
    if wanted not in known:
        raise InvalidRequest("This person does not act at this step; `seats` lists who does.")
    return wanted


def _place(seat: Seat) -> dict[str, Any]:
    return {"step": seat.step, "person": seat.role, "number": seat.number}


def _stand_in(one: StandIn) -> dict[str, Any]:
    return {"item": one.item, "kind": one.kind, "id": one.id, "media_type": one.media_type}


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "messages": [
            {
                "item": one.item,
                "row": one.row,
                "code": one.code,
                "message": sentence(one.message_key, one.params, g.language),
            }
            for one in outcome.errors
        ],
        "waits_for": [_place(one) for one in outcome.waits_for],
        "is_done": outcome.is_done,
        "is_held": outcome.held,
        "scores": dict(outcome.scores),
        "gives": [_given(one) for one in outcome.gives],
        "passed": [
            {"day": one.day, "kind": one.kind, "step": one.step, "person": one.role}
            for one in outcome.passed
        ],
        "is_over": outcome.is_over,
    }


def _given(one: Emission) -> dict[str, Any]:
    of = one.outcome
    return {
        "kind": one.kind,
        "item": one.item,
        "row": one.row,
        "outcome": f"{of.framework}@{of.version}/{of.code}" if of else None,
        "value": one.value,
        "scale": one.scale,
    }
