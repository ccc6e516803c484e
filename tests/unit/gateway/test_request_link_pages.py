"""The page behind the link of a mail: for somebody without an account, never for the learner."""

from __future__ import annotations

import pytest

from gateway.identity import cookies
from libs.contracts.faults import InvalidRequest
from tests.library.definitions import document
from tests.unit.gateway.link_samples import (
    ASSESSOR,
    LEARNER,
    a_token,
    record_reply,
    replies,
    stage,
)
from tests.unit.gateway.staff_world import an_id, days_ago, gateway, me, post, token_of

WRITES = ("portfolio.send", "portfolio.save_draft", "portfolio.seen", "portfolio.confirm")


@pytest.mark.parametrize("path", ["act", "begin", "confirm"])
def test_a_learner_who_is_logged_in_cannot_answer_their_own_request(path):
    with gateway(me("learner", person_id=LEARNER), **replies()) as (browser, fake):
        sent = {"link": a_token(), "action": "send", "was_me": "yes"}
        reply = post(browser, f"/r/{path}/{stage()}", sent)
    assert reply.status_code == 422
    assert "You cannot assess yourself." in reply.text
    assert not [name for name, _fields in fake.asked if name in WRITES]


def test_a_learner_who_is_logged_in_keeps_no_draft_of_their_own_request():
    with gateway(me("learner", person_id=LEARNER), **replies()) as (browser, fake):
        token = token_of(browser.get("/privacy").text)
        heads = {"X-Link": a_token(), "X-CSRF-Token": token}
        reply = browser.put(f"/r/draft/{stage()}", json={"answers": {}}, headers=heads)
    assert reply.status_code == 422
    assert fake.times("portfolio.save_draft") == 0


def test_the_learner_may_look_where_the_link_leads_and_reads_why_there_is_no_form():
    with gateway(me("learner", person_id=LEARNER), **replies()) as (browser, _fake):
        page = browser.get(f"/r/{a_token()}")
    assert page.status_code == 200
    assert "You cannot assess yourself." in page.text
    assert "data-form-runner" not in page.text
    assert "<h1>Short practice assessment</h1>" in page.text


@pytest.mark.parametrize("mine", [None, me("trainer", person_id=an_id(2))])
def test_anybody_else_gets_the_form_and_may_send_it(mine):
    sent = {"portfolio__send": {"record_id": an_id(900)}}
    with gateway(mine, **replies(**sent)) as (browser, fake):
        token = a_token()
        assert "data-form-runner" in browser.get(f"/r/{token}").text
        reply = post(browser, f"/r/act/{stage()}", {"link": token, "action": "send"})
    assert reply.status_code == 302
    assert fake.times("portfolio.send") == 1


@pytest.mark.parametrize("is_learners", [True, False])
@pytest.mark.parametrize("path", ["act", "confirm"])
def test_a_link_says_whether_its_browser_is_one_of_the_learner(path, is_learners):
    device = a_token()
    sent = {"portfolio__send": {"record_id": an_id(900)}, "portfolio__confirm": {}}
    known = {"accounts__known_device": {"known": is_learners}}
    with gateway(None, **replies(**sent, **known)) as (browser, fake):
        browser.set_cookie(cookies.DEVICE, device)
        fields = {"link": a_token(), "action": "send", "was_me": "yes"}
        assert post(browser, f"/r/{path}/{stage()}", fields).status_code == 302
        asked = fake.fields_of("accounts.known_device")
        told = fake.fields_of("portfolio.send" if path == "act" else "portfolio.confirm")
    assert asked == {"person_id": LEARNER, "device_token": device}
    assert told["same_browser"] is is_learners


def test_a_browser_in_which_nobody_logged_in_is_not_asked_about():
    with gateway(None, **replies(portfolio__send={"record_id": an_id(900)})) as (browser, fake):
        post(browser, f"/r/act/{stage()}", {"link": a_token(), "action": "send"})
    assert fake.times("accounts.known_device") == 0
    assert fake.fields_of("portfolio.send")["same_browser"] is False


def test_a_mistyped_colleague_comes_back_with_what_was_typed_and_why():
    refused = {"portfolio__pass_on": InvalidRequest(errors={"email": ["Not a valid address."]})}
    with gateway(None, **replies(**refused)) as (browser, _fake):
        sent = {"link": a_token(), "action": "pass_on", "email": "j@umc", "name": "Jan"}
        reply = post(browser, f"/r/act/{stage()}", sent)
    assert reply.status_code == 422
    assert 'value="j@umc"' in reply.text and 'value="Jan"' in reply.text
    assert "data-open-now" in reply.text
    assert f'href="#pass-on-email-{stage()}"' in reply.text
    assert reply.text.count("Fill in an e-mail address, such as name@example.org.") == 2


def test_an_overlong_name_at_send_comes_back_beside_its_field_with_all_that_was_filled_in():
    refused = {"portfolio__send": InvalidRequest(errors={"actor_name": ["Longer than 200."]})}
    with gateway(None, **replies(**refused)) as (browser, _fake):
        sent = {"link": a_token(), "action": "send", "actor_name": "A" * 201, "a.strong": "Calm."}
        reply = post(browser, f"/r/act/{stage()}", sent)
    assert reply.status_code == 422
    assert "A" * 201 in reply.text and "Calm." in reply.text
    assert 'id="actor_name-error"' in reply.text and 'href="#actor_name"' in reply.text


def test_the_judgement_comes_first_and_nothing_is_called_saved_before_it_is():
    asked = {
        "contribution_id": an_id(7),
        "stage": "ask",
        "participant_id": an_id(8),
        "role": "learner",
        "group": None,
        "revision": 1,
        "sent_at": days_ago(1),
        "state": "sent",
        "answers": {"situation": ""},
        "computed": {},
        "items": ["situation"],
        "actor": None,
    }
    record = record_reply(contributions=[asked])
    with gateway(None, **replies(portfolio__record=record)) as (browser, _fake):
        page = browser.get(f"/r/{a_token()}").text
        record["contributions"][0]["answers"] = {"situation": "Ward 3, Tuesday."}
        told = browser.get(f"/r/{a_token()}").text
    assert page.index('name="a.strong"') < page.index('name="actor_name"')
    assert 'data-state="none"' in page and 'data-state="saved"' not in page
    # Only what the learner did say stands above the form.
    assert page.count('class="card stack"') + 1 == told.count('class="card stack"')
    assert "Ward 3, Tuesday." in told


@pytest.mark.parametrize(
    ("form", "role", "where", "is_open"),
    [
        ("kpb", "assessor", "assess", True),
        ("consultation-review", "assessor", "score", False),
        ("consultation-test", "assessor", "score", False),
        ("osce-station", "examiner", "mark", False),
    ],
)
def test_the_receipt_says_that_the_learner_reads_it_now_only_where_that_is_so(
    form, role, where, is_open
):
    who = {"participant_id": ASSESSOR, "role": role, "state": "sent", "person_id": None}
    record = record_reply(may=[], definition_hash=form.ljust(64, "0"))
    record["record"]["stages"] = [{"stage": where, "state": "done", "participants": [who]}]
    told = {
        "portfolio__record": record,
        "forms__definition_by_hash": {"document": document(form)},
    }
    with gateway(None, **replies(**told)) as (browser, _fake):
        page = browser.get(f"/r/{a_token()}").text
    assert (" can read your feedback now." in page) is is_open
    assert ("Your feedback has arrived." in page) is not is_open
