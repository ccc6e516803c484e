"""The learner's own plan, and the programme as this learner follows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import not_, select

from libs.chassis.transaction import Transaction
from libs.contracts.portfolio import ADAPTATIONS

from ..domain.adapting import Change, adapted, may_adapt, may_plan
from ..domain.programme import Programme
from ..domain.routes import Choice
from ..tables import Definition, Dossier, Goal, PlanAdaptation, Portfolio
from . import definitions
from .access import Seen, looked_into, portfolio_for
from .readers import may_read


def followed(tx: Transaction, portfolio: Portfolio) -> Programme:
    """The programme of a portfolio with what counts of its plan today. Raises DefinitionMissing."""
    programme = definitions.programme(tx, portfolio.programme_hash)
    changes = [as_change(one) for one in current(tx, portfolio.id)]
    return adapted(programme, changes, tx.today())


def current(tx: Transaction, portfolio_id: UUID) -> Sequence[PlanAdaptation]:
    """What was changed and not ended, oldest first."""
    query = select(PlanAdaptation).where(
        PlanAdaptation.portfolio_id == portfolio_id, PlanAdaptation.ended_at.is_(None)
    )
    return tx.session.scalars(query.order_by(PlanAdaptation.at, PlanAdaptation.id)).all()


def as_change(one: PlanAdaptation) -> Change:
    return Change(one.kind, one.requirement, one.changes, one.from_on)


def untaken(tx: Transaction, portfolio: Portfolio) -> set[str]:
    """The dossiers of the ways through the programme that this learner does not take today: no
    form is started there."""
    every = {one.key for one in definitions.programme(tx, portfolio.programme_hash).dossiers}
    return every - {one.key for one in followed(tx, portfolio).dossiers}


def startable(tx: Transaction, portfolio: Portfolio) -> list[str]:
    """The forms of the portfolio's dossiers."""
    kept = select(Dossier.form_keys).where(
        Dossier.portfolio_id == portfolio.id, Dossier.key.not_in(untaken(tx, portfolio))
    )
    rows = tx.session.scalars(kept.order_by(Dossier.position))
    return list(dict.fromkeys(key for keys in rows for key in keys))


def nameable(tx: Transaction, portfolio: Portfolio) -> dict[str, dict[str, str]]:
    """The forms that an activity may ask for, with their titles: those of the portfolio's dossiers,
    then all others that are published here."""
    published = definitions.titles_of_published(tx)
    keys = startable(tx, portfolio)
    kept = definitions.newest_forms(tx, keys)
    first = {key: dict(definitions.form(tx, kept[key].hash).title) for key in keys if key in kept}
    return first | {key: title for key, title in published.items() if key not in first}


def goals_of(tx: Transaction, seen: Seen) -> Sequence[Goal]:
    """The goals the caller may read that were not taken back, open ones first."""
    query = select(Goal).where(
        Goal.portfolio_id == seen.portfolio.id, Goal.state != "withdrawn", may_read(tx, seen, Goal)
    )
    return tx.session.scalars(query.order_by(Goal.state != "open", Goal.created_at)).all()


def plan(tx: Transaction, *, portfolio_id: UUID) -> dict[str, Any]:
    """All changes of a learner's plan, newest first, and what may be changed."""
    seen = portfolio_for(tx, portfolio_id)
    portfolio = seen.portfolio
    programme = definitions.programme(tx, portfolio.programme_hash)
    query = select(PlanAdaptation).where(PlanAdaptation.portfolio_id == portfolio_id)
    newest_first = (PlanAdaptation.at.desc(), PlanAdaptation.id.desc())
    found = _readable(tx, seen, tx.session.scalars(query.order_by(*newest_first)).all())
    looked_into(tx, "plan.read", seen)
    counting = [one for one in found if one.ended_at is None]
    return {
        "programme": {
            "key": portfolio.programme_key,
            "version": tx.session.get_one(Definition, portfolio.programme_hash).number,
            "hash": portfolio.programme_hash,
        },
        "adaptations": [_shown(one) for one in found],
        "may": _may(tx, seen, programme),
        **_to_choose(tx, seen, programme, counting),
    }


