"""Rows from a spreadsheet: headings, trees, and what is wrong with which row."""

import csv
import io
import json
from pathlib import Path

import pytest

from services.forms.domain import exchange, shapes
from services.forms.domain.exchange import head_rows, table
from tests.service.forms.documents import FRAMEWORK
from tests.unit.forms.test_frameworks import WHOLE

LIBRARY = Path(__file__).parents[3] / "services/forms/library/frameworks"


def test_words_that_a_spreadsheet_would_compute_are_written_as_words():
    document = FRAMEWORK | {"outcomes": [{"key": "a", "title": {"en": "=1+1"}}]}
    content = table.write(document)
    assert "'=1+1" in content
    assert table.read(content, "en")[0][0]["title"] == {"en": "=1+1"}


@pytest.mark.parametrize("name", sorted(one.stem for one in LIBRARY.glob("*.json")))
def test_a_list_of_a_shipped_framework_comes_back_sound(name):
    document = json.loads((LIBRARY / f"{name}.json").read_text())
    assert exchange.read(table.write(document), language="en") == ("framework", document, [])


ODD = {
    "format": "framework/1",
    "key": "odd",
    "title": {"nl-BE": " Zorg\r\n", "en": "'=1"},
    "based_on": {"framework": "areas", "version": 2, "how": "extends"},
    "phases": [
        {"key": "b", "title": {"en": "B"}},
        {"key": "a", "title": {"nl": "A", "en": "=A"}},
    ],
    "crosswalks": [{"to": "x@1", "maps": [{"from": "a", "to": "b", "as": "same"}]}],
    "extensions": {"case": {"creator": "Us"}},
    "outcomes": [
        {"code": "a", "label": {"en": "Old\tnames "}, "parent": None},
        {
            "key": "b",
            "kind": "epa",
            "title": {"nl-BE": "B", "en": "'"},
            "epa": {
                "risks": {"nl-BE": "R", "en": "-R"},
                "competencies": ["a", "x@1/c"],
                "expires_months": 24,
            },
            "expected": [
                {"phase": "b", "scale": "supervision@1", "level": -2},
                {"phase": "a", "scale": "supervision@1", "level": 3},
            ],
            "descriptors": {"supervision@1": {"-1": {"en": "No"}, "02": {"en": "Two"}}},
            "extensions": {"theirs": [1, {"x": None}]},
        },
    ],
}


def test_a_framework_that_uses_everything_comes_back_from_a_list_as_it_went():
    for document in (WHOLE, ODD):
        assert exchange.read(table.write(document), language="nl") == ("framework", document, [])


def spreadsheet(document):
    """What a spreadsheet makes of a list: other marks between cells, every row as long."""
    rows = list(csv.reader(io.StringIO(table.write(document).lstrip("\ufeff"))))
    wide = max(map(len, rows))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([*row, *[""] * (wide - len(row))] for row in rows)
    return out.getvalue()


@pytest.mark.parametrize("document", [WHOLE, ODD])
def test_a_list_that_a_spreadsheet_saved_again_still_loses_nothing(document):
    found = exchange.read(spreadsheet(document), "csv", language="en")
    assert (found.document, found.problems) == (document, [])


def test_what_was_changed_in_a_cell_counts_and_what_no_cell_can_say_stays():
    content = (
        table.write(ODD).replace("supervision@1 3", "supervision@1 4").replace("Old", "New", 1)
    )
    found = exchange.read(content, "csv", language="en").document
    first, second = found["outcomes"]
    assert first["title"] == {"en": "New\tnames"}
    assert second["expected"][1]["level"] == 4
    assert second["extensions"] == {"theirs": [1, {"x": None}]}
    again = exchange.read(content.replace("crosswalk x@1,a,b", "crosswalk x@1,a,c"), language="en")
    assert again.document["crosswalks"][0]["maps"][0]["to"] == "c"
    assert again.document["extensions"] == ODD["extensions"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("supervision@1 3", "supervision@1 three"), (",24,", ",two years,")],
)
def test_levels_and_months_that_say_nothing_exact_are_told_by_row(before, after):
    found = exchange.read(table.write(ODD).replace(before, after), "csv", language="en")
    (told,) = found.problems
    assert (told["code"], told["params"]["row"]) == ("import.cell", 3)


@pytest.mark.parametrize("kept", ["{", "[1]", '{"set": 1}', "[" * 50_000, '{"set": {"a": 1}}'])
def test_what_was_kept_and_cannot_be_read_is_passed_by(kept):
    rows = [["code", "title en", "kept as json"], ["a", "Care", kept]]
    out = io.StringIO()
    csv.writer(out).writerows(
        [*rows, [head_rows.MARK, "key", "areas"], [head_rows.MARK, "kept", kept]]
    )
    found = exchange.read(out.getvalue(), "csv", language="en")
    assert found.problems == []
    assert found.document == {
        "format": "framework/1",
        "key": "areas",
        "outcomes": [{"key": "a", "number": "a", "title": {"en": "Care"}}],
    }


