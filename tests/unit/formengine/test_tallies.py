"""Choices in an anonymous round are counted, and the counts tell of nobody."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from libs.formengine import (
    Contribution,
    Part,
    RoundSummary,
    Tally,
    check,
    check_to_publish,
    emit,
    parse,
)
from libs.formengine.anonymity import FEWEST, summarise
from libs.formengine.items import Choice, Item, Option, YesNo
from libs.formengine.tallies import tally
from tests.library.definitions import definition, document
from tests.library.story import CONTEXT
from tests.unit.library.rounds import answered, closed, opened, rating, released, shown

AGREES = YesNo(key="agrees")
PLACE = Choice(key="place", options=tuple(Option(value=one, label={}) for one in "abcd"))
SEEN = Choice(key="seen", options=PLACE.options, many=True)
PEERS = "peer-feedback"


def asked(*items: dict[str, Any], **stage: Any) -> dict[str, Any]:
    """The round of fellow learners with more questions."""
    form = document(PEERS)
    form["items"] += [{"by": ["peer"], "stage": "collect", "label": {"nl": "x"}} | i for i in items]
    next(one for one in form["stages"] if one["id"] == "collect").update(stage)
    return form


def options(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": {"nl": value, "en": value}} for value in values]


def test_yes_and_no_are_told_where_three_said_each():
    found = tally(AGREES, [True] * 4 + [False] * 3, 3)
    assert found == Tally("agrees", 7, None, (Part(("yes",), 4), Part(("no",), 3)))


@pytest.mark.parametrize("no", [0, 1, 2])
def test_where_two_or_fewer_disagree_it_looks_as_if_none_did(no: int):
    found = tally(AGREES, [True] * (9 - no) + [False] * no, 3)
    assert found == Tally("agrees", 9, "yes", ())


def test_options_that_few_chose_are_put_together_in_their_order():
    found = tally(PLACE, [*"aaaa", *"bb", *"ccc", *"d"], 3)
    assert found and found.parts == (Part(("a",), 4), Part(("b", "c", "d"), 6))


def test_in_a_round_of_three_only_the_option_chosen_most_is_told():
    for given in ("aab", "aaa", "abc"):
        assert tally(PLACE, [*given], 3) == Tally("place", 3, "a", ())


def test_of_several_an_option_is_told_where_three_ticked_it_and_three_did_not():
    given = [["a", "b"]] * 3 + [["a"]] * 2 + [["a", "c"], ["d"], ["d"]]
    found = tally(SEEN, given, 3)
    assert found == Tally("seen", 8, None, (Part(("b",), 3),))


def test_of_a_fixed_number_of_ticks_all_options_are_told_or_none():
    two = Choice(key="seen", options=PLACE.options[:3], many=True, min=2, max=2)
    few = [["a", "b"]] * 4 + [["a", "c"]] * 3 + [["b", "c"]] * 1
    enough = [["a", "b"]] * 4 + [["a", "c"]] * 3 + [["b", "c"]] * 3
    first, second = tally(two, few, 3), tally(two, enough, 3)
    assert first and first.parts == ()
    assert second and [part.n for part in second.parts] == [7, 7, 6]


def test_where_one_or_two_left_it_open_nothing_is_told():
    assert tally(AGREES, [True] * 9 + [None], 3) == Tally("agrees", None, None, ())
    three = tally(AGREES, [True] * 5 + [None] * 3, 3)
    assert three and three.n == 5
    assert tally(AGREES, [True] * 4 + [None] * 9, 5) is None


def rounds_of(item: Item, n: int) -> Iterator[tuple[dict[str, int], Tally]]:
    """Every way in which `n` people can answer, as counts per option, and what is told of it."""
    answers: Iterable[Any] = ["a", "b", "c"]
    if isinstance(item, YesNo):
        answers = [True, False]
    elif isinstance(item, Choice) and item.many:
        several = (itertools.combinations("abc", k) for k in range(1, 4))
        fitting = (one for each in several for one in each)
        most = item.max or 3
        answers = [list(one) for one in fitting if item.min <= len(one) <= most]
    for given in itertools.combinations_with_replacement(answers, n):
        found = tally(item, given, 3)
        assert found
        names = ("yes", "no") if isinstance(item, YesNo) else "abc"
        yield {name: sum(_has(one, name) for one in given) for name in names}, found


def _has(answer: Any, name: str) -> bool:
    if isinstance(answer, bool):
        return answer == (name == "yes")
    return name in answer


def _choice(**more: Any) -> Choice:
    return Choice(key="p", options=PLACE.options[:3], **more)


@pytest.mark.parametrize(
    "item",
    [
        AGREES,
        _choice(),
        *(
            _choice(many=True, min=least, max=most)
            for least, most in ((0, None), (0, 1), (0, 2), (1, 1), (2, 2), (2, 3), (3, 3))
        ),
    ],
    ids=lambda one: f"{one.type}-{getattr(one, 'min', '')}-{getattr(one, 'max', '')}",
)
@pytest.mark.parametrize("n", [3, 4, 5, 6, 7, 8])
def test_what_is_told_of_a_round_fits_more_rounds_than_those_with_one_or_two_there(
    item: Item, n: int
):
    """Whoever knows who was asked and all that is told cannot say of any option that one or two
    people chose it, or did not."""
    by_told: dict[Tally, list[dict[str, int]]] = {}
    for counts, found in rounds_of(item, n):
        assert all(part.n >= FEWEST for part in found.parts)
        by_told.setdefault(found, []).append(counts)
    for told, rounds in by_told.items():
        for option in rounds[0]:
            chose = {one[option] for one in rounds}
            assert not chose <= {1, 2}, (told, option)
            assert not {n - many for many in chose} <= {1, 2}, (told, option)


def round_of(*items: dict[str, Any], given: list[dict[str, Any]]) -> RoundSummary:
    form = parse(asked(*items))
    people = [
        Contribution(f"c{n}", "collect", f"p{n}", "peer", None, answers, revision=1)
        for n, answers in enumerate(given)
    ]
    found = summarise(form, form.stage("collect"), people)
    assert found
    return found


def test_what_was_chosen_is_shown_with_the_released_round_and_gives_no_points():
    more = {"type": "yesno", "key": "again", "required": True}
    form = parse(asked(more))
    story = opened(form, {None: 5})
    given = {f"peer{n}": {**rating(form, 3), "again": n > 1} for n in range(5)}
    answered(story, given)
    assert shown(story) == {}
    (found,) = shown(released(closed(story)))["learner"]
    assert found.tallies == (Tally("again", 5, "yes", ()),)
    came = emit(form, story.contributions, CONTEXT, "collect", story.state)
    assert came and all(one.item != "again" for one in came)


def test_a_choice_is_counted_for_all_together_and_never_per_group():
    items = {"type": "choice", "key": "where", "options": options("a", "b")}
    found = round_of(items, given=[{"where": "a"}] * 3 + [{"where": "b"}] * 4)
    assert found.tallies == (Tally("where", 7, None, (Part(("a",), 3), Part(("b",), 4))),)
    assert all(one.item != "where" for one in found.values)


@pytest.mark.parametrize(
    "item",
    [
        {"type": "number"},
        {"type": "date"},
        {"type": "checklist", "rows": [{"key": "r", "label": {"nl": "x"}}]},
        {"type": "repeat", "items": [{"type": "text", "key": "t", "label": {"nl": "x"}}]},
        {"type": "outcome", "framework": "area"},
        {"type": "ref", "to": ["goal"]},
    ],
    ids=lambda one: str(one["type"]),
)
def test_a_question_whose_answers_nobody_could_read_is_refused(item: dict[str, Any]):
    form = asked(item | {"key": "lost"})
    assert check(form) == []  # what was published before is still read
    (problem,) = check_to_publish(form)
    assert (problem.path, problem.code) == ("items/lost", "anonymous.uncounted_item")
    assert "Nobody would ever read" in problem.message


def test_words_beside_the_options_are_refused_and_so_are_words_that_are_never_shown():
    free = asked({"type": "choice", "key": "where", "options": options("a", "b"), "other": True})
    assert [one.code for one in check_to_publish(free)] == ["anonymous.other_words"]
    silent = document(PEERS)
    stage = next(one for one in silent["stages"] if one["id"] == "collect")
    stage["anonymous"]["comments"] = "hidden"
    found = {(one.path, one.code) for one in check_to_publish(silent)}
    assert ("items/strong", "anonymous.unread_words") in found


def test_judgements_choices_and_words_may_all_be_asked_without_names():
    items = (
        {"type": "yesno", "key": "again"},
        {"type": "choice", "key": "where", "options": options("a", "b"), "many": True},
    )
    assert check_to_publish(asked(*items)) == []
    assert definition(PEERS).stage("collect").anonymous
