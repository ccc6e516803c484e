"""Files that were added to a form and never sent are let go; those an answer names never are."""

from __future__ import annotations

import importlib
import threading

import pytest

from libs.chassis.principal import Principal
from libs.chassis.timers import due_timers
from libs.contracts import portfolio as contract
from services.portfolio import use_cases
from services.portfolio.use_cases.unsent import GRACE

from .test_pointing import FORM, add_file, open_to, remove
from .world import World, publish

DAYS = GRACE.days
MIGRATION = importlib.import_module(
    "services.portfolio.migrations.versions.20261128_0900_unsent_files"
)


@pytest.fixture
def record_id(world: World) -> str:
    """A form with a photo and a drawn signature, begun."""
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", FORM, number=9)
    return world.start("starrt")


def let_go(world: World) -> list[str]:
    """The files that documents was told to let go, in that order."""
    return [str(one.file_id) for one in world.events(contract.FileLeftOutV1)]


def kept(world: World) -> set[str]:
    return {str(row[0]) for row in world.rows("SELECT id FROM attachment")}


def draft(world: World, record_id: str, answers: dict[str, object], rev: int = 0) -> None:
    fields = {"record_id": record_id, "stage": "write", "answers": answers, "rev": rev}
    world.do(world.learner, contract.SAVE_DRAFT, use_cases.save_draft, **fields)


def test_a_file_nothing_names_is_let_go_after_the_grace_time_and_not_before(
    world: World, record_id: str
):
    file_id = add_file(world, world.learner, record_id, "write", "photo")
    world.pass_time(days=DAYS, seconds=-1)
    assert let_go(world) == [] and kept(world) == {file_id}
    world.pass_time(seconds=1)
    assert let_go(world) == [file_id] and kept(world) == set()
    (told,) = world.events(contract.FileLeftOutV1)
    assert (str(told.record_id), told.learner_id) == (record_id, world.learner.person_id)
    world.pass_time(days=3 * DAYS)
    assert let_go(world) == [file_id]


def test_a_file_that_was_sent_stays_for_good(world: World, record_id: str):
    photo = add_file(world, world.learner, record_id, "write", "photo")
    drawing = add_file(world, world.learner, record_id, "write", "sign")
    answers = {"photo": [photo], "sign": {"file": drawing}}
    world.send(world.learner, record_id, "write", answers)
    world.pass_time(days=3 * DAYS)
    assert let_go(world) == [] and kept(world) == {photo, drawing}
    assert open_to(world, world.trainer, record_id, photo) is True


def test_a_file_that_a_correction_left_out_stays_with_the_earlier_answer(
    world: World, record_id: str
):
    first = add_file(world, world.learner, record_id, "write", "photo")
    world.send(world.learner, record_id, "write", {"photo": [first]})
    fields = {"record_id": record_id, "stage": "write"}
    world.do(world.learner, contract.CORRECT, use_cases.correct, **fields)
    second = add_file(world, world.learner, record_id, "write", "photo")
    world.send(world.learner, record_id, "write", {"photo": [second]})
    world.pass_time(days=3 * DAYS)
    assert let_go(world) == [] and kept(world) == {first, second}


def test_a_file_in_a_draft_stays_as_long_as_the_draft_names_it(world: World, record_id: str):
    file_id = add_file(world, world.learner, record_id, "write", "photo")
    draft(world, record_id, {"photo": [file_id]})
    world.pass_time(days=2 * DAYS)
    assert let_go(world) == []
    draft(world, record_id, {"photo": []}, rev=1)
    world.pass_time(days=DAYS)
    assert let_go(world) == [file_id]


def test_the_file_of_a_draft_that_was_thrown_away_is_let_go_though_its_rows_are_gone(
    world: World, record_id: str
):
    file_id = add_file(world, world.learner, record_id, "write", "photo")
    draft(world, record_id, {"photo": [file_id]})
    fields = {"record_id": record_id}
    world.do(world.learner, contract.CANCEL_DRAFT, use_cases.cancel_draft, **fields)
    assert kept(world) == set()
    world.pass_time(days=DAYS)
    assert let_go(world) == [file_id]


def test_the_file_in_the_draft_of_a_form_that_expired_is_let_go(world: World, record_id: str):
    file_id = add_file(world, world.learner, record_id, "write", "photo")
    draft(world, record_id, {"photo": [file_id]})
    world.rows("UPDATE record SET state = 'expired' RETURNING id")
    world.pass_time(days=DAYS)
    assert let_go(world) == [file_id]


def test_a_file_that_was_taken_out_is_not_told_of_again(world: World, record_id: str):
    remove(
        world, world.learner, record_id, add_file(world, world.learner, record_id, "write", "photo")
    )
    world.pass_time(days=2 * DAYS)
    assert let_go(world) == []


def test_two_replicas_that_look_at_once_tell_of_it_once(world: World, record_id: str):
    file_id = add_file(world, world.learner, record_id, "write", "photo")
    world.clock.forward(days=DAYS)
    (timer,) = due_timers(world.db, "unsent_file")
    both = [
        threading.Thread(target=world.db.fire, args=(timer, use_cases.forget_unsent))
        for _ in range(2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert let_go(world) == [file_id]


def test_a_file_that_was_added_before_there_were_such_looks_is_looked_at_too(
    world: World, record_id: str
):
    file_id = add_file(world, world.learner, record_id, "write", "photo")
    world.rows("DELETE FROM timers WHERE kind = 'unsent_file' RETURNING key")
    world.pass_time(days=DAYS)
    assert let_go(world) == []
    world.rows(MIGRATION.LOOK_AT_ALL + " RETURNING key")
    world.rows("UPDATE timers SET due_at = :now RETURNING key", now=world.clock())
    world.pass_time()
    assert let_go(world) == [file_id]


def test_whoever_sends_after_the_file_was_let_go_is_told_so(world: World, record_id: str):
    file_id = add_file(world, world.learner, record_id, "write", "photo")
    world.pass_time(days=DAYS)
    with pytest.raises(contract.AnswersIncomplete) as found:
        world.send(world.learner, record_id, "write", {"photo": [file_id]})
    assert found.value.errors["photo"]["code"] == "no_file"
