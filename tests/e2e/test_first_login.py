"""A new learner gets a mail, sets a password by rules that are ticked live, lands in Dossiers."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.browsing import Visits, sign_in
from tests.e2e.mails import Mails
from tests.e2e.world import World

GOOD = "Kastanje!Laan42"


def rules(page: Page) -> list[str]:
    """`data-met` of each line, in the order of the page."""
    lines = page.locator("[data-password-rules] > *")
    return lines.evaluate_all("lines => lines.map(line => line.dataset.met)")


def add_learner(page: Page, number: int) -> str:
    """The administrator adds somebody; their address."""
    address = f"nieuw{number}@aios.example"
    page.goto("/people/new")
    page.get_by_label("Given name").fill("Nina")
    page.get_by_label("Family name").fill("Verbeek")
    page.get_by_label("User name").first.fill(f"BIG-4{number:010}")
    page.get_by_label("E-mail", exact=False).first.fill(address)
    page.locator('label:has(> input[value="learner"])').click()
    page.locator("main form").get_by_role("button").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nina Verbeek")
    return address


def test_a_new_learner_sets_a_password_and_lands_in_dossiers(
    visits: Visits, world: World, mails: Mails
):
    address = add_learner(visits.desk(world.shown("local_admin")), world.number())
    page = visits.phone()
    page.goto(mails.link_to(address, "/password/"))
    assert "false" in rules(page)
    page.locator("#password").fill("kort")
    assert "true" in rules(page) and "false" in rules(page)
    page.locator("#password").fill(GOOD)
    page.locator("#again").fill(GOOD)
    expect(page.locator('[data-password-rules] > [data-met="false"]')).to_have_count(0)
    met = page.locator("[data-password-rules] > *").first
    colour = met.evaluate("line => getComputedStyle(line).color")
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    assert blue > red and blue > green, colour
    page.get_by_role("button", name="Save and log in").click()
    expect(page).to_have_url(re.compile("/dossiers$"))


def test_the_link_of_the_mail_works_once(visits: Visits, world: World, mails: Mails):
    number = world.number()
    address = add_learner(visits.desk(world.shown("local_admin")), number)
    link = mails.link_to(address, "/password/")
    page = visits.phone()
    for _ in range(2):
        page.goto(link)  # as mail scanners do
    page.locator("#password").fill(GOOD)
    page.locator("#again").fill(GOOD)
    page.get_by_role("button", name="Save and log in").click()
    expect(page).to_have_url(re.compile("/dossiers$"))
    other = visits.phone()
    answer = other.goto(link)
    assert answer is not None and answer.status == 410
    sign_in(other, f"BIG-4{number:010}", GOOD)


def test_a_password_against_the_rules_is_refused(visits: Visits, world: World, mails: Mails):
    address = add_learner(visits.desk(world.shown("local_admin")), world.number())
    page = visits.phone()
    page.goto(mails.link_to(address, "/password/"))
    page.locator("#password").fill("alleenletters")
    page.locator("#again").fill("alleenletters")
    page.get_by_role("button", name="Save and log in").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()


def test_a_rule_only_the_server_can_judge_stands_in_the_list_too(
    visits: Visits, world: World, mails: Mails
):
    """Everything blue means that Save accepts it; so an often used password is not all blue."""
    address = add_learner(visits.desk(world.shown("local_admin")), world.number())
    page = visits.phone()
    page.goto(mails.link_to(address, "/password/"))
    unasked = page.locator('[data-rule="not_common"]')
    page.locator("#again").fill("Wachtwoord12!")
    with page.expect_response("**/check"):
        page.locator("#password").fill("Wachtwoord12!")
    expect(unasked).to_have_attribute("data-met", "false")
    assert rules(page).count("false") == 1
    page.locator("#again").fill(GOOD)
    page.locator("#password").fill(GOOD)
    expect(unasked).to_have_attribute("data-met", "true")
    assert set(rules(page)) == {"true"}
