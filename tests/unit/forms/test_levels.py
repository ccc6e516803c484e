"""A level that a programme asks can be reached: a form that counts gives a rating on its scale."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from gateway.wording import PROBLEMS
from services.forms.domain import references
from services.forms.domain.checks_requirements import SENTENCES
from tests.library.definitions import document
from tests.service.forms.documents import PROGRAMME, changed

LIBRARY = Path(__file__).parents[3] / "services/forms/library"
NEVER = ("requirements/1/level/scale", "definition.never_given")
NO_ITEM = ("requirements/1/level/item", "definition.item_never_given")
SCALES = ("supervision", "expected", "mini-cex", "percentage", "trust")


def shared(key: str) -> dict[str, Any]:
    levels = [{"value": value, "label": {"en": str(value)}} for value in range(1, 6)]
    return {"format": "scale/1", "key": key, "version": 1, "kind": "ordinal", "levels": levels}


def asked(level: dict[str, Any], *forms: str, **more: Any) -> dict[str, Any]:
    one = {"key": "often", "count": 2, "forms": list(forms), "level": level, **more}
    dossiers = [{"key": "work", "title": {"en": "Work"}, "forms": list(forms)}]
    return changed(PROGRAMME, dossiers=dossiers, requirements=[one])


def told(programme: Mapping[str, Any], **forms: Any) -> list[Any]:
    """What is wrong with a programme where the library and these forms are published."""

    def find(kind: str, key: str, _version: int | None) -> Mapping[str, Any] | None:
        if kind == "form":
            found: Mapping[str, Any] = forms.get(key) or document(key)
            return found
        return shared(key) if kind == "scale" and key in SCALES else None

    return references.unknown("programme", programme, find)


def places(problems: list[Any]) -> list[tuple[str, str]]:
    return [(one["path"], one["code"]) for one in problems]


@pytest.mark.parametrize(
    ("level", "forms"),
    [
        ({"scale": "supervision@1"}, ["kpb"]),
        ({"scale": "supervision@1", "item": "trust"}, ["kpb"]),
        ({"scale": "expected@1", "item": "areas"}, ["kpb"]),
        ({"scale": "supervision@1"}, ["starrt", "kpb"]),
        ({"scale": "trust@1", "same_as": ["supervision@1"]}, ["kpb"]),
    ],
)
def test_a_level_that_some_form_can_give_is_taken(level: dict[str, Any], forms: list[str]):
    assert told(asked(level | {"min": 3}, *forms)) == []


@pytest.mark.parametrize(
    ("level", "forms", "place"),
    [
        ({"scale": "mini-cex@1"}, ["kpb"], NEVER),
        ({"scale": "supervision@1"}, ["starrt"], NEVER),
        ({"scale": "trust@1", "same_as": ["mini-cex@1"]}, ["kpb"], NEVER),
        ({"scale": "supervision@1", "item": "areas"}, ["kpb"], NO_ITEM),
        ({"scale": "supervision@1", "item": "nowhere"}, ["kpb", "starrt"], NO_ITEM),
    ],
)
def test_a_level_that_no_form_can_give_is_refused_with_what_to_look_at(
    level: dict[str, Any], forms: list[str], place: tuple[str, str]
):
    (problem,) = told(asked(level | {"min": 3}, *forms))
    assert (problem["path"], problem["code"]) == place
    for named in ("often", level["scale"], *forms):
        assert named in problem["message"]


COMBEL = json.loads((LIBRARY / "scales/combel-1.json").read_text())
HALVES = COMBEL | {"key": "halves", "min": 1, "max": 10, "step": 1.5}
PERCENTAGE = COMBEL | {"key": "percentage", "min": 0, "max": 100, "step": 0.1}
NO_LEVEL = ("requirements/1/level/min", "definition.no_such_level")


@pytest.mark.parametrize(
    ("scale", "least", "is_fit"),
    [
        (COMBEL, 1, True),
        (COMBEL, 10, True),
        (COMBEL, 55, False),
        (COMBEL, 0, False),
        (HALVES, 4, True),
        (HALVES, 3, False),
        (PERCENTAGE, 55, True),
        (PERCENTAGE, 101, False),
        (shared("supervision"), 6, False),
    ],
)
def test_the_least_is_a_step_of_its_scale_also_where_steps_have_no_words(
    scale: dict[str, Any], least: int, is_fit: bool
):
    def find(kind: str, key: str, _version: int | None) -> Mapping[str, Any] | None:
        return scale if kind == "scale" else document(key)

    asked_for = {"scale": f"{scale['key']}@1", "min": least}
    found = places(references.unknown("programme", asked(asked_for, "combel"), find))
    assert (NO_LEVEL not in found) == is_fit


def test_no_least_is_asked_on_a_line_without_steps():
    line = json.loads((LIBRARY / "scales/percentile-1.json").read_text())

    def find(kind: str, key: str, _version: int | None) -> Mapping[str, Any] | None:
        return line if kind == "scale" else document(key)

    programme = asked({"scale": "percentile@1", "min": 50}, "kpb")
    assert ("requirements/1/level/min", "definition.not_ordered") in places(
        references.unknown("programme", programme, find)
    )


def test_what_gives_no_point_or_the_learner_alone_gives_does_not_count():
    for change in ({"outcomes": None}, {"emit": False}, {"by": "learner", "emit": None}):
        form = document("kpb")
        (trust,) = (one for one in form["items"] if one["key"] == "trust")
        trust.update(change)
        kept = changed(trust)
        form["items"] = [kept if one is trust else one for one in form["items"]]
        level = {"scale": "supervision@1", "min": 3}
        assert places(told(asked(level, "kpb"), kpb=form)) == [NEVER], change


def test_a_declared_point_counts_under_its_own_key():
    level = {"scale": "percentage@1", "min": 3}
    assert told(asked(level | {"item": "station_score"}, "osce-station")) == []
    assert places(told(asked(level | {"item": "percent"}, "osce-station"))) == [NO_ITEM]


def test_registrations_have_no_ratings():
    programme = asked({"scale": "supervision@1", "min": 3}, "kpb", registration="shift")
    assert ("requirements/1/level/scale", "definition.no_ratings") in places(told(programme))


def test_each_of_these_sentences_is_told_in_the_readers_language():
    for code in ("never_given", "item_never_given", "no_ratings"):
        assert str(PROBLEMS[f"definition.{code}"]) % _Names() == SENTENCES[code].format_map(
            _Names()
        )


class _Names(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return name
