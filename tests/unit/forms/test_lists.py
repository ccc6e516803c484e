"""Rows from a spreadsheet: headings, trees, and what is wrong with which row."""

import json
from pathlib import Path

import pytest

from services.forms.domain import frameworks
from services.forms.domain.exchange import table
from tests.service.forms.documents import FRAMEWORK

LIBRARY = Path(__file__).parents[3] / "services/forms/library/frameworks"


def test_words_that_a_spreadsheet_would_compute_are_written_as_words():
    document = FRAMEWORK | {"outcomes": [{"key": "a", "title": {"en": "=1+1"}}]}
    content = table.write(document)
    assert "'=1+1" in content
    assert table.read(content, "en")[0][0]["title"] == {"en": "=1+1"}


@pytest.mark.parametrize("name", sorted(one.stem for one in LIBRARY.glob("*.json")))
def test_a_list_of_a_shipped_framework_comes_back_sound(name):
    document = json.loads((LIBRARY / f"{name}.json").read_text())
    outcomes, found = table.read(table.write(document), "en")
    assert found == []
    assert list(frameworks.problems(document | {"outcomes": outcomes})) == []
    kept = ("kind", "unit", "lineage", "parent", "title", "description")
    for before, after in zip(document["outcomes"], outcomes, strict=True):
        told = before | {"title": frameworks.title_of(before)}
        assert {n: told.get(n) for n in kept} == {n: after.get(n) for n in kept}


def test_lineage_and_unit_are_asked_of_no_list_and_read_in_dutch():
    assert table.read("code,title\na,Care\n", "en")[0] == [
        {"key": "a", "number": "a", "title": {"en": "Care"}}
    ]
    dutch = "code;titel;soort;eenheid;afstamming\na;Zorg;own;Thema;oud/zorg\n"
    (one,), problems = table.read(dutch, "nl")
    assert problems == []
    assert (one["unit"], one["lineage"]) == ({"nl": "Thema"}, "oud/zorg")


def keys_and_parents(content, language="en"):
    outcomes, problems = table.read(content, language)
    assert problems == []
    return [(one["key"], one.get("parent")) for one in outcomes]


def test_rows_pasted_from_a_spreadsheet_need_no_headings():
    assert keys_and_parents("a\tCare\tAll of it\nb\tTalk\n") == [("a", None), ("b", None)]
    outcomes, _ = table.read("a\tCare\tAll of it", "nl")
    assert outcomes == [
        {
            "key": "a",
            "number": "a",
            "title": {"nl": "Care"},
            "description": {"nl": "All of it"},
        },
    ]


def test_rows_that_begin_further_to_the_right_belong_to_the_row_above():
    expected = [("care", None), ("talk", "care"), ("listen", "talk"), ("lead", None)]
    assert keys_and_parents("Care\n\tTalk\n\t\tListen\nLead") == expected
    assert keys_and_parents("Care\n  Talk\n    Listen\nLead") == expected


def test_headings_are_understood_in_dutch_and_english():
    dutch = "Code;Titel;Omschrijving;Niveau\nA;Zorg;Alles;1\nA.1;Praten;;2\n"
    assert keys_and_parents(dutch, "nl") == [("A", None), ("A.1", "A")]
    english = "code,title (en),titel (nl),belongs to,kind\nB,Talk,Praten,A,rol\nA,Care,Zorg,,Role\n"
    outcomes, problems = table.read(english, "en")
    assert problems == []
    assert outcomes[0] == {
        "key": "B",
        "number": "B",
        "kind": "role",
        "title": {"en": "Talk", "nl": "Praten"},
        "parent": "A",
    }


@pytest.mark.parametrize(
    ("content", "row", "code"),
    [
        ("code,title\na,Care\na,Talk", 3, "import.twice"),
        ("code,title\na,Care\n\nb,", 4, "import.no_title"),
        ("code,title\ntwo words,Care", 2, "definition.code"),
        ("code,title,parent\na,Care,b", 2, "import.no_parent"),
        ("title,level\nCare,1\nTalk,3", 3, "import.jump"),
        ("title,level\nCare,first", 2, "import.level"),
        ("title,kind\nCare,thing", 2, "import.kind_word"),
    ],
)
def test_a_row_that_cannot_be_read_says_which_and_why(content, row, code):
    _, problems = table.read(content, "en")
    assert [(one["params"]["row"], one["code"]) for one in problems] == [(row, code)]
    assert str(row) in problems[0]["message"] or code == "definition.code"


def test_an_unreadable_list_of_three_thousand_rows_is_refused_at_once():
    _, problems = table.read("title\n" * 3_000, "en")
    assert [one["code"] for one in problems] == ["import.large"]
