"""Learning goals: they come out of records, and feedback is linked to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound

from ..domain.emitted import day_of, word_of
from ..domain.texts import words
from ..queries.access import own_portfolio
from ..tables import Contribution, Goal, GoalLink, Record
from .reading import fact_readers
from .running import Running

STATES = frozenset({"open", "met", "partly", "dropped"})


def record_goal(running: Running, one: formengine.Emission) -> None:
    """Make the goal of an emission, or bring it up to date: the same slot is the same goal."""
    tx, record = running.tx, running.record
    source = source_of(running, one)
    declared = next(each for each in running.definition.emit if each.key == one.key)
    slot = f"{one.key}:{one.row or ''}"
    goal = _in_slot(tx, record.id, slot)
    if goal is None:
        goal = Goal(
            id=tx.new_id(),
            institution_id=record.institution_id,
            portfolio_id=record.portfolio_id,
            learner_id=record.learner_id,
            record_id=record.id,
            contribution_id=source.id,
            slot=slot,
            see=fact_readers(running, one),
            title="",
            due_on=None,
            created_at=tx.now,
            version=0,
        )
        tx.session.add(goal)
    # A later stage, such as looking back, says only what it changes.
    if "title" in one.texts:
        goal.title = words(source.answers, one.texts, "title", declared.each, one.row)
        goal.see = fact_readers(running, one)
        goal.contribution_id = source.id
    if "due_on" in one.fields:
        goal.due_on = day_of(one.fields["due_on"])
    goal.state = word_of(one.fields.get("state"), STATES) or "open"
    tell_goal(tx, goal)


def source_of(running: Running, one: formengine.Emission) -> Contribution:
    """The contribution an emission came from."""
    return next(each for each in running.contributions() if str(each.id) == one.contribution_id)


def _in_slot(tx: Transaction, record_id: UUID, slot: str) -> Goal | None:
    query = select(Goal).where(Goal.record_id == record_id, Goal.slot == slot)
    return tx.session.scalars(query).one_or_none()


def take_back(running: Running, source: Contribution) -> None:
    """The goals of a contribution that is a draft again are withdrawn until it is sent anew."""
    if not any(one.kind == "goal" for one in running.definition.emit):
        return
    query = select(Goal).where(Goal.contribution_id == source.id, Goal.state != "withdrawn")
    for goal in running.tx.session.scalars(query):
        goal.state = "withdrawn"
        tell_goal(running.tx, goal)


def link_to_goal(tx: Transaction, *, goal_id: UUID, record_id: UUID) -> dict[str, Any]:
    """Link a record to an own goal of the same portfolio; twice is once. Raises NotFound."""
    goal = _own_goal(tx, goal_id)
    record = tx.session.get(Record, record_id)
    if record is None or record.portfolio_id != goal.portfolio_id or record.id == goal.record_id:
        raise NotFound()
    link = insert(GoalLink).values(
        goal_id=goal.id,
        record_id=record.id,
        institution_id=goal.institution_id,
        linked_at=tx.now,
    )
    tx.session.execute(link.on_conflict_do_nothing())
    return _linked(tx, goal, "goal.link")


def unlink_from_goal(tx: Transaction, *, goal_id: UUID, record_id: UUID) -> dict[str, Any]:
    """Take a link away again. Raises NotFound."""
    goal = _own_goal(tx, goal_id)
    tx.session.execute(
        delete(GoalLink).where(GoalLink.goal_id == goal.id, GoalLink.record_id == record_id)
    )
    return _linked(tx, goal, "goal.unlink")


def _linked(tx: Transaction, goal: Goal, action: str) -> dict[str, Any]:
    tell_goal(tx, goal)
    tx.audit(
        action, object_kind="goal", object_id=goal.id, subject_id=goal.learner_id, basis="owner"
    )
    return {}


def _own_goal(tx: Transaction, goal_id: UUID) -> Goal:
    goal = tx.session.get(Goal, goal_id, with_for_update=True)
    if goal is None or goal.state == "withdrawn":
        raise NotFound()
    own_portfolio(tx, goal.portfolio_id)
    return goal


def tell_goal(tx: Transaction, goal: Goal) -> None:
    """Count a change of a goal and tell it."""
    goal.version += 1
    tx.session.flush()
    tx.emit(goal_event(tx, goal))


def goal_event(tx: Transaction, goal: Goal) -> contract.GoalChangedV1:
    """Where a goal stands, as an event. One that was set in the plan is in no record of its own."""
    linked = tx.session.scalar(
        select(func.count()).select_from(GoalLink).where(GoalLink.goal_id == goal.id)
    )
    return contract.GoalChangedV1(
        institution_id=goal.institution_id,
        network_id=tx.principal.network_id,
        goal_id=goal.id,
        record_id=goal.record_id or goal.id,
        portfolio_id=goal.portfolio_id,
        learner_id=goal.learner_id,
        state=goal.state,
        due_on=goal.due_on,
        linked=linked or 0,
        version=goal.version,
        see=None if goal.see is None else tuple(goal.see),
    )
