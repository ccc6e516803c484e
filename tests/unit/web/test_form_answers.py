"""Posted fields become the answers document that the form engine knows."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from gateway.web.form_answers import answers_from_form


def answers(item: dict[str, Any], *fields: tuple[str, str]) -> Any:
    """What one item `q` holds after these fields were posted."""
    item = {"key": "q", "label": {"en": "Q"}} | item
    found = answers_from_form({"items": [item]}, [item], MultiDict(list(fields)))
    assert set(found) <= {"q"}
    return found.get("q")


def test_a_text_keeps_its_lines_and_an_empty_one_is_no_answer() -> None:
    assert answers({"type": "text"}, ("a.q", "one\r\ntwo")) == "one\ntwo"
    assert answers({"type": "text"}, ("a.q", "  ")) is None
    assert answers({"type": "text"}) is None


def test_a_number_may_be_written_with_a_comma_and_nonsense_stays_for_the_check() -> None:
    assert answers({"type": "number"}, ("a.q", "7,5")) == 7.5
    assert answers({"type": "number"}, ("a.q", " 12 ")) == 12
    assert answers({"type": "number"}, ("a.q", "twelve")) == "twelve"
    assert answers({"type": "number"}, ("a.q", "1e999")) == "1e999"


def test_yes_and_no_are_true_and_false() -> None:
    assert answers({"type": "yesno"}, ("a.q", "true")) is True
    assert answers({"type": "yesno"}, ("a.q", "false")) is False


def test_a_date_stays_a_civil_date() -> None:
    assert answers({"type": "date"}, ("a.q", "2026-11-20")) == "2026-11-20"


def test_a_choice_holds_its_code_or_the_free_text() -> None:
    item = {"type": "choice", "other": True}
    assert answers(item, ("a.q", "visit"), ("a.q.other", "ignored")) == "visit"
    assert answers(item, ("a.q", "_other"), ("a.q.other", "Nursing home")) == {
        "other": "Nursing home"
    }


def test_many_choices_are_a_list_even_when_one_is_picked() -> None:
    item = {"type": "choice", "many": True, "other": True}
    assert answers(item, ("a.q", "a")) == ["a"]
    assert answers(item, ("a.q", "a"), ("a.q", "_other"), ("a.q.other", "x")) == [
        "a",
        {"other": "x"},
    ]
    assert answers(item) is None


def test_a_judgement_is_a_bare_number_and_not_seen_is_no_number() -> None:
    item = {"type": "scale", "scale": "sup"}
    assert answers(item, ("a.q", "3")) == 3
    assert answers(item, ("a.q", "na")) == {"v": None, "na": True}
    assert answers(item, ("a.q", "na"), ("a.q.reason", "phone call")) == {
        "v": None,
        "na": True,
        "reason": "phone call",
    }
    assert answers(item, ("a.q", "3"), ("a.q.comment", "why")) == {"v": 3, "comment": "why"}
    assert answers(item, ("a.q.comment", "why")) == {"v": None, "comment": "why"}


def test_a_rubric_holds_the_rows_that_were_answered() -> None:
    item = {
        "type": "rubric",
        "scale": "sup",
        "rows": [{"key": "talk"}, {"key": "plan"}, {"key": "exam"}],
    }
    found = answers(item, ("a.q.talk", "4"), ("a.q.plan", "na"), ("a.q.made_up", "5"))
    assert found == {"talk": {"v": 4}, "plan": {"v": None, "na": True}}
    assert answers(item, ("a.q.exam.comment", "later")) == {"exam": {"v": None, "comment": "later"}}


def test_a_checklist_knows_yes_no_points_and_not_applicable() -> None:
    item = {"type": "checklist", "rows": [{"key": "a"}, {"key": "b"}, {"key": "c"}, {"key": "d"}]}
    fields = [("a.q.a", "true"), ("a.q.b", "false"), ("a.q.c", "2"), ("a.q.d", "na")]
    assert answers(item, *fields) == {"a": True, "b": False, "c": 2, "d": {"v": None, "na": True}}


def test_repeated_rows_keep_their_id_and_order_and_empty_rows_vanish() -> None:
    item = {
        "type": "repeat",
        "items": [{"type": "text", "key": "what"}, {"type": "date", "key": "by"}],
    }
    found = answers(
        item,
        ("a.q.10._id", "x10"),
        ("a.q.10.what", "third"),
        ("a.q.2._id", "x2"),
        ("a.q.2.what", "first"),
        ("a.q.3._id", ""),
        ("a.q.3.by", "2027-01-15"),
        ("a.q.4._id", "x4"),
        ("a.q.4.what", "   "),
    )
    assert [row.pop("_id") for row in found][::2] == ["x2", "x10"]
    assert found == [{"what": "first"}, {"by": "2027-01-15"}, {"what": "third"}]


def test_a_new_row_never_takes_the_id_of_an_older_one() -> None:
    item = {"type": "repeat", "items": [{"type": "text", "key": "what"}]}
    found = answers(
        item, ("a.q.0._id", "r1"), ("a.q.0.what", "old"), ("a.q.1._id", ""), ("a.q.1.what", "new")
    )
    identities = [row["_id"] for row in found]
    assert identities[0] == "r1"
    assert len(set(identities)) == 2


def test_files_refs_outcomes_people_and_signatures() -> None:
    assert answers({"type": "file"}, ("a.q", "f1"), ("a.q", "f2")) == ["f1", "f2"]
    assert answers({"type": "signature"}, ("a.q", "true")) is True
    assert answers({"type": "signature", "kind": "draw"}, ("a.q.file", "f3")) == {"file": "f3"}
    assert answers({"type": "outcome"}, ("a.q", "epa/acute")) == "epa/acute"
    assert answers({"type": "outcome", "many": True}, ("a.q", "epa/acute")) == ["epa/acute"]
    assert answers({"type": "ref"}, ("a.q", "goal:g1")) == {"kind": "goal", "id": "g1"}
    person = answers(
        {"type": "person"},
        ("a.q.id", ""),
        ("a.q.name", "K. Jansen"),
        ("a.q.email", "k@example.org"),
    )
    assert person == {"name": "K. Jansen", "email": "k@example.org"}


def test_only_the_given_items_are_read_and_sections_are_opened() -> None:
    section = {
        "type": "section",
        "key": "s",
        "items": [{"type": "text", "key": "inside"}, {"type": "note", "key": "n"}],
    }
    fields = MultiDict([("a.inside", "x"), ("a.foreign", "y"), ("a.n", "z"), ("csrf_token", "t")])
    assert answers_from_form({"items": [section]}, [section], fields) == {"inside": "x"}
