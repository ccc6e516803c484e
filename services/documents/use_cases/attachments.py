"""Files of records, as portfolio asks for them: it knows who fills in, reads and removes what.

Only portfolio may call these; a person gets at such a file by way of the record it belongs to.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import select

from libs.chassis.transaction import Timer, Transaction
from libs.contracts.documents import FileNotReady
from libs.contracts.faults import NotFound
from services.documents.domain.parts import UPLOAD_LIVES
from services.documents.tables import File, Folder, Portfolio, Record, Upload
from services.documents.use_cases import tree, uploads

LEFT_OUT = "left_out_file"
WHILE_CHECKED = dt.timedelta(hours=1)


def begin_attachment(
    tx: Transaction,
    *,
    portfolio_id: UUID,
    record_id: UUID,
    uploader_id: UUID,
    by_link: bool,
    name: str,
    size: int,
    media_type: str,
) -> dict[str, Any]:
    """-> {upload_id}. Raises NotFound, FileRefused, InvalidRequest."""
    portfolio = tx.session.get(Portfolio, portfolio_id)
    if portfolio is None:
        raise NotFound()
    upload = Upload(
        upload_id=tx.new_id(),
        institution_id=portfolio.institution_id,
        portfolio_id=portfolio_id,
        learner_id=portfolio.learner_id,
        folder_id=_forms_folder(tx, portfolio_id).folder_id,
        record_id=record_id,
        began_by=uploader_id,
        by_link=by_link,
        name=uploads.accepted_name(name),
        size=size,
        media_type=media_type,
        source="form",
        state="open",
        tries=0,
        began_at=tx.now,
        expires_at=tx.now + UPLOAD_LIVES,
    )
    tx.session.add(upload)
    tx.schedule(uploads.EXPIRE, upload.upload_id, upload.expires_at)
    uploads.note(tx, upload, "upload.begin")
    return {"upload_id": upload.upload_id}


def _forms_folder(tx: Transaction, portfolio_id: UUID) -> Folder:
    query = select(Folder).where(
        Folder.portfolio_id == portfolio_id, Folder.kind == "forms", Folder.is_system
    )
    folder = tx.session.scalars(query).first()
    if folder is None:
        raise NotFound()
    return folder


def finish_attachment(
    tx: Transaction, *, upload_id: UUID, uploader_id: UUID, parts: list[dict[str, Any]]
) -> dict[str, Any]:
    """Every part is there -> {file}. Raises NotFound."""
    return uploads.finish_of(tx, upload_id=upload_id, beginner=uploader_id, parts=parts)


def _of_record(tx: Transaction, file_id: UUID, record_id: UUID) -> File:
    file = tx.session.get(File, file_id)
    if file is None or file.record_id != record_id:
        raise NotFound()
    return file


def _pointed_at(tx: Transaction, file_id: UUID, record_id: UUID) -> File | None:
    """A report in the portfolio of the record: whoever points at one hands it on, to whom is
    portfolio's to say."""
    file, record = tx.session.get(File, file_id), tx.session.get(Record, record_id)
    if file is None or record is None or file.source != "report":
        return None
    return file if file.portfolio_id == record.portfolio_id else None


def attachment(tx: Transaction, *, file_id: UUID, record_id: UUID) -> dict[str, Any]:
    """What a link needs, of a file of the record or a report at which it points. Raises NotFound,
    FileNotReady."""
    file = _pointed_at(tx, file_id, record_id) or _of_record(tx, file_id, record_id)
    if file.state != "ready":
        raise FileNotReady()
    tx.audit(
        "file.read",
        object_kind="file",
        object_id=file_id,
        subject_id=file.learner_id,
        basis="portfolio",
    )
    return {
        "sha256": file.sha256,
        "name": file.name,
        "media_type": file.media_type,
        "institution_id": file.institution_id,
    }


def remove_attachment(tx: Transaction, *, file_id: UUID, record_id: UUID) -> dict[str, Any]:
    """A file that was taken out of a form before Send -> {}. Absent is as good as removed."""
    file = tx.session.get(File, file_id)
    if file is None:
        return {}
    tree.remove(tx, _of_record(tx, file_id, record_id))
    return {}


def remove_left_out(tx: Transaction, timer: Timer) -> None:
    """A file nobody sent goes; one being checked is asked for again. Late or twice is the same."""
    file = tx.session.get(File, UUID(timer.key), with_for_update=True)
    if file is None or file.record_id != UUID(timer.payload["record_id"]):
        return
    if file.state == "checking":
        tx.schedule(LEFT_OUT, file.file_id, tx.now + WHILE_CHECKED, timer.payload)
        return
    tree.remove(tx, file)
