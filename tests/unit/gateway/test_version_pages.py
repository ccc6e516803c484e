"""A published version is read on a page of its own: its content, its changes, its file."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tests.unit.formengine.outdated_forms import OUTDATED, outdated
from tests.unit.gateway.design_samples import CHANGES, DESIGN, HISTORY, LIBRARY, MINI_CEX
from tests.unit.gateway.staff_world import gateway, me

ADMIN = me("local_admin")


def document(place: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((LIBRARY / f"{place}.json").read_text())
    return found


def hash_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def path(kind: str, content: dict[str, Any]) -> str:
    return f"/design/{kind}s/by-name/kpb/versions/{hash_of(content)}"


def replies(kind: str, content: dict[str, Any], **more: Any) -> dict[str, Any]:
    newest, older = HISTORY["versions"]
    history = HISTORY | {"versions": [newest, older | {"hash": hash_of(content)}]}
    by_hash = {"kind": kind, "key": "kpb", "version": 2, "document": content}
    return DESIGN | {"forms__definition_by_hash": by_hash, "forms__history": history} | more


def read(kind: str, content: dict[str, Any], query: str = "", **more: Any) -> str:
    with gateway(ADMIN, **replies(kind, content, **more)) as (browser, _fake):
        page = browser.get(path(kind, content) + query)
    assert page.status_code == 200
    return page.text


def drawn(page: str) -> str:
    return page.partition('id="content"')[2].partition("What changed")[0]


def test_every_version_leads_to_its_page_and_its_file():
    with gateway(ADMIN, **DESIGN) as (browser, _fake):
        page = browser.get("/design/forms/by-name/kpb").text
    for one in HISTORY["versions"]:
        assert f'href="/design/forms/by-name/kpb/versions/{one["hash"]}"' in page
        assert f"version={one['version']}" in page


def test_a_form_is_drawn_as_each_person_meets_it_and_cannot_be_filled_in():
    seen = read("form", MINI_CEX)
    theirs = read("form", MINI_CEX, "?step=assess&person=assessor")
    assert '<fieldset class="drawn-form" disabled>' in seen
    assert "Which activity is it about?" in drawn(seen) and 'type="submit"' not in drawn(seen)
    assert "Parts of the contact" in drawn(theirs) and "Parts of the contact" not in drawn(seen)
    assert 'aria-current="true"' in theirs


@pytest.mark.parametrize("code", OUTDATED)
def test_a_form_of_before_a_check_is_drawn_as_each_person_meets_it(code: str):
    theirs = read("form", outdated(code), "?step=assess&person=assessor")
    assert "What went well?" in drawn(theirs) and 'aria-current="true"' in theirs


def test_what_a_version_changed_stands_beside_it_in_colours_with_its_file():
    page = read("form", MINI_CEX)
    assert "Since version 2." in page and "Look at this twice" in page and "Safe" in page
    assert "/design/forms/by-name/kpb/file?format=json&amp;version=2" in page
    first = CHANGES | {"since": None}
    assert "This is the first version." in read("form", MINI_CEX, forms__version_changes=first)


def test_a_framework_is_a_tree_under_the_names_its_makers_gave():
    page = read("framework", document("frameworks/health-sciences-1"))
    outcomes = document("frameworks/health-sciences-1")["outcomes"]
    assert f"{len(outcomes)} outcomes" in page
    assert page.count('<ul class="drawn-tree">') > 1
    below = next(one for one in outcomes if one.get("parent"))
    assert below["title"]["en"].replace("'", "&#39;") in page
    assert "CASE 1.1" in page and ">CSV<" in page


def test_a_scale_is_its_steps_with_their_signs():
    page = read("scale", document("scales/agreement-1"))
    steps = ["Not at all", "Hardly", "Partly", "Mostly", "Fully", "Cannot say"]
    places = [page.index(one) for one in steps]
    assert places == sorted(places)
    assert "Stop" in page and "Take care" in page


def test_a_programme_is_told_in_the_sentences_of_its_editor():
    forms = {
        "definitions": [
            {"key": one.stem, "title": json.loads(one.read_text())["title"]}
            for one in LIBRARY.glob("*.json")
        ]
    }
    page = read(
        "programme",
        document("programmes/nursing"),
        forms__definitions=forms,
        forms__programme_parts={"forms": [], "scales": []},
    )
    assert "At least 6 Observed activities per half year, by 3 or more assessors" in page
    assert "in 3 or more different months." in page
    assert "in Year 3, Year 4 and Year 4 beside a job" in page and "or higher on" in page
    assert "12 months" in page and "Seen at work" in page
    assert "nursing-epa-observation" not in page and "that is gone" not in page


@pytest.mark.parametrize("role", ["learner", "trainer"])
def test_who_does_not_design_sees_none(role: str):
    with gateway(me(role), **replies("form", MINI_CEX)) as (browser, _fake):
        assert browser.get(path("form", MINI_CEX)).status_code == 403


def test_a_version_that_is_not_of_this_name_is_not_there():
    with gateway(ADMIN, **replies("form", MINI_CEX)) as (browser, _fake):
        assert browser.get(f"/design/forms/by-name/kpb/versions/{'e' * 64}").status_code == 404
