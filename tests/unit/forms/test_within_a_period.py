"""What a requirement asks fits into its period, and a level means one thing on all its scales."""

from __future__ import annotations

from typing import Any

import pytest

from services.forms.domain import checks, references
from tests.library.definitions import document
from tests.service.forms.documents import PROGRAMME, changed

PHASES = [
    {"key": "year", "title": {"en": "Year"}, "months": 12},
    {"key": "short", "title": {"en": "Short"}, "months": 1.5},
]


def told(**requirement: Any) -> list[tuple[str, str]]:
    counted = {} if "registration" in requirement else {"form": "short-obs"}
    one = {"count": 4} | counted | requirement
    programme = changed(PROGRAMME, phases=PHASES, requirements=[one])
    return [
        (found["path"].removeprefix("requirements/1/"), found["code"].removeprefix("definition."))
        for found in checks.problems("programme", programme)
    ]


@pytest.mark.parametrize(
    ("period", "most"),
    [
        ({"per": "month"}, 1),
        ({"per": "quarter"}, 3),
        ({"per": "half_year"}, 6),
        ({"per": "year"}, 12),
        ({"per": "phase"}, 2),
        ({"phase": "short"}, 2),
        ({"phases": ["year"]}, 12),
        ({}, 14),
    ],
)
def test_no_more_months_are_asked_than_a_period_has(period: dict[str, Any], most: int):
    assert told(**period, count=20, months=most) == []
    assert told(**period, count=20, months=most + 1) == [("months", "more_than_months")]


def test_what_counts_in_a_month_or_week_at_most_is_enough_for_the_number():
    once = {"at_most": {"count": 1, "per": "month"}}
    assert told(per="quarter", count=3, **once) == []
    assert told(per="quarter", count=4, **once) == [("at_most", "more_than_at_most")]
    twice = {"at_most": {"count": 2, "per": "week"}}
    assert told(per="month", count=12, **twice) == []
    assert told(per="month", count=13, **twice) == [("at_most", "more_than_at_most")]
    hours = {"registration": "duty", "hours": True}
    assert told(per="month", count=40, **once, **hours) == []


@pytest.mark.parametrize(
    ("count", "is_whole"), [(4, True), (4.0, True), (0.5, False), (7.5, False)]
)
def test_a_number_of_records_is_a_whole_number(count: float, is_whole: bool):
    assert (told(count=count) == []) == is_whole
    assert is_whole or told(count=count) == [("count", "whole")]


def scale(key: str, *values: int, turned: bool = False) -> dict[str, Any]:
    labels = [f"level {value}" for value in values]
    levels = [
        {"value": value, "label": {"en": label}}
        for value, label in zip(values, labels[::-1] if turned else labels, strict=True)
    ]
    return {"format": "scale/1", "key": key, "version": 1, "kind": "ordinal", "levels": levels}


@pytest.mark.parametrize(
    ("other", "codes"),
    [
        (scale("older", 1, 2, 3, 4, 5), []),
        (scale("older", *range(1, 11)), ["definition.not_alike"]),
        (scale("older", 1, 2, 3, 4, 5, turned=True), ["definition.not_alike"]),
    ],
)
def test_a_level_counts_only_on_scales_that_measure_alike(other: dict[str, Any], codes: list[str]):
    published = {"supervision": scale("supervision", 1, 2, 3, 4, 5), "older": other}
    level = {"scale": "supervision@1", "min": 3, "same_as": ["older@1"]}
    one = {"form": "kpb", "count": 2, "level": level}
    dossiers = [{"key": "work", "title": {"en": "Work"}, "forms": ["kpb"]}]
    programme = changed(PROGRAMME, dossiers=dossiers, requirements=[one])

    def find(kind: str, key: str, _version: int | None) -> Any:
        return document(key) if kind == "form" else published.get(key)

    assert [one["code"] for one in references.unknown("programme", programme, find)] == codes
