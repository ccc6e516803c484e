"""The process library: every process of the list is there, complete, and works as its example."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from libs.formengine import check_to_publish
from services.portfolio.domain.starting import asks
from tests.library.definitions import FORMS, LIBRARY, definition, document, known_outcomes
from tests.library.example import Telling, example, examples
from tests.library.overview import PAGE, line

ROWS = frozenset(range(1, 43))
DESCRIBED = [name for name in FORMS if f"(`{name}`)" in PAGE.read_text(encoding="utf-8")]
SUPPORTING = [name for name in FORMS if name.startswith("support-")]
DERIVED = [name for name in FORMS if name.startswith(("nursing-", "bachelor-"))]
# Surgical training uses these; none of its programmes is shipped.
OF_OPERATIONS = ("osats", "o-score")
PROGRAMMES = [
    json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((LIBRARY / "programmes").glob("*.json"))
]
TOLD = sorted({name.partition(".")[0] for name in examples()})


@pytest.mark.parametrize("name", FORMS)
def test_a_process_passes_every_static_check(name: str):
    found = check_to_publish(document(name), outcomes=known_outcomes())
    assert [(one.path, one.message) for one in found] == []
    assert definition(name).key == name


@pytest.mark.parametrize("name", FORMS)
def test_a_process_says_what_it_is_for_how_long_it_takes_and_where_it_comes_from(name: str):
    found = document(name)
    assert all(found.get(one) for one in ("purpose", "source", "minutes", "stakes"))
    assert (found.get("process") in ROWS) is (name not in SUPPORTING + DERIVED)
    assert all("label" in one for one in [*found["roles"].values(), *found["stages"]])


@pytest.mark.parametrize("name", FORMS)
def test_everybody_who_is_invited_in_a_process_can_be_asked_by_somebody(name: str):
    """By the request it begins with, in a round, or named in a step before their own."""
    form = definition(name)
    order = [stage.id for stage in form.stages]
    for role in (one for one in form.roles.values() if one.who == "invited"):
        own = [stage for stage in form.stages if role.key in stage.by]
        named_at = [
            order.index(stage.id)
            for item in form.items
            if _names(document(name), item.key, role.key)
            for stage, _ in form.fillers(item.key)
        ]
        is_round = any(stage.join == "closed" for stage in own)
        is_named = bool(named_at) and min(named_at) < order.index(own[0].id)
        begins = asks(form) and role.min > 0
        assert begins or is_round or is_named, f"nobody can ask the {role.key}"


def _names(form: dict[str, Any], key: str, role: str) -> bool:
    """Whether this question names people for a role; its rows may do so too."""
    item = next(one for one in form["items"] if one["key"] == key)
    return any(
        one["type"] == "person" and one.get("role") == role
        for one in [item, *item.get("items", [])]
    )


@pytest.mark.parametrize("name", FORMS)
def test_only_a_derivation_says_which_process_it_comes_from_and_stands_on_frameworks_of_its_own(
    name: str,
):
    found = document(name)
    assert ("based_on" in found) is (name in DERIVED)
    if name not in DERIVED:
        return
    source = document(found["based_on"]["form"])
    assert source["process"] in ROWS
    assert not set(found["frameworks"].values()) & set(source["frameworks"].values())
    assert found["purpose"] != source["purpose"]
    assert any(name in dossier["forms"] for one in PROGRAMMES for dossier in one["dossiers"])


@pytest.mark.parametrize("name", [one for one in FORMS if one not in SUPPORTING + DERIVED])
def test_a_process_of_the_list_stands_in_a_programme_unless_none_that_is_shipped_would_use_it(
    name: str,
):
    is_kept = any(name in dossier["forms"] for one in PROGRAMMES for dossier in one["dossiers"])
    assert is_kept is (name not in OF_OPERATIONS)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_two_processes_have_the_same_title(language: str):
    titles = [document(name)["title"][language].lower() for name in FORMS]
    assert {title for title in titles if titles.count(title) > 1} == set()


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda one: one["key"])
def test_what_comes_out_in_a_programme_lands_on_the_frameworks_of_that_programme(
    programme: dict[str, Any],
):
    own = set(programme["frameworks"].values())
    forms = {form for dossier in programme["dossiers"] for form in dossier["forms"]}
    bound = {form: set(definition(form).frameworks.values()) for form in forms}
    assert {form: names - own for form, names in bound.items() if names - own} == {}


@pytest.mark.parametrize("name", FORMS)
def test_every_wording_of_a_process_is_there_in_dutch_and_english(name: str):
    found = document(name)
    assert set(found["languages"]) == {"nl", "en"}
    wordings = list(_wordings(found))
    assert wordings
    assert [one for one in wordings if set(one) != {"nl", "en"} or not all(one.values())] == []


def _wordings(part: Any) -> Iterator[dict[str, Any]]:
    """Every language map: what has a Dutch or an English text."""
    if isinstance(part, dict) and {"nl", "en"} & set(part):
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _wordings(inner)


@pytest.mark.parametrize("name", FORMS)
def test_a_low_stakes_assessment_by_another_asks_for_words(name: str):
    """Less form gives better feedback, but no form without a place for it."""
    form = definition(name)
    if form.stakes != "low":
        return
    texts = [one for one in form.items if one.type == "text"]
    assert texts, "nowhere to write feedback"


@pytest.mark.parametrize("name", examples())
def test_a_worked_example_goes_as_it_is_told(name: str):
    found = example(name)
    assert found["format"] == "example/1"
    assert name.partition(".")[0] == found["form"]
    assert set(found["title"]) == {"nl", "en"}
    Telling(found).run()


@pytest.mark.parametrize("name", TOLD)
def test_the_examples_of_a_process_reach_every_stage_its_end_and_a_refusal(name: str):
    told = [Telling(example(one)) for one in examples() if one.partition(".")[0] == name]
    for one in told:
        one.run()
    reached = {stage for one in told for stage in one.reached}
    assert reached == {stage.id for stage in definition(name).stages}
    assert any(one.story.state.status.value == "done" for one in told)
    assert sum(one.refusals for one in told) > 0


@pytest.mark.parametrize("name", DESCRIBED)
def test_the_page_about_the_library_describes_a_process_as_it_is(name: str):
    assert line(name) in PAGE.read_text(encoding="utf-8").splitlines()


def test_every_row_of_the_process_list_is_there_told_and_described():
    assert {document(name).get("process") for name in FORMS} >= ROWS
    assert (FORMS, FORMS) == (TOLD, DESCRIBED)
