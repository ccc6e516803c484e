"""The audit of what raters are refused or do by link: of an anonymous round without whom, of a
request by name."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

import pytest

from libs.chassis.looks import look
from libs.chassis.principal import Principal
from libs.chassis.testing import call
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound
from services.portfolio import queries, use_cases

from .test_round_link import a_round_of_patients, opened
from .test_rounds import a_coach, a_round
from .world import World

FROM = "192.0.2.0/24"
_BY_LINK = "SELECT * FROM audit WHERE user_kind = 'link' ORDER BY id"


def lines(world: World) -> list[Any]:
    return world.rows(_BY_LINK)


def tries(world: World, link: Principal, wanted: str) -> None:
    """A look at a record, and a Send, that this link does not allow."""
    asked = {"record_id": uuid.UUID(wanted)}
    with pytest.raises(NotFound):
        look(world.db, from_somewhere(link, contract.RECORD), queries.record, asked)
    sent = contract.SEND.request().load({"record_id": wanted, "stage": "draft", "answers": {}})
    with pytest.raises(NotFound):
        world.db.write(from_somewhere(link, contract.SEND), use_cases.send, sent)


def from_somewhere(who: Principal, method: Any) -> Any:
    return dataclasses.replace(call(who, method), network_address=FROM)


def what(line: Any) -> tuple[str, ...]:
    return line.action, line.outcome, line.basis, line.purpose, line.object_kind, line.object_id


def refused(wanted: str) -> list[tuple[str, ...]]:
    why = ("refused", "chassis.not_found", "none", "record", wanted)
    return [("record.refuse", *why), ("send.refuse", *why)]


def names_nobody(line: Any, link: Principal) -> bool:
    ids = (link.link_participant_id, link.link_request_id)
    said = (line.user_id, line.responsible_user_id, line.access_point, line.correlation_id)
    return said == (None, None, "", "") and not any(str(one) in str(line) for one in ids)


def test_what_a_rater_of_a_round_is_refused_is_written_down_without_whom(world: World):
    a_coach(world)
    link, other = world.link(a_round(world), "a1@praktijk.nl"), world.start("goal")
    tries(world, link, other)
    found = lines(world)
    assert [what(line) for line in found] == refused(other)
    assert all(names_nobody(line, link) for line in found)


def test_that_a_rater_looks_and_declines_is_written_down_without_whom(world: World):
    a_coach(world)
    record_id = a_round(world)
    link = world.link(record_id, "a1@praktijk.nl")
    world.record(link, record_id)
    about = {"record_id": record_id, "stage": "collect", "reason": "I hardly know her."}
    world.do(link, contract.DECLINE, use_cases.decline, **about)
    found = lines(world)
    assert [line.action for line in found] == ["record.read", "stage.decline"]
    assert {line.object_id for line in found} == {record_id}
    assert {line.subject_id for line in found} == {world.learner.person_id}
    assert {line.purpose for line in found} == {"assessment"}
    assert all(names_nobody(line, link) for line in found)


def test_what_the_link_of_a_round_is_refused_is_written_down_without_the_link(world: World):
    door, other = opened(world, a_round_of_patients(world)), world.start("goal")
    tries(world, door, other)
    found = lines(world)
    assert [what(line) for line in found] == refused(other)
    assert all(names_nobody(line, door) for line in found)


def test_who_was_asked_by_name_is_named_in_what_they_are_refused(world: World):
    link, other = world.link(world.ask()["record_id"]), world.start("goal")
    tries(world, link, other)
    found = lines(world)
    assert [what(line) for line in found] == refused(other)
    assert {line.user_id for line in found} == {link.link_participant_id}
    assert {line.access_point for line in found} == {FROM}
    assert all(line.correlation_id for line in found)


def a_rater_with_an_account(world: World, record_id: str) -> Principal:
    found = world.person("trainer")
    world.ask(assessor={"person_id": found.person_id}, answers={}, record_id=record_id)
    return found


def releases_in_vain(world: World, who: Principal, record_id: str) -> Any:
    """Who only answers in a round does not release it -> the line of the audit."""
    asked = {"record_id": uuid.UUID(record_id), "stage": "release"}
    with pytest.raises(NotFound):
        world.db.write(from_somewhere(who, contract.SEND), use_cases.send, asked)
    return world.rows("SELECT * FROM audit WHERE outcome = 'refused' ORDER BY id")[-1]


def test_what_a_rater_with_an_account_is_refused_is_written_down_without_whom(world: World):
    a_coach(world)
    record_id = a_round(world)
    rater = a_rater_with_an_account(world, record_id)
    line = releases_in_vain(world, rater, record_id)
    assert (line.action, line.object_id) == ("send.refuse", record_id)
    assert (line.user_id, line.responsible_user_id, line.roles) == (None, None, "")
    assert (line.access_point, line.correlation_id) == ("", "")
    assert str(rater.person_id) not in str(line)
    administrator = uuid.uuid4()
    line = releases_in_vain(
        world, dataclasses.replace(rater, impersonator_id=administrator), record_id
    )
    assert (line.user_id, line.responsible_user_id) == (administrator, None)


def test_a_request_that_is_refused_to_a_rater_with_an_account_names_nobody(world: World):
    a_coach(world)
    record_id = a_round(world)
    rater = a_rater_with_an_account(world, record_id)
    ((request_id,),) = world.rows(
        "SELECT r.id FROM request r JOIN participant p ON p.id = r.participant_id"
        " WHERE p.person_id = :id",
        id=rater.person_id,
    )
    with pytest.raises(NotFound):
        world.db.write(
            from_somewhere(rater, contract.WITHDRAW_REQUEST),
            use_cases.withdraw_request,
            {"request_id": request_id},
        )
    (line,) = world.rows("SELECT * FROM audit WHERE outcome = 'refused'")
    assert (line.object_kind, line.user_id) == ("request", None)


def test_who_answers_in_no_round_of_a_record_is_named_in_what_they_are_refused(world: World):
    a_coach(world)
    record_id = a_round(world)
    rater, other = a_rater_with_an_account(world, record_id), world.start("goal")
    for who, wanted in ((rater, other), (world.person("trainer"), record_id)):
        line = releases_in_vain(world, who, wanted)
        assert (line.user_id, line.access_point) == (who.person_id, FROM)


def test_that_a_rater_with_an_account_looks_is_written_down_by_name(world: World):
    a_coach(world)
    record_id = a_round(world)
    rater = a_rater_with_an_account(world, record_id)
    world.record(rater, record_id)
    read = "SELECT user_id FROM audit WHERE action = 'record.read' ORDER BY id DESC LIMIT 1"
    assert world.rows(read) == [(rater.person_id,)]
