"""Whoever rates can open what the levels mean, also for the outcome that is rated."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from gateway.web.form_page import FormPage
from libs.contracts.faults import NotFound, ServiceUnavailable
from tests.unit.gateway.link_samples import a_token, record_reply, replies
from tests.unit.gateway.staff_world import an_id, gateway, me
from tests.unit.gateway.watching import address_of, watched
from tests.unit.web.samples import both, form_page

OPENS = "What the levels mean"
SAYS = {"3": both("Sees the whole consultation alone.", "Doet het hele consult alleen.")}
AREA = {"key": "medical", "title": both("Medical care", "Medisch handelen")}
EPA = {"key": "acute", "title": both("Acute complaint", "Acute klacht")}


def node(outcome: dict[str, Any], scale: str, levels: dict[str, Any]) -> dict[str, Any]:
    return outcome | {"descriptors": {scale: levels}}


def frameworks(**nodes: list[dict[str, Any]]) -> Any:
    def definition(kind: str, key: str, version: int | None = None) -> dict[str, Any]:
        document = {"title": {"en": key}, "stages": [], "outcomes": nodes.get(key[3:], [])}
        return {"kind": kind, "key": key, "version": version, "hash": "0" * 64} | {
            "document": document
        }

    return definition


def fill(mine: Any = None, **given: Any) -> tuple[str, Any]:
    with gateway(mine, **replies(**given)) as (browser, fake):
        reply = browser.get(f"/r/{a_token()}")
    assert reply.status_code == 200
    return reply.text, fake


def disclosures(page: str) -> list[str]:
    return re.findall(r'<details class="meanings".*?</details>', page, re.DOTALL)


def test_words_of_an_outcome_stand_at_the_row_that_rates_it():
    given = {"forms__definition": frameworks(areas=[node(AREA, "expected@1", SAYS)])}
    page, _fake = fill(**given)
    told = [one for one in disclosures(page) if "Medical care" in one]
    row = page[page.index('data-row-key="medical"') : page.index('data-row-key="communication"')]
    assert len(told) == 1 and told[0] in row and " open" not in told[0][:60]
    assert OPENS in told[0] and "Sees the whole consultation alone." in told[0]
    assert "<dt>3</dt><dd><b>Above expectation</b>" in told[0]


def test_words_for_another_scale_are_not_those_of_this_one():
    given = {"forms__definition": frameworks(areas=[node(AREA, "supervision@1", SAYS)])}
    assert "Sees the whole" not in fill(**given)[0]


def test_an_outcome_picked_earlier_says_what_its_levels_mean():
    picked = {
        "contribution_id": "c",
        "stage": "ask",
        "role": "learner",
        "answers": {"epa": "epa/acute"},
        "items": ["epa"],
        "sent_at": "2026-03-01T10:00:00Z",
        "revision": 1,
    }
    nodes = [
        node(EPA, "supervision@1", {"4": both("Calls no longer.", "Belt niet meer.")}),
        node(
            EPA | {"key": "other"}, "supervision@1", {"4": both("Something else.", "Iets anders")}
        ),
    ]
    record = record_reply(contributions=[picked])
    page, _fake = fill(portfolio__record=record, forms__definition=frameworks(epas=nodes))
    said = [one for one in disclosures(page) if "Calls no longer." in one]
    assert len(said) == 1 and 'data-outcome="epa/other" data-picked-by' not in page
    start = page.index('data-item="trust"')
    assert page.index("Calls no longer.") > start


def test_outcomes_still_to_be_picked_wait_for_the_pick():
    nodes = [node(EPA, "supervision@1", {"4": both("Calls no longer.", "Belt niet meer.")})]
    page, _fake = fill(forms__definition=frameworks(epas=nodes))
    assert 'data-picked-by="seen_epa" data-outcome="epa/acute"' in page


def test_each_framework_is_asked_for_once_and_then_remembered():
    with gateway(None, **replies(forms__definition=frameworks())) as (browser, fake):
        for _visit in range(2):
            assert browser.get(f"/r/{a_token()}").status_code == 200
    asked = [fields["key"] for name, fields in fake.asked if name == "forms.definition"]
    assert sorted(one for one in asked if one.startswith("gp-")) == ["gp-areas", "gp-epas"]


@pytest.mark.parametrize("fault", [NotFound(), ServiceUnavailable()])
def test_a_framework_that_cannot_be_had_keeps_nobody_from_filling_in(fault):
    # The activity was picked when it was asked for; nothing else on this page needs a framework.
    def only_the_options(kind: str, key: str, version: int | None = None) -> Any:
        return fault if key == "gp-areas" else frameworks()(kind, key, version)

    page, _fake = fill(forms__definition=only_the_options)
    assert "data-form-runner" in page and 'data-row-key="medical"' in page


def drawn(lang: str = "en", **changes: Any) -> FormPage:
    return form_page(lang, **changes)


def item(page: FormPage, key: str) -> Any:
    inner = [one for section in page.items for one in section.get("items", [section])]
    return next(one for one in inner if one["key"] == key)


def test_the_main_judgement_has_its_words_on_the_page_already():
    page = drawn()
    assert page.meanings_of(item(page, "trust")) == []


def test_a_rubric_opens_the_words_that_its_numbers_hide():
    page = drawn("nl")
    (general,) = page.meanings_of(item(page, "skills"))
    assert general.levels[2] == ("3", "Ik ben in de buurt", "Ik kan er meteen bij zijn")
    assert page.meanings_of(item(page, "skills"), item(page, "skills")["rows"][0]) == []


@pytest.mark.parametrize("key", ["combel", "hard"])
def test_bare_numbers_and_a_line_between_two_words_have_nothing_to_open(key):
    page = drawn()
    assert page.meanings_of(item(page, key)) == []


def test_a_row_with_words_of_its_own_says_those_and_not_the_framework_s():
    page = drawn(described={"area/medical": node(AREA, "sup", SAYS)})
    row = {"key": "talk", "label": {"en": "Talk"}, "outcomes": ["area/medical"]}
    skills = item(page, "skills")
    assert page.meanings_of(skills, row)[0].title == "Medical care"
    (own,) = page.meanings_of(skills, row | {"descriptors": {"1": {"en": "Only listens."}}})
    assert own.title == "" and own.levels == (("1", "I do it", "Only listens."),)


def test_only_the_outcome_that_is_picked_says_what_its_levels_mean(browser: Browser) -> None:
    nodes = [
        node(EPA, "supervision@1", {"4": both("Calls no longer.", "Belt niet meer.")}),
        node(EPA | {"key": "chronic"}, "supervision@1", {"4": both("Plans.", "Plant.")}),
    ]
    given = replies(forms__definition=frameworks(epas=nodes))
    with (
        gateway(me("trainer", person_id=an_id(2)), **given) as (client, _fake),
        address_of(client) as origin,
        watched(browser, origin, 390, 844) as page,
    ):
        page.goto(f"{origin}/r/{a_token()}")
        trust = page.locator('[data-item="trust"] details.meanings')
        assert not trust.is_visible()
        page.get_by_label("Which activity was it?").select_option("epa/chronic")
        summary = trust.locator("summary")
        assert summary.bounding_box()["height"] >= 44  # type: ignore[index]
        summary.press("Enter")
        assert trust.get_by_text("Plans.").is_visible()
        assert not trust.get_by_text("Calls no longer.").is_visible()
