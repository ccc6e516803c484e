"""The plan of a learner: read by all who may see them, changed with a reason by who may."""

from __future__ import annotations

from typing import Any

import pytest

from libs.contracts.faults import Forbidden, InvalidRequest, NotFound
from tests.unit.gateway.staff_samples import PORTFOLIO
from tests.unit.gateway.staff_world import an_id, flashed, gateway, me, post

TEACHER = me("teacher")
PAGE = f"/learners/{an_id(10)}/plan"
KPB = {"en": "Short practice assessments", "nl": "Korte praktijkbeoordelingen"}
REQUIRED = {
    "key": "kpb",
    "title": KPB,
    "count": 3,
    "needed": 4,
    "expected": 4,
    "state": "behind",
    "period_from": "2026-09-01",
    "period_to": "2027-02-28",
    "adapted": True,
    "missing": [{"kind": "assessors", "have": 1, "needed": 2}],
}


def adaptation(number: int, kind: str, requirement: str | None = "kpb", **more: Any) -> dict:
    fields = {
        "adaptation_id": an_id(700 + number),
        "kind": kind,
        "requirement": requirement,
        "changes": {},
        "from_on": "2026-11-01",
        "reason": "Three months of <leave>",
        "by": "Noor Visser",
        "at": "2026-11-01T09:30:00+00:00",
        "ended_at": None,
        "ended_by": None,
        "ended_because": None,
    }
    return fields | more


ENDED = {"ended_at": "2026-11-10T09:30:00+00:00", "ended_by": "Els", "ended_because": "Back"}
VISIT = {"title": {"nl": "Visite"}, "count": 2, "form": "kpb"}
PLAN = {
    "programme": {"key": "gp", "version": 3, "hash": "a" * 64},
    "adaptations": [
        adaptation(1, "count", changes={"count": 4}),
        adaptation(2, "pace", None, changes={"percent": 50}, **ENDED),
        adaptation(
            3, "added", "own-1", changes={"title": {"nl": "Visite"}, "count": 2, "form": "kpb"}
        ),
        adaptation(4, "route", "track", changes={"choice": "track", "option": "deep"}),
        adaptation(5, "due_on", changes={"due_on": "2027-03-01"}),
        adaptation(6, "waived", "gone"),
        adaptation(
            7,
            "goal",
            an_id(41),
            changes={
                "title": "Ask for help early",
                "due_on": "2027-03-01",
                "was": {"title": "Ask for help", "due_on": None, "state": "open"},
            },
        ),
        adaptation(8, "goal", an_id(42), changes={"state": "met"}),
    ],
    "may": ["count", "waived", "due_on", "added", "pace", "route", "goal"],
    "requirements": [{"key": "kpb", "title": KPB, "count": 6, "level": 3, "own": False}],
    "choices": [
        {
            "key": "track",
            "title": {"en": "Track"},
            "by": "teacher",
            "pick": 1,
            "may": True,
            "options": [
                {"key": "wide", "title": {"en": "Wide"}},
                {"key": "deep", "title": {"en": "Deep"}},
            ],
            "chosen": ["deep"],
        }
    ],
    "forms": [
        {"form_key": "kpb", "title": KPB, "is_kept": True},
        {"form_key": "written-product", "title": {"en": "Written product"}, "is_kept": False},
    ],
    "dossiers": [
        {"key": "work", "title": {"en": "Work"}},
        {"key": "study", "title": {"en": "Study"}},
    ],
    "goals": [
        {"goal_id": an_id(41), "title": "Ask for help early", "state": "open", "due_on": None},
        {"goal_id": an_id(42), "title": "Sum up", "state": "met", "due_on": None},
    ],
}
OVERVIEW = {"requirements": [REQUIRED]}
WORLD = {
    "portfolio__portfolio_of": PORTFOLIO,
    "portfolio__plan": PLAN,
    "dashboards__overview": OVERVIEW,
}


def test_each_change_is_a_sentence_with_who_when_and_why():
    with gateway(TEACHER, **WORLD) as (browser, _fake):
        page = browser.get(PAGE).text
    for sentence in (
        "Short practice assessments: 4",
        "50% of full time",
        "Added: Visite, 2 in the whole programme",
        "Track: Deep",
        "Short practice assessments: by 1 March 2027",
        "A requirement that is no longer there: is not asked",
        "Goal: Ask for help early, by 1 March 2027. It was: Ask for help",
        "Goal: Sum up (Reached)",
        "from 1 November 2026 · Noor Visser · 1 Nov 2026",
        "Ended on 10 Nov 2026 · Els · Back",
        "Still missing: 1 more assessor",
    ):
        assert sentence in page
    assert "Three months of &lt;leave&gt;" in page
    assert "own-1" not in page


