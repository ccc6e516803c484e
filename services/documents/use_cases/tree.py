"""Folders and files as people arrange them, and what becomes of bytes nobody uses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from libs.chassis.transaction import Transaction
from libs.contracts.faults import Conflict, Forbidden, InvalidRequest, NotFound
from services.documents.domain.access import may_change_file
from services.documents.domain.kinds import extension_of
from services.documents.domain.names import clean_name, free_name
from services.documents.domain.parts import GRACE
from services.documents.queries.access import file_in_sight, portfolio_in_sight
from services.documents.queries.files import file_card, folder_card
from services.documents.tables import File, Folder, StoredObject, Upload
from services.documents.use_cases.uploads import REMOVE, removal_key, schedule_removal

MOST_FOLDERS = 200


def new_folder(
    tx: Transaction, *, portfolio_id: UUID, name: str, parent_id: UUID | None
) -> dict[str, Any]:
    """A folder of the learner's own, within `My files` unless a parent is named -> {folder}."""
    portfolio, viewer = portfolio_in_sight(tx, portfolio_id)
    if not viewer.owns:
        raise Forbidden()
    folders = list(tx.session.scalars(select(Folder).where(Folder.portfolio_id == portfolio_id)))
    if len(folders) >= MOST_FOLDERS:
        raise Conflict("There are too many folders.")
    parent = _parent(folders, parent_id)
    siblings = [one.name for one in folders if one.parent_id == parent.folder_id]
    folder = Folder(
        folder_id=tx.new_id(),
        institution_id=portfolio.institution_id,
        portfolio_id=portfolio_id,
        parent_id=parent.folder_id,
        kind="own",
        is_system=False,
        name=free_name(_folder_name(name), siblings),
        created_at=tx.now,
    )
    tx.session.add(folder)
    tx.audit(
        "folder.create",
        object_kind="folder",
        object_id=folder.folder_id,
        subject_id=portfolio.learner_id,
        basis="owner",
    )
    return {"folder": folder_card(folder, [])}


def _parent(folders: list[Folder], parent_id: UUID | None) -> Folder:
    for folder in folders:
        wanted = folder.folder_id == parent_id if parent_id else folder.is_system
        if wanted and folder.kind == "own":
            return folder
    raise NotFound()


def _folder_name(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned:
        raise InvalidRequest(errors={"name": ["Not a usable name."]})
    return cleaned


def change_file(
    tx: Transaction, *, file_id: UUID, name: str | None = None, folder_id: UUID | None = None
) -> dict[str, Any]:
    """Rename or move a file -> {file}. The extension stays: it says what the bytes are."""
    file, folder, place, viewer = file_in_sight(tx, file_id)
    if not may_change_file(viewer, place):
        raise Forbidden()
    if folder_id is not None and folder_id != file.folder_id:
        _move(tx, file, folder, folder_id)
    if name is not None:
        _rename(tx, file, name)
    file.version += 1
    _note(tx, file, "file.change")
    return {"file": file_card(file)}


def _move(tx: Transaction, file: File, folder: Folder, folder_id: UUID) -> None:
    target = tx.session.get(Folder, folder_id)
    if target is None or target.portfolio_id != file.portfolio_id:
        raise NotFound()
    if target.kind != folder.kind:
        raise Forbidden("A file stays in its own part of My documents.")
    file.folder_id = folder_id
    file.name = free_name(file.name, _names_in(tx, folder_id, besides=file.file_id))


def _rename(tx: Transaction, file: File, name: str) -> None:
    cleaned, extension = clean_name(name), extension_of(file.name)
    if cleaned and extension_of(cleaned) != extension:
        cleaned = f"{cleaned}.{extension}"
    if not cleaned:
        raise InvalidRequest(errors={"name": ["Not a usable file name."]})
    file.name = free_name(cleaned, _names_in(tx, file.folder_id, besides=file.file_id))


def _names_in(tx: Transaction, folder_id: UUID, *, besides: UUID) -> set[str]:
    query = select(File.name).where(File.folder_id == folder_id, File.file_id != besides)
    return set(tx.session.scalars(query))


def delete_file(tx: Transaction, *, file_id: UUID) -> dict[str, Any]:
    """The file goes at once; its bytes a day after the last file that uses them."""
    file, _, place, viewer = file_in_sight(tx, file_id)
    if not may_change_file(viewer, place):
        raise Forbidden()
    remove(tx, file)
    return {}


def remove(tx: Transaction, file: File) -> None:
    """Take a file out; who may was asked before. Raises Conflict while it is being checked."""
    if file.state == "checking":
        raise Conflict("The file is still being checked.")
    _note(tx, file, "file.delete")
    key, sha256, file_id = file.institution_id, file.sha256, file.file_id
    tx.session.delete(file)
    tx.session.execute(delete(Upload).where(Upload.upload_id == file_id))
    tx.session.flush()
    if sha256 is not None:
        _let_go(tx, key, sha256)


def _let_go(tx: Transaction, institution_id: UUID, sha256: str) -> None:
    stored = tx.session.get_one(StoredObject, (institution_id, sha256), with_for_update=True)
    stored.uses -= 1
    if stored.uses == 0:
        schedule_removal(tx, stored)


def doom_object(tx: Transaction, *, institution_id: UUID, sha256: str) -> bool:
    """Whether the bytes may be removed now: unused, and not claimed within the last day."""
    stored = tx.session.get(StoredObject, (institution_id, sha256), with_for_update=True)
    if stored is None or stored.uses > 0:
        tx.unschedule(REMOVE, removal_key(institution_id, sha256))
        return False
    if stored.claimed_at > tx.now - GRACE:
        schedule_removal(tx, stored)
        return False
    stored.doomed = True
    return True


def forget_object(tx: Transaction, *, institution_id: UUID, sha256: str) -> None:
    """The bytes are gone from the store."""
    stored = tx.session.get(StoredObject, (institution_id, sha256), with_for_update=True)
    if stored is not None and stored.doomed:
        tx.session.delete(stored)
    tx.unschedule(REMOVE, removal_key(institution_id, sha256))


def _note(tx: Transaction, file: File, action: str) -> None:
    tx.audit(action, object_kind="file", object_id=file.file_id, subject_id=file.learner_id)
