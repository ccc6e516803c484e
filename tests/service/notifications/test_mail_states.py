"""How the mails of requests stand is told to whoever may follow the request, and to nobody else."""

import datetime as dt
import uuid

import pytest

from libs.contracts.accounts import RelationChangedV1


def guides(world, person_id, learner_id, version=1, ends_on=None, relation_id=None):
    world.hear(
        RelationChangedV1(
            institution_id=world.institution_id,
            relation_id=relation_id or uuid.uuid4(),
            kind="teaches",
            person_id=person_id,
            learner_id=learner_id,
            starts_on=dt.date(2026, 1, 1),
            ends_on=ends_on,
            version=version,
        )
    )


@pytest.mark.parametrize("role", ["learner", "trainer", "teacher", "coach", "local_admin"])
def test_nobody_is_told_of_the_mails_of_a_stranger_whatever_their_role(world, sanne, role):
    request_id = world.ask(sanne, "p.jansen@ziekenhuis.example")
    assert world.states(request_id, who=world.who(uuid.uuid4(), roles=[role])) == {}


@pytest.mark.parametrize("role", ["head", "secretary", "committee"])
def test_offices_that_see_every_portfolio_follow_every_request(world, sanne, role):
    request_id = world.ask(sanne, "p.jansen@ziekenhuis.example")
    assert world.states(request_id, who=world.who(uuid.uuid4(), roles=[role]))
    elsewhere = world.who(uuid.uuid4(), uuid.uuid4(), roles=[role])
    assert world.states(request_id, who=elsewhere) == {}


def test_who_guides_a_learner_today_follows_their_requests_and_only_theirs(world, sanne):
    other = world.person("Daan Bakker", "Daan")
    own, others = (world.ask(one, "p.jansen@ziekenhuis.example") for one in (sanne, other))
    teacher, relation_id = uuid.uuid4(), uuid.uuid4()
    guides(world, teacher, sanne, relation_id=relation_id)
    assert list(world.states(own, others, who=world.who(teacher))) == [str(own)]
    yesterday = world.clock().date() - dt.timedelta(days=1)
    guides(world, teacher, sanne, 2, ends_on=yesterday, relation_id=relation_id)
    guides(world, teacher, sanne, 1, relation_id=relation_id)
    assert world.states(own, who=world.who(teacher)) == {}


def test_the_learner_and_the_one_asked_follow_the_request(world, sanne):
    trainer = world.person("Els Jansen", "Els")
    request_id = world.ask(sanne, assessor_id=trainer)
    assert world.states(request_id)
    assert world.states(request_id, who=world.who(trainer))
