"""At the door: cookies, writes from elsewhere, headers, keys, errors as pages and as problems."""

import dataclasses
from urllib.parse import unquote

import pytest

from gateway.app import create_app
from gateway.etags import revision_of
from gateway.identity import cookies
from gateway.security import content_security_policy
from libs.contracts.faults import Forbidden, NotFound, ServiceUnavailable
from tests.unit.gateway.staff_world import (
    SETTINGS,
    TOKEN,
    Fake,
    an_id,
    basic,
    forget_everything,
    gateway,
    me,
    post,
    token_of,
)

KEY = {"Idempotency-Key": "6f1e1d5c-7a34-4b0a-9d3f-5e4a1c2b7d90"}
BEARER = {"Authorization": f"Bearer {TOKEN}"}
READ = {"notifications__mark_read": {"unread": 0}}
RECORD = an_id(20)
DRAFT = f"/api/v1/records/{RECORD}/stages/write/draft"
KEPT_BY_A_LOG_IN = ("session", "visit", "device", "language")
PUBLIC = ("/sign-in", "/password", "/help", "/privacy", "/api/docs")


def secure_browser(tmp_path):
    forget_everything()
    key = tmp_path / "key"
    key.write_text("secret")
    origin = "https://tessera.example"
    settings = dataclasses.replace(
        SETTINGS, public_origin=origin, passport_private_key_file=str(key)
    )
    app = create_app(settings, client=Fake(basic(me("learner"))))
    return app.test_client()


# Cookies


def test_over_tls_cookies_are_bound_to_this_host(tmp_path):
    answer = secure_browser(tmp_path).get("/sign-in", base_url="https://tessera.example")
    visit = next(one for one in answer.headers.getlist("Set-Cookie") if cookies.VISIT in one)
    assert visit.startswith("__Host-tessera-visit=")
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in visit
    assert "Domain" not in visit


def test_a_local_run_over_plain_http_uses_bare_names():
    with gateway(None) as (browser, _fake):
        visit = browser.get("/sign-in").headers["Set-Cookie"]
    assert visit.startswith("tessera-visit=")
    assert "Secure" not in visit
    assert "HttpOnly" in visit


def test_two_local_runs_in_one_browser_leave_each_others_cookies_alone():
    jar = {}
    for run in ("-one", "-two"):
        browser, _fake = local_browser(run)
        for name, value in jar.items():
            browser.set_cookie(name, value)
        jar |= signed_in(browser)
    assert sorted(jar) == sorted(
        f"tessera-{kept}{run}" for kept in KEPT_BY_A_LOG_IN for run in ("-one", "-two")
    )
    assert len({jar[f"tessera-visit{run}"] for run in ("-one", "-two")}) == 2
    first, fake = local_browser("-one")
    for name, value in jar.items():
        first.set_cookie(name, value)
    post(first, "/sign-out", {})
    assert fake.times("accounts.sign_out") == 1
    assert first.get_cookie("tessera-session-one") is None
    assert first.get_cookie("tessera-session-two").value == TOKEN


def local_browser(run):
    """A browser before the gateway of a local run that has a suffix of its own."""
    forget_everything()
    replies = {"accounts.sign_in": {"session_token": TOKEN, "me": me("trainer")}}
    fake = Fake(basic(me("trainer")) | replies | {"accounts.sign_out": {}})
    app = create_app(dataclasses.replace(SETTINGS, cookie_suffix=run), client=fake)
    return app.test_client(), fake


def signed_in(browser):
    """Log in with a wish for Dutch; the cookies that this wrote."""
    before = browser.get("/sign-in?lang=nl")
    page = browser.get("/sign-in")
    typed = {"user_name": "s.devries", "password": "Secret-words-1"}
    after = browser.post("/sign-in", data=typed | {"csrf_token": token_of(page.text)})
    assert after.status_code == 302
    told = [one for answer in (before, page, after) for one in answer.headers.getlist("Set-Cookie")]
    written = (one.partition(";")[0].partition("=") for one in told)
    return {name: value for name, _, value in written if value}


def test_the_choice_of_light_or_dark_is_of_one_local_run():
    browser, _fake = local_browser("-one")
    browser.set_cookie("tessera-session-one", TOKEN)
    browser.set_cookie("theme-two", "dark")
    page = browser.get("/privacy").text
    assert 'data-theme-switch="theme-one"' in page
    assert 'data-theme="dark"' not in page
    browser.set_cookie("theme-one", "dark")
    assert 'data-theme="dark"' in browser.get("/privacy").text


# Headers


