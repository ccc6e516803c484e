"""An upload from its first word to a listed or refused file.

The bytes travel outside these transactions; the rows say how far they came, so that whatever was
interrupted is taken up again: open -> checking -> filed | refused, or open -> expired.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from libs.chassis.transaction import Timer, Transaction
from libs.contracts.documents import FileRefused, FileRefusedV1, FileStoredV1
from libs.contracts.faults import Forbidden, InvalidRequest, NotFound
from services.documents.domain.access import Place, may_add_file
from services.documents.domain.kinds import kind_of
from services.documents.domain.names import clean_name, free_name
from services.documents.domain.parts import (
    GRACE,
    INLINE_BYTES,
    UPLOAD_LIVES,
    check_lease,
    is_lost,
    next_try,
)
from services.documents.queries.access import acting_person, portfolio_in_sight
from services.documents.queries.files import file_card
from services.documents.tables import File, Folder, StoredObject, Upload

CHECK = "check_file"
EXPIRE = "expire_upload"
REMOVE = "remove_object"
SOURCES = {"own": "upload", "institute": "upload", "reports": "report", "forms": "form"}


def begin_upload(
    tx: Transaction,
    *,
    portfolio_id: UUID,
    folder_id: UUID | None,
    folder_kind: str,
    name: str,
    size: int,
    media_type: str,
    record_id: UUID | None,
) -> dict[str, Any]:
    """-> {upload_id}. Raises NotFound, Forbidden, FileRefused, InvalidRequest."""
    portfolio, viewer = portfolio_in_sight(tx, portfolio_id)
    folder = _folder(tx, portfolio_id, folder_id, folder_kind)
    if not may_add_file(viewer, Place(folder_kind=folder.kind, record_id=record_id)):
        raise Forbidden()
    upload = Upload(
        upload_id=tx.new_id(),
        institution_id=portfolio.institution_id,
        portfolio_id=portfolio_id,
        learner_id=portfolio.learner_id,
        folder_id=folder.folder_id,
        record_id=record_id,
        began_by=_beginner(tx),
        by_link=viewer.is_link,
        name=accepted_name(name),
        size=size,
        media_type=media_type,
        source=SOURCES[folder.kind],
        state="open",
        tries=0,
        began_at=tx.now,
        expires_at=tx.now + UPLOAD_LIVES,
    )
    tx.session.add(upload)
    tx.schedule(EXPIRE, upload.upload_id, upload.expires_at)
    note(tx, upload, "upload.begin")
    return {"upload_id": upload.upload_id}


def _folder(
    tx: Transaction, portfolio_id: UUID, folder_id: UUID | None, folder_kind: str
) -> Folder:
    query = select(Folder).where(Folder.portfolio_id == portfolio_id)
    if folder_id is not None:
        query = query.where(Folder.folder_id == folder_id)
    else:
        query = query.where(Folder.kind == folder_kind, Folder.is_system)
    folder = tx.session.scalars(query).first()
    if folder is None:
        raise NotFound()
    return folder


def accepted_name(name: str) -> str:
    """A name as it is kept. Raises InvalidRequest, or FileRefused for a type nobody may add."""
    cleaned = clean_name(name)
    if not cleaned:
        raise InvalidRequest(errors={"name": ["Not a usable file name."]})
    if kind_of(cleaned) is None:
        raise FileRefused(reason="type")
    return cleaned


def _beginner(tx: Transaction) -> UUID:
    """Who may finish it: the person, or the participant whose link it was."""
    beginner = acting_person(tx.principal) or tx.principal.link_participant_id
    if beginner is None:
        raise Forbidden()
    return beginner


def note_store_upload(tx: Transaction, *, upload_id: UUID, store_upload: str) -> dict[str, Any]:
    """Remember the object store's name of the upload; the first one noted stays."""
    upload = tx.session.get_one(Upload, upload_id, with_for_update=True)
    upload.store_upload = upload.store_upload or store_upload
    return {"store_upload": upload.store_upload}


