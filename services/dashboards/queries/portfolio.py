"""One portfolio: the overview, one competency, and the line chart."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..domain.audience import goals_of, readable, registered
from ..domain.programme import parts
from ..projections.programmes import KnownProgramme, known_programme
from .access import Seen, visible
from .areas import COUNTS, area, by_lineage, empty_area, in_order, top_of


def overview(tx: Transaction, *, portfolio_id: UUID) -> dict[str, Any]:
    """Everything about a portfolio at a glance; see the contract for its shape."""
    seen = visible(tx, portfolio_id)
    view, areas = seen.view, by_lineage(tx, seen, COUNTS)
    known = _known(tx, seen)
    no_stakes = known is not None and known.rules.is_developmental
    return {
        "portfolio_id": view.portfolio_id,
        "programme": _programme(seen, known),
        "areas": in_order(areas, known),
        "points": _total(areas, known, "points"),
        "narratives": _total(areas, known, "narratives"),
        "decisions": [] if no_stakes else readable(view.decisions, seen.reader),
        "registrations": registered(view.registrations, seen.reader),
        "requirements": view.requirements,
        "goals": goals_of(view.goals, seen.reader),
        "requests": {
            "open": view.open_requests,
            "overdue": view.overdue_requests,
            "answered": view.answered_requests,
        },
        **_state(seen, known),
    }


def _total(areas: dict[str, Any], known: KnownProgramme | None, name: str) -> int:
    """Of all areas; what counts in an area at the top is not counted once more."""
    return sum(one[name] for lineage, one in areas.items() if top_of(lineage, known) is None)


def one_area(tx: Transaction, *, portfolio_id: UUID, lineage: str) -> dict[str, Any]:
    """One competency, with its series and the forms that have not said anything yet.

    Raises NotFound for a competency that is neither in the programme nor has data points.
    """
    seen = visible(tx, portfolio_id)
    programme = _known(tx, seen)
    columns = (*COUNTS, "by_form", "series")
    found = by_lineage(tx, seen, columns, lineage).get(lineage)
    known = [line for line in programme.areas if line["lineage"] == lineage] if programme else []
    if found is None and not known:
        raise NotFound()
    by_form = found["by_form"] if found else []
    there = {line["form_key"] for line in by_form}
    feeding = programme.feeds.get(lineage, []) if programme else []
    return {
        "area": area(lineage, found, top_of(lineage, programme)) if found else empty_area(known[0]),
        "parts": parts(programme.areas, lineage) if programme else [],
        "series": found["series"] if found else [],
        "by_form": by_form,
        "missing": [form_key for form_key in feeding if form_key not in there],
        "phase": seen.view.phase,
        **_state(seen, programme),
    }


def progress(tx: Transaction, *, portfolio_id: UUID) -> dict[str, Any]:
    """The line chart: per competency its values over time, all on the same scale."""
    seen = visible(tx, portfolio_id)
    programme = _known(tx, seen)
    areas = by_lineage(tx, seen, ("lines",))
    found = {name: one for name, one in areas.items() if top_of(name, programme) is None}
    name = (programme and programme.rules.progress_scale) or _widest(found)
    series, breaks, scales = [], {}, []
    for lineage in _ordered(found, programme):
        for line in found[lineage]["lines"]:
            if line["name"] == name:
                outcome = found[lineage]["outcome"]
                series.append({"lineage": lineage, "outcome": outcome, "points": line["points"]})
                breaks |= {(one["on"], one["from"], one["to"]): one for one in line["breaks"]}
                scales.append((line["points"][-1]["on"], line["scale"]))
    return {
        "scale": max(scales)[1] if scales else None,
        "series": series,
        "breaks": [breaks[place] for place in sorted(breaks)],
        **_state(seen, programme),
    }


def _widest(found: dict[str, dict[str, Any]]) -> str | None:
    """The scale that says most: used in the most competencies, then most often."""
    reach: dict[str, tuple[int, int]] = {}
    for columns in found.values():
        for line in columns["lines"]:
            areas, count = reach.get(line["name"], (0, 0))
            reach[line["name"]] = areas + 1, count + line["count"]
    return max(sorted(reach), key=lambda name: reach[name], default=None)


def _ordered(found: dict[str, Any], programme: KnownProgramme | None) -> list[str]:
    first = [line["lineage"] for line in programme.areas] if programme else []
    return [name for name in first if name in found] + sorted(found.keys() - set(first))


def _known(tx: Transaction, seen: Seen) -> KnownProgramme | None:
    return known_programme(tx, seen.portfolio.programme_hash) if seen.portfolio else None


def _programme(seen: Seen, known: KnownProgramme | None) -> dict[str, Any] | None:
    if seen.portfolio is None:
        return None
    return {
        "key": seen.portfolio.programme_key,
        "phase": seen.view.phase,
        "starts_on": seen.portfolio.starts_on,
        "is_developmental": known is not None and known.rules.is_developmental,
    }


def _state(seen: Seen, known: KnownProgramme | None) -> dict[str, Any]:
    """Whose it is, how new, and whether anything is registered there, in every reply."""
    view = seen.view
    return {
        "learner_id": view.learner_id,
        "as_of": view.as_of,
        "version": view.version,
        "registers": bool(readable(view.registrations, seen.reader)) or _registers(known),
    }


def _registers(known: KnownProgramme | None) -> bool:
    """Something may be registered; also where it is not known whether."""
    return known is not None and known.registers is not False
