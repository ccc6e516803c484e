"""Who may know that a record exists, and whom others can sway no more."""

from __future__ import annotations

import pytest

from libs.formengine import Participant, ever_known, is_known, is_through, keeps_back, visible
from tests.library.definitions import definition
from tests.library.story import Story

from .test_records import SENT_KPB, kpb


def test_a_private_first_stage_of_somebody_else_is_not_listed_for_the_learner_until_it_is_sent():
    people = {"tom": "trainer", "lena": "learner", "hugo": "head"}
    story = Story(definition("professional-behaviour"), **people)
    assert [story.sees(name).listed for name in people] == [True, False, False]
    story.does("tom", "send", {"concern": 2, "about": ["integrity"], "seen": "x", "told": True})
    assert [story.sees(name).listed for name in people] == [True, True, True]


def test_nothing_sways_who_left_or_gave_all_and_everything_may_while_an_answer_is_due():
    story = kpb().does("lena", "send")
    ada = story.people["ada"]
    found = [is_through(story.definition, story.state, ada)]
    for action, answers in (("send", SENT_KPB), ("undo", None), ("decline", None)):
        story.does("ada", action, answers)
        found.append(is_through(story.definition, story.state, ada))
    assert found == [False, True, False, True]


def test_a_role_may_know_of_a_record_as_far_as_its_form_and_its_state_say():
    concern, event, kpb_form = map(
        definition, ("professional-behaviour", "significant-event", "kpb")
    )
    assert not ever_known(concern, "onlooker") and not ever_known(event, "onlooker")
    assert all(ever_known(concern, role) for role in ("learner", "teacher", "head"))
    assert ever_known(kpb_form, "onlooker") and not keeps_back(kpb_form, "onlooker")
    assert [keeps_back(event, role) for role in ("learner", "trainer")] == [False, True]
    assert [keeps_back(concern, role) for role in ("learner", "trainer")] == [True, True]


@pytest.mark.parametrize("key", ["kpb", "starrt", "professional-behaviour", "significant-event"])
def test_whoever_may_know_of_a_new_record_is_listed_for_it(key: str):
    story = Story(definition(key), lena="learner")
    for role in ("learner", "trainer", "coach", "head", "onlooker"):
        seen = visible(story.definition, story.state, Participant("x", role), (), story.now)
        known = is_known(story.definition, story.state, role, story.now)
        assert seen.listed or not known
        assert known is seen.listed or bool(seen.may_fill)
        doubtful = not ever_known(story.definition, role) or keeps_back(story.definition, role)
        assert known or doubtful
