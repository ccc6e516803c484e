"""Filling in a draft as any person at any step.

Answers are never stored and never count; Send shows what would come out, by the engine.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import g, make_response, request
from flask_babel import gettext as _

from gateway.rehearsal import NotReached, Outcome, Rehearsal, Seat, seats
from gateway.web.design.area import blueprint, render_design, title_words
from gateway.web.design.drafts import draft_of
from gateway.web.design.drawing import drawable, page_of, theirs_of
from gateway.web.design.problem_words import worded
from gateway.web.design.telling import seat_words, told
from gateway.web.filling import summary_of
from gateway.web.form_answers import answers_from_form
from gateway.web.form_page import FormPage
from libs.formengine import AnswerError, Definition, DefinitionError, parse, sentence, wording

TRY_PATH = "/forms/<uuid:draft_id>/try"
MOST_BYTES = 500_000


@blueprint.get(TRY_PATH)
def try_form(draft_id: UUID) -> Any:
    draft = draft_of("form", draft_id)
    try:
        definition = parse(draft["document"])
    except DefinitionError:
        return _not_yet(draft)
    seat = _seat(definition, request.args.get("step", ""), request.args.get("person", ""))
    return _page(draft, definition, seat, {})


@blueprint.post(TRY_PATH)
def send_try(draft_id: UUID) -> Any:
    """Send what was tried. `walk` carries what was tried before, from page to page."""
    draft = draft_of("form", draft_id)
    try:
        definition = parse(draft["document"])
    except DefinitionError:
        return _not_yet(draft)
    seat = _seat(definition, request.form.get("step", ""), request.form.get("person", ""))
    walk = _walk(request.form.get("walk", ""))
    page = _form_page(draft, seat, {})
    answers = answers_from_form(draft["document"], page.items, request.form)
    if request.form.get("go") == "on":
        return _page(draft, definition, seat, walk)
    try:
        outcome = Rehearsal(definition, walk, dt.datetime.now(dt.UTC)).send(seat, answers)
    except NotReached:
        return _page(draft, definition, seat, walk, answers=answers, not_reached=True)
    if outcome.errors:
        return _page(draft, definition, seat, walk, answers=answers, outcome=outcome), 422
    return _page(draft, definition, seat, {**walk, seat: answers}, answers=answers, outcome=outcome)


def _not_yet(draft: Mapping[str, Any]) -> Any:
    return render_design(
        "design/try_not_yet.html",
        kind="form",
        title=_("Try it"),
        draft_title=title_words(draft["document"].get("title")),
        base=f"/design/forms/{draft['draft_id']}",
        problems=worded(draft["document"], draft["problems"]),
    )


def _seat(definition: Definition, step: str, person: str) -> Seat:
    known = seats(definition)
    return next((one for one in known if one == (step, person)), known[0])


def _walk(text: str) -> dict[Seat, dict[str, Any]]:
    """What came along from the page before; anything odd is nothing."""
    if len(text) > MOST_BYTES:
        return {}
    try:
        return {
            Seat(str(one["step"]), str(one["person"])): dict(one["answers"])
            for one in json.loads(text or "[]")
        }
    except (ValueError, TypeError, KeyError):
        return {}


def _form_page(draft: Mapping[str, Any], seat: Seat, answers: Mapping[str, Any]) -> FormPage:
    document = draft["document"]
    items = list(drawable(document, g.language))
    theirs = theirs_of(items, document, seat.step, seat.role)
    page = page_of(document, theirs, g.language)
    return FormPage(
        document=document,
        items=theirs,
        lang=g.language,
        answers=answers,
        options=page.options,
        names=_names(page),
        today=page.today,
    )


def _names(page: FormPage) -> dict[str, str]:
    return {
        option["value"]: wording(option["label"], page.lang)
        for groups in page.options.values()
        for group in groups
        for option in group["options"]
    }


def _page(
    draft: Mapping[str, Any],
    definition: Definition,
    seat: Seat,
    walk: Mapping[Seat, Mapping[str, Any]],
    *,
    answers: Mapping[str, Any] | None = None,
    outcome: Outcome | None = None,
    not_reached: bool = False,
) -> Any:
    kept = answers if answers is not None else walk.get(seat, {})
    page = _form_page(draft, seat, kept)
    errors = _messages(outcome.errors) if outcome else {}
    facts = {key: value for given in walk.values() for key, value in given.items()}
    page = FormPage(
        document=page.document,
        items=page.items,
        lang=page.lang,
        answers=kept,
        errors=errors,
        options=page.options,
        names=page.names,
        facts=facts,
        today=page.today,
    )
    return make_response(
        render_design(
            "design/try.html",
            kind="form",
            title=_("Try it"),
            draft_title=title_words(draft["document"].get("title")),
            base=f"/design/forms/{draft['draft_id']}",
            form=page,
            seat=seat,
            seats=[seat_words(definition, one) for one in seats(definition)],
            walk=json.dumps(
                [{"step": one.step, "person": one.role, "answers": a} for one, a in walk.items()]
            ),
            errors=summary_of(errors),
            outcome=told(definition, outcome) if outcome and not outcome.errors else None,
            not_reached=not_reached,
        )
    )


def _messages(errors: tuple[AnswerError, ...]) -> dict[str, str]:
    return {
        f"{one.item}.{one.row}" if one.row else one.item: sentence(
            one.message_key, one.params, g.language
        )
        for one in errors
    }
