"""The learner's own plan, and what a changed programme would do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gateway.api import shapes
from gateway.api.examples import plans as examples
from gateway.api.examples.things import NOTHING
from gateway.api.operations import fields_of, subject, write
from gateway.clients.bus import ask
from libs.contracts import dashboards, portfolio

blueprint = subject("Plans", "", "Programmes as learners follow them")


@blueprint.get("/portfolios/<uuid:portfolio_id>/plan")
@blueprint.response(200, shapes.Plan, example=examples.PLAN)
def plan(portfolio_id: UUID) -> Any:
    """What was changed in the programme for this learner, by whom, when and why."""
    return ask(portfolio.PLAN, portfolio_id=portfolio_id)


@blueprint.post("/portfolios/<uuid:portfolio_id>/plan")
@blueprint.arguments(
    fields_of(portfolio.ADAPT_PLAN, without=("portfolio_id",)), example=examples.ADAPT
)
@blueprint.response(201, shapes.Adapted, example=examples.ADAPTED)
def adapt_plan(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Change the plan: a number, a day, the pace, a route, or something of the learner's own.

    `changes` by `kind`: count {count, level}, waived {}, due_on {due_on}, added {title, form or
    registration, count, per, due_on, dossier}, pace {percent}, route {choice, option}, goal {title,
    due_on, state}.

    `added` takes any published form; one that the programme keeps in no dossier is put in
    `dossier` (default the first), where the learner starts it. `goal` sets a new goal of the
    learner's, or with its `goal_id` as `requirement` says one anew; ending it drops a new goal and
    says an older one as it was.
    """
    return write(portfolio.ADAPT_PLAN, portfolio_id=portfolio_id, **fields)


@blueprint.post("/plan-adaptations/<uuid:adaptation_id>/end")
@blueprint.arguments(
    fields_of(portfolio.END_ADAPTATION, without=("adaptation_id",)), example=examples.END
)
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def end_adaptation(fields: dict[str, Any], adaptation_id: UUID) -> Any:
    """End a change: the programme counts again, and the change stays to be read."""
    return write(portfolio.END_ADAPTATION, adaptation_id=adaptation_id, **fields)


@blueprint.post("/programmes/effect")
@blueprint.arguments(fields_of(dashboards.PROGRAMME_EFFECT), example=examples.EFFECT)
@blueprint.response(200, shapes.EffectOfProgramme, example=examples.EFFECT_OF_IT)
def programme_effect(fields: dict[str, Any]) -> Any:
    """Who would become behind, or no longer be it, by a changed programme, and what else becomes
    different: ends of phases, requirements, electives, routes, dossiers, forms and the cohort.

    Learners are named of those I may see. National administrators ask with `owner` network how
    many it concerns in each institution. Nothing is stored.
    """
    return write(dashboards.PROGRAMME_EFFECT, **fields)
