"""The cohort as its teachers see it: those who need help first, and what waits for an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import InvalidRequest

from ..domain import needs
from ..domain.audience import COHORT_ROLES, STAFF_ROLES, WORD_OF_RELATION
from .access import is_staff, reader_of

# The learners a reader may see today, each with the needs that hold; `rank` puts who is behind
# before who is only silent, and so on down the list. One row per open portfolio.
_COHORT = """
WITH mine AS (
  SELECT relation.learner_id, array_agg(DISTINCT word) AS words
  FROM relation JOIN jsonb_to_recordset(:words) AS w (kind text, word text) USING (kind)
  WHERE relation.person_id = :reader AND relation.starts_on <= :today
    AND (relation.ends_on IS NULL OR relation.ends_on >= :today)
  GROUP BY relation.learner_id
), visible AS (
  SELECT view.*, portfolio.programme_key,
    coalesce((
      SELECT sum(counted.value::int) FROM jsonb_each_text(view.concerns) AS counted
      WHERE counted.key = ''
         OR string_to_array(counted.key, ',') && (coalesce(mine.words, '{}') || :own_words)
    ), 0)::int AS seen_concerns,
    greatest(:today - coalesce(view.last_activity_on, portfolio.starts_on), 0) AS silent_days
  FROM view JOIN portfolio ON portfolio.id = view.portfolio_id
  LEFT JOIN mine ON mine.learner_id = view.learner_id
  WHERE portfolio.state <> 'closed' AND (:is_staff OR mine.learner_id IS NOT NULL)
    AND NOT EXISTS (
      SELECT FROM membership WHERE membership.person_id = view.learner_id
        AND membership.ends_on < :today AND 'learner' = ANY (membership.roles))
), judged AS (
  SELECT *, behind > 0 AS is_behind, silent_days > :silent_after AS is_silent,
    overdue_requests > 0 AS is_unanswered, seen_concerns > 0 AS is_concern,
    coalesce(next_decision_on <= :decision_until, false) AS is_decision
  FROM visible
), cohort AS (
  SELECT *, is_behind::int * 16 + is_silent::int * 8 + is_unanswered::int * 4
    + is_concern::int * 2 + is_decision::int AS rank
  FROM judged
)
"""

_PAGE = (
    _COHORT
    + """
SELECT * FROM cohort
WHERE (:need = '' OR (:need = 'behind' AND is_behind) OR (:need = 'silent' AND is_silent)
    OR (:need = 'unanswered' AND is_unanswered) OR (:need = 'concern' AND is_concern)
    OR (:need = 'decision' AND is_decision))
  AND (:rank < 0 OR (rank, portfolio_id) < (:rank, :after))
ORDER BY rank DESC, portfolio_id DESC LIMIT :limit
"""
)

_COUNTS = (
    _COHORT
    + """
SELECT count(*) AS "all", count(*) FILTER (WHERE is_behind) AS behind,
  count(*) FILTER (WHERE is_silent) AS silent,
  count(*) FILTER (WHERE is_unanswered) AS unanswered,
  count(*) FILTER (WHERE is_concern) AS concern, count(*) FILTER (WHERE is_decision) AS decision,
  coalesce(sum(version), 0)::bigint + count(*) AS version, max(as_of) AS as_of
FROM cohort
"""
)

_UNANSWERED = (
    _COHORT
    + """
SELECT request.id, request.record_id, cohort.learner_id, cohort.portfolio_id, request.form_key,
  request.assessor_id, request.asked_at, request.expires_at, request.reminders,
  request.asked_at <= :overdue_since AS overdue
FROM request JOIN cohort USING (portfolio_id)
WHERE request.state IN ('open', 'seen', 'started')
  AND (request.asked_at, request.id) > (:asked_at, :after)
  AND (:need = '' OR (:need = 'behind' AND is_behind) OR (:need = 'silent' AND is_silent)
    OR (:need = 'unanswered' AND is_unanswered) OR (:need = 'concern' AND is_concern)
    OR (:need = 'decision' AND is_decision))
