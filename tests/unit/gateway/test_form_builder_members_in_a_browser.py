"""What a form says of itself, of who takes part and of what stands there beforehand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from libs.formengine import check
from tests.accessible import violations
from tests.unit.gateway.builder_page import open_folds, saved
from tests.unit.gateway.design_world import Drafts


def whole(page: Page) -> None:
    page.locator(".outline__line", has_text="The form as a whole").click()
    open_folds(page)


def assessor(page: Page) -> None:
    page.locator(".outline__line", has_text="Assessor").click()
    open_folds(page)


def finish(page: Page, field: str, text: str) -> None:
    page.get_by_label(field, exact=True).fill(text)
    page.keyboard.press("Tab")


def test_where_a_form_comes_from_and_what_it_means_the_same_as(page: Page, drafts: Drafts) -> None:
    whole(page)
    finish(page, "Means the same as", "mini-cex@1, kpb@2/overall")
    finish(page, "Number in the list of processes", "12")
    page.get_by_label("Made of another form?").select_option(label="Yes, loosely")
    finish(page, "Short name of that form", "kpb")
    finish(page, "Its version", "3")
    assert violations(page) == []
    saved(page)
    written = drafts.document
    assert written["same_as"] == ["mini-cex@1", "kpb@2/overall"]
    assert written["process"] == 12
    assert written["based_on"] == {"form": "kpb", "version": 3, "how": "inspired"}
    assert check(written) == []


def test_what_a_form_says_of_itself_is_taken_out_again(page: Page, drafts: Drafts) -> None:
    whole(page)
    finish(page, "Means the same as", "mini-cex@1")
    finish(page, "Means the same as", "")
    finish(page, "Number in the list of processes", "")
    page.get_by_label("Made of another form?").select_option(label="Yes, loosely")
    page.get_by_label("Made of another form?").select_option(label="No")
    saved(page)
    assert not {"same_as", "process", "based_on"} & set(drafts.document)


def test_by_which_ways_somebody_gets_in_is_free(page: Page, drafts: Drafts) -> None:
    assessor(page)
    ways = page.get_by_role("group", name="How may they fill it in?")
    ways.get_by_label("On the learner's phone").focus()
    page.keyboard.press("Space")
    saved(page)
    assert drafts.document["roles"]["assessor"]["auth"] == ["account", "link"]
    ways.get_by_label("With their account here").uncheck()
    assert violations(page) == []
    saved(page)
    assert drafts.document["roles"]["assessor"]["auth"] == ["link"]
    assert check(drafts.document) == []


def test_a_kind_of_people_has_a_highest_number_too(page: Page, drafts: Drafts) -> None:
    assessor(page)
    page.get_by_role("button", name="Add a kind of people").click()
    kind = page.locator(".group-line")
    kind.get_by_label("At most").fill("4")
    page.keyboard.press("Tab")
    assert violations(page) == []
    saved(page)
    assert drafts.document["roles"]["assessor"]["groups"][0]["max"] == 4
    kind.get_by_label("At most").fill("")
    page.keyboard.press("Tab")
    saved(page)
    assert "max" not in drafts.document["roles"]["assessor"]["groups"][0]


def test_a_bond_of_the_beginning_is_told_from_one_of_later(page: Page, drafts: Drafts) -> None:
    assessor(page)
    page.get_by_label("Somebody with a bond to the learner").check()
    which = page.get_by_label("Who of those with this bond?")
    which.select_option(label="Who has it when the form begins, and nobody after them")
    assert violations(page) == []
    saved(page)
    assert drafts.document["roles"]["assessor"]["held"] == "at_start"
    assert "role.later_reads" not in {one.code for one in check(drafts.document)}
    which.select_option(label="Who gets it after that: reads, and fills in nothing")
    saved(page)
    assert "role.later_reads" in {one.code for one in check(drafts.document)}
    which.select_option(label="Whoever has it, then or later")
    saved(page)
    assert "held" not in drafts.document["roles"]["assessor"]
    which.select_option(label="Who has it when the form begins, and nobody after them")
    page.get_by_label("Somebody the learner asks").check()
    saved(page)
    assert "held" not in drafts.document["roles"]["assessor"]


def skills(drafts: Drafts) -> dict[str, object]:
    return next(item for item in drafts.document["items"] if item["key"] == "skills")


def test_rows_of_judgements_may_begin_with_an_answer(page: Page, drafts: Drafts) -> None:
    page.get_by_role("button", name=re.compile("^Parts of the contact, ")).click()
    open_folds(page)
    beforehand = page.get_by_role("group", name="Filled in beforehand")
    beforehand.get_by_role("combobox").nth(0).select_option(index=3)
    beforehand.get_by_role("combobox").nth(1).select_option(index=2)
    assert violations(page) == []
    saved(page)
    first, second = [row["key"] for row in skills(drafts)["rows"]][:2]  # type: ignore[attr-defined]
    assert skills(drafts)["default"] == {first: {"v": 3}, second: {"v": 2}}
    assert check(drafts.document) == []
    for place in (0, 1):
        beforehand.get_by_role("combobox").nth(place).select_option(label="Nothing")
    saved(page)
    assert "default" not in skills(drafts)


@pytest.fixture
def listed(drafts: Drafts, page: Page) -> Page:
    """A draft with a checklist and a person too."""
    rows = [{"key": "wash", "label": {"en": "Washed hands", "nl": "Handen"}}]
    words = {"label": {"en": "Steps taken", "nl": "Stappen"}, "by": "assessor"}
    person = {"type": "person", "key": "who", "by": "assessor", "label": {"en": "Who else?"}}
    steps = {"type": "checklist", "key": "steps", "rows": rows} | words
    drafts.put(drafts.document | {"items": [*drafts.document["items"], steps, person]})
    page.reload()
    return page


def test_a_checklist_and_somebody_outside_may_stand_there_beforehand(
    listed: Page, drafts: Drafts
) -> None:
    listed.get_by_role("button", name=re.compile("^Steps taken, ")).click()
    open_folds(listed)
    beforehand = listed.get_by_role("group", name="Filled in beforehand")
    beforehand.get_by_label("Washed hands").select_option(label="Yes")
    listed.get_by_role("button", name=re.compile("^Who else\\?, ")).click()
    open_folds(listed)
    beforehand.get_by_label("Name").fill("The practice nurse")
    beforehand.get_by_label("E-mail address").fill("nurse@practice.example")
    assert violations(listed) == []
    saved(listed)
    items = {item["key"]: item for item in drafts.document["items"]}
    assert items["steps"]["default"] == {"wash": True}
    assert items["who"]["default"] == {
        "name": "The practice nurse",
        "email": "nurse@practice.example",
    }
    assert check(drafts.document) == []


def test_a_row_that_is_named_later_keeps_what_stands_there_beforehand(
    page: Page, drafts: Drafts
) -> None:
    page.get_by_role("button", name=re.compile("^Parts of the contact, ")).click()
    page.get_by_role("button", name="Add a row").click()
    open_folds(page)
    beforehand = page.get_by_role("group", name="Filled in beforehand")
    beforehand.get_by_role("combobox").last.select_option(index=1)
    page.locator(".member input[type=text]").last.fill("Listening")
    page.keyboard.press("Tab")
    saved(page)
    assert skills(drafts)["default"] == {"listening": {"v": 1}}


def test_a_score_gets_words_and_a_unit_and_is_shown_where_the_form_is_read(
    page: Page, drafts: Drafts
) -> None:
    (name,) = drafts.document["computed"]
    page.locator(".outline__line", has_text="Scores").click()
    open_folds(page)
    for language in drafts.document["languages"]:
        page.locator(f"#score-label-{name}-{language}").fill(f"Typical {language}")
        page.locator(f"#score-unit-{name}-{language}").fill("points")
    page.get_by_label("Show it where the form is read").check()
    assert violations(page) == []
    saved(page)
    languages = drafts.document["languages"]
    assert drafts.document["names"] == {
        name: {
            "label": {language: f"Typical {language}" for language in languages},
            "unit": dict.fromkeys(languages, "points"),
            "shown": True,
        }
    }
    assert check(drafts.document) == []