@pytest.mark.parametrize("path", PUBLIC)
def test_every_page_carries_the_headers_that_keep_browsers_safe(path, tmp_path):
    headers = secure_browser(tmp_path).get(path, base_url="https://tessera.example").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_form_may_lead_on_to_the_file_origin_and_nowhere_else():
    origin = "https://files.tessera.example"
    policy = content_security_policy(dataclasses.replace(SETTINGS, file_origin=origin))
    assert f"; form-action 'self' {origin};" in policy


def test_answers_of_the_api_carry_them_too():
    with gateway(me("learner"), notifications__badge={"unread": 0}) as (browser, _fake):
        headers = browser.get("/api/v1/messages/unread").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Correlation-Id"]


# The language of a link


def test_a_language_is_kept_in_this_browser_and_the_page_is_shown_again():
    with gateway(me("learner")) as (browser, fake):
        answer = browser.get("/privacy?lang=nl&from=a%20b")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/privacy?from=a+b")
    assert "tessera-language=nl" in answer.headers["Set-Cookie"]
    assert fake.times("accounts.change_my_account") == 0


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/%09/evil.example", "/%09/evil.example"),
        ("/%5Cevil.example", "/%5Cevil.example"),
        ("/%0d%0aX", "/%0D%0AX"),
        ("//evil.example", "/evil.example"),
        ("/%2Fevil.example", "/evil.example"),
    ],
)
def test_a_language_leads_to_no_other_site(path, there):
    with gateway(None) as (browser, _fake):
        environ = {"PATH_INFO": unquote(path)}
        answer = browser.get("/", query_string={"lang": "nl"}, environ_overrides=environ)
    assert (answer.status_code, answer.headers["Location"]) == (302, there)


# Writes from elsewhere


def test_a_write_with_the_token_of_the_page_is_carried_out():
    with gateway(me("learner"), **READ) as (browser, fake):
        token = token_of(browser.get("/privacy").text)
        headers = {**KEY, "X-CSRF-Token": token, "Sec-Fetch-Site": "same-origin"}
        answer = browser.post("/api/v1/messages/read", json={}, headers=headers)
    assert (answer.status_code, fake.times("notifications.mark_read")) == (200, 1)


@pytest.mark.parametrize("token", ["", "0" * 40])
def test_a_write_without_the_right_token_is_refused(token):
    with gateway(me("learner"), **READ) as (browser, fake):
        headers = {**KEY, "X-CSRF-Token": token}
        answer = browser.post("/api/v1/messages/read", json={}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "gateway.cross_site")
    assert fake.times("notifications.mark_read") == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_write_even_with_a_token(site):
    with gateway(me("learner"), **READ) as (browser, fake):
        token = token_of(browser.get("/privacy").text)
        headers = {**KEY, "X-CSRF-Token": token, "Sec-Fetch-Site": site}
        answer = browser.post("/api/v1/messages/read", json={}, headers=headers)
    assert answer.status_code == 403
    assert fake.times("notifications.mark_read") == 0


def test_a_program_with_a_bearer_token_needs_no_page():
    with gateway(None, **READ) as (browser, _fake):
        answer = browser.post("/api/v1/messages/read", json={}, headers={**KEY, **BEARER})
    assert answer.status_code == 200


def test_a_page_from_elsewhere_cannot_log_out():
    with gateway(me("learner")) as (browser, _fake):
        answer = browser.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


# Keys of writes, tags of drafts


def test_a_post_without_a_key_is_refused_and_nothing_is_asked():
    with gateway(None, **READ) as (browser, fake):
        answer = browser.post("/api/v1/messages/read", json={}, headers=BEARER)
    assert (answer.status_code, answer.json["code"]) == (400, "gateway.idempotency_key_missing")
    assert fake.times("notifications.mark_read") == 0


