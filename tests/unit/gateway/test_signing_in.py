"""The log-in: what it tells, which tokens count, and devices that were here before."""

import pytest

from gateway.identity import cookies
from libs.contracts import accounts
from libs.contracts.base import UNSTORABLE
from libs.contracts.faults import InvalidRequest, NotFound
from tests.unit.gateway.staff_world import TOKEN, gateway, me, post, token_of

MALFORMED = ["junk", "x" * 3000, "a-token-with-\u00e9-in-it-of-length"]
TYPED = {"user_name": "e.jansen", "password": "Secret-words-1"}
ME = me("trainer")
SIGNED_IN = {"accounts__sign_in": {"session_token": TOKEN, "me": ME}}


def answers_of(browser, path, **options):
    answer = browser.get(path, **options)
    return answer.status_code, answer.headers.getlist("Set-Cookie")


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


def test_a_plain_refusal_names_what_too_many_tries_lead_to_and_the_way_out():
    with gateway(None, accounts__sign_in=accounts.SignInRefused(tries_left=None)) as (browser, _f):
        page = sign_in(browser)
    assert page.status_code == 401
    assert "An account with too many wrong tries lets nobody in" in page.text
    assert "Set a new password" in page.text


def sign_in(browser):
    token = token_of(browser.get("/sign-in").text)
    return browser.post("/sign-in", data=TYPED | {"csrf_token": token})


# Tokens that can be nobody's


@pytest.mark.parametrize("junk", MALFORMED)
@pytest.mark.parametrize("name", [cookies.SESSION, cookies.LINK])
def test_a_malformed_cookie_is_nobody_and_is_erased(name, junk):
    with gateway(None) as (browser, fake):
        browser.set_cookie(name, junk)
        status, written = answers_of(browser, "/sign-in")
        assert answers_of(browser, "/sign-in") == (200, [])
    assert status == 200
    assert any(one.startswith(f"{name}=;") and "Max-Age=0" in one for one in written)
    assert fake.asked == []


def test_who_has_a_malformed_cookie_can_log_in():
    with gateway(None, **SIGNED_IN) as (browser, _fake):
        browser.set_cookie(cookies.SESSION, "junk")
        answer = sign_in(browser)
        assert answer.status_code == 302
        assert browser.get_cookie(cookies.SESSION).value == TOKEN


@pytest.mark.parametrize("junk", ["junk", "x" * 3000])
def test_a_malformed_bearer_token_is_not_signed_in(junk):
    with gateway(None) as (browser, _fake):
        answer = browser.get("/api/v1/session", headers={"Authorization": f"Bearer {junk}"})
    assert (answer.status_code, answer.json["code"]) == (401, "chassis.not_signed_in")


def test_a_link_that_was_cut_off_gives_the_page_of_an_unknown_link():
    with gateway(None, accounts__open_link=NotFound()) as (browser, _fake):
        unknown, cut = browser.get("/r/" + "x" * 43), browser.get("/r/xxxxxxx")
    assert (unknown.status_code, cut.status_code) == (404, 404)
    assert "This page is not here" in cut.text


@pytest.mark.parametrize("place", ["password", "email"])
def test_a_cut_link_to_a_password_or_address_has_ended(place):
    with gateway(None) as (browser, fake):
        answer = browser.get(f"/{place}/xxxxxxx")
    assert answer.status_code == accounts.LinkEnded.status
    assert "Some fields are missing" not in answer.text
    assert fake.asked == []


def test_a_character_that_cannot_be_stored_is_told_in_a_sentence():
    fault = InvalidRequest(errors={"search": [UNSTORABLE]})
    with gateway(me("local_admin"), accounts__people=fault) as (browser, _fake):
        answer = browser.get("/people?q=x")
    assert answer.status_code == 422
    assert "A text holds a character that cannot be stored." in answer.text


# Devices that were here before


def test_a_device_that_logged_in_shows_that_it_was_here_before():
    with gateway(None, **SIGNED_IN) as (browser, fake):
        answer = sign_in(browser)
        first = fake.fields_of("accounts.sign_in")["device_token"]
        kept = next(one for one in answer.headers.getlist("Set-Cookie") if cookies.DEVICE in one)
        browser.delete_cookie(cookies.SESSION)
        sign_in(browser)
    assert kept.startswith(f"{cookies.DEVICE}={first};") and len(first) >= 40
    assert "HttpOnly" in kept and "SameSite=Lax" in kept and f"Max-Age={cookies.YEAR_S}" in kept
    assert fake.fields_of("accounts.sign_in")["device_token"] == first


def test_a_refused_log_in_makes_no_device_known():
    with gateway(None, accounts__sign_in=accounts.SignInRefused(tries_left=2)) as (browser, _):
        answer = sign_in(browser)
    assert not any(cookies.DEVICE in one for one in answer.headers.getlist("Set-Cookie"))


def test_logging_out_keeps_the_device_known():
    with gateway(ME, accounts__sign_out={}) as (browser, _fake):
        browser.set_cookie(cookies.DEVICE, "d" * 43)
        post(browser, "/sign-out", {})
        assert browser.get_cookie(cookies.DEVICE).value == "d" * 43


# Pages of errors


@pytest.mark.parametrize(
    ("fault", "heading"),
    [(NotFound(), "This page is not here"), (InvalidRequest(), "That is not possible")],
)
def test_the_page_of_an_error_has_its_heading_as_title(fault, heading):
    with gateway(me("local_admin"), accounts__people=fault) as (browser, _fake):
        page = browser.get("/people").text
    assert f"<h1>{heading}</h1>" in page
    assert f"<title>{heading} · Tessera</title>" in page


# Open pages


def test_a_page_that_asks_by_itself_is_no_sign_of_a_person_and_the_next_click_is():
    with gateway(me("learner")) as (browser, fake):
        browser.get("/help", headers={"Tessera-By-Itself": "1"})
        browser.get("/help", headers={"Tessera-By-Itself": "1"})
        browser.get("/help")
        browser.get("/help")
    asked = [fields for name, fields in fake.asked if name == "accounts.resume_session"]
    assert [one.get("by_itself", False) for one in asked] == [True, False]
