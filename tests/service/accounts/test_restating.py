"""Saying again how things stand, and deleting what has served."""

import pytest
import sqlalchemy as sa

from libs.chassis.principal import Principal
from libs.contracts import accounts as contract
from libs.contracts.accounts import (
    LearnerEnrolledV1,
    MembershipChangedV1,
    PersonChangedV1,
    RelationChangedV1,
)
from libs.contracts.faults import Forbidden, InvalidRequest
from services.accounts.use_cases import bootstrap, housework, restate
from tests.service.accounts.test_imports import FILE, bring_in
from tests.service.accounts.world import OOST, WEST

KINDS = (PersonChangedV1, MembershipChangedV1, LearnerEnrolledV1, RelationChangedV1)
REBUILDER = Principal(kind="service", issuer="dashboards")


def say_again(world, who=REBUILDER, **request):
    before = len(world.events())
    reply = world.write(who, contract.RESTATE, restate.restate, **request)
    return reply, world.events()[before:]


def latest(events):
    """The newest fact per thing."""
    facts = {}
    for event in events:
        if isinstance(event, KINDS):
            ids = [value for name, value in vars(event).items() if name.endswith("_id")]
            facts[(type(event), *map(str, ids))] = event
    return facts


def test_restating_sends_the_current_facts_of_every_institution_with_their_versions(world):
    bring_in(world, FILE)
    world.add("west", at=WEST)
    told = latest(world.events())
    reply, again = say_again(world, kind="all")
    assert latest(again) == told
    assert reply == {"events": len(again)} == {"events": len(told)}


def test_restating_one_kind_sends_that_kind_only(world):
    bring_in(world, FILE)
    _, again = say_again(world, kind="relation")
    assert [type(event) for event in again] == [RelationChangedV1]


def test_restating_for_one_institution_leaves_the_others_out(world):
    bring_in(world, FILE)
    world.add("west", at=WEST)
    who = Principal(kind="service", issuer="portfolio", institution_id=WEST)
    _, again = say_again(world, who, kind="person")
    assert [event.institution_id for event in again] == [WEST]


def test_an_unknown_kind_is_refused(world):
    with pytest.raises(InvalidRequest):
        say_again(world, kind="everything")


def test_versions_only_grow(world):
    from services.accounts.use_cases import people

    person_id = world.add("sanne")
    for name in ("Anna", "Eva", "Eva", "Sara"):
        world.write(
            world.administrator(),
            contract.CHANGE_PERSON,
            people.change_person,
            person_id=person_id,
            given_name=name,
        )
    versions = [
        event.version for event in world.events(PersonChangedV1) if event.person_id == person_id
    ]
    assert versions == sorted(set(versions))


def test_old_sessions_secrets_and_files_are_deleted_after_a_month(world):
    bring_in(world, FILE)
    world.signed_in("localadmin-1")
    world.clock.forward(days=31)
    world.signed_in("localadmin-1")
    for _ in range(2):
        world.db.run(bootstrap.founder(), housework.clean_up)

    def counts(tx):
        return {
            table: tx.session.scalar(sa.text(f"SELECT count(*) FROM {table}"))
            for table in ("session", "secret", "import_batch", "import_row", "person")
        }

    left = world.start_up(lambda tx: counts(tx), OOST)
    assert left == {"session": 1, "secret": 0, "import_batch": 0, "import_row": 0, "person": 3}


def test_nobody_founds_an_institution_by_a_call(world):
    with pytest.raises(Forbidden):
        world.db.run(
            world.administrator(),
            lambda tx: bootstrap.found_network(tx, network_id=OOST, name="x"),
        )


def test_every_change_and_every_look_leaves_an_audit_line(world):
    from services.accounts.queries import people as people_queries

    administrator = world.administrator()
    person_id = world.add("sanne")
    world.read(administrator, contract.PERSON, people_queries.person, person_id=person_id)
    world.read(administrator, contract.PEOPLE, people_queries.people, search="sanne")
    rows = world.start_up(
        lambda tx: tx.session.execute(
            sa.text("SELECT action, user_id, subject_id, object_id FROM audit ORDER BY id")
        ).all(),
        OOST,
    )
    actions = [row.action for row in rows]
    assert {"person.create", "password.set", "person.read", "people.search"} <= set(actions)
    look = rows[actions.index("person.read")]
    assert (look.user_id, look.subject_id) == (administrator.person_id, person_id)
    assert not any("sanne" in row.object_id for row in rows)
