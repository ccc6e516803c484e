"""Feedback of somebody's own accord: where a form begins with the answer, nobody has to ask."""

from __future__ import annotations

import pytest

from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, NotFound

from .world import World

NOTE = {
    "about": ["area/collaboration"],
    "seen": "Je belde de thuiszorg terug voordat je de familie sprak.",
    "advice": "Blijf dat doen.",
}


def test_a_trainer_gives_a_note_unasked_and_the_learner_reads_it(world: World):
    record_id = world.start("field-note", who=world.trainer)
    assert "thuiszorg" not in str(world.record(world.learner, record_id))
    world.send(world.trainer, record_id, "note", NOTE)
    assert "thuiszorg" in str(world.record(world.learner, record_id))
    (points,) = world.events(contract.DataPointsRecordedV1)
    assert (points.role, points.learner_id) == ("giver", world.learner.person_id)
    informed = world.events(contract.PersonInformedV1)[-1]
    assert informed.person_id == world.learner.person_id


def test_the_learner_cannot_give_it_to_themselves(world: World):
    with pytest.raises(contract.NotNow):
        world.start("field-note")


def test_who_has_nothing_to_do_with_the_learner_cannot(world: World):
    with pytest.raises(NotFound):
        world.start("field-note", who=world.person("trainer"))
    with pytest.raises(Forbidden):
        world.start("field-note", who=world.head)


def test_a_form_that_begins_with_a_question_is_asked(world: World):
    with pytest.raises(Forbidden):
        world.start("mini-cex", who=world.trainer)


def test_a_form_that_may_begin_without_its_question_is_given_unasked_too(world: World):
    record_id = world.start("kpb", who=world.trainer)
    world.send(
        world.trainer,
        record_id,
        "assess",
        {
            "seen_epa": "epa/chronic",
            "areas": {"medical": {"v": 2}, "communication": {"v": 3}},
            "strong": "Je vatte het samen in de woorden van de patiënt.",
            "next_step": "Spreek meteen een moment van controle af.",
        },
    )
    found = world.record(world.learner, record_id)
    assert "woorden van de patiënt" in str(found["contributions"])
    (points,) = world.events(contract.DataPointsRecordedV1)
    assert points.role == "assessor"
