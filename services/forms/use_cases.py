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
    def find(wanted: str, key: str, version: int | None) -> dict[str, Any] | None:
        found = queries.find(tx, wanted, key, version)
        return json.loads(found.document) if found else None

    problems = checks.problems(kind, document)
    problems = problems or references.unknown(kind, document, find)
    if problems or kind != "form":
        return problems
    return checks.problems(kind, document, _outcomes(document, find))


def _outcomes(document: dict[str, Any], find: references.Find) -> dict[str, frozenset[str]]:
    """The codes of the frameworks a form is bound to, by `key@version`."""
    bound = {
        f"{one.key}@{one.version}": find(one.kind, one.key, one.version)
        for one in references.references("form", document)
        if one.kind == "framework"
    }
    return {name: references.outcome_codes(found or {}) for name, found in bound.items()}


def _publish(
    tx: Transaction, kind: str, document: dict[str, Any], owner: str
) -> tuple[dict[str, Any], bool]:
    """-> ({key, version, hash}, whether it is new)."""
    key, name = document["key"], content_hash(document)
    institution_id, network_id = _owner_ids(tx, owner)
    _one_at_a_time(tx, f"{institution_id or network_id}/{kind}/{key}")
    known = _versions_of(tx, institution_id, network_id, kind, key)
    same = _unchanged(known, document, name)
    if same is not None:
        return {"key": key, "version": same.version, "hash": name}, False
    row = Definition(
        id=tx.new_id(),
        institution_id=institution_id,
        network_id=network_id,
        kind=kind,
        key=key,
        version=_next_version(known, kind, document),
        hash=name,
        document=canonical(document).decode(),
        published_at=tx.now,
        published_by=tx.principal.person_id,
    )
    _store(tx, row)
    _tell(tx, row)
    return {"key": key, "version": row.version, "hash": name}, True


def _unchanged(known: list[Definition], document: dict[str, Any], name: str) -> Definition | None:
    """The version that this content already has. Content that states its own version is the same
    wherever it stands; a form is compared with the newest, so that going back is a new version."""
    among = known if "version" in document else known[:1]
    return next((row for row in among if row.hash == name), None)


def _next_version(known: list[Definition], kind: str, document: dict[str, Any]) -> int:
    """Frameworks and scales may state their version (`gp-areas@2023`), because others name it;
    all else is counted. Raises DefinitionRefused for a stated version that is taken."""
    stated = document.get("version") if kind in ("framework", "scale") else None
    if stated is None:
        return known[0].version + 1 if known else 1
    if any(row.version == stated for row in known):
        taken = {
            "path": "version",
            "code": "definition.version_taken",
            "message": f"Version {stated} was published before with another content.",
            "params": {"given": stated},
        }
        raise DefinitionRefused(errors={"version": taken})
    return int(stated)


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


def _versions_of(
    tx: Transaction, institution_id: UUID | None, network_id: UUID | None, kind: str, key: str
) -> list[Definition]:
    """All versions of one owner, newest first."""
    return list(
        tx.session.scalars(
            sa.select(Definition)
            .where(
                Definition.institution_id.is_not_distinct_from(institution_id),
                Definition.network_id.is_not_distinct_from(network_id),
                Definition.kind == kind,
                Definition.key == key,
            )
            .order_by(Definition.version.desc())
        )
    )


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
