"""The print icon makes a PDF; moments later it is in My documents, folder My reports."""

from __future__ import annotations

import io

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.browsing import Visits
from tests.e2e.steps import register_shift
from tests.e2e.world import World, name_of


def test_printing_puts_a_pdf_in_my_reports(visits: Visits, world: World):
    learner = world.learner()
    page = visits.phone(learner.person.user_name)
    register_shift(page, "6")
    page.goto("/dashboard")
    page.get_by_role("button", name="Statements as PDF").click()
    expect(page.locator("#toasts")).to_contain_text("My reports")
    page.goto("/documents")
    folder = page.get_by_role("list", name="My reports")
    link = folder.get_by_role("link")
    expect(link).to_have_count(1, timeout=20_000)  # without being loaded again
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.ok, answer.status
    report = PdfReader(io.BytesIO(answer.body()))
    words = "\n".join(sheet.extract_text() for sheet in report.pages)
    assert name_of(learner.person) in words
