"""Who may read what a record gives to the portfolio: asked of its form and of who takes part."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from libs import formengine

from ..domain.readers import Origin, readers, readers_of
from .running import Running


def point_readers(running: Running, one: formengine.Emission) -> list[str] | None:
    """Of a data point."""
    return readers(running.definition, one.see, _origin(running, one))


def fact_readers(running: Running, one: formengine.Emission) -> list[str] | None:
    """Of a goal, a registration or a decision."""
    return readers_of(running.definition, one, _origin(running, one))


def _origin(running: Running, one: formengine.Emission) -> Origin:
    people: defaultdict[str, list[UUID]] = defaultdict(list)
    for each in running.people.values():
        if each.person_id is not None:
            people[each.role].append(each.person_id)
    source = next((c for c in running.contributions() if str(c.id) == one.contribution_id), None)
    if source is None:
        return Origin(one.stage, None, people)
    filler = running.people.get(str(source.participant_id))
    return Origin(source.stage, filler.person_id if filler else None, people)