def test_who_may_change_nothing_reads_the_plan():
    with gateway(TEACHER, **(WORLD | {"portfolio__plan": PLAN | {"may": []}})) as (browser, _f):
        page = browser.get(PAGE).text
        assert browser.get(f"{PAGE}/count").status_code == 404
    assert "End this change" not in page
    assert "Another number" not in page


@pytest.mark.parametrize(
    ("kind", "posted", "changes"),
    [
        ("count", {"requirement": "kpb", "count": "4", "level": ""}, {"count": 4}),
        ("waived", {"requirement": "kpb"}, {}),
        ("due_on", {"requirement": "kpb", "due_on": "2027-03-01"}, {"due_on": "2027-03-01"}),
        ("pace", {"percent": "50"}, {"percent": 50}),
        (
            "route",
            {"choice": "track", "option-track": "wide"},
            {"choice": "track", "option": "wide"},
        ),
        (
            "added",
            {"title": "Visite", "form": "kpb", "count": "2", "per": "year"},
            {
                "title": {"en": "Visite"},
                "form": "kpb",
                "dossier": None,
                "count": 2,
                "per": "year",
                "due_on": None,
            },
        ),
        (
            "goal",
            {"requirement": "", "title": "Ask for help", "due_on": "2027-03-01", "state": ""},
            {"title": "Ask for help", "due_on": "2027-03-01"},
        ),
    ],
)
def test_each_form_says_what_changes(kind, posted, changes):
    reply = {"adaptation_id": an_id(1)}
    with gateway(TEACHER, **WORLD, portfolio__adapt_plan=reply) as (browser, fake):
        assert browser.get(f"{PAGE}/{kind}").status_code == 200
        given = posted | {"from_on": "2026-12-01", "reason": "Leave"}
        answer = post(browser, f"{PAGE}/{kind}", given)
        assert (answer.status_code, answer.location) == (302, PAGE)
        asked = fake.fields_of("portfolio.adapt_plan")
        assert flashed(browser)
    assert (asked["kind"], asked["changes"]) == (kind, changes)
    assert (asked["from_on"], asked["reason"]) == ("2026-12-01", "Leave")


def test_what_is_wrong_stands_beside_its_field_and_the_input_stays():
    wrong = InvalidRequest(errors={"count": ["number"], "reason": ["required"]})
    with gateway(TEACHER, **WORLD, portfolio__adapt_plan=wrong) as (browser, _fake):
        answer = post(browser, f"{PAGE}/count", {"requirement": "kpb", "count": "0"})
    assert answer.status_code == 422
    assert "Fill in a whole number above 0." in answer.text
    assert 'href="#reason"' in answer.text
    assert 'value="0"' in answer.text


STEPS = {
    "format": "scale/1",
    "key": "steps",
    "version": 2,
    "title": {"en": "Help needed", "nl": "Hulp nodig"},
    "kind": "ordinal",
    "levels": [
        {"value": 0, "label": {"en": "Watches", "nl": "Kijkt toe"}},
        {"value": 1, "label": {"en": "With help", "nl": "Met hulp"}},
        {"value": 2, "label": {"en": "Alone", "nl": "Alleen"}},
    ],
}
FINE = STEPS | {"key": "fine", "version": 1, "kind": "interval", "min": 0, "max": 100, "levels": []}


def asking(level: int, scale: str, key: str = "kpb", title: Any = KPB) -> dict[str, Any]:
    return {
        "key": key,
        "title": title,
        "count": 6,
        "level": level,
        "scale": scale,
        "own": False,
    }


def scales(kind: str, key: str, version: int | None = None) -> dict[str, Any]:
    known = {"steps@2": STEPS, "fine@1": FINE}
    if f"{key}@{version}" not in known:
        raise NotFound()
    return {"kind": kind, "document": known[f"{key}@{version}"]}


def levels_world(*requirements: dict[str, Any], **more: Any) -> dict[str, Any]:
    plan = PLAN | {"requirements": list(requirements)} | more
    return WORLD | {"portfolio__plan": plan, "forms__definition": scales}


TALKS = asking(55, "fine@1", "talks", {"en": "Talks"})


def test_a_level_is_chosen_among_the_steps_of_the_scale_that_is_asked_in_their_words():
    with gateway(TEACHER, **levels_world(asking(1, "steps@2"), TALKS)) as (browser, _fake):
        page = browser.get(f"{PAGE}/count").text
    chosen = page.partition('id="level-kpb"')[2].partition("</select>")[0]
    for value, words in enumerate(("Watches", "With help", "Alone")):
        assert f'<option value="{value}">{words}</option>' in chosen
    assert "As the programme asks: With help" in chosen
    assert "Least level at “Short practice assessments” (Help needed)" in page
    fine = page.partition('id="level-talks"')[2].partition(">")[0]
    assert 'min="0" max="100"' in fine and "<option" not in fine


