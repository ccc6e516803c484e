"""A small document asks for a bounded amount of work: of its check, and of those who fill it in."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from libs.formengine import Contribution, Participant, check, parse, start, visible
from libs.formengine.scores import reads, told_at

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
WORDS = {"en": "x"}


def form(**parts: Any) -> dict[str, Any]:
    return {
        "format": "form/1",
        "key": "costs",
        "languages": ["en"],
        "title": WORDS,
        "roles": {"learner": {"who": "subject"}},
        "stages": [{"id": "fill", "by": ["learner"], "next": "done"}],
        "items": [{"type": "number", "key": "n", "by": "learner", "label": WORDS}],
    } | parts


def at_most(seconds: float, work: Callable[[], Any]) -> Any:
    began = time.process_time()
    found = work()
    took = time.process_time() - began
    assert took < seconds, f"{took:.1f} s"
    return found


def scores_on_scores(levels: int = 8, each: int = 50) -> dict[str, Any]:
    """Each score adds up the one before so many times: 50 to the power of 7 ways to its end."""
    scores: dict[str, Any] = {"c0": {"add": [{"get": "n"}, 1]}}
    for level in range(1, levels):
        scores[f"c{level}"] = {"add": [{"get": f"c{level - 1}"}] * each}
    return scores


def test_scores_that_use_each_other_many_times_are_looked_at_once():
    document = form(computed=scores_on_scores())
    assert at_most(1, lambda: check(document)) == []
    found = parse(document)
    assert at_most(1, lambda: reads(found, {"get": "c7"})) == {"n"}
    assert at_most(1, lambda: told_at(found, found.stage("fill"), "learner")) == set(
        document["computed"]
    )
    who = Participant("l", "learner")
    sent = Contribution("c", "fill", "l", "learner", None, {"n": 1}, 1, NOW)
    view = at_most(1, lambda: visible(found, start(found, [who], NOW), who, [sent], NOW))
    assert view.scores == set(document["computed"])


def many_pages(roles: int, stages: int, asked: int, **see: Any) -> dict[str, Any]:
    """Everybody fills everything in, and what the later half is asked hangs on all of the first."""
    others = {f"r{n}": {"who": "office", "office": "head"} for n in range(roles - 1)}
    names = ["learner", *others]
    path = [
        {
            "id": f"s{n}",
            "by": names,
            "mode": "parallel",
            "next": f"s{n + 1}" if n + 1 < stages else "done",
        }
        for n in range(stages)
    ]
    first, last = (
        [one["id"] for one in half] for half in (path[: stages // 2], path[stages // 2 :])
    )
    read = {"and": [{"get": f"a{n}"} for n in range(50)]}
    items: list[dict[str, Any]] = [
        {"type": "yesno", "key": f"a{n}", "by": names, "stage": first, "label": WORDS} | see
        for n in range(50)
    ]
    items += [
        {"type": "text", "key": f"b{n}", "by": names, "stage": last, "label": WORDS, "show": read}
        for n in range(asked)
    ]
    return form(roles={"learner": {"who": "subject"}} | others, stages=path, items=items)


def test_the_check_of_many_pages_looks_at_each_item_once_for_each():
    assert at_most(2, lambda: check(many_pages(10, 12, 70))) == []


def test_what_is_closed_on_every_page_is_told_a_hundred_times_at_most():
    found = at_most(2, lambda: check(many_pages(10, 12, 70, see=["learner"])))
    assert {one.code for one in found} == {"rule.not_open"}
    assert len(found) == 100
