"""The state of a record: plain, frozen, stored as JSON. Instants are aware and in UTC."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

UNDO = dt.timedelta(seconds=60)
CORRECTION = dt.timedelta(hours=24)


class Action(StrEnum):
    """Everything that can happen to a record. The first five complete a stage's act."""

    SEND = "send"
    APPROVE = "approve"
    SIGN = "sign"
    DECIDE = "decide"
    RELEASE = "release"
    DECLINE = "decline"
    RETURN = "return"
    OBJECT = "object"
    PASS_ON = "pass_on"
    WITHDRAW = "withdraw"
    UNDO = "undo"
    CORRECT = "correct"
    CLOSE = "close"
    EXPIRE = "expire"
    CANCEL = "cancel"


class StageStatus(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    DECLINED = "declined"
    RETURNED = "returned"
    EXPIRED = "expired"


class ContributionStatus(StrEnum):
    """`open`, `returned` and `withdrawn` can (again) be sent; the rest is over."""

    OPEN = "open"
    SENT = "sent"
    OBJECTED = "objected"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    PASSED_ON = "passed_on"
    EXPIRED = "expired"
    NOT_NEEDED = "not_needed"


class RecordStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


TO_DO = frozenset(
    {ContributionStatus.OPEN, ContributionStatus.RETURNED, ContributionStatus.WITHDRAWN}
)
GIVEN = frozenset({ContributionStatus.SENT, ContributionStatus.OBJECTED})
LEFT = frozenset(
    {ContributionStatus.DECLINED, ContributionStatus.PASSED_ON, ContributionStatus.EXPIRED}
)
FILLABLE = frozenset({StageStatus.OPEN, StageStatus.RETURNED})
ENDED = frozenset({StageStatus.DONE, StageStatus.SKIPPED})


class NotAllowed(Exception):
    """The act is not this participant's, or not now. `code` is stable; the state is unchanged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclasses.dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in one role of one record. A person with two roles is two participants.

    `auth` says how they are known: account, link, device or walk_in.
    """

    id: str
    role: str
    group: str | None = None
    auth: str = "account"


@dataclasses.dataclass(frozen=True, slots=True)
class Contributing:
    """How far one participant is in one stage. `revision` counts from 1 with the first Send.
    `taken_back`: it expired because who asked does so no longer."""

    participant_id: str
    role: str
    status: ContributionStatus = ContributionStatus.OPEN
    revision: int = 0
    opened_at: dt.datetime | None = None
    sent_at: dt.datetime | None = None
    corrected_at: dt.datetime | None = None
    reason: str | None = None
    taken_back: bool = False

    @property
    def stays_out(self) -> bool:
        """Whether this one is not asked again when the stage opens anew."""
        return self.taken_back or self.status in (
            ContributionStatus.DECLINED,
            ContributionStatus.PASSED_ON,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class StageState:
    """One stage. `opens_at` is set while it waits for the clock alone.

    `joined_at` and `released_at` are the instants from which what was filled here opens; the past
    undo minute is in them. `held` is true from done until that instant has been settled; data
    points wait for it. `answered` counts per group once an anonymous round has closed: from
    then on nobody can tell who answered. `rounds` are the earlier ones of a cycle, as they ended:
    what was given in each opens by its own instants. States of before kept none.
    """

    status: StageStatus = StageStatus.WAITING
    cycle: int = 0
    opens_at: dt.datetime | None = None
    opened_at: dt.datetime | None = None
    done_at: dt.datetime | None = None
    joined_at: dt.datetime | None = None
    released_at: dt.datetime | None = None
    held: bool = False
    contributions: Mapping[str, Contributing] = dataclasses.field(default_factory=dict)
    answered: Mapping[str, int] = dataclasses.field(default_factory=dict)
    rounds: tuple[StageState, ...] = ()

    def every_round(self) -> tuple[StageState, ...]:
        """The earlier rounds that are known, oldest first, and this one."""
        return (*self.rounds, self)

    def round(self, cycle: int) -> StageState | None:
        """One round; None for an earlier one of which nothing was kept."""
        return next((one for one in self.every_round() if one.cycle == cycle), None)

    @property
    def is_round_unknown(self) -> bool:
        """Whether there was a round of which nothing was kept."""
        return self.cycle > len(self.rounds)

    def given(self) -> list[Contributing]:
        return [one for one in self.contributions.values() if one.status in GIVEN]

    def to_do(self) -> list[Contributing]:
        return [one for one in self.contributions.values() if one.status in TO_DO]


@dataclasses.dataclass(frozen=True, slots=True)
class RecordState:
    """A record as the engine knows it: who takes part and where each stage stands.

    `evidence_until`: a decision rests on what was sent up to then, which can change no more.
    """

    status: RecordStatus
    participants: Mapping[str, Participant]
    stages: Mapping[str, StageState]
    started_at: dt.datetime
    ended_at: dt.datetime | None = None
    frozen: bool = False
    evidence_until: dt.datetime | None = None

    def is_evidence(self, sent_at: dt.datetime | None) -> bool:
        """Whether a decision rests on what was sent then."""
        return bool(sent_at and self.evidence_until and sent_at <= self.evidence_until)

    def with_stage(self, stage_id: str, **changes: Any) -> RecordState:
        stage = dataclasses.replace(self.stages[stage_id], **changes)
        return dataclasses.replace(self, stages={**self.stages, stage_id: stage})

    def with_contribution(self, stage_id: str, who: Contributing) -> RecordState:
        found = {**self.stages[stage_id].contributions, who.participant_id: who}
        return self.with_stage(stage_id, contributions=found)

    def current(self) -> tuple[str, ...]:
        """The stages in which somebody can do something now, in order."""
        return tuple(name for name, stage in self.stages.items() if stage.status in FILLABLE)

    def in_role(self, *roles: str) -> Iterator[Participant]:
        return (one for one in self.participants.values() if one.role in roles)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; `from_json` gives an equal state back."""
        return {
            "status": self.status.value,
            "started_at": _written(self.started_at),
            "ended_at": _written(self.ended_at),
            "frozen": self.frozen,
            "evidence_until": _written(self.evidence_until),
            "participants": [dataclasses.asdict(one) for one in self.participants.values()],
            "stages": {name: _stage_json(stage) for name, stage in self.stages.items()},
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> RecordState:
        people = [Participant(**one) for one in document["participants"]]
        return cls(
            status=RecordStatus(document["status"]),
            participants={one.id: one for one in people},
            stages={name: _stage_of(one) for name, one in document["stages"].items()},
            started_at=dt.datetime.fromisoformat(document["started_at"]),
            ended_at=_read(document["ended_at"]),
            frozen=document["frozen"],
            # States of before hold none.
            evidence_until=_read(document.get("evidence_until")),
        )


_STAGE_INSTANTS = ("opens_at", "opened_at", "done_at", "joined_at", "released_at")
_OWN_INSTANTS = ("opened_at", "sent_at", "corrected_at")


def _written(instant: dt.datetime | None) -> str | None:
    return instant.astimezone(dt.UTC).isoformat() if instant else None


def _read(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _stage_json(stage: StageState) -> dict[str, Any]:
    found: dict[str, Any] = {name: _written(getattr(stage, name)) for name in _STAGE_INSTANTS}
    contributions = [_own_json(one) for one in stage.contributions.values()]
    return found | {
        "status": stage.status.value,
        "cycle": stage.cycle,
        "held": stage.held,
        "contributions": contributions,
        "answered": dict(stage.answered),
        "rounds": [_stage_json(one) for one in stage.rounds],
    }


def _own_json(one: Contributing) -> dict[str, Any]:
    found: dict[str, Any] = {name: _written(getattr(one, name)) for name in _OWN_INSTANTS}
    return found | {
        "participant_id": one.participant_id,
        "role": one.role,
        "status": one.status.value,
        "revision": one.revision,
        "reason": one.reason,
        "taken_back": one.taken_back,
    }


def _stage_of(document: Mapping[str, Any]) -> StageState:
    instants = {name: _read(document[name]) for name in _STAGE_INSTANTS}
    own = [_own_of(one) for one in document["contributions"]]
    return StageState(
        status=StageStatus(document["status"]),
        cycle=document["cycle"],
        held=document["held"],
        contributions={one.participant_id: one for one in own},
        answered=dict(document["answered"]),
        rounds=tuple(_stage_of(one) for one in document.get("rounds", ())),
        **instants,
    )


def _own_of(document: Mapping[str, Any]) -> Contributing:
    instants = {name: _read(document[name]) for name in _OWN_INSTANTS}
    return Contributing(
        participant_id=document["participant_id"],
        role=document["role"],
        status=ContributionStatus(document["status"]),
        revision=document["revision"],
        reason=document["reason"],
        taken_back=document.get("taken_back", False),
        **instants,
    )
