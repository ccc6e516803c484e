"""A link that is used in a browser in which the learner has logged in: staff read it."""

from __future__ import annotations

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from services.portfolio import use_cases

from .world import KPB, World


def test_what_came_from_a_browser_of_the_learner_is_told_to_staff_and_not_to_the_learner(
    world: World,
):
    record_id = world.ask()["record_id"]
    link = world.link(record_id)
    world.send(link, record_id, "assess", KPB, same_browser=True)
    assert same_browser(world, world.trainer, record_id) is True
    assert same_browser(world, world.learner, record_id) is None
    assert same_browser(world, link, record_id) is None
    world.do(link, contract.CORRECT, use_cases.correct, record_id=record_id, stage="assess")
    world.send(link, record_id, "assess", KPB, same_browser=False)
    assert same_browser(world, world.trainer, record_id) is True


def same_browser(world: World, who: Principal, record_id: str) -> bool | None:
    found = world.record(who, record_id)["contributions"]
    (given,) = [one for one in found if one["stage"] == "assess"]
    return given["actor"].get("same_browser")


def test_what_came_from_elsewhere_is_not_flagged(world: World):
    record_id = world.ask()["record_id"]
    world.send(world.link(record_id), record_id, "assess", KPB)
    assert same_browser(world, world.trainer, record_id) is False


def test_a_confirmation_from_a_browser_of_the_learner_is_flagged_to_staff(world: World):
    record_id = world.ask(assessor=None, on_device=True)["record_id"]
    stage = {"record_id": record_id, "stage": "assess"}
    who = {"actor_name": "Dr. Mertens", "actor_email": "mertens@clinic.example"}
    given = {**stage, "answers": KPB, **who}
    world.do(world.learner, contract.SEND_ON_DEVICE, use_cases.send_on_device, **given)
    link = world.link(record_id, "mertens@clinic.example")
    said = {**stage, "was_me": True, "same_browser": True}
    world.do(link, contract.CONFIRM, use_cases.confirm, **said)
    assert same_browser(world, world.trainer, record_id) is True
    assert same_browser(world, world.learner, record_id) is None
