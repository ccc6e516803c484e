"""Nobody sees or changes what is not theirs: two institutions, each role, links, the scratchpad."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

import pytest
from sqlalchemy import create_engine, text

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, NotFound
from services.portfolio import queries, use_cases
from services.portfolio.tables import Base

from .test_growth import GOAL
from .world import KPB, World

OPEN_TABLES = {"definition"}
READS = [
    (contract.DOSSIERS, queries.dossiers),
    (contract.RECORDS, queries.records),
    (contract.ASKED, queries.asked),
    (contract.RECENT_ASSESSORS, queries.recent_assessors),
    (contract.DATA_POINTS, queries.data_points),
    (contract.GOALS, queries.goals),
    (contract.REGISTRATIONS, queries.registrations),
    (contract.DECISIONS, queries.decisions),
    (contract.NOTES, queries.notes),
    (contract.PLAN, queries.plan),
]


@pytest.fixture
def sent(world: World) -> str:
    asked = world.ask()
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB)
    return asked["record_id"]


@pytest.mark.parametrize("table", sorted(set(Base.metadata.tables) - OPEN_TABLES))
def test_every_table_stands_behind_a_forced_wall(fresh_database, table: str):
    engine = create_engine(fresh_database("portfolio").owner_url.replace("://", "+psycopg2://", 1))
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT c.relrowsecurity, c.relforcerowsecurity, count(p.polname)"
                " FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid"
                " WHERE c.oid = cast(:table AS regclass) GROUP BY 1, 2"
            ),
            {"table": f'public."{table}"'},
        ).one()
    engine.dispose()
    assert found[:2] == (True, True)
    assert found[2] >= 1


@pytest.mark.parametrize(
    "table",
    [
        "record",
        "contribution",
        "data_point",
        "request",
        "participant",
        "portfolio",
        "plan_adaptation",
    ],
)
def test_plain_sql_of_one_institution_finds_nothing_of_another(
    world: World, elsewhere: World, sent: str, table: str
):
    world.adapt("waived", "kpb")
    mine = world.rows(f"SELECT institution_id FROM {table}")
    assert {row[0] for row in mine} == {world.institution}
    theirs = elsewhere.rows(f"SELECT institution_id FROM {table}")
    assert world.institution not in {row[0] for row in theirs}


def test_plain_sql_cannot_write_into_another_institution(world: World, elsewhere: World):
    from sqlalchemy.exc import DBAPIError

    with pytest.raises(DBAPIError, match="row-level security"):
        elsewhere.rows(
            "INSERT INTO relation (id, institution_id, kind, person_id, learner_id, starts_on,"
            " version) VALUES (gen_random_uuid(), :other, 'teaches', gen_random_uuid(),"
            " gen_random_uuid(), '2026-01-01', 1) RETURNING id",
            other=world.institution,
        )


@pytest.mark.parametrize(("method", "query"), READS, ids=lambda value: getattr(value, "name", ""))
def test_a_portfolio_of_another_institution_is_not_found(
    world: World, elsewhere: World, sent: str, method, query
):
    for stranger in (elsewhere.learner, elsewhere.trainer, elsewhere.head):
        with pytest.raises(NotFound):
            elsewhere.see(stranger, method, query, portfolio_id=world.portfolio_id)


@pytest.mark.parametrize(("method", "query"), READS, ids=lambda value: getattr(value, "name", ""))
def test_colleagues_without_a_relation_find_nothing(world: World, sent: str, method, query):
    strangers = [
        world.person("learner"),
        world.person("trainer"),
        world.person("local_admin"),
        world.person("national_admin"),
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            world.see(stranger, method, query, portfolio_id=world.portfolio_id)


def test_a_record_of_somebody_else_is_not_found(world: World, elsewhere: World, sent: str):
    for place, stranger in (
        (elsewhere, elsewhere.head),
        (world, world.person("learner")),
        (world, world.person("local_admin")),
        (world, world.person("teacher")),
    ):
        with pytest.raises(NotFound):
            place.record(stranger, sent)
        with pytest.raises(NotFound):
            place.send(stranger, sent, "assess", KPB)


def test_those_with_a_relation_or_an_office_read_what_was_sent(world: World, sent: str):
    secretary = world.person("secretary")
    for reader in (world.trainer, world.teacher, world.head, secretary):
        assert KPB["strong"] in str(world.record(reader, sent))


def test_a_relation_that_has_ended_opens_nothing_any_more(world: World, sent: str):
    former = world.person("teacher")
    world.relate("teaches", former, until=dt.date(2026, 8, 31))
    with pytest.raises(NotFound):
        world.record(former, sent)
    coming = world.person("teacher")
    world.relate("teaches", coming, since=dt.date(2026, 9, 2))
    with pytest.raises(NotFound):
        world.record(coming, sent)
    world.clock.forward(days=1)
    assert world.record(coming, sent)["learner_id"] == str(world.learner.person_id)


def test_a_link_opens_its_own_record_and_no_other(world: World, sent: str):
    other = world.ask(assessor={"email": "bakker@praktijk.nl"})
    link = world.link(sent)
    assert world.record(link, sent)["record"]["record_id"] == sent
    with pytest.raises(NotFound):
        world.record(link, other["record_id"])
    forged = dataclasses.replace(link, link_record_id=uuid.UUID(other["record_id"]))
    with pytest.raises(NotFound):
        world.record(forged, other["record_id"])
    with pytest.raises(NotFound):
        world.record(forged, sent)
    with pytest.raises(NotFound):
        world.see(link, contract.DOSSIERS, queries.dossiers, portfolio_id=world.portfolio_id)


def test_the_assessor_sees_the_question_but_no_goals_and_no_requests(world: World, sent: str):
    read = world.record(world.link(sent), sent)
    assert read["goals"] == []
    assert read["requests"] == []
    assert "hoofdpijn" in str(read["contributions"])


def test_whoever_was_only_invited_sees_that_record_alone_and_no_goals(world: World):
    invited = world.person("trainer")
    asked = world.ask(assessor={"person_id": invited.person_id})
    other = world.ask()
    world.send(world.learner, world.start("goal"), "draft", GOAL)
    of_portfolio = {"portfolio_id": world.portfolio_id}
    (goal,) = world.see(world.learner, contract.GOALS, queries.goals, **of_portfolio)["goals"]
    linked = {"goal_id": goal["goal_id"], "record_id": asked["record_id"]}
    world.do(world.learner, contract.LINK_TO_GOAL, use_cases.link_to_goal, **linked)
    told = [{"goal_id": goal["goal_id"], "title": goal["title"]}]
    for reader in (world.learner, world.trainer):
        assert world.record(reader, asked["record_id"])["goals"] == told
    assert world.record(invited, asked["record_id"])["goals"] == []
    assert world.record(invited, asked["record_id"])["may"][0]["stage"] == "assess"
    with pytest.raises(NotFound):
        world.record(invited, other["record_id"])


def test_the_scratchpad_is_hidden_by_the_database_itself(world: World):
    written = world.do(
        world.learner,
        contract.WRITE_NOTE,
        use_cases.write_note,
        portfolio_id=world.portfolio_id,
        text="Alleen voor mij.",
    )
    mine = world.see(world.learner, contract.NOTES, queries.notes, portfolio_id=world.portfolio_id)
    assert mine["notes"][0]["text"] == "Alleen voor mij."
    for other in (world.trainer, world.head):
        with pytest.raises((Forbidden, NotFound)):
            world.see(other, contract.NOTES, queries.notes, portfolio_id=world.portfolio_id)
        with pytest.raises(NotFound):
            world.do(other, contract.DELETE_NOTE, use_cases.delete_note, note_id=written["note_id"])
        assert rows_as(world, other, "SELECT text FROM note") == []
    assert rows_as(world, world.learner, "SELECT text FROM note") == [("Alleen voor mij.",)]


def rows_as(world: World, who: Principal, sql: str) -> list:
    found = world.db.run(who, lambda tx: tx.session.execute(text(sql)).all())
    return [tuple(row) for row in found]


def test_notes_change_by_revision_and_go_when_thrown_away(world: World):
    from libs.contracts.faults import RevisionMismatch

    fields = {"portfolio_id": world.portfolio_id}
    write = (world.learner, contract.WRITE_NOTE, use_cases.write_note)
    first = world.do(*write, text="een", **fields)
    again = world.do(*write, text="twee", note_id=first["note_id"], rev=1, **fields)
    assert again == {"note_id": first["note_id"], "rev": 2}
    with pytest.raises(RevisionMismatch):
        world.do(*write, text="drie", note_id=first["note_id"], rev=1, **fields)
    world.do(world.learner, contract.DELETE_NOTE, use_cases.delete_note, note_id=first["note_id"])
    assert world.see(world.learner, contract.NOTES, queries.notes, **fields)["notes"] == []


def test_reading_and_writing_leave_an_audit_line_without_content(world: World, sent: str):
    world.record(world.trainer, sent)
    lines = world.rows(
        "SELECT action, user_id, subject_id, basis, object_id FROM audit ORDER BY id"
    )
    read = lines[-1]
    assert read.action == "record.read"
    assert (read.user_id, read.subject_id) == (world.trainer.person_id, world.learner.person_id)
    assert read.basis == "supervises"
    assert read.object_id == sent
    assert {"feedback.ask", "stage.fill"} <= {line.action for line in lines}
    assert "Rustige" not in str(lines)


def test_goals_of_another_learner_cannot_be_linked_to(world: World, sent: str):
    other = world.person("learner")
    world.enrol(other)
    own = world.portfolio_of(other)
    record_id = world.start("goal", who=other, portfolio_id=own)
    world.send(other, record_id, "draft", GOAL)
    (goal,) = world.see(other, contract.GOALS, queries.goals, portfolio_id=own)["goals"]
    fields = {"goal_id": goal["goal_id"], "record_id": sent}
    for who in (world.learner, other):
        with pytest.raises(NotFound):
            world.do(who, contract.LINK_TO_GOAL, use_cases.link_to_goal, **fields)
