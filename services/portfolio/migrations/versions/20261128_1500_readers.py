"""Who may read a goal, a registration or a decision, as its form says."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261128_1500"
down_revision = "20261128_1300"
branch_labels = None
depends_on = None

TABLES = ("goal", "registration", "decision")
RELATIONS = {
    "supervises": "trainer",
    "supervisor": "trainer",
    "teaches": "teacher",
    "coaches": "coach",
    "mentor": "coach",
}
OFFICES = {"secretariat": "secretary", "head_of_programme": "head", "board": "committee"}
FORMS = "SELECT hash, document FROM definition WHERE kind = 'form'"
# What is there of before has the readers that the version of its form names.
OF_BEFORE = """
    UPDATE {table} AS kept SET see = :see FROM record
    WHERE record.id = kept.record_id AND record.form_hash = :hash
    AND split_part(kept.slot, ':', 1) = :key
"""


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("see", postgresql.ARRAY(sa.Text()), nullable=True))
    # The owner stands behind the walls as well, and no decision changes; for these it does not.
    for table in (*TABLES, "record"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE decision DISABLE TRIGGER decision_is_frozen")
    _tell_those_of_before()
    op.execute("ALTER TABLE decision ENABLE TRIGGER decision_is_frozen")
    for table in (*TABLES, "record"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "see")


def _tell_those_of_before() -> None:
    connection = op.get_bind()
    for form_hash, document in connection.execute(sa.text(FORMS)).all():
        # Of several that change the same goal the first says its words.
        for emitted in reversed(document.get("emit", [])):
            see = _readers(document, emitted) if emitted.get("kind") in TABLES else None
            if see is not None:
                told = sa.text(OF_BEFORE.format(table=emitted["kind"]))
                connection.execute(told, {"see": see, "hash": form_hash, "key": emitted["key"]})


def _readers(document: dict[str, Any], emitted: dict[str, Any]) -> list[str] | None:
    """As the form declares, and no more than may read the items whose words it carries."""
    held = {emitted.get("each"), *emitted.get("texts", {}).values()}
    sees = [see for key, see in _items(document["items"], None) if key in held]
    limits = [set(see) for see in (emitted.get("see"), *sees) if see is not None]
    if not limits:
        return None
    return sorted({_named(document["roles"][key], key) for key in set.intersection(*limits)})


def _items(items: list[Any], see: list[str] | None) -> Iterator[tuple[str | None, Any]]:
    """Key and readers of every item; those in a section have its readers unless they say."""
    for one in items:
        readers = one.get("see", see)
        yield one.get("key"), readers
        yield from _items(one.get("items", []), readers)


def _named(role: dict[str, Any], key: str) -> str:
    """A role of a form by the name that the platform has for it."""
    who = role.get("who")
    if who == "related":
        relation = str(role.get("relation", key))
        return RELATIONS.get(relation, relation if relation in RELATIONS.values() else key)
    if who == "office":
        office = str(role.get("office", key))
        return OFFICES.get(office, office)
    return "learner" if who == "subject" else "assessor"
