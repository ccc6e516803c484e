"""A record while something happens to it: loaded with a lock, moved by the engine, stored again.

Every use case that changes a record goes through here, so rows, requests, tasks, timers and
events always say the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound
from libs.formengine.records.state import GIVEN, StageState

from ..domain.access import Access, basis
from ..domain.starting import roles_held
from ..domain.states import WITHOUT_RESULT, record_state, waiting_roles
from ..queries import definitions
from ..queries.access import SeenRecord, participants_of, record_for
from ..queries.views import counting, engine_participant, rank
from ..tables import Contribution, Participant, Record
from .breadth import assessors_of, place_key
from .starting import new_participant

Move = Callable[[formengine.RecordState], formengine.RecordState]


@dataclass
class Running:
    """A locked record with its definition, its people and the engine's state before and after."""

    tx: Transaction
    record: Record
    definition: formengine.Definition
    people: dict[str, Participant]
    before: formengine.RecordState
    after: formengine.RecordState
    own: list[Participant] = field(default_factory=list)
    access: Access = Access()
    _contributions: list[Contribution] | None = None

    @classmethod
    def of_caller(cls, tx: Transaction, record_id: UUID) -> Running:
        """The record if the caller may look at it. Raises NotFound."""
        return cls._of_seen(tx, record_for(tx, record_id, lock=True))

    @classmethod
    def of_clock(cls, tx: Transaction, record_id: UUID) -> Running | None:
        """The record for a timer, None when it is gone."""
        query = select(Record).where(Record.id == record_id).with_for_update()
        record = tx.session.scalars(query).one_or_none()
        if record is None:
            return None
        return cls._of_seen(
            tx, SeenRecord(record, Access({"clock"}), participants_of(tx, record_id))
        )

    @classmethod
    def of_new(
        cls,
        tx: Transaction,
        record: Record,
        definition: formengine.Definition,
        people: list[Participant],
        own: list[Participant],
        unasked: bool = False,
    ) -> Running:
        """A record that starts now. Raises NotNow when the engine refuses who takes part."""
        engaged = [as_engine(one) for one in people]
        state = refused_as_fault(
            lambda: formengine.start(definition, engaged, tx.now, unasked=unasked)
        )
        by_id = {str(one.id): one for one in people}
        return cls(tx, record, definition, by_id, state, state, own, Access({"starter"}), [])

    @classmethod
    def _of_seen(cls, tx: Transaction, seen: SeenRecord) -> Running:
        state = formengine.RecordState.from_json(seen.record.progress)
        return cls(
            tx,
            seen.record,
            definitions.form(tx, seen.record.form_hash),
            {str(one.id): one for one in seen.participants},
            state,
            state,
            seen.own,
            seen.access,
        )

    @property
    def basis(self) -> str:
        """By what rights the caller acts, for the audit."""
        return basis(self.access)

    def contributions(self) -> list[Contribution]:
        """What was sent so far, all cycles, oldest first; loaded once."""
        if self._contributions is None:
            query = (
                select(Contribution)
                .where(Contribution.record_id == self.record.id)
                .order_by(Contribution.cycle, Contribution.sent_at, Contribution.id)
            )
            self._contributions = list(self.tx.session.scalars(query))
        return self._contributions

    def round_of(self, stage: str, participant_id: UUID) -> StageState:
        """The round of a stage in which the participant gave last: where that Send began the next
        one, no longer the present one."""
        there = self.after.stages[stage]
        for one in reversed(there.every_round()):
            own = one.contributions.get(str(participant_id))
            if own and own.status in GIVEN:
                return one
        return there

    def contribution(
        self, stage: str, participant_id: UUID, cycle: int | None = None
    ) -> Contribution | None:
        """The participant's contribution in one cycle of the stage, by default the present one."""
        cycle = self.after.stages[stage].cycle if cycle is None else cycle
        for one in self.contributions():
            if (one.stage, one.participant_id, one.cycle) == (stage, participant_id, cycle):
                return one
        return None

    def keep(self, contribution: Contribution) -> None:
        """A contribution made in this transaction."""
        if contribution not in self.contributions():
            self.contributions().append(contribution)

    def answers_by_stage(
        self, sending: tuple[str, UUID, Mapping[str, Any]] | None = None
    ) -> dict[str, list[Mapping[str, Any]]]:
        """The answers of each stage in role order, as the engine wants them; with `sending`
        (stage, participant, answers) in place of what that one sent before."""
        found: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
        for one in counting(self.definition, self.contributions()):
            if sending and sending[:2] == (one.stage, one.participant_id):
                continue
            place = rank(self.definition, one.stage, one.role)
            found.setdefault(one.stage, []).append((place, one.answers))
        if sending:
            stage, participant_id, answers = sending
            place = rank(self.definition, stage, self.people[str(participant_id)].role)
            found.setdefault(stage, []).append((place, answers))
        return {
            stage: [answers for _, answers in sorted(pairs, key=lambda pair: pair[0])]
            for stage, pairs in found.items()
        }

    def participant(self, stage: str) -> Participant:
        """The caller as a participant of this stage. Raises NotFound.

        Somebody who has the relation or the office today may step in without having been asked.
        """
        if stage not in self.definition.by_stage:
            raise NotFound()
        roles = self.definition.stage(stage).by
        fitting = [one for one in self.own if one.role in roles]
        if fitting:
            # Who declined and was asked anew is there twice.
            return min(fitting, key=self.has_left)
        held = roles_held(self.definition, self.access, self.tx.principal.roles)
        if not held.intersection(roles):
            raise NotFound()
        return self._step_in(next(role for role in roles if role in held))

    def has_left(self, one: Participant) -> bool:
        """Whether somebody who was asked takes part no longer: they may be asked anew."""
        left = formengine.has_left(self.definition, self.after, as_engine(one))
        return left or not one.is_active

    def _step_in(self, role: str) -> Participant:
        newcomer = new_participant(
            self.tx, self.record, role, person_id=self.tx.principal.person_id
        )
        self.add(newcomer)
        self.own.append(newcomer)
        return newcomer

    def add(self, participant: Participant) -> None:
        """Somebody new takes part."""
        self.tx.session.add(participant)
        self.people[str(participant.id)] = participant

    def refuse_without_result(self) -> None:
        """What was declined, expired or taken back is corrected and taken back no more. Raises
        RecordClosed."""
        if self.after.status in WITHOUT_RESULT:
            raise contract.RecordClosed(code=f"record_{self.after.status.value}")

    def move(self, change: Move) -> None:
        """Let the engine change the state. Raises NotNow with the engine's code."""
        self.after = refused_as_fault(lambda: change(self.after))

    def act(
        self,
        action: str,
        participant: Participant,
        stage: str,
        *,
        answers: Mapping[str, Any] | None = None,
        reason: str | None = None,
        to: Participant | None = None,
    ) -> None:
        """One action of one participant on the engine's state. Raises NotNow."""
        if participant.walk_in:
            # The link of a round is shared by all who have it: none of them acts for the others.
            raise contract.NotNow(code="round_link")
        sending = (stage, participant.id, answers) if answers is not None else None
        by_stage = self.answers_by_stage(sending)
        self.move(
            lambda state: formengine.advance(
                self.definition,
                state,
                action,
                as_engine(participant),
                self.tx.now,
                by_stage,
                stage=stage,
                reason=reason,
                to=as_engine(to) if to else None,
                zone=self.tx.zone,
            )
        )

    def write_back(self, *, quiet: bool = False) -> None:
        """Put the new state into the record's row and count the change. `quiet`: without a trace
        of when it happened."""
        record = self.record
        record.progress = self.after.to_json()
        record.state = record_state(self.definition, self.after)
        record.rev = (record.rev or 0) + 1
        record.version = (record.version or 0) + 1
        if not quiet:
            record.last_at = self.tx.now
        record.done_at = self.after.ended_at if record.state == "done" else None

    def changed_event(self) -> contract.RecordChangedV1:
        return record_event(
            self.record,
            waiting_roles(self.definition, self.after),
            self._assessors() if self.record.state == "done" else (),
        )

    def _assessors(self) -> tuple[dict[str, Any], ...]:
        people = self.people.values()
        return assessors_of(self.record, self.definition, self.contributions(), people)

    def learner_participates_as(self) -> Participant | None:
        return next(
            (one for one in self.people.values() if one.role == self.definition.subject), None
        )