def own_upload(tx: Transaction, upload_id: UUID, beginner: UUID | None = None) -> Upload:
    """The caller's own upload, or that of `beginner`, locked. Raises NotFound."""
    upload = tx.session.get(Upload, upload_id, with_for_update=True)
    if upload is None or upload.began_by != (beginner or _beginner(tx)):
        raise NotFound()
    return upload


def finish_upload(
    tx: Transaction, *, upload_id: UUID, parts: list[dict[str, Any]]
) -> dict[str, Any]:
    """The caller says every part is there: the file appears as `checking` -> {file}."""
    return finish_of(tx, upload_id=upload_id, beginner=_beginner(tx), parts=parts)


def finish_of(
    tx: Transaction, *, upload_id: UUID, beginner: UUID, parts: list[dict[str, Any]]
) -> dict[str, Any]:
    """The same for whoever began it. Saying it again changes nothing; a timer takes the check up
    should this process not end it. Raises NotFound."""
    upload = own_upload(tx, upload_id, beginner)
    file = tx.session.get(File, upload_id)
    if file is not None:
        return {"file": file_card(file)}
    if upload.state != "open" or upload.store_upload is None:
        raise NotFound()
    upload.state, upload.parts = "checking", parts
    file = _new_file(tx, upload)
    tx.session.add(file)
    small = upload.size <= INLINE_BYTES
    tx.schedule(CHECK, upload_id, tx.now + check_lease(upload.size) if small else tx.now)
    tx.unschedule(EXPIRE, upload_id)
    note(tx, upload, "upload.finish")
    return {"file": file_card(file)}


def _new_file(tx: Transaction, upload: Upload) -> File:
    names = tx.session.scalars(_names_beside(upload))
    return File(
        file_id=upload.upload_id,
        institution_id=upload.institution_id,
        portfolio_id=upload.portfolio_id,
        learner_id=upload.learner_id,
        folder_id=upload.folder_id,
        record_id=upload.record_id,
        uploaded_by=None if upload.by_link else upload.began_by,
        name=free_name(upload.name, set(names)),
        size=upload.size,
        media_type=upload.media_type,
        source=upload.source,
        state="checking",
        created_at=tx.now,
        version=1,
    )


def _names_beside(upload: Upload) -> Select[tuple[str]]:
    """The names in the folder among which the new one has to be its own; of reports those of the
    same reader, so that no name tells that others had one made."""
    names = select(File.name).where(File.folder_id == upload.folder_id)
    return names.where(File.uploaded_by == upload.began_by) if upload.source == "report" else names


def take_up_check(tx: Transaction, *, upload_id: UUID) -> dict[str, Any] | None:
    """What a check needs, or None when none is due. Others leave it alone for a while.

    -> {upload_id, institution_id, name, size, store_upload, parts}
    """
    upload, _ = _being_checked(tx, upload_id)
    if upload is None:
        return None
    tx.schedule(CHECK, upload_id, tx.now + check_lease(upload.size))
    return {
        "upload_id": upload.upload_id,
        "institution_id": upload.institution_id,
        "name": upload.name,
        "size": upload.size,
        "store_upload": upload.store_upload,
        "parts": upload.parts,
    }


# What the check found ------------------------------------------------------------------------


def claim_object(tx: Transaction, *, upload_id: UUID, sha256: str, size: int) -> bool:
    """Announce that these bytes will be used, before they are copied to their place.

    False while an equal object is being removed: then the check is taken up again later.
    """
    upload = tx.session.get_one(Upload, upload_id)
    stored = tx.session.get(StoredObject, (upload.institution_id, sha256), with_for_update=True)
    if stored is None:
        stored = StoredObject(
            institution_id=upload.institution_id, sha256=sha256, size=size, uses=0, doomed=False
        )
        tx.session.add(stored)
    if stored.doomed:
        return False
    stored.claimed_at = tx.now
    schedule_removal(tx, stored)
    return True


