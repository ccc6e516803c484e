"""The demo that `up` loads: quick, whole, and something to see for everybody in it."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg2
import pytest
import sqlalchemy as sa

from deploy.local import demo, demo_data
from deploy.local.demo import founding
from deploy.local.demo.people import INSTITUTIONS, PASSWORD, how_many, staff_of
from deploy.local.demo.tally import Tally
from deploy.local.demo.waiting import TooSlow
from deploy.local.demo.writer import Writer
from deploy.local.platform import Platform
from deploy.local.problem import Problem
from libs.chassis.database import Database
from libs.chassis.principal import Principal
from libs.chassis.transaction import Transaction
from tests.e2e.api.callers import signed_in

LEARNERS, MORE = 24, 4
# What issue and README promise for `up`.
WITHIN_S = 180.0
LEFT_OUT_AT_MOST = 0.02
A_MONTH = dt.timedelta(days=31)
# What a demo is made of: tables by service.
KEPT = {
    "accounts": ("person", "membership", "credential", "enrolment", "relation"),
    "portfolio": (
        *("portfolio", "record", "contribution", "data_point"),
        *("goal", "decision", "registration"),
    ),
}
_ROW = "SELECT coalesce(row->>'id', row->>'person_id'), row::text FROM (SELECT to_jsonb(t) AS row"
_POINTS = sa.text(
    "SELECT p.learner_id, count(d.id) FROM portfolio p"
    " LEFT JOIN data_point d ON d.portfolio_id = p.id"
    " WHERE p.starts_on < :before GROUP BY p.learner_id"
)


@pytest.fixture(scope="module")
def bare_platform(server_directory: Path) -> Iterator[Platform]:
    """A platform of this test's own, in which nobody lives yet."""
    running = Platform(server_directory / "demo")
    running.start()
    yield running
    running.stop()
    running.backing.postgres.remove()


def _points(tx: Transaction) -> dict[str, int]:
    rows = tx.session.execute(_POINTS, {"before": founding.today() - A_MONTH})
    return {str(learner_id): count for learner_id, count in rows}


def points_by_learner(platform: Platform) -> dict[str, int]:
    """Data points of every learner who started more than a month ago."""
    url = platform.environment("portfolio")["DATABASE_URL"]
    database = Database.standalone(url, service="portfolio")
    found: dict[str, int] = {}
    for one in INSTITUTIONS:
        who = Principal(
            kind="service",
            issuer="portfolio",
            institution_id=one.id,
            network_id=one.network_id,
        )
        found |= database.run(who, _points)
    database.close()
    return found


class Loaded(NamedTuple):
    """The demo, loaded once: what was left out, when it began, how long it took, the log-ins."""

    platform: Platform
    tally: Tally
    began: dt.datetime
    took: float
    logins: list[dict[str, str]]

    def rows(self, service: str, query: str) -> list[tuple[Any, ...]]:
        """What a query finds in a service's database, in all institutions."""
        admin = self.platform.backing.database_admin()
        with psycopg2.connect(admin, dbname=f"tessera_{service}") as connection:
            cursor = connection.cursor()
            cursor.execute(query)
            return cursor.fetchall()


@pytest.fixture(scope="module")
def loaded(bare_platform: Platform) -> Loaded:
    tally, began, started = Tally(), dt.datetime.now(dt.UTC), time.monotonic()
    logins = demo.load(bare_platform, learners=LEARNERS, tally=tally)
    return Loaded(bare_platform, tally, began, time.monotonic() - started, logins)


@pytest.mark.timeout(600)
def test_the_demo_loads_in_time_leaves_next_to_nothing_out_and_lets_everybody_in(loaded: Loaded):
    assert loaded.took < WITHIN_S, f"it took {loaded.took:.0f} s"
    tally = loaded.tally
    left_out = tally.left_out.total()
    assert left_out <= LEFT_OUT_AT_MOST * (tally.told + left_out), tally.left_out.most_common(10)
    points = points_by_learner(loaded.platform)
    assert len(points) >= LEARNERS
    assert [who for who, count in points.items() if count == 0] == []
    assert len(loaded.logins) == 5
    for login in loaded.logins:
        caller = signed_in(loaded.platform.public_origin(), login["username"], login["password"])
        assert login["role"] in caller.me["roles"]


def test_requests_that_nobody_answered_ended_when_their_time_was_up(loaded: Loaded):
    found = loaded.rows("notifications", "SELECT at FROM message WHERE kind = 'expired'")
    assert found
    assert [at for (at,) in found if at >= loaded.began] == []


