"""The portfolio's pure rules."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import uuid
from pathlib import Path

import pytest

from libs.course.calendar import add_months
from services.portfolio.domain import acting, context, evidence, requests
from services.portfolio.domain.addresses import address_hash, address_hint
from services.portfolio.domain.frameworks import Framework
from services.portfolio.domain.programme import Programme
from services.portfolio.domain.requests import RequestState, Step

LIBRARY = Path(__file__).parents[3] / "services" / "forms" / "library"
DAY = dt.date(2026, 9, 1)


def document(place: str) -> dict:
    return json.loads((LIBRARY / place).read_text())


@pytest.fixture(scope="module")
def programme() -> Programme:
    return Programme.of(document("programmes/gp-specialty-training.json"))


# Requests


def test_every_step_of_a_request_is_decided_in_every_state():
    assert set(requests.TRANSITIONS) == set(RequestState)
    assert all(set(row) == set(Step) for row in requests.TRANSITIONS.values())


def test_an_ended_request_never_waits_again_but_for_an_undone_answer():
    for state in requests.ENDED:
        for step in Step:
            after = requests.TRANSITIONS[state][step]
            if after in requests.WAITING:
                assert (state, step) == (RequestState.SUBMITTED, Step.REOPEN)


def test_seeing_a_started_request_does_not_put_it_back():
    assert requests.after("started", Step.SEE) == RequestState.STARTED
    with pytest.raises(requests.StepRefused):
        requests.after("declined", Step.SUBMIT)


@pytest.mark.parametrize(
    ("asked", "reminded", "allowed"),
    [(0, None, False), (23, None, False), (24, None, True), (48, 2, False), (48, 24, True)],
)
def test_one_reminder_a_day(asked: int, reminded: int | None, allowed: bool):
    now = dt.datetime(2026, 9, 10, 12, tzinfo=dt.UTC)
    last = now - dt.timedelta(hours=reminded) if reminded is not None else None
    assert requests.may_remind(last, now - dt.timedelta(hours=asked), now) is allowed


# Addresses and actors


def test_addresses_compare_without_case_and_blanks():
    assert address_hash(" Jan@Example.ORG ") == address_hash("jan@example.org")
    assert address_hash("jan@example.org") != address_hash("jans@example.org")


def test_an_address_is_hinted_at_and_never_shown():
    assert address_hint("jansen@praktijk.nl") == "j…@praktijk.nl"
    assert address_hint(None) is None


def test_the_hash_of_what_was_sent_does_not_depend_on_the_order_of_keys():
    assert acting.content_hash({"a": 1, "b": 2}) == acting.content_hash({"b": 2, "a": 1})


# Context


def test_the_context_keeps_civil_dates_as_text():
    given = {"encounter_date": DAY, "period_from": dt.date(2026, 6, 1), "period_to": DAY}
    kept = context.stated(given)
    assert kept == {
        "encounter_date": "2026-09-01",
        "period_from": "2026-06-01",
        "period_to": "2026-09-01",
        "place": None,
    }
    assert context.for_rules(kept)["period"] == "2026-06-01/2026-09-01"
    assert context.encounter_date(kept) == DAY


# Evidence


def tile(record: uuid.UUID, kind: str = "point", assessor: str | None = "x") -> evidence.Tile:
    return evidence.Tile(uuid.uuid4(), kind, record, "kpb", assessor, DAY)


def test_a_high_stakes_decision_needs_more_than_one_record():
    one = uuid.uuid4()
    with pytest.raises(evidence.EvidenceTooThin):
        evidence.snapshot([tile(one) for _ in range(9)], stakes="high")
    assert evidence.snapshot([tile(one)], stakes="low")["data_points"] == 1
    assert evidence.snapshot([tile(one), tile(uuid.uuid4())], stakes="high")["records"] == 2


def test_the_snapshot_counts_points_registrations_and_people():
    tiles = [
        tile(uuid.uuid4()),
        tile(uuid.uuid4(), assessor="y"),
        tile(uuid.uuid4(), kind="registration", assessor=None),
    ]
    found = evidence.snapshot(tiles, stakes="high")
    assert (found["data_points"], found["registrations"], found["assessors"]) == (2, 1, 2)
    assert len(found["data_point_ids"]) == 2


def test_the_same_evidence_has_the_same_hash_in_any_order():
    tiles = [tile(uuid.uuid4()) for _ in range(5)]
    first = evidence.snapshot(tiles, stakes="high")
    again = evidence.snapshot(tiles[::-1], stakes="high")
    assert evidence.evidence_hash(first) == evidence.evidence_hash(again)
    other = evidence.snapshot(tiles[1:], stakes="high")
    assert evidence.evidence_hash(first) != evidence.evidence_hash(other)


# The programme


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        ("2026-02-01", "ha1"),
        ("2026-03-01", "ha1"),
        ("2027-02-28", "ha1"),
        ("2027-03-01", "clinical"),
        ("2027-09-01", "cz"),
        ("2027-12-01", "ggz"),
        ("2028-03-01", "ha2"),
        ("2031-01-01", "ha2"),
    ],
)
def test_the_phase_follows_the_calendar(programme: Programme, day: str, phase: str):
    found = programme.phase_on(dt.date.fromisoformat(day), dt.date(2026, 3, 1))
    assert found is not None
    assert found.key == phase


def test_part_time_stretches_a_phase(programme: Programme):
    found = programme.phase_on(dt.date(2027, 6, 1), dt.date(2026, 3, 1), 50)
    assert found is not None
    assert (found.key, found.ends_before) == ("ha1", dt.date(2028, 3, 1))


def test_phases_of_a_part_timer_are_not_rounded_to_whole_months_one_by_one(programme: Programme):
    start = dt.date(2025, 3, 1)
    last = {percent: list(programme.dates(start, percent))[-1] for percent in (80, 90)}
    assert last[80].begins_on == dt.date(2027, 9, 1)
    assert last[80].ends_before == dt.date(2028, 12, 1)
    assert last[90].ends_before == dt.date(2028, 7, 1)


def test_half_a_year_lasts_a_year_from_the_day_of_half_the_pace(programme: Programme):
    slower = dataclasses.replace(programme, paces=((dt.date(2025, 9, 1), 50),))
    needed = slower.needed_on(dt.date(2026, 3, 15), dt.date(2025, 3, 1))
    periods = {(one.begins_on, one.ends_before) for one in needed}
    assert (dt.date(2025, 9, 1), dt.date(2026, 9, 1)) in periods
    assert (dt.date(2025, 9, 1), dt.date(2026, 3, 1)) not in periods


def test_a_quota_of_half_a_year_is_not_added_up_over_the_years(programme: Programme):
    needed = {
        one.key: one for one in programme.needed_on(dt.date(2026, 10, 1), dt.date(2026, 3, 1))
    }
    assert needed["kpb"].count == 6
    assert (needed["kpb"].begins_on, needed["kpb"].ends_before) == (
        dt.date(2026, 9, 1),
        dt.date(2027, 3, 1),
    )
    assert needed["shifts-ha1"].begins_on == dt.date(2026, 3, 1)


def test_requirements_of_other_phases_do_not_count(programme: Programme):
    needed = programme.needed_on(dt.date(2027, 4, 1), dt.date(2026, 3, 1))
    assert [one.count for one in needed if "kpb" in one.form_keys] == [3]
    assert not [one for one in needed if "shift" in one.form_keys]


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2027, 12, 31), 2, dt.date(2028, 2, 29)),
        (dt.date(2026, 3, 1), 12, dt.date(2027, 3, 1)),
        (dt.date(2026, 11, 15), 3, dt.date(2027, 2, 15)),
    ],
)
def test_months_later_never_falls_outside_the_month(start, months, expected):
    assert add_months(start, months) == expected


def test_frameworks_keep_one_lineage_over_their_versions():
    new = Framework.of(document("frameworks/gp-areas-2023.json"))
    old = Framework.of(document("frameworks/gp-areas-2016.json"))
    assert new.lineage_of("medical") == old.lineage_of("medical") == "gp-areas/medical"
    assert new.lineage_of("unheard-of") == "gp-areas/unheard-of"
