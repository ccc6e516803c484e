"""Importing people: look first, then all rows or none."""

from __future__ import annotations

import base64
import io
from typing import Any

from flask.testing import FlaskClient

from libs.contracts import accounts
from services.accounts.domain.imports.columns import find_columns
from tests.unit.gateway.people_samples import CLEAN_PREVIEW, PREVIEW
from tests.unit.gateway.staff_world import an_id, flashed, gateway, me, post

ADMIN = me("local_admin")


def upload(browser: FlaskClient, content: bytes, name: str = "people.csv") -> Any:
    data = {"file": (io.BytesIO(content), name)}
    return post(browser, "/people/import", data, content_type="multipart/form-data")


def test_the_file_is_looked_at_and_nothing_is_imported():
    with gateway(ADMIN, accounts__preview_import=CLEAN_PREVIEW) as (browser, fake):
        page = upload(browser, b"a;b").text
    asked = fake.fields_of("accounts.preview_import")
    assert base64.b64decode(asked["content"]) == b"a;b"
    assert asked["file_name"] == "people.csv"
    assert fake.times("accounts.apply_import") == 0
    assert "Import 2 rows" in page
    assert "Changes: E-mail, End date" in page


def test_errors_name_row_and_column_and_leave_no_button_to_import():
    with gateway(ADMIN, accounts__preview_import=PREVIEW) as (browser, _fake):
        page = upload(browser, b"a;b").text
    assert "1 row has an error, so nothing can be imported yet." in page
    assert "Row 2" in page
    assert "<strong>E-mailadres</strong>: &#34;lotte@&#34; is not an e-mail address." in page
    assert "/apply" not in page


def test_a_file_that_changes_nothing_says_so():
    same = PREVIEW | {"rows": [], "counts": {"new": 0, "changed": 0, "same": 9, "error": 0}}
    with gateway(ADMIN, accounts__preview_import=same) as (browser, _fake):
        page = upload(browser, b"a;b").text
    assert "nothing would change" in page
    assert "/apply" not in page


def test_a_file_that_cannot_be_read_says_which_columns_are_missing():
    unreadable = accounts.FileUnreadable(missing_columns=["email", "roles"])
    with gateway(ADMIN, accounts__preview_import=unreadable) as (browser, _fake):
        reply = upload(browser, b"a;b")
    assert reply.status_code == 422
    assert "<strong>E-mail, Role</strong>" in reply.text


def test_more_rows_than_fit_are_refused_with_their_number():
    long = accounts.FileUnreadable("Too long.", most_rows=500)
    with gateway(ADMIN, accounts__preview_import=long) as (browser, fake):
        page = upload(browser, b"a;b").text
    assert "The file has more than 500 rows. Split it; nothing was imported." in page
    assert fake.times("accounts.apply_import") == 0


def test_no_file_and_too_large_a_file_are_refused_here():
    with gateway(ADMIN) as (browser, fake):
        nothing = upload(browser, b"")
        large = upload(browser, b"x" * (2 * 1024 * 1024 + 1))
    assert "Choose a file first." in nothing.text
    assert "larger than 2 MB" in large.text
    assert fake.times("accounts.preview_import") == 0


def test_importing_says_what_was_done():
    counts = {"new": 2, "changed": 1, "same": 9}
    with gateway(ADMIN, accounts__apply_import={"counts": counts}) as (browser, fake):
        reply = post(browser, f"/people/import/{an_id(900)}/apply", {})
        assert flashed(browser) == "Imported: 2 people added, 1 changed, 9 were already so."
    assert reply.location == "/people"
    asked = fake.fields_of("accounts.apply_import")
    assert asked["import_id"] == an_id(900)
    assert asked["offered"]["gp"] == ["GP specialty training", "Huisarts"]


def test_rows_that_went_wrong_meanwhile_import_nothing():
    with gateway(ADMIN, accounts__apply_import=accounts.ImportHasErrors()) as (browser, _fake):
        reply = post(browser, f"/people/import/{an_id(900)}/apply", {})
    assert reply.status_code == 422
    assert "nothing was imported" in reply.text


def test_accounts_knows_every_column_of_the_empty_file_in_both_languages():
    for language in ("en", "nl"):
        with gateway(me("local_admin", language=language)) as (browser, _fake):
            reply = browser.get("/people/import/template.csv")
        text = reply.data.decode("utf-8-sig")
        columns = find_columns(text.strip().split(";"))
        assert columns.ignored == ()
        assert len(columns.places) == 16
        assert "attachment" in reply.headers["Content-Disposition"]


def test_the_page_says_how_programmes_are_written_in_the_file_but_not_the_retired_ones():
    found = [
        {"key": "ward-year", "title": {"en": "Our year on the ward"}, "is_retired": False},
        {"key": "old-year", "title": {"en": "The year before"}, "is_retired": True},
    ]
    with gateway(ADMIN, forms__definitions={"definitions": found}) as (browser, _fake):
        page = browser.get("/people/import").text
    assert "<strong>ward-year</strong> (Our year on the ward)" in page
    assert "old-year" not in page
