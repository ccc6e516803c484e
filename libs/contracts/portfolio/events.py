"""What the portfolio service tells."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from libs.contracts.base import Event


@dataclass(frozen=True, kw_only=True)
class PortfolioOpenedV1(Event):
    NAME = "portfolio.portfolio_opened.v1"
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    programme_key: str
    programme_hash: str
    starts_on: dt.date
    cohort: str
    part_time: int
    state: str
    version: int


@dataclass(frozen=True, kw_only=True)
class RecordChangedV1(Event):
    """Where a record stands. `waiting_for`: roles that can act now.

    Once it is done: `assessors`, those other than the learner who had a part in it: {assessor: an
    opaque id, the same for the same person | None for an anonymous one, role, kind: role or group
    of raters}, and `context`, an opaque name of the place, the same for the same place.
    """

    NAME = "portfolio.record_changed.v1"
    record_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    form_key: str
    form_version: int
    dossier_key: str | None
    state: str
    waiting_for: tuple[str, ...]
    encounter_date: dt.date
    changed_at: dt.datetime
    version: int
    context: str | None = None
    assessors: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DataPointsRecordedV1(Event):
    """All data points of one contribution in one revision; a newer revision replaces them, and a
    withdrawn one comes with none.

    points: {data_point_id, kind: point | narrative | flag, outcome, lineage, framework, value:
    number | None, scale, line, item, row, see: [role or id of a person] | None}. `line`: the scale
    of an older form that this value goes on from, None for most. No names, no text. A flag has
    besides slot: the key it came under, and of its fields sort (`kind`) and state, each None where
    the form says nothing; senders of before leave the three out.
    """

    NAME = "portfolio.data_points_recorded.v1"
    record_id: uuid.UUID
    contribution_id: uuid.UUID
    revision: int
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    role: str
    form_key: str
    form_version: int
    stakes: str
    encounter_date: dt.date
    sent_at: dt.datetime
    points: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class RequestChangedV1(Event):
    """Somebody was asked to act, or that ended. state as in Request. For account holders
    `assessor_id` is set. `remind_now` grows by one with each reminder to be mailed now."""

    NAME = "portfolio.request_changed.v1"
    request_id: uuid.UUID
    record_id: uuid.UUID
    participant_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    form_key: str
    stage: str
    role: str
    assessor_id: uuid.UUID | None
    state: str
    asked_at: dt.datetime
    expires_at: dt.datetime | None
    remind_now: int
    version: int


@dataclass(frozen=True, kw_only=True)
class GoalChangedV1(Event):
    """`record_id`: the form it came out of; of a goal that was set in the plan the goal itself.
    `see`: the roles (or ids of people) that may read it, None for everybody with access; so it is
    of registrations and decisions too."""

    NAME = "portfolio.goal_changed.v1"
    goal_id: uuid.UUID
    record_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    state: str
    due_on: dt.date | None
    linked: int
    version: int
    see: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class RegistrationChangedV1(Event):
    NAME = "portfolio.registration_changed.v1"
    registration_id: uuid.UUID
    record_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    kind: str
    on: dt.date
    hours: float | None
    state: str
    version: int
    see: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionIssuedV1(Event):
    """Immutable once issued; a revocation or a newer decision comes as a new version of state."""

    NAME = "portfolio.decision_issued.v1"
    decision_id: uuid.UUID
    record_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    kind: str
    result: str
    light: str | None
    outcome: str | None
    lineage: str | None
    level: int | None
    advice: bool
    decided_on: dt.date
    valid_from: dt.date | None
    valid_until: dt.date | None
    state: str
    version: int
    see: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class PersonInformedV1(Event):
    """Something a person should find in their inbox (and mail, by preference): feedback_sent,
    returned, declined, opened, decision, approved, expired, objected, round_too_small (fewer
    answers than an anonymous round needs)."""

    NAME = "portfolio.person_informed.v1"
    person_id: uuid.UUID
    kind: str
    record_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    form_key: str


@dataclass(frozen=True, kw_only=True)
class FileLeftOutV1(Event):
    """A file that was added to a form and that no answer, earlier answer or draft names: whoever
    keeps its bytes lets them go. Told again of a file that is gone, it changes nothing."""

    NAME = "portfolio.file_left_out.v1"
    file_id: uuid.UUID
    record_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class PlanAdaptedV1(Event):
    """All adaptations of a learner's plan that count now: {kind, requirement, changes, from_on}.
    Goals are left out: GoalChangedV1 tells them."""

    NAME = "portfolio.plan_adapted.v1"
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    adaptations: tuple[dict[str, Any], ...]
    version: int
