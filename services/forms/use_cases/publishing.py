"""Publishing definitions. Published is for ever: a change is a new version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from libs.chassis.transaction import Transaction
from libs.contracts.forms import DefinitionPublishedV1, DefinitionRefused
from libs.formengine import canonical, content_hash

from ..domain.fitting import problem
from ..queries import changes
from ..queries.owners import as_owner, expect_author, owner_ids
from ..queries.problems import problems_of, refuse_unfit
from ..queries.reading import next_number, versions_here
from ..queries.shipped import LIBRARY, files_of
from ..tables import Definition
from .locking import one_at_a_time, one_list_at_a_time


def publish_definition(
    tx: Transaction, *, kind: str, document: dict[str, Any], owner: str = "institution"
) -> dict[str, Any]:
    """Freeze a document as the next version -> {key, version, hash}.

    The same content as the newest version changes nothing. Raises Forbidden, DefinitionRefused.
    """
    expect_author(tx, owner)
    refuse_unfit(document)
    with as_owner(tx, owner):
        one_list_at_a_time(tx)
        expect_sound(tx, kind, document)
        one_at_a_time(tx, kind, document["key"])
        refuse_new_meaning(changes.since_newest(tx, kind, document["key"], document))
        published, new = publish(tx, kind, document)
    note_publication(tx, new)
    return published


def expect_sound(tx: Transaction, kind: str, document: dict[str, Any]) -> None:
    """Raises DefinitionRefused with all problems by path."""
    problems = problems_of(tx, kind, document)
    if problems:
        raise DefinitionRefused(
            f"{kind} {document.get('key')} has problems",
            errors={problem["path"]: problem for problem in problems},
        )


def refuse_new_meaning(found: dict[str, Any]) -> None:
    """The same key never comes to mean something else. Raises DefinitionRefused, by path."""
    if found["refused"]:
        raise DefinitionRefused(errors={change["path"]: change for change in found["refused"]})


def publish_library(
    tx: Transaction, *, owner: str = "network", folder: Path = LIBRARY
) -> dict[str, int]:
    """Publish every file of the library, in the order in which they refer to each other.

    For setting up an institution or a network: the principal is the owner's administrator.
    -> {published, unchanged}
    """
    published = unchanged = 0
    expect_author(tx, owner)
    for kind, document in files_of(folder):
        with as_owner(tx, owner):
            one_list_at_a_time(tx)
            expect_sound(tx, kind, document)
            one_at_a_time(tx, kind, document["key"])
            _, new = publish(tx, kind, document)
        note_publication(tx, new)
        published, unchanged = published + (new is not None), unchanged + (new is None)
    return {"published": published, "unchanged": unchanged}


def publish(
    tx: Transaction, kind: str, document: dict[str, Any], *, open_drafts: str = "finish"
) -> tuple[dict[str, Any], Definition | None]:
    """Freeze a sound document for the owner at hand -> ({key, version, hash}, the row if new).

    Raises DefinitionRefused for a stated version that is taken.
    """
    key, name = document["key"], content_hash(document)
    known = versions_here(tx, kind, key)
    same = _unchanged(known, document, name)
    if same is not None:
        return {"key": key, "version": same.version, "hash": name}, None
    row = Definition(
        id=tx.new_id(),
        **owner_ids(tx),
        kind=kind,
        key=key,
        version=_next_version(tx, known, document),
        hash=name,
        document=canonical(document).decode(),
        published_at=tx.now,
        published_by=tx.principal.person_id,
    )
    tx.session.add(row)
    tx.session.flush()
    _tell(tx, row, open_drafts)
    return {"key": key, "version": row.version, "hash": name}, row


def _unchanged(known: list[Definition], document: dict[str, Any], name: str) -> Definition | None:
    """The version that this content already has. Content that states its own version is the same
    wherever it stands; a form is compared with what counts, so that going back is a new one."""
    among = known if "version" in document else known[:1]
    return next((row for row in among if row.hash == name), None)


def _next_version(tx: Transaction, known: list[Definition], document: dict[str, Any]) -> int:
    """Frameworks and scales may state their version (`gp-areas@2023`), because others name it;
    all else is counted, own and the network's together. Raises DefinitionRefused for a stated
    version that is taken."""
    kind, key = document["format"].partition("/")[0], document["key"]
    free = next_number(tx, kind, key)
    stated = document.get("version") if kind in ("framework", "scale") else None
    if stated is None:
        return free
    if any(row.version == stated for row in known):
        taken = problem("version", "version_taken", given=stated, free=free)
        raise DefinitionRefused(errors={"version": taken})
    return int(stated)


def _tell(tx: Transaction, row: Definition, open_drafts: str) -> None:
    tx.emit(
        DefinitionPublishedV1(
            institution_id=row.institution_id,
            network_id=row.network_id or tx.principal.network_id,
            kind=row.kind,
            key=row.key,
            definition_version=row.version,
            hash=row.hash,
            open_drafts=open_drafts,
        )
    )


def note_publication(tx: Transaction, row: Definition | None) -> None:
    """The audit line of a publication, written where the caller stands."""
    if row is not None:
        tx.audit("definition.publish", object_kind=row.kind, object_id=row.id)
