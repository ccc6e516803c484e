"""In the editor of a programme and before publishing nobody reads a key: all has its name."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tests.library.definitions import document as of_library
from tests.unit.gateway.design_samples import DRAFT_ID, HISTORY
from tests.unit.gateway.programme_samples import PROGRAMME, PROGRAMME_DESIGN, PROGRAMME_DRAFT
from tests.unit.gateway.staff_world import gateway, me, token_of

EDITOR = f"/design/programmes/{DRAFT_ID}"
LEVEL = {"scale": "supervision@1", "min": 3, "item": "trust"}
FORMS = {
    "definitions": [
        {"key": key, "title": of_library(key)["title"], "version": 1, "is_retired": False}
        for key in ("kpb", "mini-cex", "starrt")
    ]
}


def problem(path: str, code: str, **params: Any) -> dict[str, Any]:
    return {"path": path, "code": f"definition.{code}", "message": "", "params": params}


def words_of(found: dict[str, Any], language: str = "en", **more: Any) -> dict[str, str]:
    """How the editor tells one problem of the programme, with other members where asked."""
    replies = PROGRAMME_DESIGN | {
        "forms__definitions": FORMS,
        "forms__save_draft": {"rev": 5, "problems": [found]},
    }
    with gateway(me("local_admin") | {"language": language}, **replies) as (browser, _):
        token = token_of(browser.get("/privacy").text)
        body = {"rev": 4, "document": PROGRAMME | more}
        told = browser.post(f"{EDITOR}/save", json=body, headers={"X-CSRF-Token": token})
    (one,) = told.json["problems"]
    assert one.pop("path") == found["path"]
    return dict(one)


@pytest.mark.parametrize(
    ("found", "where", "sentence"),
    [
        (
            problem(
                "requirements/1/level/item",
                "item_never_given",
                requirement="kpb",
                item="trust",
                scale="supervision@1",
                forms="kpb, mini-cex",
            ),
            "Short practice assessments",
            "The requirement “Short practice assessments” could never be met: “How much"
            " supervision was needed?” gives no rating on “Level of supervision” in"
            " “Short practice assessment” and “Mini-CEX”.",
        ),
        (
            problem("requirements/1/form", "form_nowhere", given="starrt"),
            "Short practice assessments",
            "The form “STARRT reflection” is kept in no dossier, so nobody could start it.",
        ),
        (
            problem("requirements/2/phase", "phase", given="summer"),
            "Short practice assessments in placements",
            "It names a phase that is no longer part of this programme.",
        ),
        (
            problem("choices", "in_two", given="combel"),
            "Electives",
            "“ComBeL” belongs to two choices or routes; it can belong to one.",
        ),
        (
            problem("dossiers/practice/forms", "unknown_reference", kind="form", given="gone-1"),
            "Assessed at work",
            "It names a form that is not published here. Choose another.",
        ),
    ],
)
def test_a_problem_names_the_place_and_what_it_is_about(
    found: dict[str, Any], where: str, sentence: str
):
    assert words_of(found) == {"where": where, "sentence": sentence}


def test_a_way_is_named_by_its_title():
    ways = [{"key": one, "title": {"en": f"In the {one}"}} for one in ("clinic", "office")]
    routes = [{"key": "setting", "title": {"en": "Where"}, "options": ways}]
    params = {"requirement": "combel", "way": "office"}
    told = words_of(problem("requirements/3/form", "closed_on_way", **params), routes=routes)
    assert told["where"] == "ComBeL"
    assert told["sentence"].startswith("Who takes the way “In the office” is asked for “ComBeL”")
    params = {"decision": "year-1", "way": "office"}
    decisions = [{"key": "year-1", "title": {"en": "End of year 1"}, "form": "combel"}]
    found = problem("decisions/year-1/form", "undecided_on_way", **params)
    told = words_of(found, routes=routes, decisions=decisions)
    assert told["where"] == "End of year 1"
    assert "“In the office” comes to the decision “End of year 1” too" in told["sentence"]


def test_a_requirement_without_a_key_of_its_own_is_named_too():
    one = {"form": "kpb", "count": 2, "phase": "ha1"}
    told = words_of(problem("choices", "in_two", given="kpb-ha1"), requirements=[one])
    assert told["sentence"].startswith("“Short practice assessment” belongs to two")


def test_an_author_reads_it_in_the_own_language():
    told = words_of(problem("requirements/1/form", "form_nowhere", given="starrt"), "nl")
    assert told["where"] == "Korte praktijkbeoordelingen"
    assert "STARRT-reflectie" in told["sentence"] and "dossier" in told["sentence"]
    assert "is kept" not in told["sentence"]


def test_what_changes_before_publishing_is_named_also_what_is_gone():
    removed = [one for one in PROGRAMME["requirements"] if one["key"] != "team-feedback"]
    ready = PROGRAMME_DRAFT | {"problems": [], "document": PROGRAMME | {"requirements": removed}}
    changes = [
        ("requirements/team-feedback", "removed", {"key": "team-feedback"}),
        ("requirements/kpb/grace_days", "changed", {"what": "grace_days"}),
        ("phases/ha1/title", "wording", {}),
        ("cohort", "changed", {"what": "cohort"}),
        ("requirements", "order", {}),
    ]
    told = [
        {"path": path, "code": f"diff.{code}", "params": params, "message": ""}
        for path, code, params in changes
    ]
    replies = PROGRAMME_DESIGN | {
        "forms__definition": {"document": PROGRAMME},
        "forms__draft": ready,
        "forms__draft_changes": {"since": 1, "safe": [], "careful": told, "refused": []},
    }
    with gateway(me("local_admin"), **replies) as (browser, _):
        page = browser.get(f"{EDITOR}/publish").text
    lines = page.partition("change-list__lines")[2].partition("</ul>")[0]
    for said in (
        "“Feedback from the team” has been taken away.",
        "<strong>Short practice assessments</strong> “Days of grace before somebody is behind”",
        "<strong>Practice, year 1</strong> The wording has changed.",
        "<li>“Whom this version is for” has changed.",
        "<strong>Requirements</strong> The order has changed.",
    ):
        assert said in lines, said
    for key in ("team-feedback", "grace_days", "ha1", "cohort"):
        assert key not in lines


def test_the_editor_gets_the_questions_behind_ratings_in_the_readers_language():
    author = me("local_admin") | {"language": "nl"}
    with gateway(author, **PROGRAMME_DESIGN) as (browser, _):
        found = browser.get("/design/programmes/library").json
    (kpb,) = [one for one in found["forms"] if one["key"] == "kpb"]
    trust = {"item": "trust", "scale": "supervision@1", "title": "Hoeveel supervisie was nodig?"}
    assert trust in kpb["ratings"]
    assert {one["item"] for one in kpb["ratings"]} == {"areas", "trust"}


def test_a_forms_service_of_the_version_before_tells_no_ratings():
    parts = json.loads(json.dumps(PROGRAMME_DESIGN["forms__programme_parts"]))
    for one in parts["forms"]:
        del one["ratings"]
    with gateway(me("local_admin"), **PROGRAMME_DESIGN | {"forms__programme_parts": parts}) as (
        browser,
        _,
    ):
        found = browser.get("/design/programmes/library").json
    assert all(one["ratings"] == [] for one in found["forms"])


def version_page(requirement: dict[str, Any]) -> str:
    """A published programme that asks only this; a frozen version is known by its hash."""
    published = PROGRAMME | {"requirements": [requirement]}
    content_hash = hashlib.sha256(json.dumps(published).encode()).hexdigest()
    newest, older = HISTORY["versions"]
    replies = PROGRAMME_DESIGN | {
        "forms__history": HISTORY | {"versions": [newest | {"hash": content_hash}, older]},
        "forms__definition_by_hash": {"kind": "programme", "version": 3, "document": published},
    }
    with gateway(me("local_admin"), **replies) as (browser, _):
        page = browser.get(f"/design/programmes/by-name/kpb/versions/{content_hash}")
    assert page.status_code == 200
    return page.text


@pytest.mark.parametrize(
    ("item", "words"),
    [("trust", "“How much supervision was needed?”"), ("gone_by", "a question that is gone")],
)
def test_a_published_programme_tells_at_which_question_a_level_is_asked(item: str, words: str):
    page = version_page(PROGRAMME["requirements"][0] | {"level": LEVEL | {"item": item}})
    assert f" or higher on Level of supervision at {words}." in page
    assert "gone_by" not in page


def test_a_score_that_no_single_question_gives_is_told_as_such():
    level = {"scale": "percentage@1", "min": 55, "item": "station_score"}
    page = version_page({"key": "osce", "form": "osce-station", "count": 1, "level": level})
    assert "at a score that is worked out." in page and "station_score" not in page
