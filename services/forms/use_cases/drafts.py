"""Working on a definition: start, save, throw away, publish. What is saved is kept as it is."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction
from libs.contracts.faults import InvalidRequest
from libs.contracts.forms import (
    ChoiceNeeded,
    DefinitionRefused,
    DraftConflict,
    DraftExists,
)

from ..domain.problems import KEY
from ..queries import changes
from ..queries.drafts import draft_of_key, draft_problems, open_draft, whole
from ..queries.owners import as_owner, expect_author, owner_ids, owner_of
from ..queries.problems import refuse_unfit
from ..tables import Draft
from .beginning import TAKING, begin, expect_takeable, made_to_stand_here
from .locking import one_at_a_time, one_list_at_a_time
from .publishing import note_publication, publish, refuse_new_meaning


def start_draft(
    tx: Transaction,
    *,
    kind: str,
    key: str,
    owner: str = "institution",
    how: str = "empty",
    hash: str | None = None,
    document: dict[str, Any] | None = None,
    frameworks: dict[str, str] | None = None,
) -> dict[str, Any]:
    """A new draft -> Draft.

    Raises Forbidden, InvalidRequest, DraftExists, KeyTaken, TooOld, NotFound, DocumentUnfit,
    FrameworksMissing.
    """
    expect_author(tx, owner)
    if not KEY.fullmatch(key):
        raise InvalidRequest(errors={"key": ["small letters, digits, - and _, from a letter on"]})
    if document is not None:
        refuse_unfit(document)
    expect_takeable(tx, kind, how, hash)
    with as_owner(tx, owner):
        one_at_a_time(tx, kind, key)
        there = draft_of_key(tx, kind, key)
        if there is not None:
            raise DraftExists(draft_id=there.id)
        began, origin = begin(tx, kind=kind, key=key, how=how, hash=hash, document=document)
        if kind == "form" and how in TAKING:
            began = made_to_stand_here(tx, began, frameworks or {})
        row = Draft(
            id=tx.new_id(),
            **owner_ids(tx),
            kind=kind,
            key=key,
            rev=0,
            origin=origin,
            started_at=tx.now,
            started_by=tx.principal.person_id,
        )
        _write(tx, row, began)
        tx.session.add(row)
        tx.session.flush()
    _audit(tx, row, "definition_draft.start")
    return whole(tx, row)


def save_draft(
    tx: Transaction, *, draft_id: UUID, rev: int, document: dict[str, Any]
) -> dict[str, Any]:
    """Keep the whole document, whatever is wrong in it -> {rev, problems, updated_at}.

    Raises DraftConflict (nothing is saved), DocumentUnfit, NotFound, Forbidden.
    """
    row = _claimed(tx, draft_id, rev)
    refuse_unfit(document)
    with as_owner(tx, owner_of(row)):
        problems = _write(tx, row, document)
        tx.session.flush()
    _audit(tx, row, "definition_draft.save")
    return {"rev": row.rev, "problems": problems, "updated_at": row.updated_at}


def discard_draft(tx: Transaction, *, draft_id: UUID, rev: int | None = None) -> dict[str, Any]:
    """Throw it away as the caller saw it; what was published stays.

    Raises DraftConflict (nothing is thrown away), NotFound, Forbidden.
    """
    row = _claimed(tx, draft_id, rev)
    _let_go(tx, row)
    _audit(tx, row, "definition_draft.discard")
    return {}


def publish_draft(
    tx: Transaction, *, draft_id: UUID, rev: int, open_drafts: str | None = None
) -> dict[str, Any]:
    """Freeze it as the next version and let go of the draft -> {key, version, hash}.

    Raises DraftConflict, DefinitionRefused (problems, or a change of meaning), ChoiceNeeded.
    """
    row = _claimed(tx, draft_id, rev)
    document = json.loads(row.document)
    with as_owner(tx, owner_of(row)):
        one_list_at_a_time(tx)
        one_at_a_time(tx, row.kind, row.key)
        problems = draft_problems(tx, row.kind, row.key, document)
        if problems:
            raise DefinitionRefused(errors={one["path"]: one for one in problems})
        found = changes.since_newest(tx, row.kind, row.key, document)
        refuse_new_meaning(found)
        if row.kind == "form" and found["careful"] and open_drafts is None:
            raise ChoiceNeeded(careful=len(found["careful"]))
        published, new = publish(tx, row.kind, document, open_drafts=open_drafts or "finish")
    note_publication(tx, new)
    _let_go(tx, row)
    return published


def _claimed(tx: Transaction, draft_id: UUID, rev: int | None) -> Draft:
    """The draft, locked, if the caller saw its newest copy, or says nothing about that. Raises
    DraftConflict."""
    row = open_draft(tx, draft_id, lock=True)
    if rev not in (None, row.rev):
        raise DraftConflict(rev=row.rev, updated_at=row.updated_at, updated_by=row.updated_by)
    return row


def _write(tx: Transaction, row: Draft, document: dict[str, Any]) -> list[dict[str, Any]]:
    problems = draft_problems(tx, row.kind, row.key, document)
    row.document = json.dumps(document)
    row.title = _title(document)
    row.problem_count = len(problems)
    row.rev += 1
    row.updated_at = tx.now
    row.updated_by = tx.principal.person_id
    return problems


def _title(document: dict[str, Any]) -> dict[str, str]:
    """The words of the title that are words."""
    given = document.get("title")
    if not isinstance(given, dict):
        return {}
    return {language: text for language, text in given.items() if isinstance(text, str)}


def _let_go(tx: Transaction, row: Draft) -> None:
    with as_owner(tx, owner_of(row)):
        tx.session.delete(row)
        tx.session.flush()


def _audit(tx: Transaction, row: Draft, action: str) -> None:
    tx.audit(action, object_kind=row.kind, object_id=row.id)
