"""A form run through the engine with people who do not exist: to see what would come out.

Pure: nothing is stored, no clock is read. Everybody who is needed takes part; who acts before the
step at hand gives what was tried before, or nothing. At the step at hand those act too whose
answers were tried before, so that a step that waits for several comes to its end.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from libs.formengine import (
    AnswerError,
    Contribution,
    Definition,
    Due,
    Emission,
    NotAllowed,
    Participant,
    RecordState,
    RecordStatus,
    Stage,
    advance,
    answers_by_stage,
    due_times,
    emit,
    may_act,
    may_close_round,
    newly_open,
    page_facts,
    settle,
    start,
    validate_answers,
    visible,
)

PAUSE = dt.timedelta(minutes=2)  # past the minute in which something can be taken back
MOST_MOVES = 300
MOST_EACH = 100
MOST_SEATS = 3  # of one role at one step; whoever comes after them answers as the last of them

Answers = Mapping[str, Any]


class Seat(NamedTuple):
    """One person at one step. `number` tells people of one role apart, where each of them gives an
    own judgement: two examiners who may differ."""

    step: str
    role: str
    number: int = 1


class Passing(NamedTuple):
    """What the clock does while nobody acts, on which day of it. `kind`: open, join, release,
    remind, expire or end; `role` is empty where the time of the whole step is up."""

    day: int
    kind: str
    step: str
    role: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What sending would do, or waiting. `errors` first: with any of them nothing else happened.

    `waits_for`: who could act then; `is_done`: nobody is waited for, though somebody may still act;
    `scores`: what the form works out; `gives`: what reaches the portfolio now, by this step or by
    what it opened; `held`: what is filled in opens only later, with its data points. `passed`: what
    the clock does in so many `days` without anybody; `is_over`: the form ended by it, unfinished.
    """

    errors: tuple[AnswerError, ...] = ()
    waits_for: tuple[Seat, ...] = ()
    is_done: bool = False
    scores: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    gives: tuple[Emission, ...] = ()
    held: bool = False
    days: int = 0
    passed: tuple[Passing, ...] = ()
    is_over: bool = False


class NotReached(Exception):
    """With these answers the path does not come to this step."""


def seats(definition: Definition, *, unasked: bool = False) -> list[Seat]:
    """Everybody at every step, in the order of the path; `unasked`: without the steps that a form
    leaves out that was begun of somebody's own accord."""
    return [
        Seat(stage.id, role, number)
        for stage in _path(definition, unasked)
        for role in stage.by
        for number in range(1, _places(definition, stage, role) + 1)
    ]


def is_one_of(definition: Definition, seat: Seat) -> bool:
    """Whether several people of its role are told apart at its step."""
    return _places(definition, definition.stage(seat.step), seat.role) > 1


def _path(definition: Definition, unasked: bool) -> Sequence[Stage]:
    first = definition.unasked if unasked else None
    return definition.stages[definition.stages.index(first) :] if first else definition.stages


def _places(definition: Definition, stage: Stage, role: str) -> int:
    """How many people of a role are told apart at a step. In an anonymous round nobody is."""
    if stage.anonymous or stage.mode == "one":
        return 1
    return min(_many(definition, role), MOST_SEATS)


def encounter_day(now: dt.datetime) -> dt.date:
    """What a trial is about happens on the day it begins."""
    return now.date()


