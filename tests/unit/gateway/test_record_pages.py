"""The page of one record, as its learner reads how it stands."""

from __future__ import annotations

from libs.contracts.faults import ServiceUnavailable
from tests.unit.gateway.link_samples import ASSESSOR, RECORD, record_reply, replies, stage
from tests.unit.gateway.staff_world import an_id, days_ago, gateway, me

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


def test_a_mail_that_did_not_arrive_is_said_on_the_page_of_its_record():
    asked = {"request_id": an_id(903), "state": "open", "reason": None}
    states = {"states": {an_id(903): {"state": "failed", "at": days_ago(1), "reminders": 0}}}
    given = replies(
        portfolio__record=record_reply(may=[], requests=[asked]), notifications__mail_states=states
    )
    with gateway(me("learner"), **given) as (browser, fake):
        page = browser.get(f"/records/{RECORD}").text
    assert "The mail could not be delivered: check the address." in page
    assert fake.fields_of("notifications.mail_states") == {"request_ids": [an_id(903)]}


def test_the_page_does_without_mails_while_notifications_is_away():
    asked = {"request_id": an_id(903), "state": "open", "reason": None}
    given = replies(
        portfolio__record=record_reply(may=[], requests=[asked]),
        notifications__mail_states=ServiceUnavailable(),
    )
    with gateway(me("learner"), **given) as (browser, _fake):
        assert browser.get(f"/records/{RECORD}").status_code == 200
