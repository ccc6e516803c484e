"""Who may read a data point: the words a form uses for roles, and the people it names by their id,
against what the reader is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

EVERYBODY = ""
NOBODY = "-"
# Who reads every portfolio of the institution; administrators see who is behind, not content.
STAFF_ROLES = ("head", "secretary", "committee")
COHORT_ROLES = (*STAFF_ROLES, "local_admin")
# What somebody with a relation with the learner is called in the `see` of a data point.
WORD_OF_RELATION = {
    "owner": "learner",
    "supervises": "trainer",
    "teaches": "teacher",
    "coaches": "coach",
}


def audience(see: Iterable[str] | None) -> str:
    """The audience of a point as one comparable text: '' for everybody, '-' for nobody."""
    return EVERYBODY if see is None else ",".join(sorted(set(see))) or NOBODY


def words(relations: Collection[str], roles: Collection[str]) -> frozenset[str]:
    """Every word under which a reader may be meant: from relations with the learner and, for
    staff of the institution, from their roles. In their own portfolio a learner is nothing else."""
    if "owner" in relations:
        return frozenset({WORD_OF_RELATION["owner"]})
    found = {WORD_OF_RELATION.get(relation, relation) for relation in relations}
    return frozenset(found | {role for role in roles if role in STAFF_ROLES})


def may_read(audience: str, reader: Collection[str]) -> bool:
    """Whether a reader with these words belongs to the audience."""
    return audience == EVERYBODY or not set(audience.split(",")).isdisjoint(reader)


def readable(rows: Iterable[Mapping[str, Any]], reader: Collection[str]) -> list[dict[str, Any]]:
    """Those rows whose `audience` the reader belongs to, without it."""
    return [
        {name: value for name, value in row.items() if name != "audience"}
        for row in rows
        if may_read(row.get("audience", EVERYBODY), reader)
    ]


def goals_of(counted: Mapping[str, Any], reader: Collection[str]) -> dict[str, int]:
    """{open, finished}: the goals of everybody with those for `few` that the reader may know of."""
    few = counted.get("few", {}).items()
    known = [counted, *(each for meant, each in few if may_read(meant, reader))]
    return {name: sum(one[name] for one in known) for name in ("open", "finished")}


def registered(rows: Iterable[Mapping[str, Any]], reader: Collection[str]) -> list[dict[str, Any]]:
    """One row per kind: what the audiences of the reader have of it, added up."""
    found: dict[str, dict[str, Any]] = {}
    for row in readable(rows, reader):
        known = found.setdefault(row["kind"], row)
        if known is not row:
            for name in ("count", "approved", "hours", "hours_approved"):
                known[name] += row[name]
            known["last_on"] = max(known["last_on"], row["last_on"])
    return list(found.values())
