"""Whose name the holder of a mailed link is told by id: of who appears on its record, and of nobody
else of the institution.

Accounts knows people and not records, portfolio records and not names; here both are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import g

from gateway.clients.bus import ask
from libs.contracts import portfolio

_PERSON = ("person_id", "learner_id")
# What the holder is filling in: whoever they name there is not known to take part.
_OWN = "may"


def those_on_record(person_ids: Iterable[UUID]) -> list[UUID]:
    """Those of these people whom the record of the link that acts now shows. Raises NotFound."""
    record = ask(portfolio.RECORD, record_id=g.principal.link_record_id)
    there = set(_people({name: part for name, part in record.items() if name != _OWN}))
    return [one for one in person_ids if str(one) in there]


def _people(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        yield from (str(part[name]) for name in _PERSON if part.get(name))
        part = part.values()
    elif not isinstance(part, list):
        return
    for one in part:
        yield from _people(one)
