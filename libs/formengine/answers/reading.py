"""From an answer as stored to the value a rule or a data point sees. Never raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.items import Item

GIVEN = "given"


def number_of(raw: Any) -> float | None:
    """The number of a judgement: bare, or `{"v": 4}`; not observed is None, never a number."""
    raw = _value_in(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    return raw


def is_na(raw: Any) -> bool:
    return isinstance(raw, Mapping) and raw.get("na") is True


def _value_in(raw: Any) -> Any:
    """What stands beside "not observed" is no value."""
    if isinstance(raw, Mapping):
        return None if is_na(raw) else raw.get("v")
    return raw


def comment_of(raw: Any) -> str:
    found = raw.get("comment") if isinstance(raw, Mapping) else None
    return found.strip() if isinstance(found, str) else ""


def is_empty(raw: Any) -> bool:
    """Whether an answer says nothing: absent, blank, an empty list or object, nothing but "other"
    without its words."""
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, list):
        return all(_is_wordless(one) for one in raw)
    return raw is None or raw == {} or _is_wordless(raw)


def _is_wordless(picked: Any) -> bool:
    if not isinstance(picked, Mapping) or set(picked) != {"other"}:
        return False
    return isinstance(picked["other"], str) and not picked["other"].strip()


def read(item: Item, raw: Any, rest: str = "") -> Any:
    """The value behind `item` or `item.rest` for rules, None when unanswered or malformed."""
    if is_empty(raw):
        return [] if rest.startswith("*") else _nothing(item, rest)
    if isinstance(item, kinds.Rubric):
        return _rubric(item, raw, rest)
    if isinstance(item, kinds.Checklist):
        return _checklist(item, raw, rest)
    if isinstance(item, kinds.Repeat):
        return _repeat(item, raw, rest)
    return _single(item, raw)


def _nothing(item: Item, rest: str) -> Any:
    if isinstance(item, kinds.Checklist) and rest == "max":
        return item.most
    many = isinstance(item, kinds.Choice | kinds.OutcomePick) and item.many
    return [] if many else None


def _single(item: Item, raw: Any) -> Any:
    if isinstance(item, kinds.Judgement):
        return number_of(raw)
    if isinstance(item, kinds.Choice):
        picked = raw if isinstance(raw, list) else [raw]
        codes = [_option(one) for one in picked if not is_empty(one)]
        return codes if isinstance(raw, list) else codes[0]
    if isinstance(item, kinds.OutcomePick):
        return [one for one in raw if isinstance(one, str)] if isinstance(raw, list) else raw
    expected: type | tuple[type, ...] | None = _PYTHON.get(item.type)
    if expected is None:
        return GIVEN
    if not isinstance(raw, expected) or (isinstance(raw, bool) and item.type != "yesno"):
        return None
    return raw.strip() if isinstance(raw, str) else raw


_PYTHON: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "date": str,
    "number": (int, float),
    "yesno": bool,
}


def _option(raw: Any) -> str | None:
    if isinstance(raw, Mapping):
        return "other"
    return raw if isinstance(raw, str) else None


def _rubric(item: kinds.Rubric, raw: Any, rest: str) -> Any:
    rows = raw if isinstance(raw, Mapping) else {}
    if rest == "*":
        return [number_of(rows.get(row.key)) for row in item.rows]
    return number_of(rows.get(rest)) if rest else GIVEN


def _checklist(item: kinds.Checklist, raw: Any, rest: str) -> Any:
    rows = raw if isinstance(raw, Mapping) else {}
    if rest == "points":
        if all(value_of_row(rows.get(row.key)) is None for row in item.rows):
            return None
        return sum(points_of(row, rows.get(row.key)) * row.weight for row in item.rows)
    if rest == "max":
        return item.most
    if rest == "critical_ok":
        return _critical_ok(item, rows)
    row = next((row for row in item.rows if row.key == rest), None)
    if row is None:
        return GIVEN
    value = value_of_row(rows.get(rest))
    return value if isinstance(value, bool) or row.points > 1 else None


def _critical_ok(item: kinds.Checklist, rows: Mapping[str, Any]) -> bool | None:
    critical = [row for row in item.rows if row.critical]
    given = [rows.get(row.key) for row in critical]
    if any(is_empty(one) for one in given):
        return None
    pairs = zip(critical, given, strict=True)
    return all(is_na(one) or points_of(row, one) >= row.points for row, one in pairs)


def value_of_row(raw: Any) -> Any:
    """A checklist row's answer: True, False, a number of points, or None."""
    value = _value_in(raw)
    return value if isinstance(value, bool | int | float) else None


def points_of(row: kinds.Row, raw: Any) -> float:
    """Unweighted points a row earned; no answer and not applicable earn none."""
    value = value_of_row(raw)
    if isinstance(value, bool):
        return row.points if value else 0
    return min(max(value, 0), row.points) if value is not None else 0


def _repeat(item: kinds.Repeat, raw: Any, rest: str) -> Any:
    rows = [row for row in raw if isinstance(row, Mapping)] if isinstance(raw, list) else []
    if not rest:
        return GIVEN if rows else None
    column = rest.partition(".")[2]
    inner = next((one for one in item.items if one.key == column), None)
    return [read(inner, row.get(column)) for row in rows] if inner else []
