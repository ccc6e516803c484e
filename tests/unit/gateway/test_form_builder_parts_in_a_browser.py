"""Everything the format knows about steps and questions can be written in the builder."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from libs.formengine import check
from tests.accessible import violations
from tests.unit.gateway.builder_page import open_folds, saved, stage
from tests.unit.gateway.design_world import Drafts


def choose_step(page: Page, place: int) -> None:
    page.locator(".path__button").nth(place).click()
    open_folds(page)


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}, ")).click()


def test_what_follows_when_the_time_of_a_step_is_up_is_chosen(page: Page, drafts: Drafts) -> None:
    choose_step(page, 1)
    ended = page.get_by_role("group", name="And when the time is up?")
    ended.get_by_label("The form goes on without it").check()
    saved(page)
    assert stage(drafts, 1)["lapse"] == "go_on"
    assert check(drafts.document) == []
    page.get_by_label("Closes by itself after").fill("")
    page.keyboard.press("Tab")
    expect(ended).to_be_hidden()
    saved(page)
    assert not {"lapse", "expires"} & set(stage(drafts, 1))


def test_a_step_may_be_begun_without_being_asked(page: Page, drafts: Drafts) -> None:
    choose_step(page, 1)
    page.get_by_label("May be begun here without being asked").check()
    saved(page)
    assert stage(drafts, 1)["unasked"] is True
    assert check(drafts.document) == []


def test_only_what_needs_no_look_at_each_is_offered_for_many_at_once(
    page: Page, drafts: Drafts
) -> None:
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("What is this person called here?").fill("Nurse")
    choose_step(page, 2)
    page.get_by_role("group", name="Who acts here?").get_by_label("Nurse").check()
    many = page.get_by_label("May be done for many at once")
    what = page.get_by_label("What do they do?")
    what.select_option(label="Fill in")
    expect(many).to_be_hidden()
    what.select_option(label="Approve")
    many.check()
    saved(page)
    assert stage(drafts, 2)["batch"] is True
    what.select_option(label="Decide")
    expect(many).to_be_hidden()
    saved(page)
    assert "batch" not in stage(drafts, 2)


def test_of_several_who_fill_in_together_some_may_leave_it(page: Page, drafts: Drafts) -> None:
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("What is this person called here?").fill("Nurse")
    choose_step(page, 1)
    page.get_by_role("group", name="Who acts here?").get_by_label("Nurse").check()
    page.get_by_label("When there are several people").select_option(
        label="All of them at the same time"
    )
    page.get_by_role("group", name="Who of them may leave it?").get_by_label("Nurse").check()
    saved(page)
    assert stage(drafts, 1)["optional_by"] == ["nurse"]
    assert check(drafts.document) == []
    page.get_by_label("When there are several people").select_option(
        label="Each of them, one after another"
    )
    page.get_by_role("button", name="Earlier: Nurse").click()
    saved(page)
    assert stage(drafts, 1)["by"] == ["nurse", "assessor"]
    assert "optional_by" not in stage(drafts, 1)


def test_handing_back_and_another_round_are_sentences(page: Page, drafts: Drafts) -> None:
    choose_step(page, 2)
    page.get_by_label("Hand back to who came before").check()
    page.get_by_label("Handing back goes to").select_option(index=1)
    page.get_by_label("Another round begins at").select_option(index=2)
    again = page.get_by_role("group", name="When is there another round?")
    again.get_by_label("Only when …").check()
    page.get_by_role("group", name="Rule").get_by_label("What it depends on").select_option(
        label="Over all"
    )
    saved(page)
    written = stage(drafts, 2)
    assert written["return_to"] == "ask"
    assert written["cycle"] == {
        "max": 2,
        "back_to": "assess",
        "when": {"eq": [{"get": "overall"}, 1]},
    }


def test_a_decision_may_keep_what_was_in_the_portfolio(page: Page, drafts: Drafts) -> None:
    choose_step(page, 1)
    page.get_by_label("What do they do?").select_option(label="Decide")
    page.get_by_label("Keep with the decision what was in the portfolio that day").check()
    saved(page)
    assert stage(drafts, 1)["evidence"] == "snapshot"
    page.get_by_label("How much hangs on this step").select_option(label="Much")
    expect(page.get_by_text("What was in the portfolio is kept with the decision")).to_be_visible()
    assert violations(page) == []


def test_an_answer_may_stand_there_beforehand(page: Page, drafts: Drafts) -> None:
    choose(page, "Over all")
    open_folds(page)
    page.get_by_label("Filled in beforehand").select_option(index=5)
    choose(page, "How complex was it\\?")
    open_folds(page)
    page.get_by_label("Filled in beforehand").select_option(index=1)
    assert violations(page) == []
    saved(page)
    items = {item["key"]: item for item in drafts.document["items"]}
    assert items["overall"]["default"] == 5
    assert items["complexity"]["default"] == items["complexity"]["options"][0]["value"]
    assert check(drafts.document) == []


def test_each_row_says_what_a_step_of_the_scale_looks_like(page: Page, drafts: Drafts) -> None:
    page.get_by_role("button", name="Several judgements").first.click()
    open_folds(page)
    first = page.get_by_role("group", name="What each step looks like here").first
    first.get_by_role("textbox").nth(1).fill("Asks, and does not wait for the answer.")
    saved(page)
    row = next(item for item in drafts.document["items"] if item["key"] == "skills")["rows"][0]
    assert row["descriptors"] == {"2": {"en": "Asks, and does not wait for the answer."}}
    assert check(drafts.document) == []
    first.get_by_role("textbox").nth(1).fill("")
    saved(page)
    row = next(item for item in drafts.document["items"] if item["key"] == "skills")["rows"][0]
    assert "descriptors" not in row


def test_rows_of_a_list_are_called_after_one_of_their_answers(page: Page, drafts: Drafts) -> None:
    page.get_by_role("button", name="Add a question", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="List of rows").click()
    page.keyboard.type("Agreements")
    page.get_by_label("What is a row called after?").select_option(label="What")
    saved(page)
    made = drafts.document["items"][-1]
    assert made["row_title"] == made["items"][0]["key"]
    assert check(drafts.document) == []


def test_a_judgement_may_count_from_a_later_step_on(page: Page, drafts: Drafts) -> None:
    choose(page, "Over all")
    page.get_by_role("tab", name="Links to outcomes").click()
    page.get_by_label("From which step on does it count?").select_option(label="Your reply")
    saved(page)
    overall = next(item for item in drafts.document["items"] if item["key"] == "overall")
    assert overall["emit"] == {"at": "respond"}
    assert check(drafts.document) == []
    page.get_by_label("From which step on does it count?").select_option(index=0)
    saved(page)
    overall = next(item for item in drafts.document["items"] if item["key"] == "overall")
    assert "emit" not in overall
