"""The whole read model as plain values, to compare one history with another."""

import sqlalchemy as sa

from libs.chassis.principal import Principal
from services.dashboards.tables import Base

# What depends on when and in which order something was heard, and not on what was said.
PASSING = {"version", "as_of", "fetched_at"}
VIEWS = ("view", "area", "area_month")
FACTS = (
    "relation",
    "membership",
    "enrolment",
    "portfolio",
    "record",
    "contribution",
    "point",
    "request",
    "goal",
    "registration",
    "decision",
)


def service(story):
    return Principal(kind="service", issuer="dashboards", institution_id=story.institution_id)


def snapshot(database, story, tables=FACTS + VIEWS):
    """{table: sorted rows}; versions of facts count, those of views do not."""
    with database.transaction(service(story)) as tx:
        return {name: _rows(tx, name) for name in tables}


def _rows(tx, name):
    table = Base.metadata.tables[name]
    left_out = PASSING if name in VIEWS else set()
    columns = [column for column in table.columns if column.name not in left_out]
    rows = tx.session.execute(sa.select(*columns)).all()
    return sorted(tuple(map(repr, row)) for row in rows)


def clear(database, story, tables=FACTS + VIEWS):
    """Forget everything of the institution."""
    with database.transaction(service(story)) as tx:
        for name in tables:
            tx.session.execute(sa.delete(Base.metadata.tables[name]))
