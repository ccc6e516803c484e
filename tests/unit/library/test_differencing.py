"""Attacks on anonymous rounds: somebody who puts two things beside each other to learn a third.

Each test plays a reader who knows whom was asked, in which group, and everything that is shown. It
fails when that reader can tell what fewer people than the minimum have answered. The rounds are
those of the library: feedback from the team, from a group of learners and from patients.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest

from libs.formengine import (
    NotAllowed,
    Participant,
    RoundSummary,
    add_participant,
    may_close_round,
    parse,
    settle,
)
from libs.formengine.anonymity import FEWEST, summarise
from libs.formengine.contribution import Contribution
from tests.generated import numbers
from tests.library.definitions import definition, document

from .rounds import (
    NOT_YET,
    ROUNDS,
    answered,
    closed,
    codes,
    collecting,
    collecting_values,
    everybody,
    filled,
    groups_of,
    opened,
    rater_role,
    rating,
    released,
    releasing,
    shown,
    tried_to_close,
)

TEAM = definition("team-feedback")


def test_the_library_has_rounds_of_colleagues_of_peers_and_of_patients():
    assert {"team-feedback", "peer-feedback", "patient-feedback"} <= set(ROUNDS)


# Before and after one more rater.


@pytest.mark.parametrize("name", ROUNDS)
def test_nobody_sees_anything_after_any_answer_while_a_round_is_open(name: str):
    story, given = filled(definition(name))
    stage = collecting(story.definition).id
    for rater, answers in given.items():
        answered(story, {rater: answers})
        assert shown(story) == {} and story.emits(stage) == []
        others = (story.sees(one).readings for one in everybody(story))
        assert not any(one.stage == stage and not one.own for own in others for one in own)


@pytest.mark.parametrize("name", ROUNDS)
def test_a_round_is_closed_by_nobody_before_its_minimum(name: str):
    story, given = filled(definition(name), more=0)
    *first, last = given
    answered(story, {one: given[one] for one in first}).wait(days=1)
    assert tried_to_close(story) == NOT_YET
    answered(story, {last: given[last]}).wait(days=1)
    assert tried_to_close(story) != NOT_YET


@pytest.mark.parametrize("name", ROUNDS)
def test_one_more_rater_after_the_closing_changes_nothing_that_is_shown(name: str):
    story, given = filled(definition(name), more=2)
    *first, late = given
    form, stage = story.definition, collecting(story.definition).id
    closed(answered(story, {one: given[one] for one in first}))
    releaser = str(collecting(form).release_by)
    before = shown(story, [releaser])
    with pytest.raises(NotAllowed):
        answered(story, {late: given[late]})
    more = Participant("more", rater_role(form), story.people[late].group)
    try:
        story.state = add_participant(form, story.state, more, story.now)
    except NotAllowed as fault:
        assert fault.code == "role_is_full"
    story.people["more"] = more
    assert story.to_do("more") == [] and story.status(stage) == "done"
    assert shown(story, [releaser]) == before


def test_a_round_that_expired_too_small_shows_nothing_and_forgets_who_answered():
    form = definition("peer-feedback")
    story = opened(form, {None: 3})
    answered(story, {"peer0": rating(form, 1), "peer1": rating(form, 2)}).wait(days=15)
    assert story.status("collect") == "expired" and shown(story) == {}
    assert story.emits("collect") == []
    assert story.state.stages["collect"].contributions == {}
    newcomer = Participant("peer9", "peer")
    story.people["peer9"] = newcomer
    story.state = add_participant(form, story.state, newcomer, story.now)
    answered(story, {"peer9": rating(form, 4)}).wait(days=1)
    releaser = story.people["teacher"]
    assert may_close_round(form, story.state, releaser, story.now) == ()


# A released round opened again.


@pytest.mark.parametrize("name", ROUNDS)
def test_a_released_round_stays_as_it_is_whatever_anybody_tries(name: str):
    story, given = filled(definition(name))
    released(closed(answered(story, given)))
    before, points = shown(story), story.emits(collecting(story.definition).id)
    assert {one for one in before if one in story.people} >= {story.definition.subject}
    raters = [one for one in story.people if story.people[one].role == rater_role(story.definition)]
    actions = ("send", "correct", "undo", "withdraw", "decline", "return", "close", "release")
    for who, action in itertools.product(
        [*raters[:2], story.definition.subject, releaser_of(story)], actions
    ):
        try:
            story.does(who, action, stage=collecting(story.definition).id)
        except NotAllowed:
            continue
        raise AssertionError(f"{who} could {action} a released round")
    story.wait(days=400)
    story.state = settle(story.definition, story.state, story.now, story.by_stage())
    assert shown(story) == before
    assert story.emits(collecting(story.definition).id) == points


def releaser_of(story: Any) -> str:
    return str(collecting(story.definition).release_by)


@pytest.mark.parametrize("name", ROUNDS)
def test_a_release_cannot_be_taken_back_once_it_has_opened(name: str):
    story, given = filled(definition(name))
    released(closed(answered(story, given)))
    for action in ("undo", "withdraw"):
        with pytest.raises(NotAllowed):
            story.does(releaser_of(story), action, stage=releasing(story.definition).id)
    assert story.status(releasing(story.definition).id) == "done"


def test_a_release_can_be_taken_back_within_its_minute_and_then_nothing_was_shown():
    story, given = filled(TEAM)
    closed(answered(story, given)).does("coach", "release").wait(seconds=59)
    assert shown(story, ["learner"]) == {}
    story.does("coach", "undo", stage="release").wait(days=1)
    assert shown(story, ["learner"]) == {}


def test_a_later_stage_cannot_send_the_path_through_a_round_again():
    """A second run would be summed up with the first: their difference is one more rater."""
    for change in (
        {"cycle": {"back_to": "collect", "max": 3}},
        {"cycle": {"back_to": "choose", "max": 3}},
        {"can": ["return"], "return_to": "choose"},
    ):
        form = document("team-feedback")
        form["stages"][5] |= change
        assert "anonymous.no_return" in codes(form)


# Subgroups, and what is left when they are taken away.


ATTACKED = numbers("times", 3)


def rounds_of_all_sizes(times: int) -> Iterator[tuple[dict[str, int], list[Contribution]]]:
    """Three groups of nought to five raters, with not-observed answers strewn over them, so many
    times."""
    dice = random.Random(7)
    for sizes in itertools.product(range(6), repeat=3):
        counts = dict(zip(("one", "two", "three"), sizes, strict=True))
        for _ in range(times):
            given = [
                rater(group, number, dice)
                for group, many in counts.items()
                for number in range(many)
            ]
            yield counts, given


def rater(group: str, number: int, dice: random.Random) -> Contribution:
    names = ("trust", "speech", "team", "access", "safety")
    own = {name: dice.choice((None, 1, 2, 3)) for name in names}
    answers = rating(TEAM, 3, f"{group}{number}", **own)
    return Contribution(f"{group}{number}", "collect", "", "colleague", group, answers, 1)


def summary_of(given: list[Contribution]) -> RoundSummary | None:
    return summarise(TEAM, TEAM.stage("collect"), given)


@ATTACKED
def test_the_total_minus_the_shown_groups_leaves_nobody_or_enough_on_every_row(times: int):
    for counts, given in rounds_of_all_sizes(times):
        found = summary_of(given)
        if found is None:
            assert sum(counts.values()) < 3
            continue
        left = found.n - sum(found.groups.values())
        assert left == 0 or left >= 3
        for row in {value.row for value in found.values}:
            here = [value for value in found.values if value.row == row]
            (total,) = [value.n for value in here if value.group is None]
            parts = [value.n for value in here if value.group is not None]
            told = [n for n in [total, *parts] if n is not None]
            assert all(n >= 3 for n in told)
            if total is not None and None not in parts:
                assert total - sum(parts) == 0 or total - sum(parts) >= 3


@ATTACKED
def test_the_round_minus_a_row_leaves_nobody_or_enough(times: int):
    """Who left a question open, or did not see it, stays unknown: also per group, and by the
    total minus the other groups."""
    rows_told = rows_kept = 0
    for _, given in rounds_of_all_sizes(times):
        found = summary_of(given)
        for row in {value.row for value in found.values} if found else ():
            here = {value.group: value for value in found.values if value.row == row}
            sizes = {None: found.n, **found.groups}
            left = {group: sizes[group] - one.n for group, one in here.items() if one.n is not None}
            assert all(n == 0 or n >= 3 for n in left.values())
            total = left.pop(None, None)
            if total is None:
                assert here[None].spread == () and not left
                rows_kept += 1
            elif left:
                assert total - sum(left.values()) == 0 or total - sum(left.values()) >= 3
                rows_told += 1
    assert rows_told and rows_kept


@ATTACKED
def test_any_set_of_shown_groups_taken_from_the_total_leaves_nobody_or_enough(times: int):
    for _, given in rounds_of_all_sizes(times):
        found = summary_of(given)
        if found is None:
            continue
        for many in range(len(found.groups) + 1):
            for some in itertools.combinations(found.groups.values(), many):
                assert found.n - sum(some) == 0 or found.n - sum(some) >= 3


@ATTACKED
def test_a_group_hidden_in_the_round_is_hidden_on_every_row(times: int):
    for _, given in rounds_of_all_sizes(times):
        found = summary_of(given)
        if found:
            assert not {value.group for value in found.values} & found.suppressed
            assert not set(found.groups) & found.suppressed


@ATTACKED
def test_the_values_of_a_missing_group_do_not_come_out_by_subtraction(times: int):
    """With how often each value was given for the total and for a group, the rest is arithmetic."""
    for _, given in rounds_of_all_sizes(times):
        found = summary_of(given)
        for value in found.values if found else ():
            assert value.group is None or value.spread == ()


def test_words_of_a_group_too_small_to_show_do_not_stand_under_an_item_of_their_own():
    form = document("team-feedback")
    form["roles"]["nurse"] = {"who": "invited", "label": {"en": "Nurse", "nl": "Verpleegkundige"}}
    form["stages"][3]["by"] = ["colleague", "nurse"]
    form["items"].append(
        {
            "type": "text",
            "key": "ward",
            "by": "nurse",
            "label": {"en": "How is it on the ward?", "nl": "Hoe is het op de afdeling?"},
        }
    )
    made = parse(form)
    doctors = [
        Contribution(f"d{n}", "collect", "", "colleague", "doctors", {"strong": f"d{n}"}, 1)
        for n in range(4)
    ]
    nurses = [
        Contribution(f"n{n}", "collect", "", "nurse", None, {"ward": f"n{n}"}, 1) for n in range(3)
    ]
    few = summarise(made, made.stage("collect"), [*doctors, *nurses[:2]])
    enough = summarise(made, made.stage("collect"), [*doctors, *nurses])
    assert few and "ward" not in few.comments and len(few.comments["strong"]) == 4
    assert enough and len(enough.comments["ward"]) == 3


# Lowest, highest, how often, how many words.


@pytest.mark.parametrize("name", ROUNDS)
def test_one_odd_answer_does_not_show_as_a_number(name: str):
    """One rater answers far below all others: no lowest value, no count and no bound tells so."""
    form = definition(name)
    top, bottom = max(collecting_values(form)), min(collecting_values(form))
    story = opened(form, groups_of(form))
    raters = [one for one in story.people if story.people[one].role == rater_role(form)]
    given = {one: rating(form, top) for one in raters} | {raters[0]: rating(form, bottom)}
    released(closed(answered(story, given)))
    (found,) = shown(story)[form.subject]
    for value in found.values:
        assert value.low in (None, top) and value.high in (None, top)
        assert all(cell.n >= FEWEST for cell in value.spread)
        assert value.median == top


@numbers("rounds", 31)
def test_every_shown_count_of_answers_is_three_or_more_and_they_add_up(rounds: int):
    """Rounds of ten to forty patients."""
    dice = random.Random(11)
    form = definition("patient-feedback")
    for many in (10 + number % 31 for number in range(rounds)):
        given = [
            Contribution(f"p{n}", "collect", "", "patient", None, patient(dice), 1)
            for n in range(many)
        ]
        found = summarise(form, form.stage("collect"), given)
        for value in found.values if found else ():
            assert sum(cell.n for cell in value.spread) == value.n
            assert all(cell.n >= FEWEST for cell in value.spread)
            bounds = [(cell.low, cell.high) for cell in value.spread]
            assert bounds[0][0] == 1 and bounds[-1][1] == 7, "an end would be a lowest value"
            assert all(after[0] == before[1] + 1 for before, after in itertools.pairwise(bounds))


def patient(dice: random.Random) -> Any:
    form = definition("patient-feedback")
    return rating(form, dice.choice((7, 7, 7, 6, 6, 5, 1)))


def test_lowest_and_highest_are_those_of_three_people_at_least():
    form = definition("patient-feedback")
    given = [*([1] * 2), *([4] * 2), *([6] * 15), 7]
    found = summarise(
        form,
        form.stage("collect"),
        [
            Contribution(f"p{n}", "collect", "", "patient", None, rating(form, value), 1)
            for n, value in enumerate(given)
        ],
    )
    assert found is not None
    whole = next(value for value in found.values if value.item == "whole")
    assert (whole.low, whole.high, whole.median) == (4, 6, 6)
    assert whole.typical == 5.4  # 107 / 20, to one decimal


def test_no_item_of_a_round_may_hang_on_another_answer():
    """How many were asked the second question is how many gave that answer to the first."""
    for member in ("show", "required"):
        form = document("team-feedback")
        strong = next(item for item in form["items"] if item["key"] == "strong")
        strong[member] = {"lt": [{"min": [{"get": "view.*"}, 1]}, 3]}
        assert "anonymous.reads_answers" in codes(form)


def test_words_say_nothing_about_who_was_first_nor_what_stands_beside_them():
    story, given = filled(TEAM)
    released(closed(answered(story, given)))
    again, _ = filled(TEAM)
    released(closed(answered(again, dict(reversed(list(given.items()))))))
    assert shown(story)["learner"] == shown(again)["learner"]
    (found,) = shown(story)["learner"]
    assert list(found.comments["strong"]) != sorted(found.comments["strong"])
