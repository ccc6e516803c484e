"""Files of forms, what there is to choose in them, and further raters.

External assessors use the first four too, with `Authorization: Link <token of their mail>`.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gateway.api import shapes
from gateway.api.examples import documents as examples
from gateway.api.examples import records
from gateway.api.examples.things import NOTHING
from gateway.api.operations import fields_of, query_of, subject, write
from gateway.clients.bus import ask
from libs.contracts import portfolio

blueprint = subject("Files in forms", "", "Adding, reading and removing files of a form")
_STAGE = ("record_id", "stage")
_FILE = ("record_id", "file_id")


@blueprint.post("/records/<uuid:record_id>/stages/<stage>/files")
@blueprint.arguments(
    fields_of(portfolio.BEGIN_FILE, without=_STAGE), example=examples.BEGIN_IN_FORM
)
@blueprint.response(201, shapes.BegunFile, example=examples.BEGUN_IN_FORM)
def begin_file(fields: dict[str, Any], record_id: UUID, stage: str) -> Any:
    """Begin a file for one item: PUT each part to its address, then finish with the ETags.

    The file's id then goes into the answer of the item, with the draft or with Send.
    """
    return write(portfolio.BEGIN_FILE, record_id=record_id, stage=stage, **fields)


@blueprint.post("/records/<uuid:record_id>/files/<uuid:file_id>/finish")
@blueprint.arguments(fields_of(portfolio.FINISH_FILE, without=_FILE), example=examples.FINISH)
@blueprint.response(200, shapes.AttachmentReply, example=examples.ATTACHMENT_REPLY)
def finish_file(fields: dict[str, Any], record_id: UUID, file_id: UUID) -> Any:
    """Finish a file: it is checked, and counts once it is ready."""
    return write(portfolio.FINISH_FILE, record_id=record_id, file_id=file_id, **fields)


@blueprint.get("/records/<uuid:record_id>/files/<uuid:file_id>/link")
@blueprint.response(200, shapes.FileLink, example=examples.LINK)
def record_file_link(record_id: UUID, file_id: UUID) -> Any:
    """An address to download a file of an answer that I may read, good for a minute."""
    return ask(portfolio.RECORD_FILE_LINK, record_id=record_id, file_id=file_id)


@blueprint.delete("/records/<uuid:record_id>/files/<uuid:file_id>")
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def remove_file(record_id: UUID, file_id: UUID) -> Any:
    """Take out a file that was not sent yet."""
    return ask(portfolio.REMOVE_FILE, record_id=record_id, file_id=file_id)


@blueprint.get("/portfolios/<uuid:portfolio_id>/record-files")
@blueprint.arguments(query_of(portfolio.RECORD_FILES, without=("portfolio_id",)), location="query")
@blueprint.response(200, shapes.RecordFiles, example=examples.RECORD_FILES)
def record_files(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Files in answers of a portfolio that I may read, with where they are used, newest first. A
    page may hold fewer than `limit`; there are more as long as `next` is not null."""
    return ask(portfolio.RECORD_FILES, portfolio_id=portfolio_id, **fields)


@blueprint.get("/portfolios/<uuid:portfolio_id>/choices")
@blueprint.arguments(
    query_of(portfolio.CHOICES, without=("portfolio_id", "limit")), location="query"
)
@blueprint.response(200, shapes.Choices, example=examples.CHOICES)
def choices(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Forms and goals that an answer may point at: those I may read."""
    return ask(portfolio.CHOICES, portfolio_id=portfolio_id, **fields)


@blueprint.post("/records/<uuid:record_id>/stages/<stage>/raters")
@blueprint.arguments(fields_of(portfolio.ASK_RATER, without=_STAGE), example=records.ASK_RATER)
@blueprint.response(201, shapes.RaterAsked, example=records.RATER_ASKED)
def ask_rater(fields: dict[str, Any], record_id: UUID, stage: str) -> Any:
    """Ask one more person into a round, or a step whose people are named, that is open."""
    return write(portfolio.ASK_RATER, record_id=record_id, stage=stage, **fields)
