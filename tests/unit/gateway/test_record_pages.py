"""The page of one record, as its learner reads how it stands."""

from __future__ import annotations

from tests.unit.gateway.link_samples import ASSESSOR, RECORD, record_reply, replies, stage
from tests.unit.gateway.staff_world import gateway, me

HINT = "d…@ziekenhuis.example"


def declined() -> dict:
    who = {
        "participant_id": ASSESSOR,
        "role": "assessor",
        "person_id": None,
        "name": None,
        "email_hint": HINT,
        "state": "declined",
    }
    record = record_reply(may=[], declined={"at": "2026-03-04T10:00:00Z", "by": [who]})
    record["record"] |= {
        "state": "withdrawn",
        "stages": [{"stage": stage(), "state": "declined", "participants": [who]}],
    }
    return record


def test_what_an_assessor_declined_is_not_called_withdrawn_and_names_who_and_when():
    with gateway(me("learner"), **replies(portfolio__record=declined())) as (browser, _fake):
        page = browser.get(f"/records/{RECORD}").text
    assert f"Declined by {HINT} on " in page and "March" in page
    assert "Withdrawn" not in page
