"""What several tests do on the way to what they are about."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from tests.e2e.touching import Touch, choice, send, tap

TODAY = dt.date.today()
PROGRAMME = "gp-specialty-training"
AREAS = (
    "medical",
    "communication",
    "collaboration",
    "leadership",
    "society",
    "science",
    "professionalism",
)


def start(page: Page, title: str) -> None:
    """Start a form of one's own from Dossiers."""
    page.goto("/dossiers")
    tap(page.get_by_role("button", name=title, exact=True))
    tap(page.get_by_role("dialog").get_by_role("button", name="Start"))
    expect(page.locator("form[data-form-runner]")).to_be_visible()


def start_about(page: Page, learner_name: str, title: str, period: bool = False) -> None:
    """Start a form about one of my learners."""
    open_learner(page, learner_name)
    tap(page.get_by_role("link", name=title, exact=True))
    if period:
        page.get_by_label("Period from").fill(str(TODAY - dt.timedelta(days=30)))
        page.get_by_label("Period until").fill(str(TODAY))
    tap(page.get_by_role("button", name="Start"))
    expect(page.locator("form[data-form-runner]")).to_be_visible()


def open_learner(page: Page, learner_name: str) -> None:
    page.goto("/learners")
    tap(page.locator("main").get_by_role("link", name=learner_name, exact=True).first)
    expect(page.get_by_role("heading", level=1)).to_contain_text(learner_name)


def fill_combel(page: Page, level: int, words: str) -> None:
    """Every area at the same level, and Send."""
    for area in AREAS:
        tap(choice(page, f"a.areas.{area}", level))
    page.locator('[name="a.overall"]').fill(words)
    send(page)


def open_task(page: Page, title: str) -> None:
    """Open what waits for me."""
    page.goto("/waiting")
    tap(page.locator("main").get_by_role("link", name=re.compile(re.escape(title))).first)
    expect(page.locator("form[data-form-runner]").first).to_be_visible()


def register_shift(page: Page, hours: str) -> None:
    start(page, "Out-of-hours shift")
    touch = Touch(page)
    touch.pick("shift", "evening")
    touch.answer("hours", hours)
    touch.pick("supervision", 3)
    send(page)


def set_goal(page: Page, what: str) -> None:
    start(page, "Learning goal")
    touch = Touch(page)
    touch.answer("what", what)
    touch.answer("how", "Practise with my trainer every Tuesday.")
    touch.answer("due", str(TODAY + dt.timedelta(days=60)))
    # The look-back is open to the learner from the first day, so a form stays on the page.
    tap(page.locator("form[data-form-runner]").get_by_role("button", name="Send"))
    expect(page.get_by_role("heading", name="Set the goal")).to_be_visible()
    expect(page.locator(".answers").first).to_contain_text(what)


def put_into_programme(page: Page, key: str) -> None:
    """Offer the form to all who follow the programme; its editor has a test of its own."""
    definition = page.request.get(f"/api/v1/definitions/programme/{PROGRAMME}").json()["document"]
    definition["dossiers"][0]["forms"].append(key)
    token = page.locator('meta[name="csrf-token"]').get_attribute("content")
    reply = page.request.post(
        "/api/v1/definitions",
        data={"kind": "programme", "document": definition},
        headers={"X-CSRF-Token": str(token), "Idempotency-Key": f"programme-{key}"},
    )
    assert reply.ok, reply.text()
