"""What a report says, as plain data for its typst template: every text ready in its language."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from ..use_cases.reports import ReportJob
from .words import WORDS, highest, in_language, level, long_date, number


def of(job: ReportJob, found: dict[str, Any]) -> dict[str, Any]:
    """The content of a job: `found` holds institution, learner, reader, decisions and scales."""
    is_own = job.reader_id == job.learner_id
    words = WORDS[job.language]
    return {
        "language": job.language,
        "words": words,
        "title": words[job.kind],
        "institution": found["institution"],
        "learner": found["learner"],
        "made_for": "" if is_own else found["reader"],
        "phase": in_language(job.phase, job.language),
        "made_on": long_date(job.today, job.language),
        # A fixed instant, so that trying again gives the same bytes.
        "made_at": int(dt.datetime.combine(job.today, dt.time(), dt.UTC).timestamp()),
        "statements": [_statement(one, job) for one in found["decisions"] if _is_statement(one)],
        "areas": [_area(area, found["scales"], job.language) for area in job.areas],
        "charts": _charts(job, found["scales"]),
        "scale": _title(found["scales"], job.lines["scale"], job.language),
    }


def file_name(job: ReportJob) -> str:
    """`Bekwaamverklaringen 2026-11-22.pdf`."""
    return f"{WORDS[job.language][job.kind]} {job.today.isoformat()}.pdf"


def _is_statement(decision: dict[str, Any]) -> bool:
    """Decisions that stand; advice is something else, and what was revoked is no statement."""
    return not decision["advice"] and decision["state"] in ("active", "expired")


def _statement(decision: dict[str, Any], job: ReportJob) -> dict[str, Any]:
    language, words = job.language, WORDS[job.language]
    light = words.get(decision["light"] or "", "")
    level = f"{words['level']} {decision['level']}" if decision.get("level") is not None else ""
    return {
        "title": in_language(decision["title"], language),
        "light": decision["light"] or "",
        "result": ", ".join(text for text in (light, level) if text),
        "conditions": decision.get("conditions") or "",
        "decided_on": long_date(_civil(decision["decided_at"], job.zone), language),
        "decided_by": decision["decided_by"] or "",
        "valid": _validity(decision, language),
        "expired": _is_past(decision, job.today),
    }


def _civil(instant: str, zone: str) -> dt.date:
    return dt.datetime.fromisoformat(instant).astimezone(zoneinfo.ZoneInfo(zone)).date()


def _is_past(decision: dict[str, Any], today: dt.date) -> bool:
    until = decision["valid_until"]
    return decision["state"] == "expired" or bool(until and until < today.isoformat())


def _validity(decision: dict[str, Any], language: str) -> str:
    words = WORDS[language]
    start, end = decision["valid_from"], decision["valid_until"]
    parts = [f"{words['from']} {long_date(start, language)}"] if start else []
    parts.append(f"{words['until']} {long_date(end, language)}" if end else words["no_end"])
    return " ".join(parts)


def _area(area: dict[str, Any], scales: dict[str, Any], language: str) -> dict[str, Any]:
    latest = area["latest"]
    name = latest["scale"] if latest else None
    return {
        "title": in_language(area["title"], language, area["outcome"] or area["lineage"]),
        "points": str(area["points"]),
        "narratives": str(area["narratives"]),
        "latest": level(latest["value"], scales.get(name, {}), language) if latest else "",
        "scale": _title(scales, name, language),
        "last_on": long_date(area["last_on"], language),
    }


def _title(scales: dict[str, Any], name: str | None, language: str) -> str:
    return in_language(scales.get(name or "", {}).get("title"), language)


def _charts(job: ReportJob, scales: dict[str, Any]) -> list[dict[str, Any]]:
    """A small chart for each competency, all on the same axes (0 to 1 in both directions)."""
    series = job.lines["series"]
    points = [point for one in series for point in one["points"]]
    if not points:
        return []
    days = [dt.date.fromisoformat(point["on"]) for point in points]
    scale = scales.get(job.lines["scale"], {})
    top = max(highest(scale) or 1.0, *(point["high"] for point in points))
    titles = {area["lineage"]: area for area in job.areas}
    axes = (min(days), max(days), top)
    return [_chart(one, titles, axes, scale, job.language) for one in series]


def _chart(
    one: dict[str, Any],
    titles: dict[str, Any],
    axes: tuple[dt.date, dt.date, float],
    scale: dict[str, Any],
    language: str,
) -> dict[str, Any]:
    first, last, top = axes
    length = max((last - first).days, 1)
    area, values = titles.get(one["lineage"], {}), [point["value"] for point in one["points"]]
    told = {
        "days": str(len(values)),
        "first": level(values[0], scale, language),
        "last": level(values[-1], scale, language),
        "top": number(top, language),
    }
    return {
        "title": in_language(area.get("title"), language, one["outcome"] or one["lineage"]),
        "first": long_date(first, language),
        "last": long_date(last, language),
        "top": number(top, language),
        "latest": told["last"],
        "alt": WORDS[language]["chart"].format(**told),
        "points": [
            {
                "x": (dt.date.fromisoformat(point["on"]) - first).days / length,
                "y": point["value"] / top,
            }
            for point in one["points"]
        ],
    }