ORDER BY request.asked_at, request.id LIMIT :limit
"""
)

_TYPES = (
    sa.bindparam("words", type_=sa.dialects.postgresql.JSONB),
    sa.bindparam("own_words", type_=sa.dialects.postgresql.ARRAY(sa.Text)),
    sa.bindparam("after", type_=sa.UUID()),
)
_NOBODY = UUID(int=0)
_WORDS = [{"kind": kind, "word": word} for kind, word in WORD_OF_RELATION.items()]


def learners(
    tx: Transaction, *, need: str | None = None, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """A page of the learners the reader may see, with counts of all of them by need."""
    rank, after = _rank_of(cursor)
    asked = _parameters(tx, need) | {"rank": rank, "after": after, "limit": limit + 1}
    rows = tx.session.execute(_sql(_PAGE), asked).mappings().all()
    counts = dict(tx.session.execute(_sql(_COUNTS, 2), _parameters(tx, need)).mappings().one())
    version, as_of = counts.pop("version"), counts.pop("as_of")
    page = rows[:limit]
    _write_down(tx)
    return {
        "learners": [_learner(row) for row in page],
        "counts": counts,
        "next": f"{page[-1]['rank']}:{page[-1]['portfolio_id']}" if len(rows) > limit else None,
        "as_of": as_of,
        "version": version,
    }


def unanswered(
    tx: Transaction, *, need: str | None = None, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """Open requests of those learners, the oldest first."""
    asked_at, after = _asked_of(cursor)
    asked = _parameters(tx, need) | {
        "asked_at": asked_at,
        "after": after,
        "overdue_since": tx.now - dt.timedelta(days=needs.OVERDUE_AFTER_DAYS),
        "limit": limit + 1,
    }
    rows = tx.session.execute(_sql(_UNANSWERED), asked).mappings().all()
    page = rows[:limit]
    last = f"{page[-1]['asked_at'].isoformat()}|{page[-1]['id']}" if len(rows) > limit else None
    _write_down(tx)
    return {"requests": [_request(row) for row in page], "next": last, "as_of": tx.now}


def _sql(text: str, types: int = 3) -> Any:
    return sa.text(text).bindparams(*_TYPES[:types])


def _parameters(tx: Transaction, need: str | None) -> dict[str, Any]:
    today, reader = tx.today(), reader_of(tx)
    own_words = [role for role in STAFF_ROLES if tx.principal.has_role(role)]
    return {
        "reader": reader,
        "is_staff": tx.principal.has_role(*COHORT_ROLES),
        "own_words": [*own_words, str(reader)],
        "words": _WORDS,
        "today": today,
        "silent_after": needs.SILENT_AFTER_DAYS,
        "decision_until": today + dt.timedelta(days=needs.DECISION_WITHIN_DAYS),
        "need": need or "",
    }


def _rank_of(cursor: str | None) -> tuple[int, UUID]:
    if cursor is None:
        return -1, _NOBODY
    try:
        rank, after = cursor.split(":", 1)
        return int(rank), UUID(after)
    except ValueError as error:
        raise InvalidRequest("This cursor is not one of ours.") from error


def _asked_of(cursor: str | None) -> tuple[dt.datetime, UUID]:
    if cursor is None:
        return dt.datetime.min.replace(tzinfo=dt.UTC), _NOBODY
    try:
        asked_at, after = cursor.split("|", 1)
        return dt.datetime.fromisoformat(asked_at), UUID(after)
    except ValueError as error:
        raise InvalidRequest("This cursor is not one of ours.") from error


def _learner(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "learner_id": row["learner_id"],
        "portfolio_id": row["portfolio_id"],
        "programme_key": row["programme_key"],
        "phase": row["phase"],
        "behind": [one for one in row["requirements"] if one["state"] == "behind"],
        "open_requests": row["open_requests"],
        "overdue_requests": row["overdue_requests"],
        "oldest_request_at": row["oldest_request_at"],
        "last_activity_on": row["last_activity_on"],
        "silent_days": row["silent_days"],
        "concerns": row["seen_concerns"],
        "next_decision_on": row["next_decision_on"],
        "need": [need for need in needs.NEEDS if row[f"is_{need}"]],
    }


def _request(row: Mapping[str, Any]) -> dict[str, Any]:
    return {("request_id" if name == "id" else name): value for name, value in row.items()}


def _write_down(tx: Transaction) -> None:
    tx.audit(
        "cohort.read",
        object_kind="cohort",
        object_id=tx.principal.institution_id or "",
        basis="staff" if is_staff(tx) else "relation",
    )
