"""Goals that a teacher sets for one learner, or words and dates anew, as changes of the plan."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction

from ..domain.adapting import OPEN, Change
from ..tables import Goal, PlanAdaptation, Portfolio
from .goals import tell_goal

SLOT = "plan"


def set_goal(
    tx: Transaction, portfolio: Portfolio, change: Change, replaced: Sequence[PlanAdaptation]
) -> Change:
    """Make the goal, or say it anew -> the change with the goal it is about, and of a goal out of a
    form of the learner's how it was before any of this."""
    goal = _new(tx, portfolio) if change.requirement is None else _there(tx, change.requirement)
    changes = dict(change.changes)
    if goal.record_id is not None:
        before = next((one.changes["was"] for one in replaced if "was" in one.changes), None)
        changes["was"] = before or _said(goal)
    _say(goal, change.changes)
    tell_goal(tx, goal)
    return dataclasses.replace(
        change, requirement=str(goal.id), changes=changes, from_on=tx.today()
    )


def let_go(tx: Transaction, ended: PlanAdaptation) -> None:
    """The learner's own goal is again as it was, unless its form was taken back meanwhile; one that
    was set here is dropped."""
    goal = _there(tx, str(ended.requirement))
    if goal.state == "withdrawn":
        return
    _say(goal, ended.changes.get("was") or {"state": "dropped"})
    tell_goal(tx, goal)


def _new(tx: Transaction, portfolio: Portfolio) -> Goal:
    goal = Goal(
        id=tx.new_id(),
        institution_id=portfolio.institution_id,
        portfolio_id=portfolio.id,
        learner_id=portfolio.learner_id,
        record_id=None,
        contribution_id=None,
        slot=SLOT,
        see=None,
        title="",
        state=OPEN,
        due_on=None,
        created_at=tx.now,
        version=0,
    )
    tx.session.add(goal)
    return goal


def _there(tx: Transaction, goal_id: str) -> Goal:
    return tx.session.get_one(Goal, UUID(goal_id), with_for_update=True)


def _said(goal: Goal) -> dict[str, Any]:
    due_on = goal.due_on.isoformat() if goal.due_on else None
    return {"title": goal.title, "due_on": due_on, "state": goal.state}


def _say(goal: Goal, words: Mapping[str, Any]) -> None:
    goal.title = words.get("title", goal.title).strip()
    goal.state = words.get("state", goal.state)
    if "due_on" in words:
        goal.due_on = dt.date.fromisoformat(words["due_on"]) if words["due_on"] else None
