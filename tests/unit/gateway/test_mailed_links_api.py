"""What links in mails lead to, for programs: the record, the password, the new address."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.api.examples import people
from gateway.api.examples import session as examples
from gateway.clients.password_checks import CHECKS_A_MINUTE
from libs.contracts import accounts
from libs.contracts.faults import NotFound
from tests.unit.gateway import link_samples
from tests.unit.gateway.staff_world import TOKEN, an_id, gateway, me

KEY = {"Idempotency-Key": "0f0c5c1e-0000-4000-8000-000000000001"}
OPENED = {**examples.LINK, "email_hash": "5f" * 32}


def link(token: str) -> dict[str, str]:
    return {"Authorization": f"Link {token}"}


def test_a_program_with_a_link_learns_which_record_it_opens():
    with gateway(None, accounts__open_link=OPENED) as (program, _fake):
        answer = program.get("/api/v1/link", headers=link("l" * 43))
    assert (answer.status_code, answer.json) == (200, examples.LINK)


@pytest.mark.parametrize(("mine", "status"), [(None, 401), (me("learner"), 403)])
def test_who_came_without_a_link_is_told_so(mine: Any, status: int):
    with gateway(mine) as (browser, _fake):
        assert browser.get("/api/v1/link").status_code == status


def check(program: Any, **fields: str) -> Any:
    return program.post("/api/v1/password-checks", json=fields, headers=KEY)


def test_a_program_without_cookies_cannot_guess_on_a_link_without_end():
    token, verdict = "c" * 43, {"broken": ["not_common"]}
    with gateway(None, accounts__check_password=verdict) as (program, fake):
        answers = []
        for _ in range(CHECKS_A_MINUTE + 1):
            program.delete_cookie("tessera-visit")
            answers.append(check(program, password="Welkom12345!", token=token))
    assert answers[0].json == verdict
    assert [one.status_code for one in answers[-2:]] == [200, 429]
    assert fake.times("accounts.check_password") == CHECKS_A_MINUTE


def test_another_link_is_counted_by_itself():
    with gateway(None, accounts__check_password={"broken": []}) as (program, _fake):
        last = [check(program, password="x", token="d" * 43) for _ in range(CHECKS_A_MINUTE + 1)]
        assert last[-1].status_code == 429
        assert check(program, password="x", token="e" * 43).status_code == 200


def test_the_state_of_a_mailed_link_is_told_and_a_cut_one_refused():
    with gateway(None, accounts__open_password_link=examples.PASSWORD_LINK) as (program, fake):
        path = "/api/v1/password-links/state"
        answer = program.post(path, json=examples.TOKEN_OF_MAIL, headers=KEY)
        cut = program.post(path, json={"token": "short"}, headers=KEY)
    assert (answer.status_code, answer.json) == (200, examples.PASSWORD_LINK)
    assert cut.status_code == 422
    assert fake.times("accounts.open_password_link") == 1


def test_a_confirmed_address_is_seen_by_sessions_at_once():
    """The gateway keeps who is signed in for half a minute; their address is part of that."""
    reply = examples.EMAIL_CHANGED
    with gateway(me("learner"), accounts__confirm_email_change=reply) as (browser, fake):
        program = browser.application.test_client()
        headers = {"Authorization": f"Bearer {TOKEN}"}
        program.get("/api/v1/session", headers=headers)
        confirmed = program.put("/api/v1/email", json=examples.TOKEN_OF_MAIL)
        program.get("/api/v1/session", headers=headers)
    assert (confirmed.status_code, confirmed.json) == (200, reply)
    assert fake.times("accounts.resume_session") == 2


def test_an_ended_link_changes_no_address():
    ended = accounts.LinkEnded(state="used")
    with gateway(None, accounts__confirm_email_change=ended) as (program, _fake):
        answer = program.put("/api/v1/email", json=examples.TOKEN_OF_MAIL)
    assert (answer.status_code, answer.json["code"]) == (ended.status, ended.code)


def test_names_are_told_by_id_and_no_more_than_a_page_full():
    with gateway(me("trainer"), accounts__names=people.NAMES_REPLY) as (browser, _fake):
        program = browser.application.test_client()
        headers = KEY | {"Authorization": f"Bearer {TOKEN}"}
        path = "/api/v1/people/names"
        answer = program.post(path, json=people.NAMES, headers=headers)
        many = {"person_ids": [people.PERSON_ID] * 501}
        too_many = program.post(path, json=many, headers=headers)
    assert (answer.status_code, answer.json) == (200, people.NAMES_REPLY)
    assert too_many.status_code == 422


# On the record: its learner, somebody who takes part, who declined. Not: who only was named in what
# the holder of the link is filling in.
LEARNER, TRAINER, DECLINED, PICKED, STRANGER = link_samples.LEARNER, *map(an_id, (41, 42, 43, 44))


def names_by_link(asked: list[str], **more: Any) -> Any:
    """The names that a program with a link is told, and what was asked of the services."""
    card = link_samples.record_reply()["record"]
    card["waiting_for"] = [{"participant_id": an_id(51), "role": "trainer", "person_id": TRAINER}]
    [waits] = link_samples.record_reply()["may"]
    record = link_samples.record_reply(
        record=card,
        declined={"at": "2026-03-01T09:00:00Z", "by": [{"person_id": DECLINED}]},
        may=[waits | {"answers": {"who": {"person_id": PICKED}, "situation": STRANGER}}],
    )
    replies = link_samples.replies(portfolio__record=record) | more
    with gateway(None, **replies) as (program, fake):
        headers = KEY | link(link_samples.a_token())
        answer = program.post("/api/v1/people/names", json={"person_ids": asked}, headers=headers)
    return answer, fake


def test_the_holder_of_a_mailed_link_is_told_names_of_people_on_its_record_alone():
    answer, fake = names_by_link([STRANGER, LEARNER, PICKED, TRAINER, DECLINED])
    assert answer.status_code == 200
    assert sorted(answer.json["names"]) == sorted([LEARNER, TRAINER, DECLINED])
    assert fake.fields_of("accounts.names") == {"person_ids": [LEARNER, TRAINER, DECLINED]}
    assert fake.fields_of("portfolio.record")["record_id"] == link_samples.RECORD


def test_a_link_whose_record_can_no_longer_be_read_tells_no_names():
    answer, fake = names_by_link([LEARNER], portfolio__record=NotFound())
    assert answer.status_code == 404
    assert fake.times("accounts.names") == 0
