"""The button of a form says what Send does: what is prepared is handed over for what follows."""

from __future__ import annotations

import re

import pytest

from tests.library.definitions import definition, document
from tests.unit.gateway.link_samples import ASSESSOR, RECORD, record_reply, replies
from tests.unit.gateway.staff_world import gateway, me


def button(form: str, stage: str) -> str:
    """The words of the button that ends a stage of a form of the library."""
    found = definition(form).stage(stage)
    who = {"stage": stage, "act": found.act, "role": found.by[0], "participant_id": ASSESSOR}
    may = [who | {"can": [], "rev": 0, "answers": {}}]
    record = record_reply(may=may, definition_hash=form.ljust(64, "0"))
    record["record"] = record["record"] | {"stages": []}
    answers = replies(
        portfolio__record=record,
        forms__definition_by_hash={"document": document(form)},
        accounts__find_colleagues={"people": []},
    )
    with gateway(me("head"), **answers) as (browser, _fake):
        page = browser.get(f"/records/{RECORD}").text
    found_button = re.search(r'<button[^>]*value="send"[^>]*>.*?</button>', page, re.DOTALL)
    assert found_button, page
    return " ".join(re.sub(r"<[^>]+>", " ", found_button[0]).split())


@pytest.mark.parametrize(
    ("form", "stage", "words"),
    [
        ("peer-feedback", "set", "Send"),
        ("osce-station", "blueprint", "Send"),
        ("osce-station", "standard", "Send"),
        ("progress-decision", "prepare", "Send"),
        ("responsibility", "prepare", "Hand over for the decision"),
        ("progress-test", "bring_in", "Hand over for approval"),
        ("kpb", "assess", "Send"),
        ("progress-decision", "decide", "Sign the decision"),
    ],
)
def test_the_button_says_what_follows(form: str, stage: str, words: str) -> None:
    assert button(form, stage) == words