class Rehearsal:
    """One record from its start. `given`: answers by seat. `unasked`: it begins of the own accord
    of whoever may; the form has such a step, or NotAllowed is raised."""

    def __init__(
        self,
        definition: Definition,
        given: Mapping[Seat, Answers],
        now: dt.datetime,
        *,
        unasked: bool = False,
    ) -> None:
        self.definition, self.given, self.now = definition, dict(given), now
        self.context = {"encounter_date": encounter_day(now).isoformat()} | {
            name: "…" for name, wish in definition.context.items() if wish == "required"
        }
        self.people = list(_people(definition))
        self.state: RecordState = start(definition, self.people, now, unasked=unasked)
        self.contributions: list[Contribution] = []

    def by_stage(self) -> dict[str, list[Answers]]:
        return answers_by_stage(self.definition, self.contributions)

    def come_to(self, seat: Seat) -> Participant:
        """Let everybody act until it is this seat's turn; raises NotReached."""
        for _move in range(MOST_MOVES):
            for person in self.people:
                if seat.step in self._turns(person) and self._seat(person, seat.step) == seat:
                    return person
            if not self._go_on():
                break
        raise NotReached()

    def facts(self, seat: Seat) -> dict[str, Any]:
        """What rules of this seat's page read elsewhere; raises NotReached."""
        person = self.come_to(seat)
        view = visible(
            self.definition, self.state, person, self.contributions, self.now, self.context
        )
        roles = list(self.definition.roles)
        given = sorted(self.contributions, key=lambda one: (one.cycle, roles.index(one.role)))
        return page_facts(
            self.definition,
            stage=seat.step,
            role=seat.role,
            given=given,
            view=view,
            context=self.context,
        )

    def send(self, seat: Seat, answers: Answers) -> Outcome:
        """What comes of it when these answers are sent at this seat; raises NotReached."""
        person = self.come_to(seat)
        checked = validate_answers(
            self.definition,
            stage=seat.step,
            role=seat.role,
            answers=dict(answers),
            context=self.context,
            today=self.now.date(),
            complete=True,
            by_stage=self.by_stage(),
        )
        if checked.errors:
            return Outcome(errors=tuple(checked.errors))
        before = self.state
        self.given[seat] = checked.answers
        self._act(person, seat.step, checked.answers)
        self._others_act(seat.step, before.stages[seat.step].cycle)
        return Outcome(
            waits_for=tuple(self._waiting()),
            is_done=self.state.status is RecordStatus.DONE,
            scores={name: value for name, value in checked.computed.items() if value is not None},
            gives=tuple(self._gives(seat.step, before)),
            held=self._is_held(seat.step, before.stages[seat.step].cycle),
        )

    def wait(self, seat: Seat, days: int) -> Outcome:
        """What so many days do while nobody acts here or later but who was tried at the same step;
        raises NotReached."""
        self.given.pop(seat, None)
        self.come_to(seat)
        self._others_act(seat.step, self.state.stages[seat.step].cycle)
        before, began = self.state, self.now
        passed = tuple(dict.fromkeys(self._pass(began, began + dt.timedelta(days=days))))
        opened = newly_open(before, self.state)
        return Outcome(
            waits_for=tuple(self._waiting()),
            is_done=self.state.status is RecordStatus.DONE,
            gives=tuple(one for stage in opened for one in self._given_by(stage)),
            days=days,
            passed=passed,
            is_over=self.state.status in (RecordStatus.EXPIRED, RecordStatus.DECLINED),
        )

    def _pass(self, began: dt.datetime, until: dt.datetime) -> Iterator[Passing]:
        """From one instant that the form asks for to the next, as the clock of a record does."""
        while True:
            coming = [
                one
                for one in due_times(self.definition, self.state)
                if self.now < one.at <= until and self._is_noticed(one)
            ]
            if not coming:
                break
            at = coming[0].at
            for one in coming:
                if one.at == at:
                    who = self.state.participants.get(one.participant_id or "")
                    day = round((at - began) / dt.timedelta(days=1))
                    yield Passing(day, one.kind, one.stage, who.role if who else "")
            self._wait_until(at)
        self._wait_until(until)

    def _is_noticed(self, due: Due) -> bool:
        """The learner is not reminded of an own turn, and nobody of a step that may be left out."""
        if due.kind != "remind":
            return True
        who = self.state.participants.get(due.participant_id or "")
        is_learner = who is None or who.role == self.definition.subject
        return not is_learner and not self.definition.stage(due.stage).optional

    def _is_held(self, step: str, cycle: int) -> bool:
        there = self.state.stages[step].round(cycle)
        return there is not None and there.held

    def _gives(self, step: str, before: RecordState) -> Iterator[Emission]:
        """What the step gives, and what waited until now."""
        for stage in dict.fromkeys((step, *newly_open(before, self.state))):
            yield from self._given_by(stage)

    def _given_by(self, stage: str) -> Iterator[Emission]:
        yield from emit(self.definition, self.contributions, self.context, stage, self.state)

    def _others_act(self, step: str, cycle: int) -> None:
        """Who acts at the same step, and was tried before or answers as somebody who was."""
        for person in self.people:
            answers = self.given.get(self._seat(person, step))
            if self.state.stages[step].cycle != cycle:
                return
            if answers is not None and step in self._turns(person):
                self._act(person, step, answers)

    def _seat(self, person: Participant, step: str) -> Seat:
        """Where somebody sits; whoever is not told apart sits where the last one does."""
        places = _places(self.definition, self.definition.stage(step), person.role)
        fellows = [one for one in self.people if one.role == person.role]
        return Seat(step, person.role, min(fellows.index(person) + 1, places))

    def _tried(self, person: Participant, step: str) -> Answers | None:
        """What was tried at this seat, or else by an earlier one of the same role."""
        number = self._seat(person, step).number
        earlier = (Seat(step, person.role, one) for one in range(number, 0, -1))
        return next((self.given[one] for one in earlier if one in self.given), None)

    def _turns(self, person: Participant) -> list[str]:
        return [act.stage for act in may_act(self.definition, self.state, person, self.now)]

    def _waiting(self) -> Iterator[Seat]:
        found = [self._seat(person, step) for person in self.people for step in self._turns(person)]
        yield from dict.fromkeys(found)

    def _go_on(self) -> bool:
        """One more move of anybody, or of the clock; False when nothing can happen any more."""
        turns = [(one, step) for one in self.people for step in self._turns(one)]
        if turns:
            # Who was tried goes first: of several who may act, it is what they gave that counts.
            turn = min(turns, key=lambda one: self._tried(*one) is None)
            self._act(*turn, self._tried(*turn) or {})
            return True
        for person in self.people:
            for step in may_close_round(self.definition, self.state, person, self.now):
                self._advance("close", person, step)
                return True
        waiting = [one.opens_at for one in self.state.stages.values() if one.opens_at]
        later = [at for at in (*waiting, *self._nights()) if at > self.now]
        if later:
            self._wait_until(min(later))
        return bool(later)

    def _nights(self) -> Iterator[dt.datetime]:
        """Answers to an anonymous round count from the morning after: then it can be closed."""
        tomorrow = self.now + dt.timedelta(days=1)
        if any(may_close_round(self.definition, self.state, one, tomorrow) for one in self.people):
            yield tomorrow

    def _act(self, person: Participant, step: str, answers: Answers) -> None:
        act = next(
            one
            for one in may_act(self.definition, self.state, person, self.now)
            if one.stage == step
        )
        cycle = self.state.stages[step].cycle
        self.contributions.append(
            Contribution(
                id=f"{step}-{person.id}-{cycle}",
                stage=step,
                participant_id=person.id,
                role=person.role,
                group=person.group,
                answers=answers,
                revision=1,
                sent_at=self.now,
                cycle=cycle,
            )
        )
        self._advance(act.action.value, person, step)

    def _advance(self, action: str, person: Participant, step: str) -> None:
        try:
            self.state = advance(
                self.definition,
                self.state,
                action,
                person,
                self.now,
                self.by_stage(),
                stage=step,
            )
        except NotAllowed as refused:
            raise NotReached() from refused
        self._wait_until(self.now + PAUSE)

    def _wait_until(self, instant: dt.datetime) -> None:
        self.now = instant
        self.state = settle(self.definition, self.state, self.now, self.by_stage())


def _people(definition: Definition) -> Iterator[Participant]:
    """As many in each role as are needed, spread over its groups."""
    for role in definition.roles.values():
        for number in range(_many(definition, role.key)):
            yield Participant(f"{role.key}-{number}", role.key, _group(role.groups, number))


def _many(definition: Definition, key: str) -> int:
    role = definition.roles[key]
    rounds = [stage.anonymous for stage in definition.stages if key in stage.by and stage.anonymous]
    enough = max((one.min_group for one in rounds), default=1)
    least = max(1, role.min, enough, sum(one.min for one in role.groups))
    return min(least, role.max or least, MOST_EACH)


def _group(groups: Sequence[Any], number: int) -> str | None:
    """First every group's own minimum, then the first group."""
    places = [one.key for one in groups for _each in range(one.min)]
    if number < len(places):
        return str(places[number])
    return str(groups[0].key) if groups else None
