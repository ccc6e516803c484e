"""What the engine lets the caller see of one record: the one place where queries ask it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from libs import formengine
from libs.chassis.transaction import Transaction

from ..domain.access import Access
from ..domain.context import for_rules
from ..domain.starting import roles_held
from ..tables import Contribution, Participant
from . import definitions
from .access import SeenRecord
from .rounds import round_contributions

ONLOOKER = "onlooker"
READER = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Sight:
    """A record as the caller sees it: in each of their roles one view."""

    definition: formengine.Definition
    state: formengine.RecordState
    readers: list[formengine.Participant]
    views: list[formengine.View]
    sent: list[Contribution]
    began: bool

    @property
    def is_listed(self) -> bool:
        """Whether the caller may know of the record; a learner knows what they began."""
        return self.began or any(view.listed for view in self.views)


def sight_of(tx: Transaction, seen: SeenRecord) -> Sight:
    """Ask the engine for every role the caller has in a record they were let in to."""
    definition = definitions.form(tx, seen.record.form_hash)
    state = formengine.RecordState.from_json(seen.record.progress)
    sent = contributions_of(tx, seen.record.id)
    readers = readers_of(tx, definition, state, seen)
    given = [as_engine_contribution(one) for one in sent]
    given += round_contributions(tx, seen.record.id)
    context = for_rules(seen.record.context)
    views = [formengine.visible(definition, state, one, given, tx.now, context) for one in readers]
    return Sight(definition, state, readers, views, sent, seen.began)


def contributions_of(tx: Transaction, record_id: UUID) -> list[Contribution]:
    query = (
        select(Contribution)
        .where(Contribution.record_id == record_id)
        .order_by(Contribution.sent_at, Contribution.id)
    )
    return list(tx.session.scalars(query))


def counting(
    definition: formengine.Definition, contributions: Iterable[Contribution]
) -> list[Contribution]:
    """Of what was sent, what rules read: of each stage its latest cycle, in role order."""
    known = list(contributions)
    latest: dict[str, int] = {}
    for one in known:
        latest[one.stage] = max(latest.get(one.stage, 0), one.cycle)
    current = [one for one in known if one.state == "sent" and one.cycle == latest[one.stage]]
    return sorted(current, key=lambda one: rank(definition, one.stage, one.role))


def rank(definition: formengine.Definition, stage: str, role: str) -> int:
    """The place of a role in a stage: rules read answers in this order."""
    by = definition.stage(stage).by
    return by.index(role) if role in by else len(by)


def as_engine_contribution(one: Contribution) -> formengine.Contribution:
    return formengine.Contribution(
        id=str(one.id),
        stage=one.stage,
        participant_id=str(one.participant_id),
        role=one.role,
        group=one.group_key,
        answers=one.answers,
        revision=one.revision,
        sent_at=one.sent_at if one.state == "sent" else None,
        cycle=one.cycle,
    )


def readers_of(
    tx: Transaction,
    definition: formengine.Definition,
    state: formengine.RecordState,
    seen: SeenRecord,
) -> list[formengine.Participant]:
    """The roles in which the caller reads: those they take part in, and those they hold by relation
    or office. Who holds none looks on, but not while their own answer could be swayed by it."""
    own = [engine_participant(one) for one in seen.own]
    if seen.takes_part_only:
        return own
    held = roles_by_right(tx, definition, seen.access) - {one.role for one in own}
    if not all(_may_look_on(definition, state, one) for one in own):
        held -= {ONLOOKER}
    return own + [formengine.Participant(READER, role) for role in sorted(held)]


def _may_look_on(
    definition: formengine.Definition,
    state: formengine.RecordState,
    one: formengine.Participant,
) -> bool:
    """A role by relation or office reads what its form opens to it; who was asked beside it reads
    on as others do, once they have no answer to give."""
    was_asked = definition.roles[one.role].who == "invited"
    return was_asked and formengine.is_through(definition, state, one)


def roles_by_right(
    tx: Transaction, definition: formengine.Definition, access: Access
) -> frozenset[str]:
    """The roles that the caller holds by relation or office, or that of somebody who looks on."""
    return roles_held(definition, access, tx.principal.roles) or frozenset({ONLOOKER})


def engine_participant(one: Participant) -> formengine.Participant:
    return formengine.Participant(str(one.id), one.role, one.group_key, known_by(one))


def known_by(one: Participant) -> str:
    """How a participant is known: account, link, device or walk_in."""
    if one.walk_in:
        return formengine.WALK_IN
    if one.on_device:
        return "device"
    return "account" if one.person_id or one.office else "link"
