"""What is told to few is told to those alone, and added to what everybody knows."""

import pytest

from services.dashboards.domain.audience import goals_of, readable, registered

SHIFTS = {"kind": "shift", "approved": 1, "hours_approved": 8.0, "last_on": "2026-09-01"}
SHIFTS |= {"count": 2, "hours": 16.0}


@pytest.mark.parametrize(
    ("reader", "expected"),
    [({"learner"}, (6, 1)), ({"teacher"}, (2, 1)), ({"learner", "head"}, (8, 1)), (set(), (2, 1))],
)
def test_goals_of_several_audiences_are_added_up(reader, expected):
    few = {"learner": {"open": 4, "finished": 0}, "coach,head": {"open": 2, "finished": 0}}
    found = goals_of({"open": 2, "finished": 1, "few": few}, reader)
    assert (found["open"], found["finished"]) == expected


def test_goals_of_a_view_of_before_are_everybodys():
    assert goals_of({"open": 3, "finished": 2}, {"teacher"}) == {"open": 3, "finished": 2}


def test_a_kind_stands_once_with_what_the_reader_may_know_of_it():
    rows = [
        SHIFTS | {"audience": ""},
        SHIFTS | {"audience": "learner", "last_on": "2026-10-01"},
        SHIFTS | {"audience": "head", "kind": "course"},
    ]
    assert registered(rows, {"teacher"}) == [SHIFTS]
    (found,) = registered(rows, {"learner"})
    assert (found["count"], found["hours"], found["approved"]) == (4, 32.0, 2)
    assert (found["hours_approved"], found["last_on"]) == (16.0, "2026-10-01")
    assert [one["kind"] for one in registered(rows, {"head"})] == ["shift", "course"]
    assert rows[0] == SHIFTS | {"audience": ""}


def test_a_row_of_before_is_everybodys_and_one_for_nobody_is_nobodys():
    assert readable([{"result": "granted"}], set()) == [{"result": "granted"}]
    assert readable([{"result": "granted", "audience": "-"}], {"learner", "head"}) == []
