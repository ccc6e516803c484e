"""Worked examples filled in on the page where a form is tried, as a browser would post them."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gateway.rehearsal import Seat, seats
from libs.formengine import Definition
from tests.library.definitions import definition
from tests.library.example import example
from tests.library.story import NOW, WITHOUT_ANSWERS

Answers = Mapping[str, Any]
Pairs = Iterator[tuple[str, str]]
SINCE_THEN = dt.datetime.now(dt.UTC).date() - NOW.date()
PLACE_OF_ROW = re.compile(r"\.\d+\.")
FIELD = re.compile(r"<(input|option)\b[^>]*>|<select\b[^>]*>")


class Sent(NamedTuple):
    seat: Seat
    answers: Answers


def told(name: str) -> list[Sent]:
    """What everybody sends in an example, in its order: who acts in which seat, with answers."""
    found, form = example(name), definition(example(name)["form"])
    sent: list[Sent] = []
    for step in found["steps"]:
        if "refused" in step or step.get("does", "return") in {*WITHOUT_ANSWERS, "correct"}:
            continue
        role = found["people"][step["who"]]["role"]
        stage = step.get("stage") or _stage(form, role, step.get("answers", {}), sent)
        sent.append(Sent(_seat(form, stage, role, step["who"], found), step.get("answers", {})))
    return sent


def _stage(form: Definition, role: str, answers: Answers, sent: Sequence[Sent]) -> str:
    """The first stage of this role that takes these answers and had none of its own yet."""
    given = {one.seat for one in sent}
    fits = [
        stage.id
        for stage in form.stages
        if role in stage.by and set(answers) <= {one.key for one in form.fillable(stage.id, role)}
    ]
    return next((one for one in fits if Seat(one, role) not in given), fits[-1])


def _seat(form: Definition, stage: str, role: str, who: str, found: Answers) -> Seat:
    acting = [step.get("who") for step in found["steps"] if "refused" not in step]
    fellows = [one for one in found["people"] if found["people"][one]["role"] == role]
    place = [one for one in fellows if one in acting].index(who) + 1
    last = max(one.number for one in seats(form) if (one.step, one.role) == (stage, role))
    return Seat(stage, role, min(place, last))


def picks(form: Definition, sent: Sent) -> bool:
    """Whether these answers name a file, a record or a person."""
    items = form.fillable(sent.seat.step, sent.seat.role)
    kinds = {one.type for item in items if item.key in sent.answers for one in (item, *_rows(item))}
    return not kinds.isdisjoint({"file", "ref", "person", "signature"})


def _rows(item: Any) -> Sequence[Any]:
    return item.items if item.type == "repeat" else ()


def fields_of(form: Definition, sent: Sent, page: str) -> list[tuple[str, str]]:
    """The fields a browser posts for these answers. Files, records and people are picked from what
    the page offers for them; an answer that the page has nothing for raises AssertionError."""
    items = form.fillable(sent.seat.step, sent.seat.role)
    filler = _Filler(_offered(page))
    return [
        pair
        for item in items
        if item.key in sent.answers
        for pair in filler.pairs(item, f"a.{item.key}", sent.answers[item.key])
    ]


def _offered(page: str) -> dict[str, list[str]]:
    """The values that can be picked on a page, by field; rows of a list are one."""
    found: dict[str, list[str]] = {}
    name = ""
    for tag in FIELD.finditer(page):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag[0]))
        name = name if tag[1] == "option" else said.get("name", "")
        value = html.unescape(said.get("value", ""))
        if value and tag[1]:
            found.setdefault(PLACE_OF_ROW.sub(".", name), []).append(value)
    return found


class _Filler:
    def __init__(self, offered: Mapping[str, list[str]]) -> None:
        self.offered = offered
        self.people = 0

    def pick(self, name: str, begins: str = "", number: int = 0) -> str:
        offered = self.offered.get(PLACE_OF_ROW.sub(".", name), [])
        fits = [one for one in offered if one.startswith(begins)]
        assert len(fits) > number, f"nothing to pick for {name}: {offered}"
        return fits[number]

    def pairs(self, item: Any, name: str, answer: Any) -> Pairs:
        if item.type == "file":
            yield from ((name, self.pick(name, number=one)) for one in range(len(answer)))
        elif item.type == "ref":
            yield from self._references(name, answer if isinstance(answer, list) else [answer])
        elif item.type == "person":
            yield from self._person(name, answer)
        elif item.type == "repeat":
            yield from self._rows(item, name, answer)
        elif item.type in ("rubric", "checklist"):
            for row, given in answer.items():
                yield from _judged(f"{name}.{row}", given)
        elif item.type == "scale":
            yield from _judged(name, answer)
        elif item.type == "date":
            yield name, (dt.date.fromisoformat(answer) + SINCE_THEN).isoformat()
        else:
            yield from _plain(name, answer)

    def _references(self, name: str, answer: Sequence[Mapping[str, str]]) -> Pairs:
        taken: dict[str, int] = {}
        for one in answer:
            number = taken.get(one["kind"], 0)
            taken[one["kind"]] = number + 1
            yield name, self.pick(name, f"{one['kind']}:", number)

    def _person(self, name: str, answer: Mapping[str, str]) -> Pairs:
        for part, said in answer.items():
            if part == "id":
                yield f"{name}.id", self.pick(f"{name}.id", number=self.people)
                self.people += 1
            else:
                yield f"{name}.{part}", said

    def _rows(self, item: Any, name: str, answer: Sequence[Mapping[str, Any]]) -> Pairs:
        for number, row in enumerate(answer):
            for inner in item.items:
                if inner.key in row:
                    place = f"{name}.{number}.{inner.key}"
                    yield from self.pairs(inner, place, row[inner.key])


def _judged(name: str, given: Any) -> Pairs:
    if not isinstance(given, Mapping):
        given = {"v": given}
    if given.get("na"):
        yield name, "na"
    elif given.get("v") is not None:
        yield name, _said(given["v"])
    for part in ("comment", "reason"):
        if given.get(part):
            yield f"{name}.{part}", given[part]


def _plain(name: str, answer: Any) -> Pairs:
    for one in answer if isinstance(answer, list) else [answer]:
        if isinstance(one, Mapping):
            yield name, "_other"
            yield f"{name}.other", one["other"]
        else:
            yield name, _said(one)


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