def _readable(tx: Transaction, seen: Seen, found: Sequence[PlanAdaptation]) -> list[PlanAdaptation]:
    """Without those of goals that the caller may not read: they carry the words of the goal."""
    query = select(Goal.id).where(
        Goal.portfolio_id == seen.portfolio.id, not_(may_read(tx, seen, Goal))
    )
    hidden = {str(goal_id) for goal_id in tx.session.scalars(query)}
    return [one for one in found if one.kind != "goal" or one.requirement not in hidden]


def _may(tx: Transaction, seen: Seen, programme: Programme) -> list[str]:
    if seen.portfolio.state != "active":
        return []
    if may_plan(programme, seen.access, tx.principal.roles):
        return [kind for kind in ADAPTATIONS if kind != "route" or programme.choices]
    choices = [one for one in programme.choices if _may_choose(tx, seen, programme, one)]
    return ["route"] if choices else []


def _may_choose(tx: Transaction, seen: Seen, programme: Programme, choice: Choice) -> bool:
    asked = {"choice": choice.key}
    return may_adapt(programme, seen.access, tx.principal.roles, "route", asked)


def _to_choose(
    tx: Transaction, seen: Seen, programme: Programme, counting: Sequence[PlanAdaptation]
) -> dict[str, Any]:
    kept = startable(tx, seen.portfolio)
    titles = nameable(tx, seen.portfolio)
    chosen = {one.requirement: one.changes["option"] for one in counting if one.kind == "route"}
    requirements = [
        {
            "key": one.key,
            "title": dict(one.title) or _title(one.form_keys, titles),
            "count": one.count,
            "level": one.level,
            "scale": one.scale,
            "own": False,
        }
        for one in programme.requirements
    ]
    named = {one["key"]: one["title"] for one in requirements}
    return {
        "requirements": requirements + [_own(one) for one in counting if one.kind == "added"],
        "choices": [
            {
                "key": one.key,
                "title": dict(one.title),
                "by": one.by,
                "pick": one.pick,
                "may": _may_choose(tx, seen, programme, one),
                "options": [
                    {"key": each.key, "title": dict(each.title) or named.get(each.key, {})}
                    for each in one.options
                ],
                "chosen": _listed(chosen.get(one.key)),
            }
            for one in programme.choices
        ],
        "forms": [
            {"form_key": key, "title": title, "is_kept": key in kept}
            for key, title in titles.items()
        ],
        "dossiers": [
            {"key": one.key, "title": dict(one.title)}
            for one in followed(tx, seen.portfolio).dossiers
        ],
        "goals": [
            {"goal_id": one.id, "title": one.title, "state": one.state, "due_on": one.due_on}
            for one in goals_of(tx, seen)
        ],
    }


def _title(form_keys: Iterable[str], titles: dict[str, dict[str, str]]) -> dict[str, str]:
    return next((titles[key] for key in form_keys if key in titles), {})


def _own(one: PlanAdaptation) -> dict[str, Any]:
    return {
        "key": one.requirement,
        "title": one.changes["title"],
        "count": one.changes["count"],
        "level": None,
        "own": True,
    }


def _listed(option: Any) -> list[str]:
    return [option] if isinstance(option, str) else list(option or ())


def _shown(one: PlanAdaptation) -> dict[str, Any]:
    return {
        "adaptation_id": one.id,
        "kind": one.kind,
        "requirement": one.requirement,
        "changes": one.changes,
        "from_on": one.from_on,
        "reason": one.reason,
        "by": one.by_name or "",
        "at": one.at,
        "ended_at": one.ended_at,
        "ended_by": one.ended_by_name,
        "ended_because": one.ended_because,
    }