def test_open_goals_of_one_learner_differ_and_most_learners_linked_feedback(loaded: Loaded):
    goals = loaded.rows("portfolio", "SELECT learner_id, title FROM goal WHERE state = 'open'")
    assert goals
    assert len(set(goals)) == len(goals)
    linked = loaded.rows(
        "portfolio",
        "SELECT DISTINCT learner_id FROM goal JOIN goal_link ON goal_id = goal.id",
    )
    assert len(linked) >= LEARNERS // 2


def test_the_network_has_24_learners_in_three_years_and_nothing_is_older_than_eighteen_months(
    loaded: Loaded,
):
    begun = loaded.rows(
        "portfolio",
        "SELECT starts_on FROM portfolio WHERE programme_key = 'gp-specialty-training'",
    )
    assert len(begun) == LEARNERS
    years = {(founding.today() - starts_on).days // 365 for (starts_on,) in begun}
    assert years == {0, 1, 2}
    [(oldest,)] = loaded.rows("portfolio", "SELECT min(at) FROM contribution_revision")
    assert loaded.began - oldest < dt.timedelta(days=541)


def test_texts_of_one_learner_hardly_ever_repeat(loaded: Loaded):
    written = loaded.rows(
        "portfolio",
        "SELECT learner_id, answers->>'title' FROM contribution_revision"
        " JOIN record ON record.id = record_id"
        " WHERE form_key = 'starrt' AND answers ? 'title'",
    )
    assert len(written) > LEARNERS
    most = max(Counter(written).values())
    assert most <= 2, Counter(written).most_common(3)


def test_the_network_has_an_administrator_who_can_log_in(loaded: Loaded):
    [person] = staff_of(INSTITUTIONS[0], LEARNERS)["national_admin"]
    caller = signed_in(loaded.platform.public_origin(), person.user_name, PASSWORD)
    assert "national_admin" in caller.me["roles"]


def test_only_newcomers_have_never_logged_in(loaded: Loaded):
    waiting = loaded.rows(
        "accounts", "SELECT person_id FROM credential WHERE password_hash IS NULL"
    )
    assert len(waiting) <= LEARNERS // 8
    seen = loaded.rows(
        "accounts",
        "SELECT last_sign_in_at FROM credential WHERE last_sign_in_at IS NOT NULL",
    )
    before = {at for (at,) in seen if at < loaded.began}
    assert len(before) >= LEARNERS


def test_a_statement_is_signed_with_the_name_the_head_of_programme_has(loaded: Loaded):
    heads = {
        f"{one.given_name} {one.family_name}"
        for institution in INSTITUTIONS
        for one in staff_of(institution, LEARNERS)["head"]
    }
    signed = loaded.rows(
        "portfolio",
        "SELECT DISTINCT decided_by_name FROM decision",
    )
    assert signed
    assert {name for (name,) in signed} <= heads


def test_students_of_the_school_took_a_route_and_chose_electives(loaded: Loaded):
    found = loaded.rows(
        "portfolio",
        "SELECT DISTINCT changes ->> 'choice' FROM plan_adaptation WHERE kind = 'route'",
    )
    assert {choice for (choice,) in found} == {"setting", "own-learning"}


def everything_kept(loaded: Loaded) -> dict[str, str]:
    """Every row of these tables, by its table and key."""
    return {
        f"{table} {key}": row
        for service, tables in KEPT.items()
        for table in tables
        for key, row in loaded.rows(service, f"{_ROW} FROM {table} t) AS rows")
    }


def test_a_larger_demo_that_broke_off_goes_on_and_changes_nothing_that_was_there(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
):
    before, there = everything_kept(loaded), points_by_learner(loaded.platform)

    def breaks_off(*_: Any) -> None:
        raise TooSlow("the portfolio of somebody")

    with monkeypatch.context() as broken:
        broken.setattr(Writer, "write", breaks_off)
        with pytest.raises(Problem, match="goes on where it stopped"):
            demo_data.load(loaded.platform, learners=LEARNERS + MORE)
    logins = demo_data.load(loaded.platform, learners=LEARNERS + MORE)
    after, now = everything_kept(loaded), points_by_learner(loaded.platform)
    assert {key: row for key, row in before.items() if after.get(key) != row} == {}
    assert logins == loaded.logins
    learners = loaded.rows("portfolio", "SELECT DISTINCT learner_id FROM portfolio")
    assert len(learners) == sum(how_many(one, LEARNERS + MORE) for one in INSTITUTIONS)
    assert {who: now[who] for who in there} == there
    assert 0 not in now.values()
