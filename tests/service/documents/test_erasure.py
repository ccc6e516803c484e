"""When a person is erased: a learner's files go, and whoever added files elsewhere is forgotten."""

import dataclasses
import uuid

import pytest
import sqlalchemy as sa

from libs.chassis.delivery import Delivery
from libs.contracts.accounts import MembershipChangedV1, PersonErasedV1
from libs.contracts.faults import NotFound
from services.documents import projections

from .test_access import TEXT, attach

TABLES = ["folder", "file", "upload", "portfolio", "record", "invitation", "relation", "membership"]


def erased(world, person_id):
    return PersonErasedV1(
        institution_id=world.institution_id, person_id=person_id, erasure_id=uuid.uuid4()
    )


def everything(world):
    """All rows of the institution, as text."""
    return world.database.run(
        world.service(None),
        lambda tx: {
            table: sorted(tx.session.scalars(sa.text(f'SELECT t::text FROM "{table}" t')))
            for table in TABLES
        },
    )


def test_a_learners_files_folders_and_bytes_go(world, clock):
    attach(world, world.record("running"), world.learner_id)
    world.upload(b"mine", "mine.txt")
    world.relate(uuid.uuid4())
    world.hear(erased(world, world.learner_id))
    with pytest.raises(NotFound):
        world.folders()
    assert everything(world) == {table: [] for table in TABLES}
    clock.forward(days=1, seconds=1)
    world.fire_due()
    assert world.kept() == []


def test_who_added_a_file_to_anothers_portfolio_is_forgotten_and_the_file_stays(world):
    trainer = uuid.uuid4()
    world.relate(trainer)
    world.hear(
        MembershipChangedV1(
            institution_id=world.institution_id,
            membership_id=uuid.uuid4(),
            person_id=trainer,
            roles=("trainer",),
            starts_on=None,
            ends_on=None,
            version=1,
        )
    )
    attach(world, world.record("running"), trainer)
    assert str(trainer) in str(everything(world))
    world.hear(erased(world, trainer))
    assert str(trainer) not in str(everything(world))
    assert "case.txt" in str(everything(world)["file"])


def test_the_reports_that_somebody_had_made_go_with_them(world, clock):
    teacher = uuid.uuid4()
    world.relate(teacher)
    made = {"who": world.service(teacher), "folder_kind": "reports"}
    world.upload(b"before", "before.txt", **made)
    world.upload(TEXT, "own.txt", world.service(world.learner_id), folder_kind="reports")
    begun = world.begin(world.service(teacher), "checked.txt", len(TEXT), folder_kind="reports")
    world.say_finished(world.service(teacher), begun, world.put(begun, TEXT))
    world.hear(erased(world, teacher))
    for _ in range(3):
        clock.forward(minutes=2)
        world.fire_due()
    left = str(everything(world))
    assert str(teacher) not in left and "before" not in left and "checked" not in left
    assert "own.txt" in world.listed()


def test_an_upload_under_way_ends_and_then_nothing_is_left(world, clock):
    begun = world.begin(world.learner, "my-diary.txt", len(TEXT))
    world.put(begun, TEXT)
    world.hear(erased(world, world.learner_id))
    assert "my-diary" not in str(everything(world))
    world.fire_due()
    clock.forward(minutes=1)
    world.fire_due()
    assert everything(world) == {table: [] for table in TABLES}
    assert world.quarantine() == []


def test_a_file_that_is_being_checked_goes_after_its_check(world, clock):
    begun = world.begin(world.learner, "my-diary.txt", len(TEXT))
    world.say_finished(world.learner, begun, world.put(begun, TEXT))
    world.hear(erased(world, world.learner_id))
    clock.forward(minutes=2)
    for _ in range(2):
        world.fire_due()
        clock.forward(minutes=2)
    assert everything(world) == {table: [] for table in TABLES}


def test_the_same_message_twice_and_the_same_fact_twice_are_harmless(world):
    other = uuid.uuid4()
    attach(world, world.record("running"), other)
    event = erased(world, other)
    delivery = Delivery.of(event, consumer="person_erased", occurred_at=world.clock())
    for _ in range(2):
        world.database.consume(delivery, projections.person_erased)
    after = everything(world)
    world.hear(dataclasses.replace(event, erasure_id=uuid.uuid4()))
    assert everything(world) == after
    world.hear(erased(world, uuid.uuid4()))
    assert everything(world) == after


def test_another_institution_keeps_what_is_its_own(world):
    world.upload(b"mine", "mine.txt")
    event = dataclasses.replace(erased(world, world.learner_id), institution_id=uuid.uuid4())
    world.hear(event)
    assert "mine.txt" in world.listed()
