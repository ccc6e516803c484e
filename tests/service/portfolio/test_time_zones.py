"""Institutions east and west of where the platform runs: today is theirs, and the reader's."""

from __future__ import annotations

import dataclasses
import datetime as dt
import zoneinfo

import pytest

from libs.chassis.principal import Principal
from libs.contracts import accounts
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound
from services.portfolio import queries, use_cases

from .test_decisions import decide, evidence
from .world import KPB, World

# In Amsterdam it is the evening before.
MORNING_IN_TOKYO = dt.datetime(2026, 10, 5, 16, 30, tzinfo=dt.UTC)


def at(who: Principal, zone: str, reader_zone: str | None = None) -> Principal:
    return dataclasses.replace(who, zone=zone, reader_zone=reader_zone)


@pytest.fixture
def morning(world: World) -> dt.date:
    world.clock.forward(seconds=(MORNING_IN_TOKYO - world.clock()).total_seconds())
    return dt.date(2026, 10, 6)


def ask(world: World, who: Principal, day: dt.date) -> str:
    return world.ask(who=who, context={"encounter_date": day})["record_id"]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Auckland"])
def test_the_day_of_an_institution_in_the_east_is_not_in_the_future(
    world: World, morning: dt.date, zone: str
):
    record_id = ask(world, at(world.learner, zone), morning)
    receipt = world.send(at(world.link(record_id), zone), record_id, "assess", KPB)
    assert receipt["state"] == "done"


def test_a_reader_who_is_further_east_than_the_institution_may_name_their_own_day(
    world: World, morning: dt.date
):
    assert ask(world, at(world.learner, "Europe/Amsterdam", "Asia/Tokyo"), morning)


def test_a_day_that_is_still_to_come_for_both_is_refused(world: World, morning: dt.date):
    for who, day in (
        (at(world.learner, "Europe/Amsterdam", "Europe/London"), morning),
        (at(world.learner, "Asia/Tokyo"), morning + dt.timedelta(days=1)),
    ):
        with pytest.raises(contract.AnswersIncomplete) as refused:
            ask(world, who, day)
        assert list(refused.value.errors) == ["context.encounter_date"]


def test_a_relation_holds_by_the_day_of_the_institution_and_not_of_who_reads(
    world: World, morning: dt.date
):
    teacher = world.person("teacher")
    world.relate("teaches", teacher, until=morning - dt.timedelta(days=1))

    def look(who: Principal) -> None:
        world.see(who, contract.DOSSIERS, queries.dossiers, portfolio_id=world.portfolio_id)

    look(at(teacher, "Europe/Amsterdam", "Asia/Tokyo"))
    with pytest.raises(NotFound):
        look(at(teacher, "Asia/Tokyo", "Europe/Amsterdam"))


def stored_state(world: World) -> str:
    ((state,),) = world.rows("SELECT state FROM decision")
    return str(state)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_a_statement_expires_when_its_last_day_is_over_at_its_institution(world: World, zone: str):
    evidence(world)
    world.head = at(world.head, zone)
    decide(world)
    over = dt.datetime(2027, 9, 1, tzinfo=zoneinfo.ZoneInfo(zone))
    world.pass_time(seconds=(over - world.clock()).total_seconds() - 60)
    assert stored_state(world) == "active"
    world.pass_time(seconds=120)
    assert stored_state(world) == "expired"


def test_a_statement_is_told_with_the_day_on_which_it_was_decided_there(
    world: World, morning: dt.date
):
    evidence(world)
    world.head = at(world.head, "Asia/Tokyo")
    decide(world)
    assert world.events(contract.DecisionIssuedV1)[-1].decided_on == morning


def test_facts_said_again_have_the_days_of_the_institution(world: World, morning: dt.date):
    """A read model is filled again by a service, which is nowhere; most people live there."""
    evidence(world)
    world.head = at(world.head, "Asia/Tokyo")
    decide(world)
    zones = {world.learner: "Asia/Tokyo", world.trainer: "Europe/London", world.head: "Asia/Tokyo"}
    for who, zone in zones.items():
        world.hear(
            accounts.PersonChangedV1(
                institution_id=world.institution,
                person_id=who.person_id,
                state="active",
                language="en",
                timezone=zone,
                version=1,
            )
        )
    rebuilder = Principal(kind="service", issuer="dashboards")
    world.do(rebuilder, contract.RESTATE, use_cases.restate, cursor=None, limit=500)
    told = world.events(contract.DecisionIssuedV1)
    assert len(told) == 2
    assert [one.decided_on for one in told] == [morning, morning]
