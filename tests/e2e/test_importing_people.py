"""An administrator imports learners and trainers from a file: look first, then all or nothing; by
thumb on a phone, and by keyboard alone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browsing import DESK, Visits
from tests.e2e.keys import Keys
from tests.e2e.mails import Mails
from tests.e2e.touching import tap
from tests.e2e.world import World

HEADERS = ("User name", "First name", "Last name", "E-mail", "Role", "Language", "Programme")
MORE = ("Start date", "Trainer")
PROGRAMME = "gp-specialty-training"


def people(number: int) -> list[tuple[str, ...]]:
    """A trainer and the learner they train."""
    trainer = (f"trainer{number}", "Hilde", "Postma", f"hilde{number}@praktijk.example", "trainer")
    learner = (f"BIG-3{number:010}", "Sven", "Dijkstra", f"sven{number}@aios.example", "learner")
    return [
        (*trainer, "en", "", "", ""),
        (*learner, "en", PROGRAMME, "2026-09-01", f"trainer{number}"),
    ]


def as_csv(folder: Path, rows: list[tuple[str, ...]]) -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([(*HEADERS, *MORE), *rows])
    place = folder / "people.csv"
    place.write_text(text.getvalue())
    return place


def as_workbook(folder: Path, rows: list[tuple[str, ...]]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    for row in [(*HEADERS, *MORE), *rows]:
        book.active.append(row)
    place = folder / "people.xlsx"
    book.save(place)
    return place


def look(page: Page, file: Path) -> None:
    page.goto("/people/import")
    page.locator("input[type=file]").set_input_files(file)
    tap(page.get_by_role("button", name="See what would change"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What would change")


def look_by_keyboard(page: Page, file: Path) -> Keys:
    """The same without a mouse; Space on the field opens the system's own dialog of files."""
    page.goto("/people/import")
    keys = Keys(page)
    keys.tab_to("input[type=file]")
    with page.expect_file_chooser() as chosen:
        keys.press("Space")
    chosen.value.set_files(file)
    keys.check("choosing a file")
    keys.enter("See what would change")
    expect(page.get_by_role("heading", level=1)).to_have_text("What would change")
    return keys


def found(page: Page, address: str, name: str) -> int:
    """How many of this name are there with that address."""
    page.goto(f"/people?q={address}")
    return page.locator("main").get_by_role("link", name=name).count()


def test_a_file_is_looked_at_first_then_imported_once_by_thumb_and_mended_by_keyboard(
    visits: Visits, world: World, mails: Mails, tmp_path: Path
):
    page, rows = visits.phone(world.shown("local_admin")), people(world.number())
    of_trainer, of_learner = rows[0][3], rows[1][3]
    look(page, as_csv(tmp_path, rows))
    assert found(page, of_learner, "Sven Dijkstra") == 0, "looking imported somebody"
    look(page, as_csv(tmp_path, rows))
    tap(page.get_by_role("button", name="Import 2 rows"))
    expect(page.locator("#toasts")).to_contain_text("2 people added")
    assert mails.link_to(of_learner, "/password/")
    look(page, as_workbook(tmp_path, rows))
    expect(page.locator("main")).to_contain_text("nothing would change")
    expect(page.get_by_role("button", name="Import", exact=False)).to_have_count(0)
    assert found(page, of_learner, "Sven Dijkstra") == 1
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    mended = [(rows[0][0], "Hille", *rows[0][2:]), rows[1]]
    look_by_keyboard(page, as_workbook(tmp_path, mended)).enter("Import 1 row")
    expect(page.locator("#toasts")).to_contain_text("1 changed, 1 was already so")
    assert found(page, of_trainer, "Hille Postma") == 1


def test_a_wrong_row_is_said_in_plain_words_and_nothing_is_imported(
    visits: Visits, world: World, tmp_path: Path
):
    page, rows = visits.phone(world.shown("local_admin")), people(world.number())
    address = rows[1][3]
    wrong = [rows[0], rows[1], ("", "Kees", "", "kees.example", "gardener", "en", "", "", "")]
    look(page, as_csv(tmp_path, wrong))
    expect(page.locator("main")).to_contain_text("1 row has an error, so nothing can be imported")
    row = page.get_by_role("listitem").filter(has_text="Row 4")
    expect(row.first).to_contain_text("E-mail")
    expect(page.get_by_role("button", name="Import", exact=False)).to_have_count(0)
    assert found(page, address, "Sven Dijkstra") == 0


def test_a_file_without_the_right_columns_is_refused(visits: Visits, world: World, tmp_path: Path):
    page = visits.desk(world.shown("local_admin"))
    place = tmp_path / "shopping.csv"
    place.write_text("Bread;Milk\n2;1\n")
    page.goto("/people/import")
    page.locator("input[type=file]").set_input_files(place)
    page.get_by_role("button", name="See what would change").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
