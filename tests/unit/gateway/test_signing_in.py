"""The log-in: what it tells, which tokens count, and devices that were here before."""

import pytest

from libs.contracts import accounts
from libs.contracts.base import UNSTORABLE
from libs.contracts.faults import InvalidRequest
from tests.unit.gateway.staff_world import gateway, me, token_of

TYPED = {"user_name": "e.jansen", "password": "Secret-words-1"}


# What the log-in tells


@pytest.mark.parametrize("reset", [True, False])
def test_who_is_blocked_reads_no_name_of_an_institution_or_its_contact(reset):
    contact = {"name": "Karin Smit", "email": "karin@waterland.example"}
    fault = accounts.AccountBlocked(reset_unblocks=reset, contact=contact)
    with gateway(None, accounts__sign_in=fault) as (browser, _fake):
        page = sign_in(browser)
    assert page.status_code == 403
    assert "Karin" not in page.text and "karin@" not in page.text
    assert "The contact person of your institution can unblock it too." in page.text
    assert ("Set a new password by mail" in page.text) is reset


def sign_in(browser):
    token = token_of(browser.get("/sign-in").text)
    return browser.post("/sign-in", data=TYPED | {"csrf_token": token})


def test_a_character_that_cannot_be_stored_is_told_in_a_sentence():
    fault = InvalidRequest(errors={"search": [UNSTORABLE]})
    with gateway(me("local_admin"), accounts__people=fault) as (browser, _fake):
        answer = browser.get("/people?q=x")
    assert answer.status_code == 422
    assert "A text holds a character that cannot be stored." in answer.text
