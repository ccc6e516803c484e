"""The editors of frameworks and scales, pasting, files in and out."""

from __future__ import annotations

import html
import io
import json
import re
from typing import Any

import pytest

from libs.contracts.faults import NotFound
from libs.contracts.forms import READ_IMPORT
from tests.unit.gateway.framework_samples import FRAMEWORKS, IDS, READ
from tests.unit.gateway.staff_world import gateway, me, post, token_of

ADMIN = me("local_admin")
EDITOR = f"/design/frameworks/{IDS['tree']}"
PAGES = (
    EDITOR,
    f"/design/frameworks/{IDS['nursing']}",
    f"/design/scales/{IDS['scale']}",
    "/design/frameworks/import",
    "/design/forms/import",
)


@pytest.mark.parametrize("path", PAGES)
def test_who_designs_sees_every_page_and_others_none(path: str):
    with gateway(ADMIN, **FRAMEWORKS) as (browser, _fake):
        assert browser.get(path).status_code == 200
    with gateway(me("trainer"), **FRAMEWORKS) as (browser, _fake):
        assert browser.get(path).status_code == 403


def beside(page: str) -> dict[str, Any]:
    found = re.search(r'data-beside="([^"]*)"', page)
    assert found
    read: dict[str, Any] = json.loads(html.unescape(found[1]))
    return read


def test_the_editor_says_what_a_change_touches():
    with gateway(ADMIN, **FRAMEWORKS) as (browser, _fake):
        found = beside(browser.get(EDITOR).text)
    assert found["used"] == "2 forms, 2 dashboards"
    touched = ["Short assessment", "Mini-CEX", "GP training", "Elderly care"]
    assert [one["title"] for one in found["uses"]] == touched
    assert [one["label"] for one in found["files"]] == ["CASE 1.1", "JSON", "CSV"]
    assert found["scales"] == [{"name": "supervision@1", "title": "Level of supervision"}]


def test_the_editor_of_a_scale_says_which_programmes_ask_for_it():
    with gateway(ADMIN, **FRAMEWORKS) as (browser, _fake):
        found = beside(browser.get(f"/design/scales/{IDS['scale']}").text)
    assert found["used"] == "2 forms, 1 programme"


def test_nothing_is_asked_about_the_past_of_what_was_never_published():
    with gateway(ADMIN, **FRAMEWORKS) as (browser, fake):
        found = beside(browser.get(f"/design/frameworks/{IDS['nursing']}").text)
    assert fake.times("forms.history") == 0
    assert found["versions"] == []


def test_levels_and_outcomes_of_others_are_read_when_they_are_needed():
    with gateway(ADMIN, **FRAMEWORKS) as (browser, _fake):
        levels = browser.get("/design/look/scale/supervision/1").json["levels"]
        outcomes = browser.get("/design/look/framework/gp-areas/2023").json["outcomes"]
        assert browser.get("/design/look/form/kpb/1").status_code == 404
    assert levels[0] == {"value": 1, "label": "Observes"}
    assert outcomes[3]["title"] == "Leadership"


def pasted(replies: dict[str, Any], **body: Any) -> Any:
    with gateway(ADMIN, **replies) as (browser, fake):
        token = token_of(browser.get("/privacy").text)
        reply = browser.post(EDITOR + "/paste", json=body, headers={"X-CSRF-Token": token})
        return reply, fake


def test_pasted_rows_come_back_with_what_is_wrong_in_words():
    reply, fake = pasted(FRAMEWORKS, content="a\tFirst", language="nl")
    assert fake.fields_of("forms.read_import")["language"] == "nl"
    assert [one["key"] for one in reply.json["outcomes"]] == ["a", "b"]
    assert reply.json["problems"] == ["Row 4: the code a stands in row 1 too."]


@pytest.mark.parametrize(
    ("given", "read_as"),
    [("de", "de"), ("nl-BE", "nl-BE"), ("English", "en"), ("de\n", "en"), (3, "en"), (None, "en")],
)
def test_pasted_rows_are_read_in_any_language_a_framework_can_have(given, read_as):
    _reply, fake = pasted(FRAMEWORKS, content="a\tErste", language=given)
    fields = fake.fields_of("forms.read_import")
    assert fields["language"] == read_as
    assert READ_IMPORT.request().load(fields)["language"] == read_as


def test_what_is_wrong_with_the_framework_the_rows_would_make_is_not_told():
    problem = {"path": "outcomes/x", "code": "definition.parent", "message": "", "params": {}}
    reply, _fake = pasted(
        FRAMEWORKS | {"forms__read_import": READ | {"problems": [problem]}}, content="a"
    )
    assert reply.json["problems"] == []


