"""How far an upload came: what the steps outside the database need to know."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text

from libs.chassis.principal import Principal
from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound
from services.documents.queries.files import file_card
from services.documents.tables import File, Upload

_BEING_CHECKED = text("SELECT uploads_being_checked(:upload_ids)")


def open_upload(tx: Transaction, upload_id: UUID) -> dict[str, Any]:
    """{open, store_upload, size, media_type, expires_at}. Raises NotFound when it expired."""
    upload = tx.session.get(Upload, upload_id)
    if upload is None or upload.state == "expired":
        raise NotFound()
    return {
        "open": upload.state == "open",
        "store_upload": upload.store_upload,
        "size": upload.size,
        "media_type": upload.media_type,
        "expires_at": upload.expires_at,
    }


def waits_for_check(tx: Transaction, upload_id: UUID) -> dict[str, Any]:
    """{size, checking}: whether somebody should check it now. Raises NotFound."""
    upload = tx.session.get(Upload, upload_id)
    if upload is None:
        raise NotFound()
    return {"size": upload.size, "checking": upload.state == "checking"}


def service_itself(institution_id: UUID | None) -> Principal:
    return Principal(kind="service", issuer="documents", institution_id=institution_id)


def file_of_upload(tx: Transaction, upload_id: UUID) -> dict[str, Any]:
    file = tx.session.get(File, upload_id)
    if file is None:
        raise NotFound()
    return {"file": file_card(file)}


def being_checked(tx: Transaction, upload_ids: list[UUID]) -> set[UUID]:
    """Those whose check is not over, in any institution."""
    return set(tx.session.scalars(_BEING_CHECKED, {"upload_ids": upload_ids}))
