"""People of one relation whom a form tells apart by when they have it read what is open to them."""

from __future__ import annotations

import uuid

from libs.formengine import Definition
from services.portfolio.domain.readers import Origin, readers
from tests.library.definitions import definition as form

FILLER, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
OTHERS = ["coach", "committee", "head", "learner", "secretary", "teacher"]
HELD: Definition = form("placement-end")


def read(stage: str, *see: str, definition: Definition = HELD) -> list[str] | None:
    people = {"trainer": [FILLER, OTHER], "teacher": [uuid.UUID(int=3)]}
    return readers(definition, see or None, Origin(stage, FILLER, people))


def test_what_opens_to_neither_is_for_who_filled_it_in():
    assert read("draft") == sorted([str(FILLER), *OTHERS])


def test_what_opens_to_both_is_for_both():
    assert read("respond") == sorted([str(FILLER), str(OTHER), "trainer", *OTHERS])


def test_who_is_left_out_of_see_is_left_out_here_too():
    assert read("draft", "learner", "next_trainer") == ["learner"]
    assert read("transfer", "learner", "next_trainer") == ["learner", "trainer"]
    assert read("draft", "teacher", "trainer") == [str(FILLER), "teacher"]


def test_a_form_that_tells_nobody_apart_says_it_in_roles_alone():
    plain = form("combel")
    role = next(iter(plain.roles))
    assert read(plain.stages[0].id, definition=plain) is None
    assert read(plain.stages[0].id, role, definition=plain) is not None
