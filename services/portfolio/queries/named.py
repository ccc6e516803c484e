"""Who and what an answer may name: people of the institution, goals and entries of the portfolio.

Files and dashboards are not ours; documents says who reads a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from libs.chassis.transaction import Transaction
from libs.formengine import Definition
from libs.formengine.items import Item, Person, Ref, Repeat

from ..tables import Goal, Membership, Record

Named = tuple[str, str]
ELSEWHERE = ("file", "dashboard")


def known(
    tx: Transaction, definition: Definition, portfolio_id: UUID, answers: Mapping[str, Any]
) -> frozenset[Named]:
    """Of everything these answers name, what is really there."""
    named = set(_named(definition.items, answers))
    found = {one for one in named if one[0] in ELSEWHERE}
    wanted = {
        "person": select(Membership.person_id),
        "entry": select(Record.id).where(Record.portfolio_id == portfolio_id),
        "goal": select(Goal.id).where(Goal.portfolio_id == portfolio_id, Goal.state != "withdrawn"),
    }
    columns = {"person": Membership.person_id, "entry": Record.id, "goal": Goal.id}
    for kind, query in wanted.items():
        ids = {as_id: text for name, text in named if name == kind and (as_id := _uuid(text))}
        if ids:
            there = tx.session.scalars(query.where(columns[kind].in_(ids)))
            found |= {(kind, ids[one]) for one in there if one in ids}
    return frozenset(found)


def _named(items: Any, answers: Mapping[str, Any]) -> Iterator[Named]:
    for item in items:
        given = answers.get(item.key)
        if isinstance(item, Repeat):
            for row in given if isinstance(given, list) else ():
                if isinstance(row, Mapping):
                    yield from _named(item.items, row)
        elif isinstance(item, Person | Ref):
            yield from _of_item(item, given)
        elif hasattr(item, "items"):
            yield from _named(item.items, answers)


def _of_item(item: Item, given: Any) -> Iterator[Named]:
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, Mapping) and isinstance(one.get("id"), str):
            kind = "person" if isinstance(item, Person) else one.get("kind")
            if isinstance(kind, str):
                yield kind, one["id"]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
