"""Files in forms, and what an answer may point at.

Attachment: {file_id, record_id, stage, item, name, size, media_type, state: sending | checking |
ready | refused, reason}. Who may read the answer that holds it may read the file; its bytes are
with documents.
"""

from __future__ import annotations

from marshmallow import fields, validate

from libs.contracts.base import Method, RequestSchema

from .filling import StageOfRecord
from .reading import PageOfPortfolio, RecordId
from .terms import PERSON_OR_LINK, SHORT

MAX_ATTACHMENT_BYTES = 100 * 1024 * 1024
REFERENCE_KINDS = ("entry", "goal", "file", "dashboard")


class BeginFile(StageOfRecord):
    """A file for one item of a stage that the caller fills in now."""

    item = fields.String(required=True, validate=SHORT)
    name = fields.String(required=True, validate=SHORT)
    size = fields.Integer(required=True, validate=validate.Range(1, MAX_ATTACHMENT_BYTES))
    media_type = fields.String(load_default="application/octet-stream", validate=SHORT)


# -> {file_id, part_bytes, parts: [{number, url}], expires_at}: PUT the parts, then finish. Faults
# NotNow, NotFound, documents.FileRefused, documents.StorageUnavailable
BEGIN_FILE = Method("portfolio", "begin_file", BeginFile, kinds=PERSON_OR_LINK, deadline_s=10.0)


class RecordFile(RecordId):
    file_id = fields.UUID(required=True)


class SentPart(RequestSchema):
    number = fields.Integer(required=True)
    etag = fields.String(required=True, validate=SHORT)


class FinishFile(RecordFile):
    parts = fields.List(fields.Nested(SentPart), required=True, validate=validate.Length(1, 1000))


# Small files are checked within the call -> {file: Attachment}
FINISH_FILE = Method("portfolio", "finish_file", FinishFile, kinds=PERSON_OR_LINK, deadline_s=25.0)
# Before Send only -> {}; its place in the draft is the caller's to clear
REMOVE_FILE = Method("portfolio", "remove_file", RecordFile, kinds=PERSON_OR_LINK)
# For whoever may read the answer; lives 60 s -> {url, expires_at}; fault documents.FileNotReady
RECORD_FILE_LINK = Method("portfolio", "record_file_link", RecordFile, kinds=PERSON_OR_LINK)
# Files in answers that the caller may read, newest first -> {files: [Attachment + {title: {lang},
#     encounter_date, added_at}], next}. A page may hold fewer than `limit`: what is not the
#     caller's to read is left out of it.
RECORD_FILES = Method("portfolio", "record_files", PageOfPortfolio)


class Choices(RequestSchema):
    """What a ref item offers: entries and goals of a portfolio, as far as the caller reads them.
    Files and dashboards are listed by documents."""

    portfolio_id = fields.UUID(required=True)
    search = fields.String(load_default="", validate=SHORT)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


# -> {entries: [{id, title: {lang}, encounter_date, form_key}], goals: [{id, title, state, due_on}]}
CHOICES = Method("portfolio", "choices", Choices)
