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
    """{store_upload, size, media_type, expires_at} of an upload still open. Raises NotFound."""
    upload = tx.session.get(Upload, upload_id)
    if upload is None or upload.state != "open":
        raise NotFound()
    return {
        "store_upload": upload.store_upload,
        "size": upload.size,
        "media_type": upload.media_type,
        "expires_at": upload.expires_at,
    }


def upload_to_check(tx: Transaction, upload_id: UUID) -> dict[str, Any] | None:
    """What the check of an upload needs, or None when it is not waiting for one.

    `acts_as` is the service itself: a check is its own work, whoever uploaded.
    """
    upload = tx.session.get(Upload, upload_id)
    if upload is None or upload.state != "checking":
        return None
    return {
        "upload_id": upload.upload_id,
        "institution_id": upload.institution_id,
        "name": upload.name,
        "size": upload.size,
        "store_upload": upload.store_upload,
        "parts": upload.parts,
        "acts_as": service_itself(upload.institution_id),
    }


def service_itself(institution_id: UUID | None) -> Principal:
    return Principal(kind="service", issuer="documents", institution_id=institution_id)


def file_of_upload(tx: Transaction, upload_id: UUID) -> dict[str, Any]:
    file = tx.session.get(File, upload_id)
    if file is None:
        raise NotFound()
    return {"file": file_card(file)}


def upload_left(tx: Transaction, upload_id: UUID) -> dict[str, Any] | None:
    """An upload that nobody finished, or None."""
    upload = tx.session.get(Upload, upload_id)
    if upload is None or upload.state not in ("open", "expired"):
        return None
    return {"store_upload": upload.store_upload}


def being_checked(tx: Transaction, upload_ids: list[UUID]) -> set[UUID]:
    """Those whose check is not over, in any institution."""
    return set(tx.session.scalars(_BEING_CHECKED, {"upload_ids": upload_ids}))

