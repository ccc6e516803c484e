"""My documents: folders, uploads straight to the object store, short-lived download links."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gateway.api import shapes
from gateway.api.examples import documents as examples
from gateway.api.examples.things import NOTHING
from gateway.api.operations import fields_of, query_of, subject, write
from gateway.clients.bus import ask
from libs.contracts import documents

blueprint = subject("Documents", "", "Folders and files")


@blueprint.get("/portfolios/<uuid:portfolio_id>/folders")
@blueprint.arguments(query_of(documents.FOLDERS, without=("portfolio_id",)), location="query")
@blueprint.response(200, shapes.Folders, example=examples.FOLDERS)
def folders(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """All folders, with a page of their files, newest first. A page may hold fewer files than
    `limit`; there are more as long as `next` is not null."""
    return ask(documents.FOLDERS, portfolio_id=portfolio_id, **fields)


@blueprint.post("/portfolios/<uuid:portfolio_id>/folders")
@blueprint.arguments(
    fields_of(documents.NEW_FOLDER, without=("portfolio_id",)), example=examples.NEW_FOLDER
)
@blueprint.response(201, shapes.FolderReply, example=examples.FOLDER_REPLY)
def new_folder(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Make a folder."""
    return write(documents.NEW_FOLDER, portfolio_id=portfolio_id, **fields)


@blueprint.post("/portfolios/<uuid:portfolio_id>/uploads")
@blueprint.arguments(
    fields_of(documents.BEGIN_UPLOAD, without=("portfolio_id",)), example=examples.BEGIN
)
@blueprint.response(201, shapes.Upload, example=examples.UPLOAD)
def begin_upload(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Begin an upload: PUT each part to its address, then finish with the ETags."""
    return write(documents.BEGIN_UPLOAD, portfolio_id=portfolio_id, **fields)


@blueprint.post("/uploads/<uuid:upload_id>/finish")
@blueprint.arguments(
    fields_of(documents.FINISH_UPLOAD, without=("upload_id",)), example=examples.FINISH
)
@blueprint.response(200, shapes.FileReply, example=examples.FILE_REPLY)
def finish_upload(fields: dict[str, Any], upload_id: UUID) -> Any:
    """Finish an upload: the file is checked, then listed."""
    return write(documents.FINISH_UPLOAD, upload_id=upload_id, **fields)


@blueprint.get("/files/<uuid:file_id>")
@blueprint.response(200, shapes.FileReply, example=examples.FILE_REPLY)
def file(file_id: UUID) -> Any:
    """One file, without its bytes."""
    return ask(documents.FILE, file_id=file_id)


@blueprint.get("/files/<uuid:file_id>/link")
@blueprint.response(200, shapes.FileLink, example=examples.LINK)
def file_link(file_id: UUID) -> Any:
    """An address to download the file from, good for a minute."""
    return ask(documents.FILE_LINK, file_id=file_id)


@blueprint.patch("/files/<uuid:file_id>")
@blueprint.arguments(
    fields_of(documents.CHANGE_FILE, without=("file_id",)), example=examples.CHANGE
)
@blueprint.response(200, shapes.FileReply, example=examples.CHANGED)
def change_file(fields: dict[str, Any], file_id: UUID) -> Any:
    """Rename a file or move it to another folder."""
    return ask(documents.CHANGE_FILE, file_id=file_id, **fields)


@blueprint.delete("/files/<uuid:file_id>")
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def delete_file(file_id: UUID) -> Any:
    """Delete a file."""
    return ask(documents.DELETE_FILE, file_id=file_id)
