"""A form run through the engine with people who do not exist: to see what would come out.

Pure: nothing is stored, no clock is read. Everybody who is needed takes part; who acts before the
step at hand gives what was tried before, or nothing.
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
    Emission,
    NotAllowed,
    Participant,
    RecordState,
    advance,
    answers_by_stage,
    emit,
    may_act,
    may_close_round,
    settle,
    start,
    validate_answers,
)

PAUSE = dt.timedelta(minutes=2)  # past the minute in which something can be taken back
MOST_MOVES = 300
MOST_EACH = 100

Answers = Mapping[str, Any]


class Seat(NamedTuple):
    """One role at one step."""

    step: str
    role: str


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What sending would do. `errors` first: with any of them nothing else happened.

    `waits_for`: who could act then; `scores`: what the form works out; `gives`: what reaches the
    portfolio now; `held`: what is filled in opens only later, with its data points.
    """

    errors: tuple[AnswerError, ...] = ()
    waits_for: tuple[Seat, ...] = ()
    is_done: bool = False
    scores: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    gives: tuple[Emission, ...] = ()
    held: bool = False


class NotReached(Exception):
    """With these answers the path does not come to this step."""


def seats(definition: Definition) -> list[Seat]:
    """Everybody at every step, in the order of the path."""
    return [Seat(stage.id, role) for stage in definition.stages for role in stage.by]


class Rehearsal:
    """One record from its start. `given`: answers by seat."""

    def __init__(
        self, definition: Definition, given: Mapping[Seat, Answers], now: dt.datetime
    ) -> None:
        self.definition, self.given, self.now = definition, given, now
        self.context = {"encounter_date": now.date().isoformat()} | {
            name: "…" for name, wish in definition.context.items() if wish == "required"
        }
        self.people = list(_people(definition))
        self.state: RecordState = start(definition, self.people, now)
        self.contributions: list[Contribution] = []

    def by_stage(self) -> dict[str, list[Answers]]:
        return answers_by_stage(self.definition, self.contributions)

    def come_to(self, seat: Seat) -> Participant:
        """Let everybody act until it is this seat's turn; raises NotReached."""
        for _move in range(MOST_MOVES):
            for person in self.people:
                if person.role == seat.role and seat.step in self._turns(person):
                    return person
            if not self._go_on():
                break
        raise NotReached()

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
        self._act(person, seat.step, checked.answers)
        there = self.state.stages[seat.step]
        return Outcome(
            waits_for=tuple(self._waiting()),
            is_done=not self.state.current(),
            scores={name: value for name, value in checked.computed.items() if value is not None},
            gives=tuple(
                emit(self.definition, self.contributions, self.context, seat.step, self.state)
            ),
            held=there.held,
        )

    def _turns(self, person: Participant) -> list[str]:
        return [act.stage for act in may_act(self.definition, self.state, person, self.now)]

    def _waiting(self) -> Iterator[Seat]:
        found = [Seat(step, person.role) for person in self.people for step in self._turns(person)]
        yield from dict.fromkeys(found)

    def _go_on(self) -> bool:
        """One more move of anybody, or of the clock; False when nothing can happen any more."""
        for person in self.people:
            for step in self._turns(person):
                self._act(person, step, self.given.get(Seat(step, person.role), {}))
                return True
        for person in self.people:
            for step in may_close_round(self.definition, self.state, person, self.now):
                self._advance("close", person, step)
                return True
        waiting = [one.opens_at for one in self.state.stages.values() if one.opens_at]
        later = [at for at in waiting if at > self.now]
        if later:
            self._wait_until(min(later))
        return bool(later)

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
    enough = max((stage.anonymous_min for stage in definition.stages), default=0)
    for role in definition.roles.values():
        needs_group = any(stage.anonymous and role.key in stage.by for stage in definition.stages)
        least = max(1, role.min, enough if needs_group else 1, sum(one.min for one in role.groups))
        for number in range(min(least, role.max or least, MOST_EACH)):
            group = _group(role.groups, number)
            yield Participant(f"{role.key}-{number}", role.key, group)


def _group(groups: Sequence[Any], number: int) -> str | None:
    """First every group's own minimum, then the first group."""
    places = [one.key for one in groups for _each in range(one.min)]
    if number < len(places):
        return str(places[number])
    return str(groups[0].key) if groups else None
