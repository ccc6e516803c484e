"""Loading with the right to look: absent and not-yours are the same NotFound."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import select

from libs.chassis.transaction import Transaction
from libs.contracts.faults import Forbidden, NotFound
from libs.formengine import RecordState

from ..domain.access import (
    OWNER,
    STAFF_ROLES,
    Access,
    Bond,
    access_of,
    basis,
    holds,
    holds_office,
)
from ..domain.states import has_to_do
from ..tables import Membership, Participant, Portfolio, Record, Relation

PARTICIPANT = "participant"
LINK = "link"


@dataclass(frozen=True)
class Seen:
    """A portfolio and by what rights the caller looks at it."""

    portfolio: Portfolio
    access: Access

    @property
    def is_owner(self) -> bool:
        return OWNER in self.access


@dataclass(frozen=True)
class SeenRecord:
    """A record, by what rights the caller looks at it, and who takes part in it."""

    record: Record
    access: Access
    participants: list[Participant]
    own: list[Participant] = field(default_factory=list)

    @property
    def is_owner(self) -> bool:
        return OWNER in self.access

    @property
    def began(self) -> bool:
        """Whether the caller is the learner, who began it themself."""
        return self.is_owner and self.record.started_by == self.record.learner_id

    @property
    def by_link(self) -> bool:
        return LINK in self.access

    @property
    def takes_part_only(self) -> bool:
        """By a link, or without any right to the portfolio that the record is in."""
        return self.by_link or PARTICIPANT in self.access


def bonds_of(tx: Transaction, learner_id: UUID, person_id: UUID | None = None) -> list[Bond]:
    """The relations of a learner, of all staff or of one person, of all times."""
    query = select(Relation.kind, Relation.person_id, Relation.starts_on, Relation.ends_on).where(
        Relation.learner_id == learner_id
    )
    if person_id:
        query = query.where(Relation.person_id == person_id)
    return [Bond(*row) for row in tx.session.execute(query)]


def access_to(tx: Transaction, learner_id: UUID) -> Access:
    """The caller's rights to look at this learner's portfolio today."""
    who = tx.principal
    if who.kind != "person" or who.person_id is None:
        return Access()
    bonds = [] if who.person_id == learner_id else bonds_of(tx, learner_id, who.person_id)
    return access_of(
        person_id=who.person_id,
        roles=who.roles,
        learner_id=learner_id,
        bonds=bonds,
        day=tx.today(),
    )


def act_for_reader(tx: Transaction) -> None:
    """Go on by the right of the person a service works for, with the roles they hold today: its
    passport names none. Nobody, where it works for none."""
    who, today = tx.principal, tx.today()
    held = select(Membership).where(Membership.person_id == who.acting_for)
    roles = {
        role
        for one in tx.session.scalars(held)
        if holds(one.starts_on, one.ends_on, today)
        for role in one.roles
    }
    tx.act_as(replace(who, kind="person", person_id=who.acting_for, roles=frozenset(roles)))


def portfolio_for(tx: Transaction, portfolio_id: UUID) -> Seen:
    """The portfolio if the caller may look at it. Raises NotFound."""
    portfolio = tx.session.get(Portfolio, portfolio_id)
    access = access_to(tx, portfolio.learner_id) if portfolio else Access()
    if portfolio is None or not access:
        raise NotFound()
    return Seen(portfolio, access)


def own_portfolio(tx: Transaction, portfolio_id: UUID) -> Portfolio:
    """The caller's own portfolio. Raises NotFound, or Forbidden to one who may only look."""
    seen = portfolio_for(tx, portfolio_id)
    if not seen.is_owner:
        raise Forbidden()
    return seen.portfolio


def record_for(tx: Transaction, record_id: UUID, *, lock: bool = False) -> SeenRecord:
    """The record if the caller may look at it: by relation or office, or as one who takes part.

    With `lock` nobody else changes it until the transaction ends. Raises NotFound.
    """
    query = select(Record).where(Record.id == record_id)
    record = tx.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if record is None:
        raise NotFound()
    participants = participants_of(tx, record_id)
    own = [one for one in participants if one.is_active and is_own(tx, one)]
    access = _record_access(tx, record, own)
    if not access:
        raise NotFound()
    return SeenRecord(record, access, participants, own)


def handed_over(seen: SeenRecord) -> SeenRecord:
    """The record as those see it who fill in on the learner's device. Raises NotFound to anybody
    but the learner, and when nobody was handed it."""
    there = [one for one in seen.participants if one.on_device and one.is_active]
    if not seen.is_owner or not there:
        raise NotFound()
    return SeenRecord(seen.record, Access({LINK}), seen.participants, there[-1:])


def participants_of(tx: Transaction, record_id: UUID) -> list[Participant]:
    """All who have or had a part in a record, in the order they came."""
    query = (
        select(Participant)
        .where(Participant.record_id == record_id)
        .order_by(Participant.added_at, Participant.id)
    )
    return list(tx.session.scalars(query))


def is_own(tx: Transaction, participant: Participant) -> bool:
    """Whether the caller is this participant: by account, by link, or by holding the office."""
    who = tx.principal
    if who.kind == "link":
        return (
            participant.id == who.link_participant_id
            and participant.record_id == who.link_record_id
        )
    if who.person_id is None:
        return False
    if participant.office is not None and participant.office not in STAFF_ROLES:
        return False
    if participant.person_id is not None:
        return participant.person_id == who.person_id
    return participant.office is not None and holds_office(participant.office, who.roles)


def _record_access(tx: Transaction, record: Record, own: list[Participant]) -> Access:
    if tx.principal.kind == "link":
        return Access({LINK} if own else ())
    found = access_to(tx, record.learner_id) or Access({PARTICIPANT} if own else ())
    if OWNER not in found and record.state == "draft" and not _waits_for(record, own):
        return Access()
    return found


def _waits_for(record: Record, own: list[Participant]) -> bool:
    """A draft is its writer's alone, but whoever has to fill a part of it must find it."""
    state = RecordState.from_json(record.progress)
    return has_to_do(state, {str(one.id) for one in own})


def looked(
    tx: Transaction,
    action: str,
    *,
    object_kind: str,
    object_id: UUID,
    subject_id: UUID | None,
    access: Access,
) -> None:
    """The audit line of a look at somebody's records: by what rights, and what for."""
    tx.audit(
        action,
        object_kind=object_kind,
        object_id=object_id,
        subject_id=subject_id,
        basis=basis(access),
    )


def looked_into(tx: Transaction, action: str, seen: Seen) -> None:
    """As `looked`, at a part of a portfolio."""
    looked(
        tx,
        action,
        object_kind="portfolio",
        object_id=seen.portfolio.id,
        subject_id=seen.portfolio.learner_id,
        access=seen.access,
    )
