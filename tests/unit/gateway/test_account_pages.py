"""My account: address, password, language, where one is logged in, what one hears."""

from __future__ import annotations

from gateway.clients.password_checks import CHECKS_A_MINUTE
from gateway.web.account_access import device_words
from libs.contracts import accounts
from libs.contracts.faults import TooManyRequests
from tests.unit.gateway.people_samples import MY_ACCOUNT, PREFERENCES, RULES, SESSIONS
from tests.unit.gateway.staff_world import an_id, flashed, gateway, me, post, token_of

ME = me("trainer")
PASSWORD = {"accounts__my_account": MY_ACCOUNT, "accounts__password_rules": RULES}
TYPED = {"old_password": "Old", "password": "New-secret-1", "again": "New-secret-1"}


def test_my_account_shows_who_i_am_and_who_can_change_that():
    with gateway(ME, accounts__my_account=MY_ACCOUNT) as (browser, _fake):
        page = browser.get("/account").text
    for words in ("e.jansen", "els@waterland.example", "Ask Karin Smit.", "Where you work"):
        assert words in page
    assert f'value="{an_id(76)}"' in page


def test_another_address_is_confirmed_by_mail():
    with gateway(ME, accounts__ask_email_change={"sent_to": "new@example.org"}) as (browser, fake):
        post(browser, "/account/email", {"email": " new@example.org "})
        assert "new@example.org" in flashed(browser)
    assert fake.fields_of("accounts.ask_email_change") == {"email": "new@example.org"}


def test_an_address_that_is_none_and_too_many_tries_are_said_at_the_field():
    with gateway(
        ME, accounts__my_account=MY_ACCOUNT, accounts__ask_email_change=TooManyRequests()
    ) as (browser, fake):
        no_address = post(browser, "/account/email", {"email": "nobody"})
        assert fake.times("accounts.ask_email_change") == 0
        too_often = post(browser, "/account/email", {"email": "new@example.org"})
    assert (no_address.status_code, too_often.status_code) == (422, 422)
    assert 'id="email-error"' in no_address.text
    assert "That was too often." in too_often.text


def test_language_and_time_zone_count_at_once():
    with gateway(ME, accounts__change_my_account={"me": ME}) as (browser, fake):
        reply = post(browser, "/account/language", {"language": "nl", "timezone": "Europe/Paris"})
    assert fake.fields_of("accounts.change_my_account") == {
        "language": "nl",
        "timezone": "Europe/Paris",
    }
    assert "tessera-language=nl" in reply.headers["Set-Cookie"]


def test_the_rules_of_a_password_are_ticked_while_typing():
    with gateway(ME, **PASSWORD) as (browser, _fake):
        page = browser.get("/account/password").text
    assert 'data-password-rules="password"' in page
    assert "At least 12 characters" in page
    assert 'data-same-as="again"' in page


def test_every_rule_stands_in_the_list_also_those_only_the_server_judges():
    with gateway(ME, **PASSWORD) as (browser, _fake):
        page = browser.get("/account/password").text
    for rule in RULES["rules"]:
        assert f'data-rule="{rule["key"]}"' in page
        assert rule["text"]["en"] in page
    assert page.count(" data-asked") == 1
    assert 'data-check-url="/account/password/check"' in page


def test_without_scripts_the_list_says_which_rule_failed():
    refused = accounts.PasswordRefused(broken=["not_common"])
    with gateway(ME, **PASSWORD, accounts__change_password=refused) as (browser, _fake):
        page = post(browser, "/account/password", TYPED).text
    assert page.count(" data-failed") == 1
    line = page[page.index('data-rule="not_common"') :]
    assert "not yet met" in line[: line.index("</li>")]


def test_the_server_judges_while_one_types_but_not_without_end():
    verdict = {"broken": ["not_common"]}
    with gateway(ME, accounts__my_account=MY_ACCOUNT, accounts__check_password=verdict) as (
        browser,
        fake,
    ):
        token = token_of(browser.get("/account").text)

        def check():
            return browser.post(
                "/account/password/check",
                json={"password": "Welkom12345!"},
                headers={"X-CSRF-Token": token},
            )

        first, *_, last = [check() for _ in range(CHECKS_A_MINUTE + 1)]
    assert first.json == verdict
    assert last.status_code == 429
    assert fake.times("accounts.check_password") == CHECKS_A_MINUTE


