"""When mail goes out, what people may wish, and how a mail moves through the journal."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain import journal, preferences, timing

AMSTERDAM = timing.zone_of("Europe/Amsterdam")
ZONES = st.sampled_from(["Europe/Amsterdam", "America/Paramaribo", "Asia/Jakarta", "UTC"])
INSTANTS = st.datetimes(
    dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31), timezones=st.just(dt.UTC)
)


@given(INSTANTS, ZONES)
def test_the_next_morning_is_half_past_seven_there_within_a_day(now, name):
    zone = timing.zone_of(name)
    morning = timing.next_morning(now, zone)
    assert morning.astimezone(zone).time() == dt.time(7, 30)
    assert dt.timedelta(0) < morning - now <= dt.timedelta(hours=25)


@given(INSTANTS, ZONES)
def test_the_weekly_digest_is_on_the_next_monday_there(now, name):
    zone = timing.zone_of(name)
    monday = timing.next_monday_morning(now, zone)
    assert monday.astimezone(zone).weekday() == 0
    assert dt.timedelta(0) < monday - now <= dt.timedelta(days=7, hours=1)


def test_mornings_follow_summer_time():
    before = dt.datetime(2026, 10, 24, 12, 0, tzinfo=dt.UTC)
    assert timing.next_morning(before, AMSTERDAM).hour == 6


@given(INSTANTS, st.times(), st.times())
def test_quiet_hours_are_always_left(at, start, end):
    start, end = start.replace(microsecond=0), end.replace(microsecond=0)
    if start == end:
        return
    later = timing.outside_quiet(at, dt.UTC, (start, end))
    clock = later.time()
    inside = start <= clock < end if start < end else (clock >= start or clock < end)
    assert not inside and dt.timedelta(0) <= later - at < dt.timedelta(days=1)


def test_quiet_hours_over_midnight_end_in_the_morning():
    at = dt.datetime(2026, 11, 22, 22, 30, tzinfo=dt.UTC)
    quiet = dt.time(22, 0), dt.time(7, 0)
    assert timing.outside_quiet(at, dt.UTC, quiet) == dt.datetime(2026, 11, 23, 7, 0, tzinfo=dt.UTC)
    assert timing.outside_quiet(at, dt.UTC, None) == at


def test_an_unknown_time_zone_is_the_platforms():
    assert timing.zone_of("Mars/Base") == timing.zone_of(None) == AMSTERDAM
    assert timing.zone_of("../etc/passwd") == AMSTERDAM


def test_pauses_between_tries_grow_to_ten_minutes():
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    pauses = [(timing.next_try(tries, now) - now).total_seconds() for tries in range(1, 9)]
    assert pauses[:5] == [15, 60, 120, 300, 600] and pauses[-1] == 600


def test_every_move_of_a_mail_is_known_and_final_states_stay():
    for state in journal.STATES:
        for what in {what for _, what in journal.MOVES}:
            if (state, what) in journal.MOVES:
                assert state not in journal.FINAL
                assert journal.move(state, what) in journal.STATES
            else:
                with pytest.raises(journal.NoSuchMove):
                    journal.move(state, what)
    reached = set(journal.MOVES.values())
    assert reached == set(journal.STATES)


def test_one_interruption_is_made_good_and_the_second_is_left_in_doubt():
    assert journal.after_interruption(1) == "resume"
    assert journal.after_interruption(2) == "doubt"


def test_a_kind_nobody_knows_is_shown_and_never_mailed():
    assert preferences.wish_for("gossip", {}) == preferences.Wish("off", True)


def test_only_what_waits_for_somebody_is_mailed_at_once():
    at_once = {kind for kind, mode in preferences.DEFAULTS.items() if mode == "at_once"}
    assert at_once == {"request", "reminder", "returned", "declined", "decision", "objected"}
