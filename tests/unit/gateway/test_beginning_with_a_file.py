"""Beginning a draft with a file: what is no text is refused on the page, mistakes have a place."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path
from typing import Any

import pytest

from services.forms.domain import checks
from tests.unit.gateway.design_samples import DESIGN
from tests.unit.gateway.framework_samples import FRAMEWORKS
from tests.unit.gateway.staff_world import gateway, me, post

LANGUAGES_JS = Path(__file__).parents[3] / "gateway/web/assets/design/languages.js"
ADMIN = me("local_admin")
WORKBOOK = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x05\x00"


@pytest.mark.parametrize("file", [WORKBOOK, PICTURE], ids=["workbook", "picture"])
@pytest.mark.parametrize(
    ("kind", "taken"), [("form", [".json"]), ("framework", [".json", ".csv", ".tsv", ".txt"])]
)
def test_what_is_no_text_is_refused_on_the_page_with_what_can_be_read(
    kind: str, taken: list[str], file: bytes
):
    with gateway(ADMIN, **FRAMEWORKS) as (browser, fake):
        page = _post(browser, kind, {"file": (io.BytesIO(file), "given")})
        assert fake.times("forms.read_import") == 0
    assert page.status_code == 422
    told = _told(page.text)
    assert "This is no text file." in told
    assert all(one in told for one in taken)
    assert 'aria-current="page"' in page.text and 'type="file"' in page.text


@pytest.mark.parametrize("given", [{}, {"content": " \n"}, {"file": (io.BytesIO(b""), "a.json")}])
def test_nothing_is_no_file_of_another_kind(given: dict[str, Any]):
    with gateway(ADMIN, **FRAMEWORKS) as (browser, fake):
        page = _post(browser, "form", given)
        assert fake.times("forms.read_import") == 0
    assert page.status_code == 422
    assert _told(page.text) == "Choose a file first, or paste what is in it."
    assert "another kind" not in page.text


def test_more_than_can_be_read_is_refused_with_how_much_can():
    with gateway(ADMIN, **FRAMEWORKS) as (browser, fake):
        page = _post(browser, "form", {"file": (io.BytesIO(b"x" * 2_000_001), "a.json")})
        assert fake.times("forms.read_import") == 0
    assert page.status_code == 422 and "2,000,000 characters" in _told(page.text)


def test_what_was_pasted_stays_but_for_the_signs_that_are_no_text():
    with gateway(ADMIN, **FRAMEWORKS) as (browser, _fake):
        page = _post(browser, "form", {"content": 'before\x00 {"key": 1}'})
    assert "before {&#34;key&#34;: 1}</textarea>" in page.text


def test_every_mistake_of_a_file_says_where_it_is():
    document = {
        "format": "form/1",
        "key": "broken",
        "languages": ["en"],
        "title": {"en": "Broken"},
        "roles": {"learner": {"who": "subject", "label": {"en": "Learner"}}, "other": {}},
        "stages": [{"id": "fill", "by": ["learner"], "label": {"en": "Fill in"}}],
        "items": [
            {"type": "scale", "key": "x"},
            5,
            {"type": "scale", "key": "y", "label": {"en": "How did it go?"}},
            {
                "type": "section",
                "key": "part",
                "label": {"en": "Part"},
                "items": [{"type": "text", "label": {"en": "Inside"}}],
            },
            {"type": "choice", "key": "z", "label": {"en": "Which?"}, "options": [{"value": "a"}]},
        ],
    }
    reply = {"kind": "form", "document": document, "problems": checks.problems("form", document)}
    with gateway(ADMIN, **DESIGN | {"forms__read_import": reply}) as (browser, _fake):
        page = _post(browser, "form", {"content": "{}"}).text
    told = [
        html.unescape(re.sub("<[^>]+>", "", one))
        for one in re.findall(r"<li>(<strong>.*?)</li>", page)
    ]
    missing = {one.removesuffix(": This is missing.") for one in told if "missing" in one}
    assert missing == {
        "Question 1 › Words",
        "Question 1 › Scale",
        "How did it go? › Scale",
        "Part › Inside › “key”",
        "Which? › Choice 1 › Words",
        "Person 2 › Who is it?",
        "Fill in › What comes next",
    }
    assert "Question 2: A group of settings is needed here." in told


def test_parts_of_a_programme_without_words_are_told_apart_by_their_number():
    title = {"en": "A year"}
    document = {"format": "programme/1", "key": "broken", "languages": ["en"], "title": title}
    document |= {"phases": [{"key": "a", "title": title, "months": 12}, {"key": "b"}]}
    problem = {"path": "phases/b/months", "code": "definition.number", "message": "", "params": {}}
    reply = {"kind": "programme", "document": document, "problems": [problem]}
    with gateway(ADMIN, **DESIGN | {"forms__read_import": reply}) as (browser, _fake):
        page = _post(browser, "programme", {"content": "{}"}).text
    assert "<strong>Phase 2</strong>" in page


def test_another_file_can_be_chosen_and_a_list_be_in_any_language_of_the_editors():
    offered = re.search(r"OFFERED = \[(.*?)\]", LANGUAGES_JS.read_text())
    assert offered
    with gateway(ADMIN, **FRAMEWORKS) as (browser, _fake):
        page = _post(browser, "framework", {"content": "a\tFirst\na\tAgain"}).text
    assert 'type="file"' in page
    values = re.findall(r'<option value="(\w+)"', page)
    assert sorted(values) == sorted(re.findall(r'"(\w+)"', offered[1]))


def _post(browser: Any, kind: str, given: dict[str, Any]) -> Any:
    path, sort = f"/design/{kind}s/import", "multipart/form-data"
    return post(browser, path, given, content_type=sort)


def _told(page: str) -> str:
    found = re.search(r'<div role="alert">(.*?)</div>\s*</div>', page, re.S)
    assert found, "nothing is said"
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", found[1])).strip())
