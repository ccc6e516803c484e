"""The sum of an anonymous round on the page of its record."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

from libs.formengine import parse
from tests.library.definitions import definition, document
from tests.library.story import Story
from tests.unit.gateway.staff_world import an_id, gateway, me
from tests.unit.library.rounds import answered, closed, opened, rating, released, shown

RECORD = an_id(900)


def record_of(story: Any, reader: str = "learner") -> dict[str, Any]:
    """What portfolio answers about this record (queries/record.py)."""
    form = story.definition
    rounds = [dataclasses.asdict(one) for one in shown(story, [reader]).get(reader, ())]
    return {
        "record": {
            "record_id": RECORD,
            "portfolio_id": an_id(901),
            "state": "running",
            "encounter_date": "2026-03-01",
            "context": {},
            "waiting_for": [],
            "stages": [],
        },
        "learner_id": an_id(1),
        "definition_hash": form.key.ljust(64, "0"),
        "may": [],
        "contributions": [],
        "rounds": rounds,
        "hidden": [],
        "requests": [],
        "goals": [],
        "undo_until": None,
        "undo_stage": None,
        "correct_until": None,
        "correct_stage": None,
        "withdrawable": False,
        "context": {},
        "language": "nl",
    }


def page_of(story: Any, language: str = "en", form: Any = None, **more: Any) -> str:
    pinned = {"document": form or document(story.definition.key)}
    if form is not None:
        # Definitions are kept by their hash, those of other tests too.
        more["definition_hash"] = hashlib.sha256(json.dumps(form).encode()).hexdigest()
    replies = {
        "portfolio__record": record_of(story) | more,
        "forms__definition_by_hash": pinned,
        "accounts__names": {"names": {}},
    }
    with gateway(me("learner", language=language), **replies) as (browser, _fake):
        found = browser.get(f"/records/{RECORD}")
        assert found.status_code == 200
        return found.text


def team() -> Any:
    form = definition("team-feedback")
    story = opened(form, {"doctors": 4, "others": 4})
    raters = [one for one in story.people if one.startswith(("doctors", "others"))]
    given = {one: rating(form, 3 if one[0] == "d" else 2, f"Said {one[-1]}") for one in raters}
    return closed(answered(story, given))


def test_a_released_round_stands_on_the_page_with_its_values_and_words():
    page = page_of(released(team()))
    assert "8 answers together" in page
    assert "Doctors: 4" in page and "Other colleagues: 4" in page
    assert "Can be trusted and keeps agreements" in page
    assert "Some concern: 4, No concern: 4" in page.replace("Major concern – Some", "Some")
    assert "Said 0 (strong)" in page and "What does this colleague do well?" in page


def test_nothing_of_a_round_stands_on_the_page_before_it_is_released():
    page = page_of(team())
    assert "answers together" not in page and "Said 0" not in page


def test_means_are_written_as_the_reader_writes_numbers_and_one_odd_answer_does_not_show():
    form = definition("patient-feedback")
    story = opened(form, {None: 21})
    raters = [one for one in story.people if one.startswith("patient")]
    given = {one: rating(form, 6 + number % 2) for number, one in enumerate(raters)}
    given[raters[0]] = rating(form, 1)
    page = page_of(released(closed(answered(story, given))), language="nl")
    assert "21 antwoorden samen" in page and "Uw bezoek als geheel" in page
    assert "6,2" in page
    assert "1 – 6: 11, 7: 10" in page and "6 – 7" in page


def test_choices_stand_on_the_page_counted_as_far_as_they_tell_of_nobody():
    form = document("peer-feedback")
    places = [{"value": one, "label": {"nl": one, "en": one}} for one in ("Ward", "Home", "Desk")]
    here = {"by": ["peer"], "stage": "collect"}
    form["items"] += [
        {"type": "yesno", "key": "again", "label": {"nl": "Nog eens?", "en": "Again?"}} | here,
        {"type": "choice", "key": "seen", "options": places, "label": {"nl": "Waar?"}} | here,
    ]
    form["roles"]["peer"]["max"] = 9
    parsed = parse(form)
    story = opened(parsed, {None: 7})
    given = {
        f"peer{n}": {**rating(parsed, 3), "again": n != 3, "seen": "Ward" if n < 4 else "Desk"}
        for n in range(7)
    }
    page = page_of(released(closed(answered(story, given))), form=form)
    assert "Again?" in page and "Chosen most" in page and "Yes" in page
    assert "Ward: 4, Home / Desk: 3" in page
    assert "Yes: 6" not in page and "No: 1" not in page


ROUND: dict[str, Any] = {
    "stage": "collect",
    "role": "colleague",
    "state": "closed",
    "asked": 9,
    "answered": 9,
    "people": [],
    "may_close": False,
    "may_ask": False,
    "takes_links": True,
    "link": None,
    "groups": [],
    "min": 8,
    "closes_at": None,
}


def test_who_releases_reads_that_one_more_than_last_time_can_be_told_apart():
    near = {"closed_at": "2026-01-05T09:00:00+00:00", "people": 1}
    page = page_of(team(), raters=[{**ROUND, "near": near}])
    assert "closed on 5 January 2026, and 1 person is in one of the two only" in page
    two = page_of(team(), language="nl", raters=[{**ROUND, "near": {**near, "people": 2}}])
    assert "sloot op 5 januari 2026, en 2 mensen zitten maar in een van de twee" in two
    group = page_of(team(), raters=[{**ROUND, "near": {**near, "group": "doctors"}}])
    assert "of the group Doctors 1 person is in one of the two only" in group
    for older in ({}, {"near": None}):
        assert "side by side" not in page_of(team(), raters=[{**ROUND, **older}])


def test_an_open_round_says_on_every_day_alike_from_when_answers_count():
    """Were it said on the day of the deciding answer only, it would tell of it."""
    said = "Answers of today count from tomorrow morning on."
    for may_close, answered_so_far in ((False, 0), (False, 7), (True, 8)):
        now = {"state": "open", "may_close": may_close, "answered": answered_so_far}
        page = page_of(team(), raters=[{**ROUND, **now}])
        assert said in page and ("Close the round" in page) == may_close
    assert said not in page_of(team(), raters=[ROUND])
    dutch = page_of(team(), language="nl", raters=[{**ROUND, "state": "open"}])
    assert "Antwoorden van vandaag tellen mee vanaf morgenochtend." in dutch


def test_a_round_of_too_few_says_so_and_tells_neither_how_many_nor_who_answered():
    people = [
        {
            "participant_id": an_id(910),
            "person_id": None,
            "name": "Aicha",
            "email_hint": "",
            "group": None,
            "state": "asked",
        }
    ]
    few = {**ROUND, "asked": 1, "answered": 0, "too_few": True, "people": people}
    ended = page_of(team(), raters=[few])
    assert "Too few people answered in time" in ended and "The form ended here" in ended
    assert "0 answers" not in ended and "Declined" not in ended
    assert "Too few" not in page_of(team(), raters=[ROUND])
    story = Story(definition("presentation"), learner="learner")
    dutch = page_of(story, language="nl", raters=[{**few, "stage": "audience"}])
    assert "Het formulier ging verder zonder deze stap" in dutch


def test_assessors_who_are_named_are_no_round_that_somebody_closes():
    story = Story(definition("consultation-review"), learner="learner")
    told = {**ROUND, "stage": "score", "role": "assessor", "state": "open", "asked": 1}
    page = page_of(story, raters=[{**told, "answered": 0}])
    assert "1 person asked" in page and "0 answers" in page
    assert "can be closed" not in page
    whole = page_of(team(), raters=[{**ROUND, "state": "open"}])
    assert "can be closed once enough people" in whole
