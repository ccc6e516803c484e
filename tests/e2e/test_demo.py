"""The demo that `up` loads: quick, whole, and something to see for everybody in it."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
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
from tests.submissions.school import eventually
from tests.submissions.truth import COMPARED, Truth

LEARNERS, MORE = 24, 4
# Of the demo that only --slow loads; fewer for who works on its test.
MANY = int(os.environ.get("DEMO_LEARNERS", "300"))
# What issue and README promise for `up`.
WITHIN_S = 180.0
LEFT_OUT_AT_MOST = 0.02
A_MONTH = dt.timedelta(days=31)
A_DAY, HISTORY_DAYS = dt.timedelta(days=1), 540
# What a demo is made of: tables by service.
KEPT = {
    "accounts": ("person", "membership", "credential", "enrolment", "relation"),
    "portfolio": (
        *("portfolio", "record", "contribution", "data_point"),
        *("goal", "decision", "registration"),
    ),
}
# Feedback that a learner asked for: who begins a form is asked in it at that very moment.
_ANSWERED = """
SELECT asked_at, sent_at, encounter_date FROM request
JOIN contribution USING (record_id, participant_id, stage)
JOIN record ON record.id = request.record_id
WHERE request.state = 'submitted' AND stage = 'assess'
AND record.form_key IN ('kpb', 'micro-cex', 'nursing-epa-observation')
"""
_SENT_BY_LEARNER = """
SELECT starts_on, count(*) FROM contribution_revision
JOIN record ON record.id = record_id JOIN portfolio ON portfolio.id = portfolio_id
WHERE programme_key = 'gp-specialty-training' AND kind = 'sent' GROUP BY portfolio.id
"""
_NARRATIVES = """
SELECT DISTINCT language, contribution.answers ->> item FROM data_point
JOIN contribution ON contribution.id = contribution_id
JOIN record ON record.id = data_point.record_id
WHERE kind = 'narrative' AND data_point.form_key IN ('kpb', 'micro-cex')
"""
_HOW_MANY_POINTS = "SELECT count(*) FROM point WHERE institution_id = %(school)s"
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


def test_something_was_sent_in_every_one_of_eighteen_months(loaded: Loaded):
    sent = loaded.rows("portfolio", "SELECT at FROM contribution_revision WHERE kind = 'sent'")
    by_month = Counter((loaded.began - at).days // 30 for (at,) in sent)
    assert set(range(HISTORY_DAYS // 30)) <= set(by_month), by_month
    assert max(by_month.values()) < len(sent) / 5, by_month


def test_some_answer_the_same_day_some_after_weeks_and_nobody_before_being_asked(loaded: Loaded):
    waited = sorted(sent - asked for asked, sent, _ in loaded.rows("portfolio", _ANSWERED))
    assert waited[0] > dt.timedelta(0)
    assert waited[len(waited) // 10] < A_DAY < median(waited) < 7 * A_DAY < waited[-1]
    assert len({one // dt.timedelta(minutes=1) for one in waited}) > len(waited) / 2


def test_what_happened_on_a_day_is_told_on_that_day_or_up_to_weeks_later(loaded: Loaded):
    later = Counter(
        (sent.date() - happened).days for _, sent, happened in loaded.rows("portfolio", _ANSWERED)
    )
    assert min(later) >= 0
    assert set(range(8)) <= set(later) and max(later) >= 14, later
    assert max(later.values()) < later.total() / 2, later


def test_some_learners_send_far_more_in_a_month_than_others(loaded: Loaded):
    today, monthly = founding.today(), []
    for starts_on, count in loaded.rows("portfolio", _SENT_BY_LEARNER):
        days = min((today - starts_on).days, HISTORY_DAYS)
        if days > HISTORY_DAYS / 3:
            monthly.append(30 * count / days)
    assert len(monthly) >= LEARNERS / 2
    assert max(monthly) > 2 * min(monthly), sorted(monthly)
    # No two of a kind either: it is not one busy learner among many who are all alike.
    assert sum(one < 0.75 * median(monthly) for one in monthly) >= 2, sorted(monthly)
    assert sum(one > 1.15 * median(monthly) for one in monthly) >= 2, sorted(monthly)


def test_narratives_are_dutch_for_most_and_english_for_some(loaded: Loaded):
    told = set(loaded.rows("portfolio", _NARRATIVES))
    written = {(language, text) for language in ("nl", "en") for text in feedback_words(language)}
    counted = Counter(language for language, _ in told & written)
    assert counted["nl"] > counted["en"] > 10, counted
    assert told <= written, list(told - written)[:5]


def feedback_words(language: str) -> set[str]:
    """What supervisors of the GP training say in a language, strong points and next steps."""
    words = json.loads((demo.WORDS / f"{language}.json").read_text())
    return {text for part in ("strong", "next") for texts in words[part].values() for text in texts}


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


@pytest.mark.slow
@pytest.mark.timeout(5400)
def test_a_demo_of_hundreds_loads_to_its_end_and_the_read_models_equal_the_facts(loaded: Loaded):
    logins = demo_data.load(loaded.platform, learners=MANY)
    assert logins == loaded.logins
    begun = loaded.rows("portfolio", "SELECT programme_key, learner_id FROM portfolio")
    assert len({who for key, who in begun if key == "gp-specialty-training"}) == MANY
    assert len({who for _, who in begun}) == sum(how_many(one, MANY) for one in INSTITUTIONS)
    assert 0 not in points_by_learner(loaded.platform).values()
    truths = [Truth(loaded.platform, one.id) for one in INSTITUTIONS]
    assert all(truth.rows("dashboards", _HOW_MANY_POINTS)[0][0] for truth in truths)
    eventually(lambda: not any(map(differing, truths)), "the read models equal the facts", 120)


def differing(truth: Truth) -> set[tuple[Any, ...]]:
    """Rows that facts and read models do not share. An area above others of its framework counts
    what is said of those; it is compared where something is said of itself."""
    found: set[tuple[Any, ...]] = set()
    for what, (service, facts), (reader, model) in COMPARED:
        wanted, shown = set(truth.rows(service, facts)), set(truth.rows(reader, model))
        if what == "areas":
            own = {row[:2] for row in wanted}
            shown = {row for row in shown if row[:2] in own}
        found |= wanted ^ shown
    return found
