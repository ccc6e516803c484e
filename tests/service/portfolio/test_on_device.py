"""Filling in on the learner's phone: shown as unconfirmed until the one named says it was they."""

from __future__ import annotations

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import InvalidRequest, NotFound
from services.portfolio import queries, use_cases
from services.portfolio.domain.addresses import address_hash

from .world import KPB, World

WHO = {"actor_name": "Dr. Mertens", "actor_email": "mertens@clinic.example"}


def handed(world: World, **changes: object) -> str:
    fields = {"assessor": None, "on_device": True} | changes
    return world.ask(**fields)["record_id"]


def send(world: World, record_id: str, who: Principal | None = None, **changes: object):
    fields = {"record_id": record_id, "stage": "assess", "answers": KPB} | WHO | changes
    return world.do(
        who or world.learner, contract.SEND_ON_DEVICE, use_cases.send_on_device, **fields
    )


def as_device(world: World, record_id: str, who: Principal | None = None):
    fields = {"record_id": record_id, "on_device": True}
    return world.see(who or world.learner, contract.RECORD, queries.record, **fields)


def confirm(world: World, record_id: str, was_me: bool) -> None:
    fields = {"record_id": record_id, "stage": "assess", "was_me": was_me}
    link = world.link(record_id, "mertens@clinic.example")
    world.do(link, contract.CONFIRM, use_cases.confirm, **fields)


def states(world: World) -> list[str]:
    return [one.state for one in world.events(contract.RequestChangedV1)]


def given(world: World, record_id: str) -> dict[str, object]:
    found = world.record(world.learner, record_id)["contributions"]
    return next((one for one in found if one["stage"] == "assess"), {})


def test_nobody_is_mailed_before_somebody_filled_in(world: World):
    record_id = handed(world)
    assert states(world) == []
    (act,) = as_device(world, record_id)["may"]
    assert (act["stage"], act["role"]) == ("assess", "assessor")
    with pytest.raises(NotFound):
        as_device(world, record_id, world.trainer)


def test_what_was_filled_in_is_shown_as_unconfirmed_and_a_mail_asks(world: World):
    record_id = handed(world)
    send(world, record_id)
    assert states(world) == ["unconfirmed"]
    assert given(world, record_id)["actor"]["verified"] == "device"
    assert given(world, record_id)["actor"]["name"] == "Dr. Mertens"


def test_confirming_by_the_mailed_link_makes_it_theirs(world: World):
    record_id = handed(world)
    send(world, record_id)
    confirm(world, record_id, True)
    assert states(world)[-1] == "submitted"
    assert given(world, record_id)["actor"]["verified"] == "link"
    with pytest.raises(contract.NotNow):
        confirm(world, record_id, False)


def test_what_was_not_them_counts_no_more(world: World):
    record_id = handed(world)
    send(world, record_id)
    assert world.rows("SELECT 1 FROM data_point WHERE superseded_at IS NULL")
    world.clock.forward(days=3)
    confirm(world, record_id, False)
    assert states(world)[-1] == "withdrawn"
    assert given(world, record_id) == {}
    assert not world.rows("SELECT 1 FROM data_point WHERE superseded_at IS NULL")


def test_the_learner_cannot_answer_in_their_own_name_or_send_it_otherwise(world: World):
    learner = world.person("learner", email="lena@example.org")
    world.relate("supervises", world.trainer, learner=learner)
    world.enrol(learner)
    portfolio_id = world.portfolio_of(learner)
    record_id = handed(world, who=learner, portfolio_id=portfolio_id)
    assert learner.email_hash == address_hash("lena@example.org")
    with pytest.raises(contract.OwnAddress):
        send(world, record_id, learner, actor_email="lena@example.org")
    with pytest.raises(InvalidRequest):
        send(world, record_id, learner, actor_name=None)
    with pytest.raises(NotFound):
        world.send(learner, record_id, "assess", KPB)
    with pytest.raises(NotFound):
        send(world, record_id, world.trainer)


def test_a_request_by_mail_can_be_filled_in_on_the_device_instead(world: World):
    record_id = world.ask()["record_id"]
    fields = {"record_id": record_id, "stage": "assess"}
    for _ in range(2):
        world.do(world.learner, contract.HAND_OVER, use_cases.hand_over, **fields)
    send(world, record_id)
    assert states(world)[-1] == "unconfirmed"
    assert len(world.rows("SELECT 1 FROM participant WHERE role = 'assessor'")) == 1


def test_a_form_that_does_not_allow_it_is_not_filled_in_on_the_device(world: World):
    record_id = world.start("starrt")
    with pytest.raises(contract.NotNow):
        fields = {"record_id": record_id, "stage": "write"}
        world.do(world.learner, contract.HAND_OVER, use_cases.hand_over, **fields)


def test_what_was_confirmed_is_not_offered_back_once_the_learner_went_on_from_it(world: World):
    record_id = handed(world)
    send(world, record_id)
    confirm(world, record_id, True)
    link = world.link(record_id, "mertens@clinic.example")
    undo = {"record_id": record_id, "stage": "assess"}
    assert world.record(link, record_id)["undo_stage"] == "assess"
    reply = {"record_id": record_id, "stage": "respond", "answers": {"takeaway": "Thanks."}}
    world.do(world.learner, contract.SEND, use_cases.send, **reply)
    with pytest.raises(contract.NotNow):
        world.do(link, contract.UNDO_SEND, use_cases.undo_send, **undo)
    there = world.record(link, record_id)
    assert (there["undo_until"], there["undo_stage"]) == (None, None)
    assert there["withdrawable"] is False
    assert there["correct_stage"] == "assess", "a mistake can still be mended"
