"""The tables that every service's database holds besides its own.

outbox, inbox and timers hold ids only and are the named exceptions to row-level security;
idempotency and audit stand behind the wall of their institution.
"""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.orm import DeclarativeBase

from libs.chassis import walls

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = sa.MetaData(naming_convention=NAMING)


def declarative_base() -> type[DeclarativeBase]:
    """A base class of its own for one service's mapped classes.

    Python types map as the platform wants them: UUID, datetime with time zone, dict as JSONB.
    """

    class Base(DeclarativeBase):
        metadata = sa.MetaData(naming_convention=NAMING)
        type_annotation_map = {
            uuid.UUID: UUID(as_uuid=True),
            dict: JSONB,
            dict[str, Any]: JSONB,
            list: JSONB,
            list[Any]: JSONB,
            list[str]: JSONB,
        }

    _time_with_zone(Base)
    return Base


def _time_with_zone(base: type[DeclarativeBase]) -> None:
    import datetime as dt

    base.registry.update_type_annotation_map({dt.datetime: sa.DateTime(timezone=True)})


_INSTANT = sa.DateTime(timezone=True)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("message_id", UUID(as_uuid=True), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("correlation_id", sa.Text, nullable=False),
    sa.Column("occurred_at", _INSTANT, nullable=False),
    sa.Column("sent_at", _INSTANT),
    sa.Index("ix_outbox_unsent", "id", postgresql_where=sa.text("sent_at IS NULL")),
    sa.Index("ix_outbox_sent_at", "sent_at"),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("consumer", sa.Text, primary_key=True),
    sa.Column("message_id", UUID(as_uuid=True), primary_key=True),
    sa.Column("received_at", _INSTANT, nullable=False),
    sa.Index("ix_inbox_received_at", "received_at"),
)

timers = sa.Table(
    "timers",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("due_at", _INSTANT, nullable=False),
    sa.Column("payload", JSONB, nullable=False),
    sa.Column("institution_id", UUID(as_uuid=True)),
    sa.Column("network_id", UUID(as_uuid=True)),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Index("ix_timers_due", "kind", "due_at"),
)

idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("principal", sa.Text, primary_key=True),
    sa.Column("operation", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("institution_id", UUID(as_uuid=True)),
    sa.Column("request_hash", sa.Text, nullable=False),
    sa.Column("reply", JSONB, nullable=False, info={"pii": True}),
    sa.Column("created_at", _INSTANT, nullable=False),
    sa.Index("ix_idempotency_created_at", "created_at"),
)

# The field names follow NEN 7513: who did what to which object, when, on what ground.
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("institution_id", UUID(as_uuid=True)),
    sa.Column("at", _INSTANT, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("user_kind", sa.Text, nullable=False),
    sa.Column("user_id", UUID(as_uuid=True)),
    sa.Column("responsible_user_id", UUID(as_uuid=True)),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("access_point", sa.Text, nullable=False),
    sa.Column("object_kind", sa.Text, nullable=False),
    sa.Column("object_id", sa.Text, nullable=False),
    sa.Column("subject_id", UUID(as_uuid=True)),
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("correlation_id", sa.Text, nullable=False),
    sa.Index("ix_audit_institution_at", "institution_id", "at"),
    sa.Index("ix_audit_subject_at", "subject_id", "at"),
)

# A trigger wakes the relay once per statement, so writers need no extra round trip.
_WAKE = """
CREATE FUNCTION outbox_wake() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END $$;
CREATE TRIGGER outbox_wake AFTER INSERT ON outbox
    FOR EACH STATEMENT EXECUTE FUNCTION outbox_wake();
"""


def create(op: Any) -> None:
    """Make the chassis' tables; the first step of every service's first migration."""
    metadata.create_all(op.get_bind())
    op.execute(_WAKE)
    walls.institution(op, "idempotency", allow_none=True)
    walls.institution(op, "audit", allow_none=True)
