"""A Send whose answer was lost on the way comes again with its key: it gets the first answer."""

from __future__ import annotations

from typing import Any

import pytest

from libs.contracts import portfolio
from libs.contracts.base import Fault
from libs.contracts.faults import IdempotencyKeyReused, NotFound
from tests.library.definitions import definition, document
from tests.unit.gateway.link_samples import RECORD, a_token, record_reply, replies
from tests.unit.gateway.staff_world import an_id, flashed, gateway, me, post

KEY = "4f7d3c1e-a-key-of-one-send"
JSON = {"Accept": "application/json, text/html;q=0.9"}


class Portfolio:
    """One stage that waits until it is sent; every Send is kept with its fields, as by its key."""

    def __init__(self, form: str, stage: str, role: str, **who: Any) -> None:
        self.form, self.stage = form, stage
        self.who = {"participant_id": an_id(902), "role": role, "person_id": None} | who
        self.kept: dict[str, Any] | None = None

    def record(self, **_asked: Any) -> dict[str, Any]:
        there = {"stage": self.stage, "state": "open", "participants": [self.who]}
        others = {"stage": "other", "state": "done", "participants": []}
        waits = self.who | {"stage": self.stage, "act": "fill", "can": [], "rev": 0, "answers": {}}
        reply = record_reply(
            may=[] if self.kept else [waits], definition_hash=self.form.ljust(64, "0")
        )
        reply["record"] |= {"stages": [others, there]}
        return reply

    def send(self, **fields: Any) -> dict[str, Any] | Fault:
        if self.kept is None:
            self.kept = fields
        return {"record_id": RECORD} if fields == self.kept else IdempotencyKeyReused()

    @property
    def on_device(self) -> bool:
        return self.who.get("verified") == "device"

    @property
    def sent_by(self) -> str:
        return "send_on_device" if self.on_device else "send"

    @property
    def replies(self) -> dict[str, Any]:
        return replies(
            portfolio__record=self.record,
            portfolio__send=self.send,
            portfolio__send_on_device=self.send,
            forms__definition_by_hash={"document": document(self.form)},
            accounts__find_colleagues={"people": []},
        )


MINE, SEND = {"person_id": an_id(1)}, {"action": "send"}
LINK = {"link": a_token(), "action": "send", "actor_name": "Jan Bos"}
DEVICE = {"actor_name": "Jan Bos", "actor_email": "j.bos@clinic.example"}
OWN, BY_LINK = f"/records/{RECORD}", "/r/act/assess"
ON_DEVICE = f"{OWN}/assess/here"
# Form, stage, role, what portfolio says of the participant; where it is posted, and what with it.
DOORS: dict[str, tuple[str, str, str, dict[str, Any], str, dict[str, str]]] = {
    "signed in": ("placement-end", "draft", "trainer", MINE, f"{OWN}/draft", SEND),
    "in the last of several roles": ("combel", "judge", "learner", MINE, f"{OWN}/judge", SEND),
    "with rows": ("portfolio-review", "agree", "learner", MINE, f"{OWN}/agree", SEND),
    "by link": ("kpb", "assess", "assessor", {}, BY_LINK, LINK),
    "on the learner's phone": (
        "kpb",
        "assess",
        "assessor",
        {"verified": "device"},
        ON_DEVICE,
        DEVICE,
    ),
}


def whoever(door: str) -> dict[str, Any] | None:
    """Nobody is logged in where the link of a mail was opened."""
    return None if door == "by link" else me("learner")


def typed(form: str, stage: str, role: str) -> dict[str, str]:
    """Something in every plain field of the form at this stage; new rows have no id yet."""
    found = {}
    for item in definition(form).fillable(stage, role):
        if item.type == "repeat":
            found |= {f"a.{item.key}.0.{one.key}": "x" for one in item.items}
        else:
            found[f"a.{item.key}"] = "3"
    return found


@pytest.mark.parametrize("door", DOORS)
def test_the_second_post_with_one_key_is_the_same_send_and_leads_where_the_first_did(door: str):
    form, stage, role, who, path, fields = DOORS[door]
    there = Portfolio(form, stage, role, **who)
    sent = typed(form, stage, role) | fields | {"idempotency_key": KEY}
    with gateway(whoever(door), **there.replies) as (browser, fake):
        first, again = (post(browser, path, sent, headers=JSON) for _ in range(2))
    assert there.kept and there.kept["answers"]
    assert (first.status_code, again.status_code) == (200, 200), again.text
    assert again.get_json() == first.get_json() and first.get_json()["location"]
    assert fake.keys_of(f"portfolio.{there.sent_by}") == [KEY, KEY]


@pytest.mark.parametrize("door", DOORS)
def test_what_is_missing_is_not_asked_for_where_nothing_waits_any_more(door: str):
    form, stage, role, who, path, fields = DOORS[door]
    there = Portfolio(form, stage, role, **who)
    there.kept = {"sent": "before"}
    refused = portfolio.AnswersIncomplete(errors={})
    if there.on_device:
        refused = portfolio.NotNow(code="not_your_turn")
    replies = there.replies | {f"portfolio__{there.sent_by}": refused}
    with gateway(whoever(door), **replies) as (browser, _fake):
        reply = post(browser, path, fields, headers=JSON)
    assert reply.status_code == 409, reply.text


def gone_after(there: Portfolio, was_sent: bool) -> dict[str, Any]:
    """Once something was sent its record can be read no more; what portfolio says of the key."""

    def record(**asked: Any) -> dict[str, Any] | Fault:
        return NotFound() if there.kept else there.record(**asked)

    told = {"portfolio__sent_before": {"sent": was_sent}, "portfolio__record": record}
    return there.replies | told


@pytest.mark.parametrize("door", DOORS)
def test_a_send_whose_record_can_be_read_no_more_is_told_that_it_was_sent(door: str):
    form, stage, role, who, path, fields = DOORS[door]
    there = Portfolio(form, stage, role, **who)
    sent = typed(form, stage, role) | fields | {"idempotency_key": KEY}
    with gateway(whoever(door), **gone_after(there, was_sent=True)) as (browser, fake):
        first, again = (post(browser, path, sent, headers=JSON) for _ in range(2))
        told = flashed(browser)
    assert (first.status_code, again.status_code) == (200, 200), again.text
    assert fake.keys_of("portfolio.sent_before") == [KEY]
    assert fake.fields_of("portfolio.sent_before") == {
        "record_id": RECORD,
        "stage": stage,
        "on_device": there.on_device,
    }
    if fields is SEND:
        assert again.get_json() == {"location": "/"}
        assert "It was sent. You can no longer open it." in told
    else:
        assert again.get_json() == first.get_json()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("key", [{"idempotency_key": KEY}, {}])
def test_whoever_sent_nothing_finds_no_record_that_is_not_theirs(door: str, key: dict[str, str]):
    form, stage, role, who, path, fields = DOORS[door]
    there = Portfolio(form, stage, role, **who)
    there.kept = {"sent": "by somebody"}
    with gateway(whoever(door), **gone_after(there, was_sent=False)) as (browser, fake):
        reply = post(browser, path, fields | key, headers=JSON)
    assert reply.status_code == 404
    assert fake.times("portfolio.sent_before") == len(key)
    assert fake.times(f"portfolio.{there.sent_by}") == 0


def test_a_stage_that_the_form_has_not_is_not_found():
    there = Portfolio("kpb", "assess", "assessor")
    with gateway(me("learner"), **there.replies) as (browser, fake):
        reply = post(browser, f"/records/{RECORD}/nothing", {"action": "send"})
    assert reply.status_code == 404
    assert fake.times("portfolio.send") == 0
