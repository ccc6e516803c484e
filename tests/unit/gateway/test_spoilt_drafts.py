"""Drafts and files with something of the wrong kind in them: their pages say so and never fail."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.web.design.blank import blank
from gateway.web.design.frames import is_drawable
from libs.contracts.faults import InvalidRequest
from libs.contracts.forms import DefinitionRefused
from libs.formengine import wording
from services.forms.domain.checks import problems as problems_of
from services.forms.domain.exchange import read
from tests.mutants import Mutator, as_sent
from tests.unit.gateway.design_samples import DESIGN, DRAFT, DRAFT_ID, LIBRARY
from tests.unit.gateway.staff_world import gateway, me, post, token_of

SHIPPED = {
    "form": "kpb.json",
    "framework": "frameworks/gp-epas-1.json",
    "scale": "scales/mini-cex-1.json",
    "programme": "programmes/gp-specialty-training.json",
}
ADMIN = me("local_admin")
CANNOT = "This draft cannot be drawn"
WRONG: list[Any] = [None, 5, "Mini-CEX", ["x"], {"en": 5}]


def shipped(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((LIBRARY / SHIPPED[kind]).read_text())
    return found


def of_wrong_kinds(kind: str) -> Iterator[dict[str, Any]]:
    """The shipped document with one member after another of a kind that is not its own."""
    for name in shipped(kind):
        for value in WRONG:
            yield shipped(kind) | {name: value}


def told(kind: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    """What the service says is wrong, as it comes over the wire."""
    found: list[dict[str, Any]] = json.loads(json.dumps(problems_of(kind, document), default=str))
    return found


class Draft:
    """The one draft of a gateway, which a test fills."""

    def __init__(self, kind: str) -> None:
        self.kind, self.document = kind, shipped(kind)

    def replies(self) -> dict[str, Any]:
        return DESIGN | {
            "forms__draft": lambda draft_id: self.reply(),
            "forms__draft_changes": DefinitionRefused(),
            "forms__read_import": self.read,
            "dashboards__programme_effect": InvalidRequest(),
        }

    def reply(self) -> dict[str, Any]:
        problems = told(self.kind, self.document)
        return DRAFT | {"kind": self.kind, "document": self.document, "problems": problems}

    def read(self, content: str, **fields: Any) -> dict[str, Any]:
        found = read(content, language=fields["language"], key=fields["key"])
        problems = told(found.kind, found.document) if found.kind and found.document else []
        return {"kind": found.kind, "document": found.document, "problems": problems}


@pytest.mark.parametrize("kind", SHIPPED)
def test_no_draft_makes_its_own_pages_fail(kind: str):
    draft = Draft(kind)
    pages = ["", "/publish", *(["/try"] if kind == "form" else [])]
    failed = []
    with gateway(ADMIN, **draft.replies()) as (browser, _fake):
        for document in of_wrong_kinds(kind):
            draft.document = document
            for page in pages:
                reply = browser.get(f"/design/{kind}s/{DRAFT_ID}{page}")
                if reply.status_code != 200:
                    failed.append((page, document))
                elif not page and (CANNOT in reply.text) == is_drawable(kind, document):
                    failed.append(("drawn", document))
    assert failed == []


@pytest.mark.parametrize("kind", SHIPPED)
def test_no_file_makes_the_page_it_is_brought_to_fail(kind: str):
    draft = Draft(kind)
    path = f"/design/{kind}s/import"
    with gateway(ADMIN, **draft.replies()) as (browser, fake):
        for document in of_wrong_kinds(kind):
            page = post(browser, path, {"content": json.dumps(document)})
            assert page.status_code in {200, 422}, document
        given = shipped(kind) | {"title": "Mini-CEX"}
        page = post(browser, path, {"content": json.dumps(given), "go": "true"})
        assert page.status_code == 422 and "Correct it in the file" in page.text
        assert 'name="go"' not in page.text
        assert fake.times("forms.start_draft") == 0
        given = shipped(kind) | {"title": {"nl": "Een"}}
        post(browser, path, {"content": json.dumps(given), "go": "true"})
        assert fake.times("forms.start_draft") == 1


@pytest.mark.parametrize(
    "given",
    [
        {"format": "form/1", "title": "Mini-CEX"},
        {"format": "framework/1", "outcomes": 5},
        {"format": "framework/1", "outcomes": ["x"]},
    ],
)
def test_half_a_file_is_told_what_is_wrong_with_it(given: dict[str, Any]):
    with gateway(ADMIN, **Draft("form").replies()) as (browser, _fake):
        page = post(browser, "/design/forms/import", {"content": json.dumps(given)})
    assert page.status_code == 422
    assert "not right yet" in page.text and "Correct it in the file" in page.text


@pytest.mark.parametrize("kind", SHIPPED)
def test_what_fuzzing_makes_of_a_draft_never_fails_its_pages(kind: str):
    mutator, draft = Mutator(random.Random(kind)), Draft(kind)
    with gateway(ADMIN, **draft.replies()) as (browser, _fake):
        for _number in range(15):
            found = as_sent(mutator.broken(shipped(kind)))
            if not isinstance(found, dict):
                continue
            draft.document = found
            for page in ("", "/publish"):
                reply = browser.get(f"/design/{kind}s/{DRAFT_ID}{page}")
                assert reply.status_code == 200, (page, found)


def test_what_has_not_the_frame_of_a_form_is_not_drawn_part_by_part():
    wrong = shipped("form") | {"items": [5]}
    with gateway(ADMIN, **Draft("form").replies()) as (browser, _fake):
        token = token_of(browser.get("/privacy").text)
        path = f"/design/forms/{DRAFT_ID}/draw"
        reply = browser.post(path, json={"document": wrong}, headers={"X-CSRF-Token": token})
    assert reply.status_code == 422


def test_the_page_in_place_of_the_editor_says_what_is_wrong_in_both_languages():
    draft = Draft("form")
    draft.document = copy.deepcopy(draft.document)
    draft.document["roles"]["learner"]["label"] = 5
    for language, words in (("en", CANNOT), ("nl", "Dit concept is niet te tekenen")):
        with gateway(ADMIN | {"language": language}, **draft.replies()) as (browser, _fake):
            page = browser.get(f"/design/forms/{DRAFT_ID}").text
        assert words in page and 'id="editor"' not in page


@pytest.mark.parametrize("kind", SHIPPED)
def test_what_is_begun_or_shipped_can_be_drawn(kind: str):
    assert is_drawable(kind, blank(kind, "some", "Some", "en"))
    places = {"form": "*.json"}.get(kind, f"{kind}s/*.json")
    for path in LIBRARY.glob(places):
        assert is_drawable(kind, json.loads(path.read_text())), path


@pytest.mark.parametrize("words", [5, "x", ["x"], {"en": 5}, {"en": None}, {}, None])
def test_words_that_are_none_give_no_words(words: Any):
    assert wording(words, "en") == ""
