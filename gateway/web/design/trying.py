"""Filling in a draft as any person at any step.

Answers are never stored and never count; Send shows what would come out, by the engine. What an
answer points at is made up (gateway/stand_ins.py): nothing is uploaded and nobody is asked.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from flask import g, make_response, request
from flask_babel import gettext as _

from gateway.rehearsal import NotReached, Outcome, Rehearsal, Seat, seats
from gateway.stand_ins import stand_ins
from gateway.web.design.area import blueprint, render_design, title_words
from gateway.web.design.drafts import draft_of
from gateway.web.design.drawing import drawable, flat, page_of, theirs_of
from gateway.web.design.problem_words import worded
from gateway.web.design.standing_in import stand_in_options
from gateway.web.design.telling import seat_words, told
from gateway.web.filling import summary_of
from gateway.web.form_answers import answers_from_form
from gateway.web.form_page import FormPage
from gateway.web.template_filters import words
from libs.formengine import AnswerError, Definition, DefinitionError, parse, sentence

TRY_PATH = "/forms/<uuid:draft_id>/try"
MOST_BYTES = 500_000
MOST_DAYS = 400
PASSING = {"day": 1, "week": 7}


@blueprint.get(TRY_PATH)
def try_form(draft_id: UUID) -> Any:
    draft = draft_of("form", draft_id)
    try:
        definition = parse(draft["document"])
    except DefinitionError:
        return _not_yet(draft)
    way = _way(definition, request.args)
    return _page(draft, definition, way, {})


@blueprint.post(TRY_PATH)
def send_try(draft_id: UUID) -> Any:
    """Send what was tried. `walk` carries what was tried before, from page to page."""
    draft = draft_of("form", draft_id)
    try:
        definition = parse(draft["document"])
    except DefinitionError:
        return _not_yet(draft)
    way = _way(definition, request.form)
    walk = _walk(request.form.get("walk", ""))
    if request.form.get("go") == "on":
        return _page(draft, definition, way, walk)
    page = _form_page(draft, definition, way.seat, {})
    answers = answers_from_form(draft["document"], page.items, request.form)
    rehearsal = Rehearsal(definition, walk, dt.datetime.now(dt.UTC), unasked=way.unasked)
    days = _days(request.form)
    try:
        outcome = rehearsal.wait(way.seat, days) if days else rehearsal.send(way.seat, answers)
    except NotReached:
        return _page(draft, definition, way, walk, answers=answers, not_reached=True)
    if outcome.errors:
        return _page(draft, definition, way, walk, answers=answers, outcome=outcome), 422
    if not days:
        walk = {**walk, way.seat: answers}
    return _page(draft, definition, way, walk, answers=answers, outcome=outcome)


def _days(fields: Mapping[str, str]) -> int:
    """How long nobody does anything here: what passed before and what is let pass now; 0 for a
    Send."""
    more = PASSING.get(fields.get("go", ""), 0)
    passed = fields.get("days", "")
    before = int(passed) if passed.isascii() and passed.isdigit() and len(passed) < 4 else 0
    return min(before + more, MOST_DAYS) if more else 0


def _not_yet(draft: Mapping[str, Any]) -> Any:
    return render_design(
        "design/try_not_yet.html",
        kind="form",
        title=_("Try it"),
        draft_title=title_words(draft["document"].get("title")),
        base=f"/design/forms/{draft['draft_id']}",
        problems=worded(draft["document"], draft["problems"]),
    )


class _Way(NamedTuple):
    """Who is tried, in a form that was asked for or began unasked."""

    seat: Seat
    unasked: bool


def _way(definition: Definition, fields: Mapping[str, str]) -> _Way:
    """What the page asks for; anything odd is the first who acts, asked."""
    unasked = fields.get("unasked") == "true" and definition.unasked is not None
    known = seats(definition, unasked=unasked)
    wanted = (fields.get("step"), fields.get("person"), fields.get("number", "1"))
    found = (one for one in known if (one.step, one.role, str(one.number)) == wanted)
    return _Way(next(found, known[0]), unasked)


def _walk(text: str) -> dict[Seat, dict[str, Any]]:
    """What came along from the page before; anything odd is nothing."""
    if len(text) > MOST_BYTES:
        return {}
    try:
        return {
            Seat(str(one["step"]), str(one["person"]), int(one["number"])): dict(one["answers"])
            for one in json.loads(text or "[]")
        }
    except (ValueError, TypeError, KeyError):
        return {}


def _form_page(
    draft: Mapping[str, Any], definition: Definition, seat: Seat, answers: Mapping[str, Any]
) -> FormPage:
    document = draft["document"]
    items = list(drawable(document, g.language))
    theirs = theirs_of(items, document, seat.step, seat.role)
    page = dataclasses.replace(page_of(document, theirs, g.language), ordinal=definition.ordinal)
    options = {**page.options, **stand_in_options(definition)}
    return dataclasses.replace(
        page,
        answers=answers,
        options=options,
        names=_names(options),
        asks_reason=definition.stage(seat.step).anonymous is None,
    )


def _names(options: Mapping[str, Any]) -> dict[str, str]:
    return {
        option["value"]: words(option["label"], g.language)
        for groups in options.values()
        for group in groups
        for option in group["options"]
    }


def _page(
    draft: Mapping[str, Any],
    definition: Definition,
    way: _Way,
    walk: Mapping[Seat, Mapping[str, Any]],
    *,
    answers: Mapping[str, Any] | None = None,
    outcome: Outcome | None = None,
    not_reached: bool = False,
) -> Any:
    seat, known = way.seat, seats(definition, unasked=way.unasked)
    made_up = {one.item for one in stand_ins(definition)}
    kept = answers if answers is not None else walk.get(seat, {})
    errors = _messages(outcome.errors) if outcome else {}
    form = dataclasses.replace(
        _form_page(draft, definition, seat, kept),
        errors=errors,
        facts=_facts(definition, way, walk),
    )
    return make_response(
        render_design(
            "design/try.html",
            kind="form",
            title=_("Try it"),
            draft_title=title_words(draft["document"].get("title")),
            base=f"/design/forms/{draft['draft_id']}",
            form=form,
            seat=seat,
            seats=[seat_words(definition, one) for one in known],
            unasked=way.unasked,
            ways=_ways(definition),
            is_made_up=not made_up.isdisjoint(item["key"] for item in flat(form.items)),
            walk=json.dumps(
                [
                    {"step": one.step, "person": one.role, "number": one.number, "answers": a}
                    for one, a in walk.items()
                ]
            ),
            errors=summary_of(errors),
            outcome=told(definition, outcome) if outcome and not outcome.errors else None,
            not_reached=not_reached,
            days=outcome.days if outcome else 0,
        )
    )


def _facts(
    definition: Definition, way: _Way, walk: Mapping[Seat, Mapping[str, Any]]
) -> dict[str, Any]:
    """What its rules read of what was tried before; nothing where nobody comes to this step."""
    rehearsal = Rehearsal(definition, walk, dt.datetime.now(dt.UTC), unasked=way.unasked)
    try:
        return rehearsal.facts(way.seat)
    except NotReached:
        return {}


def _ways(definition: Definition) -> list[dict[str, Any]]:
    """How the form can begin, where there is a choice: each with who begins."""
    if definition.unasked is None:
        return []
    ways = {False: _("Asked for"), True: _("Unasked")}
    return [
        seat_words(definition, seats(definition, unasked=unasked)[0])
        | {"way": label, "unasked": unasked}
        for unasked, label in ways.items()
    ]


def _messages(errors: tuple[AnswerError, ...]) -> dict[str, str]:
    return {
        f"{one.item}.{one.row}" if one.row else one.item: sentence(
            one.message_key, one.params, g.language
        )
        for one in errors
    }