def test_where_no_level_is_asked_or_its_scale_is_gone_none_is_offered():
    without = asking(1, "steps@2") | {"level": None, "scale": None}
    with gateway(TEACHER, **levels_world(without, asking(1, "gone@1", "x"))) as (browser, _fake):
        page = browser.get(f"{PAGE}/count").text
    assert 'name="count"' in page and 'name="level' not in page


@pytest.mark.parametrize(("level", "sent"), [("0", {"level": 0}), ("-1", {"level": -1}), ("", {})])
def test_also_the_lowest_step_is_kept_whatever_its_number(level: str, sent: dict[str, int]):
    reply = {"adaptation_id": an_id(1)}
    world = levels_world(asking(1, "steps@2"), TALKS)
    posted = {"requirement": "kpb", "count": "4", "level-kpb": level, "reason": "Back from leave"}
    with gateway(TEACHER, **world, portfolio__adapt_plan=reply) as (browser, fake):
        assert post(browser, f"{PAGE}/count", posted).status_code == 302
        assert fake.fields_of("portfolio.adapt_plan")["changes"] == {"count": 4} | sent


def test_a_level_beside_another_requirement_is_not_lost_unseen():
    world = levels_world(asking(1, "steps@2"), TALKS)
    posted = {"requirement": "talks", "level-kpb": "2", "reason": "x"}
    with gateway(TEACHER, **world) as (browser, fake):
        answer = post(browser, f"{PAGE}/count", posted)
        assert "portfolio.adapt_plan" not in [name for name, _fields in fake.asked]
    assert answer.status_code == 422
    assert "A level was chosen for another requirement than this one." in answer.text
    assert '<option value="2" selected>Alone</option>' in answer.text


def test_an_agreed_level_is_read_in_the_words_of_its_step():
    agreed = [adaptation(1, "count", changes={"level": 0}), adaptation(2, "count", "talks")]
    agreed[1]["changes"] = {"count": 3, "level": 60}
    world = levels_world(asking(1, "steps@2"), TALKS, adaptations=agreed)
    with gateway(TEACHER, **world) as (browser, _fake):
        page = browser.get(PAGE).text
    assert "Short practice assessments: Watches or higher" in page
    assert "Talks: 3, level 60 or higher" in page


@pytest.mark.parametrize(
    ("code", "told", "field"),
    [
        ("no_such_level", "Fill in a level of the scale that is asked here.", "level-talks"),
        ("no_level", "No level is asked here, so there is none to change.", "requirement"),
    ],
)
def test_a_level_that_is_not_there_and_one_that_nobody_asks_are_told_apart(
    code: str, told: str, field: str
):
    wrong = InvalidRequest(errors={"level": [code]})
    key = "talks" if code == "no_such_level" else "other"
    posted = {"requirement": key, f"level-{key}": "155", "reason": "x"}
    world = levels_world(asking(1, "steps@2"), TALKS)
    with gateway(TEACHER, **world, portfolio__adapt_plan=wrong) as (browser, _fake):
        page = post(browser, f"{PAGE}/count", posted)
    assert told in page.text and f'href="#{field}"' in page.text


def test_a_refusal_is_told_on_the_page():
    with gateway(TEACHER, **WORLD, portfolio__adapt_plan=Forbidden()) as (browser, _fake):
        answer = post(browser, f"{PAGE}/pace", {"percent": "50", "reason": "Leave"})
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_ending_a_change_asks_why():
    with gateway(TEACHER, **WORLD, portfolio__end_adaptation={}) as (browser, fake):
        answer = post(browser, f"{PAGE}/{an_id(701)}/end", {"reason": "Back at work"})
        asked = fake.fields_of("portfolio.end_adaptation")
    assert answer.location == PAGE
    assert asked == {"adaptation_id": an_id(701), "reason": "Back at work"}


def test_learners_find_their_own_plan():
    home = {"portfolios": [PORTFOLIO | {"own": True, "learner_id": an_id(1)}]}
    with gateway(me("learner"), **WORLD, portfolio__home=home) as (browser, _fake):
        assert browser.get("/plan").location == f"/learners/{an_id(1)}/plan"


def test_the_plan_is_one_of_the_learners_pages_in_dutch_too():
    with gateway(TEACHER | {"language": "nl"}, **WORLD) as (browser, _fake):
        page = browser.get(PAGE).text
    assert 'aria-current="page"><span>Plan</span>' in page
    assert "Korte praktijkbeoordelingen" in page


def test_an_activity_may_be_any_form_and_says_in_which_dossier_it_comes():
    with gateway(TEACHER, **WORLD) as (browser, _fake):
        page = browser.get(f"{PAGE}/added").text
        goal = browser.get(f"{PAGE}/goal").text
    assert "Written product" in page and 'value="study"' in page
    assert "Sum up" in goal and "A new one" in goal and "Counts from" not in goal
