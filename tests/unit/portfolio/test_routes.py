"""The ways through a programme: what belongs to the one that a learner does not take."""

import datetime as dt

import pytest

from services.portfolio.domain.adapting import Change, adapted
from services.portfolio.domain.programme import Programme

DAY = dt.date(2026, 9, 1)


def dossier(key: str) -> dict:
    return {"key": key, "title": {"en": key}, "forms": [f"{key}-form"]}


def option(key: str, *dossiers: str) -> dict:
    return {"key": key, "title": {"en": key}, "dossiers": list(dossiers)}


def programme(*options: dict) -> Programme:
    route = {"key": "track", "title": {"en": "Track"}, "options": list(options)}
    dossiers = [dossier(key) for key in ("both", "ward", "home")]
    return Programme.of({"key": "p", "dossiers": dossiers, "routes": [route]})


TWO_WAYS = programme(option("inside", "ward"), option("outside", "home"))


def taking(key: str, since: dt.date = DAY) -> Change:
    return Change("route", "track", {"choice": "track", "option": key}, since)


def kept(found: Programme, *changes: Change, day: dt.date = DAY) -> list[str]:
    return [one.key for one in adapted(found, changes, day).dossiers]


@pytest.mark.parametrize(
    ("changes", "dossiers"),
    [
        ((), ["both", "ward"]),
        ((taking("inside"),), ["both", "ward"]),
        ((taking("outside"),), ["both", "home"]),
    ],
)
def test_of_the_dossiers_of_ways_a_learner_has_those_of_the_own_way(changes, dossiers):
    assert kept(TWO_WAYS, *changes) == dossiers


def test_another_way_has_its_dossiers_from_its_day_on():
    change = taking("outside", since=dt.date(2026, 10, 1))
    assert kept(TWO_WAYS, change, day=dt.date(2026, 9, 30)) == ["both", "ward"]
    assert kept(TWO_WAYS, change, day=dt.date(2026, 10, 1)) == ["both", "home"]


def test_a_dossier_that_two_ways_share_is_left_out_only_where_neither_is_taken():
    three = programme(option("a", "ward", "home"), option("b", "home"), option("c"))
    assert kept(three) == ["both", "ward", "home"]
    assert kept(three, taking("b")) == ["both", "home"]
    assert kept(three, taking("c")) == ["both"]
