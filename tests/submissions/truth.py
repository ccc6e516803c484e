"""The truth after the sending, by SQL over the facts and over the read model.

Asked as the superuser of the private servers: the walls would show one institution at a time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from deploy.local.platform import Platform
from tests.submissions.sending import Receipt

_GIVEN = """
SELECT record_id::text, id::text, revision, answers ->> 'strong' FROM contribution
WHERE institution_id = %(school)s AND stage = 'assess' AND state = 'sent'
"""
_POINTS_OF_FACTS = """
SELECT portfolio_id::text, contribution_id::text, id::text, coalesce(lineage, ''), kind,
  coalesce(value, -1)
FROM data_point WHERE institution_id = %(school)s AND superseded_at IS NULL ORDER BY 1, 2, 3
"""
_POINTS_OF_MODEL = """
SELECT portfolio_id::text, contribution_id::text, id::text, coalesce(lineage, ''), kind,
  coalesce(value, -1)
FROM point WHERE institution_id = %(school)s ORDER BY 1, 2, 3
"""
_RECORDS = """
SELECT id::text, portfolio_id::text, state, version FROM record
WHERE institution_id = %(school)s ORDER BY 1
"""
_REQUESTS = """
SELECT id::text, record_id::text, state, version FROM request
WHERE institution_id = %(school)s ORDER BY 1
"""
_AREAS_OF_FACTS = """
SELECT portfolio_id::text, lineage, count(*) FILTER (WHERE kind = 'point'),
  count(*) FILTER (WHERE kind = 'narrative')
FROM data_point
WHERE institution_id = %(school)s AND superseded_at IS NULL AND lineage IS NOT NULL
  AND kind <> 'flag'
GROUP BY 1, 2 ORDER BY 1, 2
"""
_AREAS_OF_MODEL = """
SELECT portfolio_id::text, lineage, sum(points)::int, sum(narratives)::int
FROM area WHERE institution_id = %(school)s GROUP BY 1, 2 ORDER BY 1, 2
"""
_COUNTS_OF_FACTS = """
SELECT portfolio_id::text, count(*) FILTER (WHERE state IN ('open', 'seen', 'started')),
  count(*) FILTER (WHERE state = 'submitted')
FROM request WHERE institution_id = %(school)s GROUP BY 1 ORDER BY 1
"""
_COUNTS_OF_MODEL = """
SELECT portfolio_id::text, open_requests, answered_requests
FROM view WHERE institution_id = %(school)s AND open_requests + answered_requests > 0 ORDER BY 1
"""
# (what, service and query of the facts, service and query of the read model)
COMPARED = (
    ("data points", ("portfolio", _POINTS_OF_FACTS), ("dashboards", _POINTS_OF_MODEL)),
    ("records", ("portfolio", _RECORDS), ("dashboards", _RECORDS)),
    ("requests", ("portfolio", _REQUESTS), ("dashboards", _REQUESTS)),
    ("areas", ("portfolio", _AREAS_OF_FACTS), ("dashboards", _AREAS_OF_MODEL)),
    ("counts", ("portfolio", _COUNTS_OF_FACTS), ("dashboards", _COUNTS_OF_MODEL)),
)


# Record id -> (contribution id, revision, text) of each sent assessment
Given = dict[str, list[tuple[str, int, str]]]


class Truth:
    """What the databases of a platform say of one school."""

    def __init__(self, platform: Platform, institution_id: uuid.UUID) -> None:
        self._admin = platform.backing.database_admin()
        self._school = str(institution_id)

    def rows(self, service: str, query: str, **more: object) -> list[tuple[Any, ...]]:
        """What a query finds in a service's database; `%(school)s` is the institution."""
        connection = self.connect(service)
        try:
            with connection.cursor() as cursor:
                cursor.execute(query, {"school": self._school, **more})
                return list(cursor.fetchall())
        finally:
            connection.close()

    def connect(self, service: str) -> Any:
        parts = urlsplit(self._admin)
        url = urlunsplit((parts.scheme, parts.netloc, f"/tessera_{service}", "", ""))
        return psycopg2.connect(url, connect_timeout=5)

    def given(self) -> Given:
        """Record id -> its sent assessments."""
        found: dict[str, list[tuple[str, int, str]]] = {}
        for record_id, *row in self.rows("portfolio", _GIVEN):
            found.setdefault(record_id, []).append(tuple(row))
        return found

    def differences(self) -> list[str]:
        """Where the read model says something else than the facts; empty when it caught up."""
        found = []
        for what, (service, facts), (reader, model) in COMPARED:
            wanted, shown = self.rows(service, facts), self.rows(reader, model)
            if wanted != shown:
                lacking, excess = set(wanted) - set(shown), set(shown) - set(wanted)
                twice = len(shown) - len(set(shown))
                found.append(f"{what}: {len(lacking)} lacking, {len(excess)} wrong, {twice} twice")
        return found


def lost(receipts: Iterable[Receipt], given: Given) -> int:
    """Receipts of which the facts know nothing, or something else than what was sent."""
    return sum(not _is_kept(one, given.get(one.asked.record_id, [])) for one in receipts)


def _is_kept(receipt: Receipt, rows: list[tuple[str, int, str]]) -> bool:
    answers: Any = receipt.asked.body()["answers"]
    wanted = (receipt.contribution_id, answers["strong"])
    return any((contribution_id, strong) == wanted for contribution_id, _, strong in rows)


def twice(given: Given) -> int:
    """Assessments that took effect more than once: another row, or a revision nobody asked for."""
    return sum(len(rows) - 1 + sum(row[1] - 1 for row in rows) for rows in given.values())
