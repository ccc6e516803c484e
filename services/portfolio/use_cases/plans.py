"""Changing the plan of one learner, with a reason: a number, a day, the pace, a route, an activity
of their own, a goal."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, InvalidRequest, NotFound

from ..domain.access import basis
from ..domain.adapting import OWN, Change, Unfit, fitted, may_adapt, takes_the_place_of
from ..domain.programme import Programme
from ..domain.starting import decides
from ..queries import definitions
from ..queries.access import Seen, portfolio_for
from ..queries.plans import as_change, current, followed, goals_of, nameable
from ..tables import PlanAdaptation, Portfolio
from . import planned_goals
from .portfolios import put_added

OWN_KEY_LETTERS = 12


def adapt_plan(
    tx: Transaction,
    *,
    portfolio_id: UUID,
    kind: str,
    requirement: str | None = None,
    changes: dict[str, Any],
    from_on: dt.date | None = None,
    reason: str,
    account_name: str | None = None,
) -> dict[str, Any]:
    """Change something for one learner -> {adaptation_id}.

    Raises NotFound, Forbidden, InvalidRequest (`errors` by field), NotNow for a closed portfolio.
    """
    seen, programme = _open_plan(tx, portfolio_id)
    if not may_adapt(programme, seen.access, tx.principal.roles, kind, changes):
        raise Forbidden()
    _given(reason)
    there = current(tx, portfolio_id)
    if kind == "added" and requirement is None:
        requirement = OWN + tx.new_id().hex[-OWN_KEY_LETTERS:]
    wanted = Change(kind, requirement, changes, from_on or tx.today())
    change = _fitted(tx, seen, programme, wanted, there)
    if kind == "added":
        change = _placed(tx, followed(tx, seen.portfolio), change)
    replaced = [older for older in there if takes_the_place_of(change, as_change(older))]
    if kind == "goal":
        change = planned_goals.set_goal(tx, seen.portfolio, change, replaced)
    for older in replaced:
        _end(tx, older, reason, account_name)
    tx.session.flush()
    row = _row(tx, seen.portfolio, change, reason, account_name)
    tx.session.add(row)
    tx.session.flush()
    put_added(tx, seen.portfolio, programme)
    _tell(tx, seen, "plan.adapt", row)
    return {"adaptation_id": row.id}


def end_adaptation(
    tx: Transaction, *, adaptation_id: UUID, reason: str, account_name: str | None = None
) -> dict[str, Any]:
    """The programme counts again; the change stays to be read. Ended twice is ended once.

    Raises NotFound, Forbidden, InvalidRequest, NotNow.
    """
    found = tx.session.get(PlanAdaptation, adaptation_id)
    if found is None:
        raise NotFound()
    seen, programme = _open_plan(tx, found.portfolio_id)
    if not may_adapt(programme, seen.access, tx.principal.roles, found.kind, found.changes):
        raise Forbidden()
    _given(reason)
    tx.session.refresh(found)
    if found.ended_at is None:
        _end(tx, found, reason, account_name)
        if found.kind == "goal":
            planned_goals.let_go(tx, found)
        tx.session.flush()
        put_added(tx, seen.portfolio, programme)
        _tell(tx, seen, "plan.end", found)
    return {}


def _open_plan(tx: Transaction, portfolio_id: UUID) -> tuple[Seen, Programme]:
    """The portfolio, locked so that versions of its plan follow each other."""
    seen = portfolio_for(tx, portfolio_id)
    tx.session.refresh(seen.portfolio, with_for_update=True)
    if seen.portfolio.state != "active":
        raise contract.NotNow(code="portfolio_closed")
    return seen, definitions.programme(tx, seen.portfolio.programme_hash)


def _given(reason: str) -> None:
    if not reason.strip():
        raise InvalidRequest(errors={"reason": ["required"]})


def _fitted(
    tx: Transaction,
    seen: Seen,
    programme: Programme,
    change: Change,
    there: Sequence[PlanAdaptation],
) -> Change:
    own = {str(one.requirement) for one in there if one.kind == "added"}
    if change.kind == "goal":
        own = {str(one.id) for one in goals_of(tx, seen)}
    forms = nameable(tx, seen.portfolio) if change.kind == "added" else {}
    try:
        change = fitted(change, programme, forms, own)
        _expect_on_scale(tx, programme, change)
        return change
    except Unfit as unfit:
        errors = {name: [code] for name, code in unfit.errors.items()}
        raise InvalidRequest(errors=errors) from unfit


def _expect_on_scale(tx: Transaction, programme: Programme, change: Change) -> None:
    """Another least level is a step of the scale that the requirement names, or nobody could ever
    reach it. Raises Unfit."""
    level = change.changes.get("level") if change.kind == "count" else None
    if level is None:
        return
    scale = next(one.scale for one in programme.requirements if one.key == change.requirement)
    if scale is not None and not definitions.scale(tx, scale).accepts(level):
        raise Unfit(level="no_such_level")


def _placed(tx: Transaction, programme: Programme, change: Change) -> Change:
    """With the dossier in which the learner finds a form that the programme, as this learner
    follows it, has in none."""
    form, asked = change.changes.get("form"), change.changes.get("dossier")
    changes = {name: value for name, value in change.changes.items() if name != "dossier"}
    if form is None or any(form in one.form_keys for one in programme.dossiers):
        return dataclasses.replace(change, changes=changes)
    if programme.is_developmental and decides(
        definitions.form(tx, definitions.offered(tx, "form", form).hash)
    ):
        raise InvalidRequest(errors={"form": ["no_stakes"]})
    places = [one.key for one in programme.dossiers]
    if not places or (asked is not None and asked not in places):
        raise InvalidRequest(errors={"dossier": ["unknown"]})
    return dataclasses.replace(change, changes=changes | {"dossier": asked or places[0]})


def _row(
    tx: Transaction, portfolio: Portfolio, change: Change, reason: str, name: str | None
) -> PlanAdaptation:
    return PlanAdaptation(
        id=tx.new_id(),
        institution_id=portfolio.institution_id,
        portfolio_id=portfolio.id,
        kind=change.kind,
        requirement=change.requirement,
        changes=dict(change.changes),
        from_on=change.from_on,
        reason=reason.strip(),
        by=tx.principal.person_id,
        by_name=name,
        at=tx.now,
        ended_at=None,
        ended_by=None,
        ended_by_name=None,
        ended_because=None,
    )


def _end(tx: Transaction, one: PlanAdaptation, reason: str, name: str | None) -> None:
    one.ended_at = tx.now
    one.ended_by, one.ended_by_name = tx.principal.person_id, name
    one.ended_because = reason.strip()


def _tell(tx: Transaction, seen: Seen, action: str, one: PlanAdaptation) -> None:
    tx.session.flush()
    tx.emit(plan_event(tx, seen.portfolio))
    tx.audit(
        action,
        object_kind="plan_adaptation",
        object_id=one.id,
        subject_id=seen.portfolio.learner_id,
        basis=basis(seen.access),
    )


def plan_event(tx: Transaction, portfolio: Portfolio) -> contract.PlanAdaptedV1:
    """What of a plan counts now. Its version counts every change and every end there ever was."""
    made, ended = tx.session.execute(
        select(func.count(), func.count(PlanAdaptation.ended_at)).where(
            PlanAdaptation.portfolio_id == portfolio.id
        )
    ).one()
    return contract.PlanAdaptedV1(
        institution_id=portfolio.institution_id,
        network_id=portfolio.network_id,
        portfolio_id=portfolio.id,
        learner_id=portfolio.learner_id,
        # A goal asks for nothing of the programme, and is told as a goal.
        adaptations=tuple(_told(one) for one in current(tx, portfolio.id) if one.kind != "goal"),
        version=made + ended,
    )


def _told(one: PlanAdaptation) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "requirement": one.requirement,
        "changes": one.changes,
        "from_on": one.from_on.isoformat(),
    }