def test_what_rows_tell_of_the_framework_itself_comes_along_with_them():
    beside = {
        "phases": [{"key": "year-1", "title": {"en": "Year 1"}}],
        "crosswalks": [{"to": "gp-areas@2016", "maps": [{"from": "a", "to": "x", "as": "same"}]}],
    }
    told = READ | {"document": READ["document"] | beside}
    reply, _fake = pasted(FRAMEWORKS | {"forms__read_import": told}, content="a\tFirst")
    assert beside.items() <= reply.json.items()
    plain, _fake = pasted(FRAMEWORKS, content="a\tFirst")
    assert set(plain.json) == {"outcomes", "problems", "columns"}


def test_what_the_author_says_of_columns_goes_along_and_their_headings_come_back():
    columns = [{"heading": "Domain", "means": "level.1", "known": False}]
    reply, fake = pasted(
        FRAMEWORKS | {"forms__read_import": READ | {"columns": columns}},
        content="Domain\nCare",
        columns=["level.1", None, "", "html", 3, {}],
        headed=True,
    )
    fields = fake.fields_of("forms.read_import")
    assert fields["columns"] == ["level.1", None, "", None, None, None]
    assert fields["headed"] is True
    assert READ_IMPORT.request().load(fields)["columns"] == fields["columns"]
    assert reply.json["columns"] == columns
    _reply, fake = pasted(FRAMEWORKS, content="a", columns="title", headed="yes")
    assert (fields := fake.fields_of("forms.read_import"))["columns"] == []
    assert fields["headed"] is None


def test_columns_of_a_file_that_are_left_out_are_told():
    columns = [
        {"heading": heading, "means": means, "known": bool(means)}
        for heading, means in (("Code", "code"), ("Remarks", ""), ("", ""), ("Year", ""))
    ]
    with gateway(ADMIN, **FRAMEWORKS | {"forms__read_import": READ | {"columns": columns}}) as (
        browser,
        _fake,
    ):
        text = post(browser, "/design/frameworks/import", {"content": "a"}).text
    assert "Left out, because their headings do not tell what they hold: Remarks, Year." in text


def test_pasting_without_rows_is_refused():
    reply, _fake = pasted(FRAMEWORKS, content=3)
    assert reply.status_code == 422 or reply.status_code == 400


def test_a_published_version_is_kept_as_a_file():
    with gateway(ADMIN, **FRAMEWORKS) as (browser, fake):
        reply = browser.get("/design/frameworks/by-name/areas/file?format=case&version=1")
    assert fake.fields_of("forms.export_definition") == {
        "kind": "framework",
        "key": "areas",
        "version": 1,
        "format": "case",
    }
    assert reply.headers["Content-Disposition"] == 'attachment; filename="areas-1.case.json"'


def test_a_file_that_is_not_there_is_not_found():
    with gateway(ADMIN, **FRAMEWORKS | {"forms__export_definition": NotFound()}) as (browser, _):
        assert browser.get("/design/forms/by-name/gone/file").status_code == 404


def test_a_list_with_mistakes_is_shown_before_anything_is_made():
    with gateway(ADMIN, **FRAMEWORKS) as (browser, fake):
        page = post(browser, "/design/frameworks/import", {"content": "a\tFirst\na\tAgain"})
    assert page.status_code == 422
    assert "Row 4: the code a stands in row 1 too." in page.text
    assert "First" in page.text and "a\tAgain" in page.text
    assert fake.times("forms.start_draft") == 0


def test_going_on_makes_a_draft_of_what_could_be_read():
    with gateway(ADMIN, **FRAMEWORKS) as (browser, fake):
        reply = post(browser, "/design/frameworks/import", {"content": "a", "go": "true"})
        asked = fake.fields_of("forms.start_draft")
    assert (asked["kind"], asked["key"], asked["how"]) == ("framework", "list", "empty")
    assert asked["document"] == READ["document"]
    assert reply.status_code == 302


def test_a_file_of_another_kind_is_opened_where_it_belongs():
    whole = {"key": "x", "title": {"en": "X"}, "roles": {}, "stages": [], "items": []}
    form = {"kind": "form", "document": whole, "problems": []}
    with gateway(ADMIN, **FRAMEWORKS | {"forms__read_import": form}) as (browser, fake):
        reply = post(browser, "/design/frameworks/import", {"content": "{}", "go": "true"})
        assert fake.fields_of("forms.start_draft")["kind"] == "form"
    assert reply.location.startswith("/design/forms/")


def test_a_chosen_file_counts_before_what_was_pasted():
    with gateway(ADMIN, **FRAMEWORKS) as (browser, fake):
        file = (io.BytesIO("Zorg één".encode("cp1252")), "list.csv")
        post(browser, "/design/frameworks/import", {"content": "other", "file": file})
        assert fake.fields_of("forms.read_import")["content"] == "Zorg één"