def test_a_list_of_the_most_outcomes_is_read_again():
    outcomes = [{"key": f"a{n}", "title": {"en": "A"}} for n in range(shapes.MOST_OUTCOMES)]
    document = FRAMEWORK | {"outcomes": outcomes}
    assert exchange.read(table.write(document), "csv", language="en").document == document


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


def test_obvious_headings_are_known_however_they_are_written():
    content = "Naam;Beschrijving (en);Parent_code;CODE:\nZorg;All of it;;A\nPraten;;A;B\n"
    outcomes, problems = table.read(content, "nl")
    assert problems == []
    assert outcomes[0]["description"] == {"en": "All of it"}
    assert outcomes[1] == {"key": "B", "number": "B", "title": {"nl": "Praten"}, "parent": "A"}
    assert all(one.is_known for one in table.columns(content, "nl"))


TREE = [("care", None), ("talk", "care"), ("listen", "care"), ("lead", None)]


@pytest.mark.parametrize(
    "content",
    [
        "Niveau 1\tNiveau 2\nCare\tTalk\nCare\tListen\nLead\t\n",
        "Level 1\tLevel 2\nCare\n\tTalk\n\tListen\nLead",
        "Niveau 1\tTitel\nCare\tTalk\nCare\tListen\nLead\t\n",
    ],
)
def test_a_column_for_each_level_makes_the_tree(content):
    assert keys_and_parents(content) == TREE


def test_what_stands_beside_titles_of_levels_is_about_the_last_of_them():
    outcomes, _ = table.read("Level 1\tLevel 2\tCode\tUitleg\nCare\tTalk\tT\tWell", "en")
    talk = {"key": "T", "number": "T", "title": {"en": "Talk"}, "description": {"en": "Well"}}
    assert outcomes == [{"key": "care", "title": {"en": "Care"}}, talk | {"parent": "care"}]


def test_rows_that_name_a_number_they_belong_to_have_numbers_for_codes():
    content = "Nr.\tTitle\tHoort bij\n1\tCare\t\n1.1\tTalk\t1"
    assert keys_and_parents(content) == [("1", None), ("1.1", "1")]


def test_a_column_whose_heading_tells_nothing_is_left_out_and_named():
    content = "Code\tTitle\tYear\tName\nA\tCare\t2026\tOther"
    outcomes, _ = table.read(content, "en")
    assert outcomes == [{"key": "A", "number": "A", "title": {"en": "Care"}}]
    told = [(one.heading, one.means, one.is_known) for one in table.columns(content, "en")]
    assert told[1:] == [("Title", "title", True), ("Year", "", False), ("Name", "", False)]


def test_the_first_unknown_column_holds_titles_where_none_else_does():
    content = "Code\tDomain\tYear\nA\tCare\t2026"
    assert keys_and_parents(content) == [("A", None)]
    told = [(one.means, one.is_known) for one in table.columns(content, "en")]
    assert told == [("code", True), ("title", False), ("", False)]


def test_an_author_says_what_columns_hold():
    content = "Domain\tSkill\tYear\nCare\tTalk\t2026\nCare\tListen\t2026\nLead\t\t2026"
    assert table.columns(content, "en") == []
    headed = table.Told(is_headed=True)
    assert [one.means for one in table.columns(content, "en", headed)] == ["title", "", ""]
    told = table.Told(("level.1", "level.2", ""), True)
    outcomes, problems = table.read(content, "en", told)
    assert problems == []
    assert [(one["key"], one.get("parent")) for one in outcomes] == TREE
    assert [one.means for one in table.columns(content, "en", told)] == ["level.1", "level.2", ""]


def test_an_author_says_that_the_first_row_holds_no_headings():
    told = table.Told(is_headed=False)
    outcomes, _ = table.read("Code\tTitle\nA\tCare", "en", told)
    assert [one["key"] for one in outcomes] == ["Code", "A"]
    assert table.columns("Code\tTitle\nA\tCare", "en", told) == []


def test_known_headings_stay_known_where_another_is_said():
    content = "Code\tWhat\tWhy\nA\tCare\tGood"
    outcomes, _ = table.read(content, "nl", table.Told((None, "description", "title")))
    assert outcomes[0]["title"] == {"nl": "Good"}
    assert outcomes[0]["description"] == {"nl": "Care"}
    assert outcomes[0]["key"] == "A"


@pytest.mark.parametrize(
    ("content", "row", "code"),
    [
        ("level 1,level 2,level 3\nCare,,Talk", 2, "import.jump"),
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