@pytest.mark.parametrize("key", ["short", "x" * 101, "with a space"])
def test_a_malformed_key_is_refused(key):
    with gateway(None, **READ) as (browser, _fake):
        headers = {**BEARER, "Idempotency-Key": key}
        answer = browser.post("/api/v1/messages/read", json={}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (422, "chassis.invalid_request")


def test_a_draft_without_its_tag_is_refused():
    with gateway(None) as (browser, _fake):
        answer = browser.put(DRAFT, json={"answers": {}}, headers=BEARER)
    assert (answer.status_code, answer.json["code"]) == (428, "gateway.precondition_missing")


def test_a_tag_that_is_not_ours_is_refused():
    with gateway(None) as (browser, _fake):
        headers = {**BEARER, "If-Match": '"yesterday"'}
        answer = browser.put(DRAFT, json={"answers": {}}, headers=headers)
    assert answer.status_code == 422


@pytest.mark.parametrize("tag", ["²", '"٣"', '"-1"', '"1e3"', "9" * 5000])
def test_a_digit_that_is_no_number_is_no_tag_of_ours(tag):
    assert revision_of(tag) is None
    with gateway(None) as (browser, _fake):
        environ = {"HTTP_IF_MATCH": tag.encode().decode("latin-1")}
        answer = browser.put(DRAFT, json={"answers": {}}, headers=BEARER, environ_overrides=environ)
    assert answer.status_code == 422


@pytest.mark.parametrize(("tag", "rev"), [("²", 0), ('"4"', 4), ('W/"4"', 4), ("", 0)])
def test_the_page_reads_a_tag_as_the_api_does(tag, rev):
    saved = {"rev": 5, "saved_at": "2026-11-22T09:00:00Z", "computed": {}, "errors": []}
    with gateway(me("learner"), portfolio__save_draft=saved) as (browser, fake):
        token = token_of(browser.get("/privacy").text)
        answer = browser.put(
            f"/records/{RECORD}/write/draft",
            json={"answers": {}},
            headers={"X-CSRF-Token": token},
            environ_overrides={"HTTP_IF_MATCH": tag.encode().decode("latin-1")},
        )
    assert answer.status_code == 200
    assert fake.fields_of("portfolio.save_draft")["rev"] == rev


@pytest.mark.parametrize("tag", ['"4"', 'W/"4"', "4"])
def test_the_tag_of_a_draft_is_its_revision(tag):
    saved = {"rev": 5, "saved_at": "2026-11-22T09:00:00Z", "computed": {}, "errors": []}
    with gateway(None, portfolio__save_draft=saved) as (browser, fake):
        headers = {**BEARER, "If-Match": tag}
        answer = browser.put(DRAFT, json={"answers": {"a": 1}}, headers=headers)
    assert fake.fields_of("portfolio.save_draft")["rev"] == 4
    assert (answer.headers["ETag"], answer.json["rev"]) == ('"5"', 5)


# Errors


def test_a_fault_is_a_problem_with_a_stable_code():
    with gateway(None, portfolio__home=NotFound()) as (browser, _fake):
        answer = browser.get("/api/v1/home", headers=BEARER)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.json["type"] == "urn:tessera:fault:chassis.not_found"
    assert answer.json["status"] == 404
    assert answer.json["correlation_id"] == answer.headers["X-Correlation-Id"]


def test_fields_that_are_wrong_are_named():
    with gateway(None) as (browser, _fake):
        path = "/api/v1/session"
        answer = browser.post(path, json={"user_name": "x", "surprise": 1})
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert set(answer.json["errors"]["json"]) == {"password", "surprise"}


@pytest.mark.parametrize(("path", "status"), [("/api/v1/nowhere", 404), ("/api/v1/records/x", 404)])
def test_an_address_that_is_none_is_a_problem_too(path, status):
    with gateway(None) as (browser, _fake):
        answer = browser.get(path, headers=BEARER)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_a_method_that_is_not_offered_is_a_problem_too():
    with gateway(None) as (browser, _fake):
        answer = browser.delete("/api/v1/home", headers=BEARER)
    assert (answer.status_code, answer.json["code"]) == (405, "gateway.method_not_allowed")


def test_nobody_signed_in_learns_how_to_sign_in():
    with gateway(None) as (browser, _fake):
        answer = browser.get("/api/v1/session")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="tessera"'


def test_an_outage_says_when_to_try_again():
    with gateway(None, portfolio__home=ServiceUnavailable()) as (browser, _fake):
        answer = browser.get("/api/v1/home", headers=BEARER)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


def test_a_page_that_is_not_there_says_so_in_plain_words():
    with gateway(me("learner")) as (browser, _fake):
        answer = browser.get("/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "Traceback" not in answer.text


def test_who_is_not_signed_in_is_led_to_the_log_in_and_back():
    with gateway(None) as (browser, _fake):
        answer = browser.get("/waiting")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=")


def test_a_page_that_is_not_for_this_role_says_so_with_a_reference_for_help():
    with gateway(me("learner"), accounts__people=Forbidden()) as (browser, _fake):
        answer = browser.get("/people")
    assert answer.status_code == 403
    assert "You may not see this page" in answer.text
    assert answer.headers["X-Correlation-Id"] in answer.text


def test_a_posted_form_goes_through_with_its_token():
    with gateway(me("local_admin"), accounts__unblock={"person": {"name": "Els"}}) as (
        browser,
        fake,
    ):
        answer = post(browser, f"/people/{an_id(9)}/unblock", {})
    assert answer.status_code == 302
    assert fake.times("accounts.unblock") == 1
