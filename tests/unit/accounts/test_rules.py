"""Blocking, sessions, names, tokens and permissions, without any database."""

import datetime as dt
import uuid

import pytest

from services.accounts.domain import blocking, people, permissions, sessions, tokens
from services.accounts.domain.blocking import Tries

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


def fail(times, profile="classic", limit=3):
    tries = Tries()
    for _ in range(times):
        tries = blocking.after_failure(tries, profile=profile, limit=limit, now=NOW)
    return tries


@pytest.mark.parametrize(("failures", "blocked"), [(1, False), (2, False), (3, True), (4, True)])
def test_the_third_failure_blocks(failures, blocked):
    assert fail(failures).blocked is blocked


def test_tries_count_down_and_never_below_zero():
    left = [blocking.tries_left(fail(n), profile="classic", limit=3) for n in range(5)]
    assert left == [3, 2, 1, 0, 0]


def test_in_the_modern_profile_the_wait_doubles_from_half_a_minute_to_an_hour():
    waits = [fail(n, "modern").wait_until for n in range(2, 13)]
    seconds = [(wait - NOW).total_seconds() if wait else None for wait in waits]
    assert seconds == [None, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert not fail(99, "modern").blocked
    assert fail(100, "modern").blocked


def test_a_known_device_never_waits():
    tries = fail(5, "modern")
    assert blocking.must_wait(tries, known_device=False, now=NOW)
    assert not blocking.must_wait(tries, known_device=True, now=NOW)
    assert not blocking.must_wait(tries, known_device=False, now=NOW + HOUR)


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (["learner"], sessions.LEARNER),
        (["trainer"], sessions.STAFF),
        (["learner", "trainer"], sessions.STAFF),
        ([], sessions.STAFF),
    ],
)
def test_any_staff_role_means_the_strict_limits(roles, expected):
    assert sessions.limits(roles) == expected


@pytest.mark.parametrize(
    ("idle", "age", "ended", "over"),
    [
        (29 * MINUTE, HOUR, None, False),
        (30 * MINUTE, HOUR, None, True),
        (MINUTE, 12 * HOUR - MINUTE, None, False),
        (MINUTE, 12 * HOUR, None, True),
        (MINUTE, HOUR, NOW, True),
    ],
)
def test_a_session_of_staff_is_over_when_idle_old_or_ended(idle, age, ended, over):
    result = sessions.has_ended(
        started_at=NOW - age,
        last_seen_at=NOW - idle,
        ended_at=ended,
        roles=["trainer"],
        now=NOW,
    )
    assert result is over


def test_a_raised_assurance_holds_until_its_end():
    assert sessions.assurance("password", "code", NOW + MINUTE, NOW) == "code"
    assert sessions.assurance("password", "code", NOW, NOW) == "password"
    assert sessions.assurance("password", None, None, NOW) == "password"


@pytest.mark.parametrize(
    ("given", "family", "expected"),
    [
        ("Sanne", "de Vries", "SV"),
        ("Tom", "Zwart", "TZ"),
        ("José", "van 't Hof", "JH"),
        ("x", "y", "XY"),
        ("Xi", "", "X"),
    ],
)
def test_initials_skip_what_stands_before_a_dutch_family_name(given, family, expected):
    assert people.initials(given, family) == expected


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("jansen@post.example", "j…@p….example"),
        ("j@x.nl", "j…@x….nl"),
        ("a.b@uni.ac.uk", "a…@u….uk"),
    ],
)
def test_a_masked_address_is_recognised_by_its_owner_only(address, hint):
    assert people.masked_email(address) == hint


def test_addresses_compare_in_any_case():
    assert people.email_hash(" A@B.example ") == people.email_hash("a@b.EXAMPLE")
    assert people.email_hash("a@b.example") != people.email_hash("c@b.example")


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [(None, None, True), (0, 0, True), (1, None, False), (None, -1, False), (-1, 1, True)],
)
def test_a_civil_period_includes_both_its_ends(start, end, holds):
    today = dt.date(2026, 3, 2)

    def day(offset):
        return None if offset is None else today + dt.timedelta(days=offset)

    assert people.is_current(day(start), day(end), today) is holds


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "active"),
        ({"has_password": False}, "invited"),
        ({"blocked": True}, "blocked"),
        ({"has_password": False, "blocked": True}, "blocked"),
        ({"roles": []}, "left"),
        ({"ends_on": dt.date(2026, 3, 1), "blocked": True}, "left"),
        ({"ends_on": dt.date(2026, 3, 2)}, "active"),
    ],
)
def test_the_standing_of_a_person(facts, state):
    usual = {
        "has_password": True,
        "blocked": False,
        "roles": ["learner"],
        "ends_on": None,
        "today": dt.date(2026, 3, 2),
    }
    assert people.state(**{**usual, **facts}) == state


@pytest.mark.parametrize(
    ("used", "voided", "until", "state"),
    [
        (None, None, NOW + MINUTE, "valid"),
        (None, None, NOW, "expired"),
        (None, None, None, "expired"),
        (None, NOW, NOW + MINUTE, "expired"),
        (NOW, None, NOW + MINUTE, "used"),
        (NOW, NOW, NOW - MINUTE, "used"),
    ],
)
def test_the_state_of_a_mailed_secret(used, voided, until, state):
    found = tokens.secret_state(used_at=used, voided_at=voided, valid_until=until, now=NOW)
    assert found == state


def test_equal_codes_of_two_secrets_have_different_hashes():
    one, two = uuid.uuid4(), uuid.uuid4()
    assert tokens.code_hash(one, "123456") == tokens.code_hash(one, " 123456 ")
    assert tokens.code_hash(one, "123456") != tokens.code_hash(two, "123456")


def test_links_last_a_day_and_codes_ten_minutes():
    assert tokens.lasts("reset") == tokens.lasts("activation") == dt.timedelta(days=1)
    assert tokens.lasts("code") == 10 * MINUTE


LOCAL, NATIONAL = frozenset({"local_admin"}), frozenset({"national_admin"})


@pytest.mark.parametrize(
    ("own", "before", "after", "allowed"),
    [
        (LOCAL, [], ["trainer"], True),
        (LOCAL, [], ["local_admin"], True),
        (LOCAL, [], ["national_admin"], False),
        (LOCAL, ["national_admin"], ["trainer"], False),
        (LOCAL, ["national_admin"], ["national_admin", "trainer"], True),
        (NATIONAL, [], ["national_admin"], True),
        (NATIONAL, ["national_admin"], [], True),
        (frozenset({"secretary"}), [], ["trainer"], False),
        (frozenset({"head"}), [], ["trainer"], False),
    ],
)
def test_who_gives_which_roles(own, before, after, allowed):
    assert permissions.may_give_roles(own, before=before, after=after) is allowed


@pytest.mark.parametrize(
    ("own", "theirs", "is_home", "allowed"),
    [
        (LOCAL, ["trainer"], True, True),
        (LOCAL, ["trainer"], False, False),
        (LOCAL, ["national_admin"], True, False),
        (NATIONAL, ["national_admin"], True, True),
        (NATIONAL, ["trainer"], False, False),
        (frozenset({"secretary"}), ["trainer"], True, False),
    ],
)
def test_who_changes_names_and_addresses(own, theirs, is_home, allowed):
    assert permissions.may_change_identity(own, theirs=theirs, is_home=is_home) is allowed


def test_the_scheme_of_user_names_ignores_case():
    assert people.follows_scheme("big-123", "BIG-")
    assert people.follows_scheme("anything", "")
    assert not people.follows_scheme("123", "BIG-")
