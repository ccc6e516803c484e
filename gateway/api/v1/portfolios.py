"""Portfolios: start page, dossiers, records, requests, goals, registrations, decisions, notes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gateway.api import shapes
from gateway.api.examples import portfolios as examples
from gateway.api.examples.things import NOTHING
from gateway.api.operations import fields_of, query_of, subject, write
from gateway.clients.bus import ask
from libs.contracts import portfolio

blueprint = subject("Portfolios", "", "Portfolios and what is in them")
PAGE = query_of(portfolio.GOALS, without=("portfolio_id",))


@blueprint.get("/home")
@blueprint.response(200, shapes.Home, example=examples.HOME)
def home() -> Any:
    """What waits for me, what I asked, my portfolios."""
    return ask(portfolio.HOME)


@blueprint.get("/waiting")
@blueprint.arguments(query_of(portfolio.WAITING), location="query")
@blueprint.response(200, shapes.Waiting, example=examples.WAITING)
def waiting(fields: dict[str, Any]) -> Any:
    """Forms that wait for me, oldest first."""
    return ask(portfolio.WAITING, **fields)


@blueprint.get("/learners/<uuid:learner_id>/portfolio")
@blueprint.response(200, shapes.Portfolio, example=examples.PORTFOLIO)
def portfolio_of(learner_id: UUID) -> Any:
    """The portfolio of a learner I may see."""
    return ask(portfolio.PORTFOLIO_OF, learner_id=learner_id)


@blueprint.get("/portfolios/<uuid:portfolio_id>/dossiers")
@blueprint.response(200, shapes.Dossiers, example=examples.DOSSIERS)
def dossiers(portfolio_id: UUID) -> Any:
    """Dossiers with their newest records and the forms that can be started."""
    return ask(portfolio.DOSSIERS, portfolio_id=portfolio_id)


@blueprint.get("/portfolios/<uuid:portfolio_id>/records")
@blueprint.arguments(query_of(portfolio.RECORDS, without=("portfolio_id",)), location="query")
@blueprint.response(200, shapes.Records, example=examples.RECORDS)
def records(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Records, newest first, by dossier, form, state or words."""
    return ask(portfolio.RECORDS, portfolio_id=portfolio_id, **fields)


