"""Trying a form on its page: every step of every form of the library, with nothing stored."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway import rehearsal
from gateway.rehearsal import Seat
from libs.formengine import check_to_publish
from tests.library.definitions import FORMS, definition, document
from tests.library.example import example, examples
from tests.unit.gateway.design_samples import DESIGN, DRAFT, DRAFT_ID
from tests.unit.gateway.staff_world import Fake, gateway, me, token_of
from tests.unit.gateway.trying_samples import Sent, fields_of, picks, told

TRY = f"/design/forms/{DRAFT_ID}/try"
COMPLETE = "The form is complete"
CARRIED = re.compile(r'<form[^>]*data-try>.*?name="walk" value="([^"]*)"', re.DOTALL)


@contextmanager
def trying(form: dict[str, Any]) -> Iterator[tuple[FlaskClient, Fake]]:
    """The page of a draft of this form; the draft has no problems."""
    assert check_to_publish(form) == []
    draft = {**DRAFT, "key": form["key"], "document": form, "problems": []}
    with gateway(me("local_admin"), **{**DESIGN, "forms__draft": draft}) as opened:
        yield opened


class Trial:
    """One way through a form on its page, from step to step with what was sent before."""

    def __init__(self, browser: FlaskClient, *, unasked: bool = False) -> None:
        self.browser = browser
        self.page = browser.get(TRY).text
        self.token = token_of(self.page)
        self.unasked = {"unasked": "true"} if unasked else {}

    @property
    def walk(self) -> str:
        found = CARRIED.search(self.page)
        assert found, "the page carries nothing on"
        return html.unescape(found[1])

    def post(self, seat: Seat, go: str, fields: list[tuple[str, str]]) -> int:
        own = {"step": seat.step, "person": seat.role, "number": str(seat.number), "go": go}
        carried = {**own, **self.unasked, "walk": self.walk, "csrf_token": self.token}
        data: dict[str, list[str]] = {name: [value] for name, value in carried.items()}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        answer = self.browser.post(TRY, data=data)
        self.page = answer.text
        return answer.status_code

    def go_to(self, seat: Seat) -> str:
        assert self.post(seat, "on", []) == 200
        return self.page

    def send(self, form: str, sent: Sent) -> int:
        page = self.go_to(sent.seat) if picks(definition(form), sent) else ""
        return self.post(sent.seat, "send", fields_of(definition(form), sent, page))


def _told_through(browser: FlaskClient, name: str) -> Trial:
    """The example with this name, each Send accepted."""
    trial = Trial(browser, unasked=example(name).get("unasked", False))
    for sent in told(name):
        status = trial.send(example(name)["form"], sent)
        wrong = re.findall(r'class="field__error"[^>]*>(.*?)</p>', trial.page, re.DOTALL)
        assert (status, wrong) == (200, []), (name, sent.seat)
        assert "This would come of it" in trial.page, (name, sent.seat)
    return trial


@pytest.mark.parametrize("key", FORMS)
def test_a_form_of_the_library_is_tried_to_its_end_with_its_worked_examples(
    key: str, monkeypatch: pytest.MonkeyPatch
):
    """What has to be a file, a record or a person is picked on the page, as all else is."""
    names = [name for name in examples() if name.partition(".")[0] == key]
    ends = []
    with trying(document(key)) as (browser, fake):
        for name in names:
            day = dt.date.fromisoformat(example(name)["context"]["encounter_date"])
            monkeypatch.setattr(rehearsal, "encounter_day", lambda _now, day=day: day)
            ends.append(COMPLETE in _told_through(browser, name).page)
        asked = {name for name, _fields in fake.asked}
    assert any(ends), "no way through comes to the end"
    steps = {sent.seat.step for name in names for sent in told(name)}
    assert steps == {stage.id for stage in definition(key).stages}
    assert asked <= READS, "trying does more than reading the draft"


READS = {
    "accounts.resume_session",
    "accounts.institution",
    "notifications.badge",
    "forms.draft",
    "forms.definition",
}


def test_a_drawn_signature_is_tried_with_a_made_up_drawing_or_a_typed_name():
    form = document("kvb")
    draw = {"type": "signature", "key": "drawn", "kind": "draw", "required": True}
    form["items"].append({**draw, "by": "learner", "stage": "ask", "label": {"nl": "x", "en": "x"}})
    learner, answers = told("kvb")[0]
    with trying(form) as (browser, _fake):
        trial = Trial(browser)
        assert trial.post(learner, "send", []) == 422
        assert 'value="stand-in-drawing-1"' in trial.page
        rest = fields_of(definition("kvb"), Sent(learner, answers), trial.page)
        for name, said in (("file", "stand-in-drawing-1"), ("name", "Sanne de Vries")):
            assert trial.post(learner, "send", [*rest, (f"a.drawn.{name}", said)]) == 200


def test_a_score_is_told_as_whoever_reads_the_form_reads_it():
    learner, answers = told("hours")[0]
    with trying(document("hours")) as (browser, _fake):
        trial = Trial(browser)
        assert trial.send("hours", Sent(learner, answers)) == 200
    words = " ".join(re.sub(r"<[^>]+>", " ", trial.page).split())
    assert re.search(r"Length \d+ days", words)


def test_the_page_says_that_what_is_picked_is_made_up_only_where_something_is():
    with trying(document("written-product")) as (browser, _fake):
        trial = Trial(browser)
        assert "nothing is uploaded" in trial.go_to(Seat("first", "learner"))
        assert "nothing is uploaded" not in trial.go_to(Seat("feedback", "teacher"))


def test_a_form_that_may_begin_unasked_is_tried_both_ways():
    with trying(document("kpb")) as (browser, _fake):
        asked, unasked = Trial(browser), Trial(browser, unasked=True)
        assert "How it begins" in asked.page and 'value="ask"' in asked.page
        page = unasked.go_to(Seat("assess", "assessor"))
        assert 'name="unasked" value="true"' in page
        assert not re.search(r'Fill in as.*?name="step" value="ask"', page, re.DOTALL)
        assert 'name="a.seen_epa"' in page
    with trying(document("mini-cex")) as (browser, _fake):
        assert "How it begins" not in Trial(browser).page


def test_what_was_asked_counts_only_where_the_form_was_asked_for():
    """The activity is asked of the assessor where no question named one."""
    ask = next(one for one in told("kpb") if one.seat.step == "ask")
    with trying(document("kpb")) as (browser, _fake):
        for unasked in (False, True):
            trial = Trial(browser)
            assert trial.send("kpb", ask) == 200
            trial.unasked = {"unasked": "true"} if unasked else {}
            page = html.unescape(trial.go_to(Seat("assess", "assessor")))
            assert ('"facts": {"epa": null}' in page) is unasked
            assert ('"facts": {"epa": "' in page) is not unasked


def test_days_pass_one_after_another_and_the_page_says_what_the_clock_does():
    assessor = Seat("assess", "assessor")
    with trying(document("kpb")) as (browser, fake):
        trial = Trial(browser)
        trial.go_to(assessor)
        assert trial.post(assessor, "day", [("days", "0")]) == 200
        assert "When 1 day passes at this step" in trial.page
        assert "Nothing happens by itself." in trial.page
        assert 'name="days" value="1"' in trial.page
        trial.post(assessor, "week", [("days", "1"), ("a.strong", "Calm.")])
        assert "When 8 days pass at this step" in trial.page
        assert trial.page.count("Assessor is reminded: Assessment") == 2
        assert ">Calm.</textarea>" in trial.page, "what was typed stays"
        trial.post(assessor, "week", [("days", "21")])
        assert "The time is up for Assessor: Assessment" in trial.page
        assert "The form ended without an answer" in trial.page
        assert {name for name, _fields in fake.asked} <= READS


def test_time_that_passed_is_forgotten_with_the_next_step_and_the_next_send():
    (learner, answers), *_rest = told("kpb")
    with trying(document("kpb")) as (browser, _fake):
        trial = Trial(browser)
        fields = fields_of(definition("kpb"), Sent(learner, answers), trial.page)
        trial.post(learner, "send", [("days", "7"), *fields])
        assert "This would come of it" in trial.page and "days pass" not in trial.page
        assert 'name="days" value="0"' in trial.go_to(Seat("assess", "assessor"))