def record_event(
    record: Record, waiting_for: tuple[str, ...], assessors: tuple[dict[str, Any], ...]
) -> contract.RecordChangedV1:
    """Where a record stands, as an event."""
    return contract.RecordChangedV1(
        institution_id=record.institution_id,
        network_id=record.network_id,
        record_id=record.id,
        portfolio_id=record.portfolio_id,
        learner_id=record.learner_id,
        form_key=record.form_key,
        form_version=record.form_version,
        dossier_key=record.dossier_key,
        state=record.state,
        waiting_for=waiting_for,
        encounter_date=record.encounter_date,
        changed_at=record.last_at,
        version=record.version,
        context=place_key(record),
        assessors=assessors,
    )


def as_engine(one: Participant) -> formengine.Participant:
    """A participant as the engine knows them: an id, a role, and how they are known."""
    return engine_participant(one)


def refused_as_fault(change: Callable[[], formengine.RecordState]) -> formengine.RecordState:
    """Run an engine step; its refusal becomes our fault with the same code."""
    try:
        return change()
    except formengine.NotAllowed as refusal:
        if refusal.code in CLOSED:
            raise contract.RecordClosed(code=refusal.code) from refusal
        raise contract.NotNow(code=refusal.code) from refusal


CLOSED = frozenset({"closed_for_good", "too_late", "record_done", "record_cancelled"})


def earliest(*instants: dt.datetime | None) -> dt.datetime | None:
    """The first of some instants, None when there is none."""
    return min((one for one in instants if one), default=None)
