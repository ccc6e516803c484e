"""Checking and publishing definitions. Published is for ever: a change is a new version."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import Forbidden
from libs.contracts.forms import DefinitionPublishedV1, DefinitionRefused
from libs.formengine import canonical, content_hash

from . import queries
from .domain import checks, references
from .tables import Definition

LIBRARY = Path(__file__).parent / "library"
PUBLISHERS = {"institution": ("local_admin", "head"), "network": ("national_admin",)}
READERS = ("local_admin", "head", "national_admin", "secretary")


def check_definition(tx: Transaction, *, kind: str, document: dict[str, Any]) -> dict[str, Any]:
    """What keeps a document from being published -> {problems}. Nothing is stored."""
    if not tx.principal.has_role(*READERS):
        raise Forbidden()
    return {"problems": _problems(tx, kind, document)}


def publish_definition(
    tx: Transaction, *, kind: str, document: dict[str, Any], owner: str = "institution"
) -> dict[str, Any]:
    """Freeze a document as the next version -> {key, version, hash}.

    The same content as the newest version changes nothing. Raises Forbidden, DefinitionRefused.
    """
    if not tx.principal.has_role(*PUBLISHERS[owner]):
        raise Forbidden()
    problems = _problems(tx, kind, document)
    if problems:
        raise DefinitionRefused(errors={problem["path"]: problem for problem in problems})
    published, _ = _publish(tx, kind, document, owner)
    return published


def publish_library(
    tx: Transaction, *, owner: str = "network", folder: Path = LIBRARY
) -> dict[str, int]:
    """Publish every file of the library, in the order in which they refer to each other.

    For setting up an institution or a network: the principal is the owner's administrator.
    -> {published, unchanged}
    """
    published = unchanged = 0
    for kind, document in _library(folder):
        problems = _problems(tx, kind, document)
        if problems:
            raise DefinitionRefused(
                f"{kind} {document.get('key')} has problems",
                errors={problem["path"]: problem for problem in problems},
            )
        _, is_new = _publish(tx, kind, document, owner)
        published, unchanged = published + is_new, unchanged + (not is_new)
    return {"published": published, "unchanged": unchanged}


def _library(folder: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    """(kind, document) of each library file: what is referred to comes before what refers."""
    places = {"scale": "scales", "framework": "frameworks", "form": ".", "programme": "programmes"}
    for kind, place in places.items():
        for file in sorted((folder / place).glob("*.json")):
            yield kind, json.loads(file.read_text(encoding="utf-8"))


def _problems(tx: Transaction, kind: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    def is_known(wanted_kind: str, key: str, version: int | None) -> bool:
        return queries.find(tx, wanted_kind, key, version) is not None

    found = checks.problems(kind, document)
    return found or references.unknown(kind, document, is_known)


def _publish(
    tx: Transaction, kind: str, document: dict[str, Any], owner: str
) -> tuple[dict[str, Any], bool]:
    key, name = document["key"], content_hash(document)
    institution_id, network_id = _owner_ids(tx, owner)
    _one_at_a_time(tx, f"{institution_id or network_id}/{kind}/{key}")
    newest = _newest_of(tx, institution_id, network_id, kind, key)
    if newest is not None and newest.hash == name:
        return {"key": key, "version": newest.version, "hash": name}, False
    row = Definition(
        id=tx.new_id(),
        institution_id=institution_id,
        network_id=network_id,
        kind=kind,
        key=key,
        version=newest.version + 1 if newest else 1,
        hash=name,
        document=canonical(document).decode(),
        published_at=tx.now,
        published_by=tx.principal.person_id,
    )
    _store(tx, row)
    _tell(tx, row)
    return {"key": key, "version": row.version, "hash": name}, True


def _owner_ids(tx: Transaction, owner: str) -> tuple[UUID | None, UUID | None]:
    """(institution, network) of the owner, one of them None. Raises Forbidden without one."""
    who = tx.principal
    found = who.institution_id if owner == "institution" else who.network_id
    if found is None:
        raise Forbidden(f"There is no {owner} to publish for.")
    return (found, None) if owner == "institution" else (None, found)


def _one_at_a_time(tx: Transaction, name: str) -> None:
    """Two administrators publishing the same key get consecutive versions."""
    tx.session.execute(
        sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
    )


def _newest_of(
    tx: Transaction, institution_id: UUID | None, network_id: UUID | None, kind: str, key: str
) -> Definition | None:
    return tx.session.scalars(
        sa.select(Definition)
        .where(
            Definition.institution_id.is_not_distinct_from(institution_id),
            Definition.network_id.is_not_distinct_from(network_id),
            Definition.kind == kind,
            Definition.key == key,
        )
        .order_by(Definition.version.desc())
        .limit(1)
    ).first()


def _store(tx: Transaction, row: Definition) -> None:
    """A network's row is written outside every institution's wall, and only there."""
    acting = tx.principal
    if row.institution_id is None:
        tx.act_for(None, row.network_id)
    tx.session.add(row)
    tx.session.flush()
    if row.institution_id is None:
        tx.act_for(acting.institution_id, acting.network_id)


def _tell(tx: Transaction, row: Definition) -> None:
    tx.emit(
        DefinitionPublishedV1(
            institution_id=row.institution_id,
            network_id=row.network_id or tx.principal.network_id,
            kind=row.kind,
            key=row.key,
            definition_version=row.version,
            hash=row.hash,
        )
    )
    tx.audit("definition.publish", object_kind=row.kind, object_id=row.id)