def schedule_removal(tx: Transaction, stored: StoredObject) -> None:
    """Look again in a day whether anybody uses the object."""
    key = removal_key(stored.institution_id, stored.sha256)
    tx.schedule(REMOVE, key, tx.now + GRACE, {"sha256": stored.sha256})


def removal_key(institution_id: UUID, sha256: str) -> str:
    return f"{institution_id}/{sha256}"


def list_file(tx: Transaction, *, upload_id: UUID, sha256: str, size: int, media_type: str) -> bool:
    """The file is ready and listed; a second time changes nothing. False: claim again first."""
    upload, file = _being_checked(tx, upload_id)
    if upload is None or file is None:
        return True
    stored = tx.session.get(StoredObject, (upload.institution_id, sha256), with_for_update=True)
    if stored is None or stored.doomed:
        return False
    stored.uses += 1
    tx.unschedule(REMOVE, removal_key(upload.institution_id, sha256))
    upload.state, file.state = "filed", "ready"
    file.sha256, file.size, file.media_type, file.stored_at = sha256, size, media_type, tx.now
    tx.unschedule(CHECK, upload_id)
    tx.emit(
        FileStoredV1(
            institution_id=upload.institution_id,
            file_id=file.file_id,
            portfolio_id=file.portfolio_id,
            learner_id=file.learner_id,
            source=file.source,
            record_id=file.record_id,
            version=file.version,
        )
    )
    note(tx, upload, "file.store")
    return True


def refuse_file(tx: Transaction, *, upload_id: UUID, reason: str) -> None:
    """The file is shown as refused, with the reason; its bytes go."""
    upload, file = _being_checked(tx, upload_id)
    if upload is None or file is None:
        return
    upload.state, file.state, file.reason = "refused", "refused", reason
    tx.unschedule(CHECK, upload_id)
    tx.emit(
        FileRefusedV1(
            institution_id=upload.institution_id,
            file_id=file.file_id,
            portfolio_id=file.portfolio_id,
            learner_id=file.learner_id,
            reason=reason,
        )
    )
    note(tx, upload, "file.refuse")


def postpone_check(tx: Transaction, *, upload_id: UUID, missing: bool = False) -> str:
    """Try again later -> the upload's state.

    Bytes that the store acknowledged but does not have (`missing`) are given up after a day.
    """
    upload, file = _being_checked(tx, upload_id)
    if upload is None or file is None:
        return "filed"
    if missing and is_lost(file.created_at, tx.now):
        refuse_file(tx, upload_id=upload_id, reason="damaged")
        return "lost"
    upload.tries += 1
    tx.schedule(CHECK, upload_id, next_try(upload.tries, tx.now))
    return upload.state


def expire_upload(tx: Transaction, *, upload_id: UUID) -> dict[str, Any] | None:
    """Nobody finished it within a day: from now on nobody can -> {store_upload} to clear up."""
    upload = tx.session.get(Upload, upload_id, with_for_update=True)
    if upload is None or upload.state not in ("open", "expired"):
        return None
    if upload.state == "open":
        upload.state = "expired"
        note(tx, upload, "upload.expire")
    return {"store_upload": upload.store_upload}


def cleared_up(tx: Transaction, timer: Timer) -> None:
    """What an expired upload left in the store is gone."""
    tx.audit("upload.clear", object_kind="file", object_id=timer.key)


def _being_checked(tx: Transaction, upload_id: UUID) -> tuple[Upload | None, File | None]:
    """The upload and its file, locked, while they are `checking`; else (None, None)."""
    upload = tx.session.get(Upload, upload_id, with_for_update=True)
    if upload is None or upload.state != "checking":
        return None, None
    return upload, tx.session.get(File, upload_id)


def note(tx: Transaction, upload: Upload, action: str) -> None:
    """The audit line of a step of an upload."""
    tx.audit(action, object_kind="file", object_id=upload.upload_id, subject_id=upload.learner_id)
