"""A stage that nobody is left for, or nobody was found for, ends its record; the learner hears."""

from __future__ import annotations

from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from services.portfolio import use_cases

from .world import World, publish

ADVISERS = [
    {"_id": f"{one}", "who": {"name": f"Adviseur {one}", "email": f"{one}@praktijk.nl"}}
    for one in ("ada", "bo")
]
ASKED = {"epa": "epa/palliative", "wanted": 4, "motivation": "Zes mensen.", "advisers": ADVISERS}
ADVICE = {"advised": 4, "what_if": "Zij belt eerst de familie en dan mij."}
COACHED = "goal"  # A form of the programme, of which the network publishes another version here.


def told(world: World) -> list[str]:
    """What the learner finds in the inbox, oldest first."""
    found = world.events(contract.PersonInformedV1)
    return [one.kind for one in found if one.person_id == world.learner.person_id]


def state(world: World, record_id: str) -> str:
    return str(world.record(world.learner, record_id)["record"]["state"])


@pytest.mark.parametrize("declines_first", [True, False])
def test_advisers_of_whom_too_few_give_end_the_request_in_whatever_order(
    world: World, declines_first: bool
):
    record_id = world.start("responsibility")
    seen = [{"kind": "entry", "id": world.ask()["record_id"]}]
    world.send(world.learner, record_id, "ask", {**ASKED, "evidence": seen})
    ada, bo = (world.link(record_id, f"{one}@praktijk.nl") for one in ("ada", "bo"))
    fields = {"record_id": record_id, "stage": "advise"}
    if declines_first:
        world.do(ada, contract.DECLINE, use_cases.decline, **fields)
        assert state(world, record_id) == "running"
    receipt = world.send(bo, record_id, "advise", ADVICE)
    if declines_first:
        assert (receipt["undo_until"], receipt["correct_until"]) == (receipt["sent_at"], None)
    else:
        world.do(ada, contract.DECLINE, use_cases.decline, **fields)
    assert (state(world, record_id), told(world)[-1]) == ("withdrawn", "declined")


def coached() -> dict[str, Any]:
    """A question to the coach, who has two weeks."""
    items = [("learner", "question"), ("coach", "advice")]
    return {
        "format": "form/1",
        "key": COACHED,
        "languages": ["en"],
        "title": {"en": "Question to the coach"},
        "roles": {
            "learner": {"who": "subject"},
            "coach": {"who": "related", "relation": "coach", "min": 0},
        },
        "stages": [
            {"id": "ask", "by": ["learner"], "next": "advise"},
            {"id": "advise", "by": ["coach"], "next": "done", "expires": 14},
        ],
        "items": [
            {"type": "text", "key": key, "by": role, "label": {"en": key}} for role, key in items
        ],
        "stakes": "low",
    }


def test_a_question_to_a_coach_whom_the_learner_does_not_have_ends_when_its_time_is_up(
    world: World,
):
    owner = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, owner, "form", coached(), number=2)
    record_id = world.start(COACHED)
    world.send(world.learner, record_id, "ask", {"question": "How?"})
    world.pass_time(days=13)
    assert (state(world, record_id), told(world)) == ("running", [])
    world.pass_time(days=2)
    assert (state(world, record_id), told(world)) == ("expired", ["expired"])