def test_a_new_password_ends_other_sessions_unless_unticked():
    with gateway(ME, **PASSWORD, accounts__change_password={}) as (browser, fake):
        post(browser, "/account/password", {**TYPED, "end_other_sessions": "true"})
        first = fake.fields_of("accounts.change_password")
        post(browser, "/account/password", TYPED)
        second = fake.fields_of("accounts.change_password")
    assert first == {
        "old_password": "Old",
        "new_password": "New-secret-1",
        "end_other_sessions": True,
    }
    assert second["end_other_sessions"] is False


def test_two_different_passwords_are_never_sent():
    with gateway(ME, **PASSWORD) as (browser, fake):
        reply = post(browser, "/account/password", {**TYPED, "again": "Other"})
    assert reply.status_code == 422
    assert 'id="again-error"' in reply.text
    assert fake.times("accounts.change_password") == 0


def test_a_wrong_old_password_is_said_there_with_the_tries_left():
    wrong = accounts.PasswordRefused(broken=["old_password"], tries_left=2)
    with gateway(ME, **PASSWORD, accounts__change_password=wrong) as (browser, _fake):
        reply = post(browser, "/account/password", TYPED)
    assert 'id="old_password-error"' in reply.text
    assert "After 2 more tries the account is blocked." in reply.text


def test_a_weak_new_password_is_said_at_that_field_and_never_shown_again():
    weak = accounts.PasswordRefused(broken=["length"])
    with gateway(ME, **PASSWORD, accounts__change_password=weak) as (browser, _fake):
        reply = post(browser, "/account/password", TYPED)
    assert 'id="password-error"' in reply.text
    assert "New-secret-1" not in reply.text


def test_with_single_sign_on_there_is_clearly_no_password_here():
    elsewhere = MY_ACCOUNT | {"sign_on": "sso"}
    with gateway(ME, accounts__my_account=elsewhere, accounts__password_rules=RULES) as (
        browser,
        _fake,
    ):
        page = browser.get("/account/password").text
        own = browser.get("/account").text
    assert "There is no password here" in page
    assert 'name="old_password"' not in page
    assert 'name="email"' not in own


def test_sessions_are_named_in_words_and_can_be_ended():
    with gateway(
        ME,
        accounts__sessions=SESSIONS,
        accounts__end_session={},
        accounts__end_other_sessions={"ended": 1},
    ) as (browser, fake):
        page = browser.get("/account/sessions").text
        post(browser, f"/account/sessions/{an_id(6)}/end", {})
        post(browser, "/account/sessions/end-others", {})
        assert "Logged out on 1 device." in flashed(browser)
    assert "Firefox on Linux" in page
    assert f"/account/sessions/{an_id(5)}/end" not in page
    assert fake.fields_of("accounts.end_session") == {"session_id": an_id(6)}


def test_devices_are_called_as_people_call_them():
    android = "Mozilla/5.0 (Linux; Android 16; Pixel) AppleWebKit/537 Chrome/140 Mobile Safari/537"
    edge = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/140 Safari/537 Edg/140"
    with gateway(ME) as (browser, _fake), browser.application.test_request_context():
        assert device_words(android) == "Chrome on Android"
        assert device_words(edge) == "Edge on Windows"
        assert device_words("curl/8") == "A device we do not recognise"


def test_wishes_are_saved_for_the_kinds_on_the_page():
    wishes = {
        "kind": ["request", "report_ready"],
        "mail-request": "digest",
        "in_app-request": "on",
        "mail-report_ready": "off",
        "quiet_from": "22:00",
        "quiet_to": "07:00",
        "paused_until": "",
    }
    with gateway(ME, notifications__change_preferences=PREFERENCES) as (browser, fake):
        post(browser, "/account/messages", wishes)
    assert fake.fields_of("notifications.change_preferences") == {
        "preferences": {
            "request": {"mail": "digest", "in_app": True},
            "report_ready": {"mail": "off", "in_app": False},
        },
        "quiet": {"from": "22:00", "to": "07:00"},
        "paused_until": None,
    }


def test_half_of_the_quiet_hours_is_asked_again():
    with gateway(ME, notifications__preferences=PREFERENCES) as (browser, fake):
        reply = post(browser, "/account/messages", {"quiet_from": "22:00", "quiet_to": ""})
    assert reply.status_code == 422
    assert fake.times("notifications.change_preferences") == 0
