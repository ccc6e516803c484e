"""A published version is read on a page of its own: its content, its changes, its file."""

from __future__ import annotations

import hashlib
import json
from html import unescape
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


def test_a_framework_tells_each_part_of_an_activity_its_levels_and_what_it_compares_with():
    epas, areas = document("frameworks/gp-epas-1"), document("frameworks/gp-areas-2023")
    scale = document("scales/supervision-1")
    named = {"framework": areas, "scale": scale}
    epa = epas["outcomes"][1]
    epa["descriptors"] = {"supervision@1": {"4": {"en": "Plans a year of care alone."}}}
    epas["crosswalks"] = [
        {"to": "gp-areas@2023", "maps": [{"from": "chronic", "to": "medical", "as": "related"}]}
    ]

    def definition(kind: str, **_asked: Any) -> dict[str, Any]:
        return {"kind": kind, "document": named[kind]}

    page = unescape(read("framework", epas, forms__definition=definition))
    for words in epa["epa"].values():
        if isinstance(words, dict):
            assert words["en"] in page
    assert "Medical care, " in page and "24 months" in page
    level = next(one["label"]["en"] for one in scale["levels"] if one["value"] == 4)
    assert f"<dt>{level}</dt><dd>Plans a year of care alone.</dd>" in page
    assert f"{level} ({scale['title']['en']})" in page
    assert "Care for chronic illness has to do with Medical care" in page
    assert "gp-areas@2023" not in drawn(page) and "supervision@1" not in drawn(page)


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
