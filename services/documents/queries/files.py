"""Reads for the screens: folders with their files, one file, and what a download needs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_

from libs.chassis.transaction import Transaction
from libs.contracts.documents import FileNotReady
from libs.contracts.faults import InvalidRequest
from services.documents.domain.access import Place, Viewer, may_see_file
from services.documents.queries.access import file_in_sight, portfolio_in_sight
from services.documents.tables import File, Folder

ORDER = {"own": 0, "reports": 1, "forms": 2, "institute": 3}


def folders(
    tx: Transaction, *, portfolio_id: UUID, cursor: str | None = None, limit: int = 100
) -> dict[str, Any]:
    """Every folder, with those files of a page that the caller may see, and whose they are;
    `used_bytes` counts those that are ready and that the caller may see here, of all pages. Raises
    NotFound, InvalidRequest."""
    portfolio, viewer = portfolio_in_sight(tx, portfolio_id)
    rows, more = _page(tx, portfolio_id, cursor, limit)
    shown = _by_folder(rows, viewer)
    query = select(Folder).where(Folder.portfolio_id == portfolio_id)
    found = sorted(
        tx.session.scalars(query),
        key=lambda folder: (ORDER[folder.kind], not folder.is_system, folder.name.casefold()),
    )
    if not viewer.sees_portfolio:
        found = [folder for folder in found if shown.get(folder.folder_id)]
    tx.audit(
        "folders.read",
        object_kind="folders",
        object_id=portfolio_id,
        subject_id=portfolio.learner_id,
        basis=basis_of(viewer),
    )
    return {
        "learner_id": portfolio.learner_id,
        "folders": [folder_card(folder, shown[folder.folder_id]) for folder in found],
        "used_bytes": _used_bytes(tx, portfolio_id, viewer),
        "next": more,
    }


def file(tx: Transaction, *, file_id: UUID) -> dict[str, Any]:
    found, _, _, viewer = file_in_sight(tx, file_id)
    right = basis_of(viewer)
    tx.audit(
        "file.look",
        object_kind="file",
        object_id=file_id,
        subject_id=found.learner_id,
        basis=right,
    )
    return {"file": file_card(found)}


def download(tx: Transaction, *, file_id: UUID) -> dict[str, Any]:
    """What a link needs: {sha256, name, media_type, institution_id}. Raises FileNotReady.

    Asking for a link is reading the file, so it is logged as such.
    """
    found, _, _, viewer = file_in_sight(tx, file_id)
    if found.state != "ready":
        raise FileNotReady()
    tx.audit(
        "file.read",
        object_kind="file",
        object_id=file_id,
        subject_id=found.learner_id,
        basis=basis_of(viewer),
    )
    return {
        "sha256": found.sha256,
        "name": found.name,
        "media_type": found.media_type,
        "institution_id": found.institution_id,
    }


def basis_of(viewer: Viewer) -> str:
    """The basis of authorisation, for the audit."""
    if viewer.owns:
        return "owner"
    if viewer.is_link:
        return "link"
    if viewer.related:
        return "relation"
    return "office" if viewer.sees_portfolio else "invitation"


def folder_card(folder: Folder, files: list[File]) -> dict[str, Any]:
    return {
        "folder_id": folder.folder_id,
        "parent_id": folder.parent_id,
        "name": folder.name,
        "kind": folder.kind,
        "files": [file_card(entry) for entry in files],
    }


def file_card(file: File) -> dict[str, Any]:
    return {
        "file_id": file.file_id,
        "folder_id": file.folder_id,
        "name": file.name,
        "size": file.size,
        "media_type": file.media_type,
        "state": file.state,
        "reason": file.reason,
        "stored_at": instant(file.stored_at),
        "source": file.source,
        "record_id": file.record_id,
        "has_preview": False,
    }


def instant(value: dt.datetime | None) -> str | None:
    """UTC in ISO 8601, as instants travel."""
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if value else None


def _page(
    tx: Transaction, portfolio_id: UUID, cursor: str | None, limit: int
) -> tuple[list[tuple[File, str]], str | None]:
    """The next files with the kinds of their folders, newest first, and the cursor if there are
    more: the place of the last one."""
    key = (File.created_at, File.file_id)
    query = (
        select(File, Folder.kind)
        .join(Folder, Folder.folder_id == File.folder_id)
        .where(File.portfolio_id == portfolio_id)
        .order_by(*(one.desc() for one in key))
    )
    if cursor is not None:
        query = query.where(tuple_(*key) < _place(cursor))
    rows = [(file, kind) for file, kind in tx.session.execute(query.limit(limit + 1))]
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1][0]
    return rows[:limit], f"{instant(last.created_at)}|{last.file_id}"


def _place(cursor: str) -> tuple[dt.datetime, UUID]:
    at, _, file_id = cursor.partition("|")
    try:
        return dt.datetime.fromisoformat(at), UUID(file_id)
    except ValueError as error:
        raise InvalidRequest(errors={"cursor": ["Not a cursor of this list."]}) from error


def _by_folder(rows: list[tuple[File, str]], viewer: Viewer) -> defaultdict[UUID, list[File]]:
    shown: defaultdict[UUID, list[File]] = defaultdict(list)
    for found, kind in rows:
        place = Place(folder_kind=kind, record_id=found.record_id, uploaded_by=found.uploaded_by)
        if may_see_file(viewer, place) and (viewer.owns or found.state == "ready"):
            shown[found.folder_id].append(found)
    return shown


def _used_bytes(tx: Transaction, portfolio_id: UUID, viewer: Viewer) -> int:
    """What somebody else had made or added, and the caller neither opens nor deletes here, takes no
    room of theirs. Files are added up by all that decides who may see them, so that the rule stays
    where it is."""
    place = (Folder.kind, File.record_id, File.uploaded_by)
    query = (
        select(*place, func.sum(File.size))
        .join(Folder, Folder.folder_id == File.folder_id)
        .where(File.portfolio_id == portfolio_id, File.state == "ready")
        .group_by(*place)
    )
    return sum(
        int(size)
        for kind, record_id, uploaded_by, size in tx.session.execute(query)
        if may_see_file(
            viewer, Place(folder_kind=kind, record_id=record_id, uploaded_by=uploaded_by)
        )
    )
