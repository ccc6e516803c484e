"""Steps for open drafts that came with a file and that no question can say: kept, told, taken out
knowingly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import flask
import pytest
from playwright.sync_api import Page, expect

from gateway.web.design.kept_steps import kept_steps, renewed_steps
from gateway.web.design.moving import moving_questions
from libs.formengine import check
from tests.accessible import violations
from tests.unit.gateway.builder_page import EDITOR
from tests.unit.gateway.design_samples import MINI_CEX
from tests.unit.gateway.design_world import Drafts
from tests.unit.gateway.staff_world import gateway, me, post
from tests.unit.gateway.test_moving_drafts import careful_changes, changed

WORKED_OUT = {"set": ["again", {"ge": [{"get": "overall"}, 5]}]}
# In order: sayable, sayable in part, never asked, worked out, and of a field that nobody knows.
FROM_FILE: list[dict[str, Any]] = [
    {"rename": ["strong", "good"]},
    {"map": ["complexity", {"high": "middle", "low": "middle"}]},
    {"drop": "takeaway"},
    WORKED_OUT,
    {"rename": ["from-before", "takeaway"]},
]
SENTENCES = [
    "Answers to “How complex was it?” change: “low” → “middle”",
    "Answers to “What do you take from this?” are thrown away",
    "“Once more?” begins with what follows from other answers",
    "Answers to “from-before” go to “What do you take from this?”",
]
KEPT = [{"map": ["complexity", {"low": "middle"}]}, *FROM_FILE[2:]]


def of_file() -> dict[str, Any]:
    return changed() | {"languages": ["en", "nl"], "migrate": FROM_FILE}


@pytest.fixture
def _words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English as it stands in the source."""
    for name in ("moving", "kept_steps"):
        monkeypatch.setattr(f"gateway.web.design.{name}._", lambda text, **given: text % given)
    with flask.Flask(__name__).app_context():
        flask.g.language = "en"
        yield


@pytest.mark.usefixtures("_words")
def test_what_no_question_says_is_told_in_words() -> None:
    found = kept_steps(MINI_CEX, of_file())
    assert [one["sentence"] for one in found] == SENTENCES
    assert [one["place"] for one in found] == [1, 2, 3, 4]
    assert kept_steps(MINI_CEX, changed()) == []


@pytest.mark.usefixtures("_words")
def test_choosing_anew_keeps_the_other_steps_and_their_order() -> None:
    chosen = {one["name"]: one["value"] for one in moving_questions(MINI_CEX, of_file())}
    as_it_was = renewed_steps(MINI_CEX, of_file(), chosen, ())
    assert as_it_was[0] == FROM_FILE[0]
    assert [one for one in as_it_was if one in KEPT] == KEPT
    assert {"map": ["complexity", {"high": "middle"}]} in as_it_was
    other = {"gone.strong": "drop", "new.again": "value:true"}
    assert renewed_steps(MINI_CEX, of_file(), other, ()) == [
        {"drop": "strong"},
        *KEPT,
        {"set": ["again", True]},
    ]


@pytest.mark.usefixtures("_words")
def test_what_was_taken_out_is_gone_and_nothing_else() -> None:
    assert renewed_steps(MINI_CEX, of_file(), {}, {0, 2, 3}) == [KEPT[0], KEPT[3]]


@pytest.mark.usefixtures("_words")
def test_of_two_steps_that_answer_one_question_the_first_is_kept_beside_it() -> None:
    twice = of_file() | {"migrate": [{"set": ["again", True]}, {"set": ["again", False]}]}
    assert [one["place"] for one in kept_steps(MINI_CEX, twice)] == [0]
    chosen = {"new.again": "value:false"}
    assert renewed_steps(MINI_CEX, twice, chosen, ()) == twice["migrate"]


def test_a_page_that_showed_no_steps_takes_none_out(drafts: Drafts) -> None:
    with gateway(me("local_admin"), **drafts.replies() | careful_changes()) as (browser, _fake):
        post(browser, EDITOR + "/publish", {"rev": drafts.draft["rev"], "open_drafts": "move"})
    assert drafts.document["migrate"] == KEPT


def _drafts() -> Drafts:
    found = Drafts()
    found.put(of_file())
    return found


@pytest.fixture
def drafts() -> Drafts:
    return _drafts()


@pytest.fixture
def replies() -> dict[str, Any]:
    return careful_changes()


@pytest.fixture
def page(page: Page) -> Page:
    page.goto(EDITOR + "/publish")
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_the_author_takes_a_step_out_knowingly(page: Page, drafts: Drafts, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    steps = page.get_by_role("group", name="Steps that came with the file")
    assert steps.locator(".choice__label").all_text_contents() == SENTENCES
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    steps.get_by_label(SENTENCES[1]).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published as version 1.")).to_be_visible()
    assert {"drop": "takeaway"} not in drafts.document["migrate"]
    assert WORKED_OUT in drafts.document["migrate"]
    assert check(drafts.document) == []
