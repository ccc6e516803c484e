"""Answers on folders and files."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text, wording


class File(Shape):
    has_preview = fields.Boolean()
    record_id = fields.UUID(allow_none=True)
    file_id = fields.UUID()
    folder_id = fields.UUID()
    name = text()
    size = fields.Integer(metadata={"description": "Bytes"})
    media_type = text()
    state = text("checking, ready or refused")
    reason = text(allow_none=True)
    stored_at = fields.DateTime(allow_none=True)
    source = text("upload, report or form")


class Folder(Shape):
    folder_id = fields.UUID()
    parent_id = fields.UUID(allow_none=True)
    name = text()
    kind = text("own, reports, forms or institute")
    files = listed(File)


class Folders(Shape):
    learner_id = fields.UUID()
    folders = listed(Folder)
    used_bytes = fields.Integer()
    next = text(allow_none=True)


class FolderReply(Shape):
    folder = fields.Nested(Folder)


class FileReply(Shape):
    file = fields.Nested(File)


class Upload(Shape):
    upload_id = fields.UUID()
    part_bytes = fields.Integer()
    parts = fields.List(fields.Dict())
    expires_at = fields.DateTime()


class FileLink(Shape):
    url = fields.Url()
    expires_at = fields.DateTime()


class Attachment(Shape):
    file_id = fields.UUID()
    record_id = fields.UUID()
    stage = text()
    item = text()
    name = text()
    size = fields.Integer(metadata={"description": "Bytes"})
    media_type = text()
    state = text("sending, checking, ready or refused")
    reason = text(allow_none=True)


class AttachmentReply(Shape):
    file = fields.Nested(Attachment)


class BegunFile(Shape):
    file_id = fields.UUID()
    part_bytes = fields.Integer()
    parts = fields.List(fields.Dict())
    expires_at = fields.DateTime()


class RecordFile(Attachment):
    title = wording()
    encounter_date = fields.Date()
    added_at = fields.DateTime()


class RecordFiles(Shape):
    files = listed(RecordFile)
    next = text(allow_none=True)


class ChoiceOfEntry(Shape):
    id = fields.UUID()
    title = wording()
    encounter_date = fields.Date()
    form_key = text()


class ChoiceOfGoal(Shape):
    id = fields.UUID()
    title = text()
    state = text()
    due_on = fields.Date(allow_none=True)


class Choices(Shape):
    entries = listed(ChoiceOfEntry)
    goals = listed(ChoiceOfGoal)


class RaterAsked(Shape):
    sent_to = text("A name, or the address with most of it left out")
