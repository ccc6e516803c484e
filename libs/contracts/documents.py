"""Contracts of the documents service: folders, files and their bytes.

File: {file_id, folder_id, name, size, media_type, state: checking | ready | refused, reason,
stored_at, source: upload | report | form, record_id, has_preview}
Folder: {folder_id, parent_id, name, kind: own | reports | forms | institute, files: [File]}
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from marshmallow import Schema, fields, validate

from .base import Event, Fault, Method, RequestSchema

UPLOADERS = frozenset({"gateway", "dashboards", "portfolio"})
UPLOADER_KINDS = frozenset({"person", "link", "service"})
MAX_FILE_BYTES = 500 * 1024 * 1024
_NAME = validate.Length(1, 200)


class OfPortfolio(RequestSchema):
    portfolio_id = fields.UUID(required=True)


class Folders(OfPortfolio):
    """`cursor` is the `next` of the page before, None at the start."""

    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))


# Files come in pages, the newest first, each in its folder; with every page all folders that the
# caller may see. A page may hold fewer than `limit`: what is not the caller's to read is left out,
# also of `used_bytes`, the size of all pages together
# -> {learner_id, folders: [Folder], used_bytes, next}
FOLDERS = Method("documents", "folders", Folders)


class NewFolder(RequestSchema):
    portfolio_id = fields.UUID(required=True)
    name = fields.String(required=True, validate=_NAME)
    parent_id = fields.UUID(load_default=None, allow_none=True)


NEW_FOLDER = Method("documents", "new_folder", NewFolder)  # -> {folder: Folder}


class BeginUpload(RequestSchema):
    """Either a folder or a kind of system folder (`reports`, `forms`) receives the file."""

    portfolio_id = fields.UUID(required=True)
    folder_id = fields.UUID(load_default=None, allow_none=True)
    folder_kind = fields.String(
        load_default="own", validate=validate.OneOf(["own", "reports", "forms"])
    )
    name = fields.String(required=True, validate=_NAME)
    size = fields.Integer(required=True, validate=validate.Range(1, MAX_FILE_BYTES))
    media_type = fields.String(load_default="application/octet-stream", validate=_NAME)
    record_id = fields.UUID(load_default=None, allow_none=True)


# -> {upload_id, part_bytes, parts: [{number, url}], expires_at}: PUT each part to its url (on the
# file origin; for a service, which puts the bytes itself, on the store within the platform), then
# finish with the ETags
BEGIN_UPLOAD = Method(
    "documents", "begin_upload", BeginUpload, issuers=UPLOADERS, kinds=UPLOADER_KINDS
)


class UploadedPart(Schema):
    number = fields.Integer(required=True)
    etag = fields.String(required=True, validate=_NAME)


class FinishUpload(RequestSchema):
    upload_id = fields.UUID(required=True)
    parts = fields.List(
        fields.Nested(UploadedPart), required=True, validate=validate.Length(1, 1000)
    )


# Hashes, checks and files it; small files within the call, larger ones soon after -> {file: File}
FINISH_UPLOAD = Method(
    "documents",
    "finish_upload",
    FinishUpload,
    issuers=UPLOADERS,
    kinds=UPLOADER_KINDS,
    deadline_s=20.0,
)


class FileId(RequestSchema):
    file_id = fields.UUID(required=True)


FILE = Method("documents", "file", FileId)  # -> {file: File}
# Lives 60 s -> {url, expires_at}; fault FileNotReady
FILE_LINK = Method("documents", "file_link", FileId)
DELETE_FILE = Method("documents", "delete_file", FileId)  # -> {}


class ChangeFile(RequestSchema):
    file_id = fields.UUID(required=True)
    name = fields.String(validate=_NAME)
    folder_id = fields.UUID()


CHANGE_FILE = Method("documents", "change_file", ChangeFile)  # -> {file: File}


OF_RECORDS = frozenset({"portfolio"})


class BeginAttachment(RequestSchema):
    """A file of a record. Portfolio has made sure that the uploader fills that record in; the id
    is the person's or, for a link, the participant's."""

    portfolio_id = fields.UUID(required=True)
    record_id = fields.UUID(required=True)
    uploader_id = fields.UUID(required=True)
    by_link = fields.Boolean(required=True)
    name = fields.String(required=True, validate=_NAME)
    size = fields.Integer(required=True, validate=validate.Range(1, MAX_FILE_BYTES))
    media_type = fields.String(load_default="application/octet-stream", validate=_NAME)


# -> as BEGIN_UPLOAD
BEGIN_ATTACHMENT = Method(
    "documents",
    "begin_attachment",
    BeginAttachment,
    issuers=OF_RECORDS,
    kinds=frozenset({"service"}),
)


class FinishAttachment(FinishUpload):
    uploader_id = fields.UUID(required=True)


# -> {file: File}
FINISH_ATTACHMENT = Method(
    "documents",
    "finish_attachment",
    FinishAttachment,
    issuers=OF_RECORDS,
    kinds=frozenset({"service"}),
    deadline_s=20.0,
)


class OfRecord(FileId):
    record_id = fields.UUID(required=True)


# Whether somebody may read or remove it is portfolio's to say
ATTACHMENT_LINK = Method(
    "documents", "attachment_link", OfRecord, issuers=OF_RECORDS, kinds=frozenset({"service"})
)  # -> {url, expires_at}
REMOVE_ATTACHMENT = Method(
    "documents", "remove_attachment", OfRecord, issuers=OF_RECORDS, kinds=frozenset({"service"})
)  # -> {}


class FileNotReady(Fault):
    code = "documents.file_not_ready"
    status = 409
    message = "The file is still being checked, or was refused."


class FileRefused(Fault):
    """`params`: reason: empty | too_large | type | mismatch | virus | archive | damaged."""

    code = "documents.file_refused"
    status = 422
    message = "The file was refused."


class StorageUnavailable(Fault):
    code = "documents.storage_unavailable"
    status = 503
    message = "Files cannot be stored at the moment. Forms without files work as usual."


@dataclass(frozen=True, kw_only=True)
class FileStoredV1(Event):
    """A file passed all checks and is listed. source: upload | report | form."""

    NAME = "documents.file_stored.v1"
    file_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    source: str
    record_id: uuid.UUID | None
    version: int


@dataclass(frozen=True, kw_only=True)
class FileRefusedV1(Event):
    NAME = "documents.file_refused.v1"
    file_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    reason: str
