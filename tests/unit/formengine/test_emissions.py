"""Whose fact it is: a declared emission belongs to those who filled in what it is made of."""

from __future__ import annotations

import itertools

from libs.formengine import parse
from tests.library.definitions import definition, document
from tests.library.story import Story

ASKED = {"procedure": "excision"}
SEEN = {
    "difficulty": "routine",
    "parts": dict.fromkeys(
        ("indication", "consent", "preparation", "analgesia", "technique")
        + ("asepsis", "help", "aftercare", "contact", "conduct"),
        4,
    ),
    "overall": 3,
    "strong": "Rustig.",
    "next_step": "Leg alles klaar.",
}


def test_the_note_of_a_stage_is_of_that_stage_whatever_the_order_of_its_fields():
    shuffled = document("dops")
    for order in itertools.permutations(["procedure", "difficulty", "supervision"]):
        fields = shuffled["emit"][0]["fields"]
        shuffled["emit"][0]["fields"] = {name: fields[name] for name in order} | fields
        story = Story(parse(shuffled), lena="learner", ada="assessor")
        story.does("lena", "send", ASKED).does("ada", "send", SEEN)
        (noted,) = [one for one in story.emits("assess") if one.kind == "registration"]
        assert (noted.role, noted.fields["procedure"]) == ("assessor", "excision")


def test_what_a_later_stage_only_confirms_stays_the_fact_of_who_wrote_it():
    story = Story(definition("procedure-log"), lena="learner", tom="trainer")
    story.does("lena", "send", {"procedure": "ear", "part": "watched"})
    story.does("tom", "approve", {"tip": "Doe de volgende zelf."})
    (noted,) = story.emits("confirm")
    assert (noted.role, noted.fields["state"]) == ("learner", "approved")