@blueprint.post("/portfolios/<uuid:portfolio_id>/records")
@blueprint.arguments(
    fields_of(portfolio.START_RECORD, without=("portfolio_id",)), example=examples.START
)
@blueprint.response(201, shapes.Started, example=examples.STARTED)
def start_record(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Start a form myself: a reflection, a goal, a shift, a ComBeL."""
    return write(portfolio.START_RECORD, portfolio_id=portfolio_id, **fields)


@blueprint.get("/portfolios/<uuid:portfolio_id>/requests")
@blueprint.arguments(PAGE, location="query")
@blueprint.response(200, shapes.Requests, example=examples.REQUESTS)
def asked(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Whom was asked for feedback, open requests first."""
    return ask(portfolio.ASKED, portfolio_id=portfolio_id, **fields)


@blueprint.post("/portfolios/<uuid:portfolio_id>/requests")
@blueprint.arguments(
    fields_of(portfolio.ASK_FEEDBACK, without=("portfolio_id",)), example=examples.ASK
)
@blueprint.response(201, shapes.Asked, example=examples.ASKED)
def ask_feedback(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Ask somebody for feedback: a colleague, or anyone by e-mail address."""
    return write(portfolio.ASK_FEEDBACK, portfolio_id=portfolio_id, **fields)


@blueprint.get("/portfolios/<uuid:portfolio_id>/assessors")
@blueprint.response(200, shapes.Assessors, example=examples.ASSESSORS)
def recent_assessors(portfolio_id: UUID) -> Any:
    """People asked before, latest first; a bounded list: the last 20."""
    return ask(portfolio.RECENT_ASSESSORS, portfolio_id=portfolio_id)


@blueprint.post("/requests/<uuid:request_id>/reminders")
@blueprint.response(200, shapes.RequestReply, example=examples.REMINDED)
def remind(request_id: UUID) -> Any:
    """Send a reminder, at most one a day."""
    return write(portfolio.REMIND, request_id=request_id)


@blueprint.post("/requests/<uuid:request_id>/withdraw")
@blueprint.response(200, shapes.RequestReply, example=examples.REQUEST_WITHDRAWN)
def withdraw_request(request_id: UUID) -> Any:
    """Withdraw a request; its link stops working."""
    return write(portfolio.WITHDRAW_REQUEST, request_id=request_id)


@blueprint.get("/portfolios/<uuid:portfolio_id>/areas/<path:lineage>/content")
@blueprint.arguments(
    query_of(portfolio.AREA_CONTENT, without=("portfolio_id", "lineage", "also")), location="query"
)
@blueprint.response(200, shapes.AreaContent, example=examples.AREA_CONTENT)
def area_content(fields: dict[str, Any], portfolio_id: UUID, lineage: str) -> Any:
    """All that was said on one competency, newest first."""
    return ask(portfolio.AREA_CONTENT, portfolio_id=portfolio_id, lineage=lineage, **fields)


@blueprint.get("/portfolios/<uuid:portfolio_id>/data-points")
@blueprint.arguments(query_of(portfolio.DATA_POINTS, without=("portfolio_id",)), location="query")
@blueprint.response(200, shapes.DataPoints, example=examples.DATA_POINTS)
def data_points(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Data points, newest first."""
    return ask(portfolio.DATA_POINTS, portfolio_id=portfolio_id, **fields)


@blueprint.get("/portfolios/<uuid:portfolio_id>/goals")
@blueprint.arguments(PAGE, location="query")
@blueprint.response(200, shapes.Goals, example=examples.GOALS)
def goals(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Learning goals with the feedback linked to them."""
    return ask(portfolio.GOALS, portfolio_id=portfolio_id, **fields)


@blueprint.put("/goals/<uuid:goal_id>/records/<uuid:record_id>")
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def link_to_goal(goal_id: UUID, record_id: UUID) -> Any:
    """Link feedback to a learning goal."""
    return ask(portfolio.LINK_TO_GOAL, goal_id=goal_id, record_id=record_id)


@blueprint.delete("/goals/<uuid:goal_id>/records/<uuid:record_id>")
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def unlink_from_goal(goal_id: UUID, record_id: UUID) -> Any:
    """Undo such a link."""
    return ask(portfolio.UNLINK_FROM_GOAL, goal_id=goal_id, record_id=record_id)


@blueprint.get("/portfolios/<uuid:portfolio_id>/registrations")
@blueprint.arguments(PAGE, location="query")
@blueprint.response(200, shapes.Registrations, example=examples.REGISTRATIONS)
def registrations(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Registered shifts and procedures with totals."""
    return ask(portfolio.REGISTRATIONS, portfolio_id=portfolio_id, **fields)


@blueprint.get("/portfolios/<uuid:portfolio_id>/decisions")
@blueprint.arguments(PAGE, location="query")
@blueprint.response(200, shapes.Decisions, example=examples.DECISIONS)
def decisions(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Advice and decisions, with what they rest on."""
    return ask(portfolio.DECISIONS, portfolio_id=portfolio_id, **fields)


@blueprint.get("/portfolios/<uuid:portfolio_id>/notes")
@blueprint.arguments(PAGE, location="query")
@blueprint.response(200, shapes.Notes, example=examples.NOTES)
def notes(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """My scratchpad; only ever its owner's."""
    return ask(portfolio.NOTES, portfolio_id=portfolio_id, **fields)


@blueprint.post("/portfolios/<uuid:portfolio_id>/notes")
@blueprint.arguments(
    fields_of(portfolio.WRITE_NOTE, without=("portfolio_id",)), example=examples.WRITE_NOTE
)
@blueprint.response(200, shapes.NoteWritten, example=examples.NOTE_WRITTEN)
def write_note(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Write a note; without note_id a new one."""
    return write(portfolio.WRITE_NOTE, portfolio_id=portfolio_id, **fields)


@blueprint.delete("/notes/<uuid:note_id>")
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def delete_note(note_id: UUID) -> Any:
    """Throw a note away."""
    return ask(portfolio.DELETE_NOTE, note_id=note_id)
