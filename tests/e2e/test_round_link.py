"""Patients answer one after the other on the screen at the desk, by the link of the round."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from deploy.local.demo.people import PASSWORD, Learner
from tests.e2e.api.callers import Caller, signed_in
from tests.e2e.browsing import Visits
from tests.e2e.test_accessibility import complaints_of
from tests.e2e.touching import choice
from tests.e2e.world import World

ROWS = ("ease", "listen", "serious", "explain", "decide", "examine", "after")
PATIENTS = 3
# The gateway lets one device answer once in ten seconds; the page waits and sends by itself.
WAIT_MS = 30_000


@pytest.fixture
def learner(world: World) -> Learner:
    return world.learner()


@pytest.fixture
def caller(world: World, learner: Learner) -> Caller:
    return signed_in(world.origin, learner.person.user_name, PASSWORD)


@pytest.fixture
def record(world: World, learner: Learner, caller: Caller) -> str:
    """A round of patients that the learner has opened."""
    today = time.strftime("%Y-%m-%d")
    context = {"encounter_date": today, "period_from": "2026-01-01", "period_to": today}
    fields = {"form_key": "patient-feedback", "context": context}
    path = f"/portfolios/{world.portfolio_id(learner)}/records"
    found = str(caller.done("POST", path, fields)["record_id"])
    caller.done("POST", f"/records/{found}/stages/open/send", {"answers": {"how": ["screen"]}})
    return found


def open_link(page: Page, record: str) -> str:
    """From the page of the round to the page with the code: the address that stands there."""
    page.goto(f"/records/{record}")
    page.get_by_role("button", name="Link and QR code").click()
    code = page.get_by_role("img", name="QR code of the address below")
    expect(code.locator("svg")).to_be_visible()
    return page.locator("#round-address").inner_text()


def fill(page: Page, words: str) -> None:
    for row in ROWS:
        choice(page, f"a.visit.{row}", 6).click()
    choice(page, "a.whole", 7).click()
    page.locator('[name="a.strong"]').fill(words)


def answer(page: Page, words: str) -> None:
    fill(page, words)
    page.get_by_role("button", name="Send").click()
    heading = page.get_by_role("heading", name="Thank you")
    expect(heading).to_be_visible(timeout=WAIT_MS)


def leaves_nothing(page: Page) -> None:
    """No draft, no cookie of the link, nothing on the page, and nothing behind the back button."""
    expect(page.locator('[name="a.strong"]')).to_have_value("")
    expect(page.locator("form[data-form-runner] input:checked")).to_have_count(0)
    kept = page.evaluate("async () => (await indexedDB.databases()).map((one) => one.name)")
    assert kept == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert not [one for one in page.context.cookies() if one["name"].startswith("tessera-link")]


@pytest.mark.timeout(300)
def test_three_patients_answer_on_one_screen_and_the_learner_sees_nothing_of_it(
    visits: Visits, learner: Learner, caller: Caller, record: str
):
    own = visits.phone(learner.person.user_name)
    address = open_link(own, record)
    before = caller.done("GET", f"/records/{record}")
    kiosk = visits.phone()
    for number in range(PATIENTS):
        kiosk.goto(address) if number == 0 else kiosk.get_by_role(
            "link", name="Next person"
        ).click()
        expect(kiosk.get_by_role("button", name="Send")).to_be_visible()
        leaves_nothing(kiosk)
        answer(kiosk, f"Woorden van patient {number}")
    kiosk.go_back()
    expect(kiosk.locator("body")).not_to_contain_text("Woorden van")
    assert "Woorden van" not in kiosk.content()
    read = caller.done("GET", f"/records/{record}")
    # Meanwhile the learner can no longer take back what was sent before the first of them came.
    undo = dict.fromkeys(("undo_stage", "undo_until"))
    assert read | undo == before | undo
    own.goto(f"/records/{record}")
    main = own.locator("main")
    expect(main).to_contain_text("The link of the round is open")
    expect(main).to_contain_text(re.compile(r"\b0 answers"))
    expect(main).not_to_contain_text("Woorden van")


def test_a_new_link_ends_the_printed_one_and_a_stopped_link_lets_nobody_in(
    visits: Visits, learner: Learner, record: str
):
    own, kiosk = visits.phone(learner.person.user_name), visits.phone()
    first = open_link(own, record)
    own.goto(f"/records/{record}")
    own.get_by_role("button", name="New link and QR code").click()
    second = own.locator("#round-address").inner_text()
    assert first != second
    kiosk.goto(first)
    expect(kiosk.get_by_role("heading", name="This round is closed")).to_be_visible()
    kiosk.goto(second)
    fill(kiosk, "Nooit verstuurd")
    own.goto(f"/records/{record}")
    own.get_by_role("button", name="Stop the link").click()
    kiosk.get_by_role("button", name="Send").click()
    expect(kiosk.get_by_role("heading", name="This round is closed")).to_be_visible()


def test_what_is_missing_is_asked_for_and_what_was_typed_stays_on_the_page(
    visits: Visits, learner: Learner, record: str
):
    kiosk = visits.phone()
    kiosk.goto(open_link(visits.phone(learner.person.user_name), record))
    kiosk.locator('[name="a.strong"]').fill("Fijn gesprek")
    kiosk.get_by_role("button", name="Send").click()
    expect(kiosk.locator("[data-error-summary]")).to_be_visible()
    expect(kiosk.locator('[name="a.strong"]')).to_have_value("Fijn gesprek")


def test_the_pages_of_the_link_are_for_everybody(visits: Visits, learner: Learner, record: str):
    own, kiosk = visits.phone(learner.person.user_name), visits.phone(language="nl")
    address = open_link(own, record)
    assert complaints_of(own) == []
    own.goto(f"/records/{record}")
    assert complaints_of(own) == []
    for place in (address, f"{address}/thanks", f"{address}/closed"):
        kiosk.goto(place)
        assert complaints_of(kiosk) == [], place


def test_without_a_page_of_ours_nothing_is_sent_by_the_link(
    world: World, visits: Visits, learner: Learner, record: str
):
    address = open_link(visits.phone(learner.person.user_name), record)
    kiosk = visits.phone()
    fields = {"link": address.rsplit("/", 1)[1], "a.whole": "7", "a.visit.ease": "7"}
    answered = kiosk.request.post(f"{world.origin}/w/send", form=fields)
    assert answered.status == 403


def test_programs_make_the_link_answer_by_it_and_stop_it(world: World, caller: Caller, record: str):
    path = f"/records/{record}/stages/collect"
    token = caller.done("POST", f"{path}/link")["token"]
    patient = Caller(world.origin, f"Link {token}")
    (act,) = patient.done("GET", f"/records/{record}")["may"]
    assert (act["stage"], act["answers"]) == ("collect", {})
    answers = {"visit": {row: {"v": 6} for row in ROWS}, "whole": {"v": 7}}
    for _ in range(2):
        patient.done("POST", f"{path}/send", {"answers": answers})
    assert patient.send("POST", f"{path}/decline", {}).status_code == 409
    caller.done("POST", f"{path}/link/stop")
    assert patient.send("GET", f"/records/{record}").status_code == 404
