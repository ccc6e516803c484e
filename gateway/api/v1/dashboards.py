"""Dashboards: read models of one learner and of a group, and reports as PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gateway.api import shapes
from gateway.api.examples import dashboards as examples
from gateway.api.operations import fields_of, query_of, subject, write
from gateway.clients.bus import ask
from libs.contracts import accounts, dashboards

blueprint = subject("Dashboards", "", "Progress of one learner and of groups; reports")
NAMES_A_PAGE = 100


@blueprint.get("/portfolios/<uuid:portfolio_id>/overview")
@blueprint.response(200, shapes.Overview, example=examples.OVERVIEW)
def overview(portfolio_id: UUID) -> Any:
    """Counts per competency, requirements, decisions, registrations."""
    return ask(dashboards.OVERVIEW, portfolio_id=portfolio_id)


@blueprint.get("/portfolios/<uuid:portfolio_id>/areas/<path:lineage>")
@blueprint.response(200, shapes.Area, example=examples.AREA)
def area(portfolio_id: UUID, lineage: str) -> Any:
    """One competency in numbers, per scale; values of different scales are never mixed."""
    return ask(dashboards.AREA, portfolio_id=portfolio_id, lineage=lineage)


@blueprint.get("/portfolios/<uuid:portfolio_id>/progress")
@blueprint.response(200, shapes.Progress, example=examples.PROGRESS)
def progress(portfolio_id: UUID) -> Any:
    """A line per competency over time."""
    return ask(dashboards.PROGRESS, portfolio_id=portfolio_id)


@blueprint.get("/learners")
@blueprint.arguments(query_of(dashboards.LEARNERS), location="query")
@blueprint.response(200, shapes.Learners, example=examples.LEARNERS)
def learners(fields: dict[str, Any]) -> Any:
    """My learners, those who need help first."""
    return ask(dashboards.LEARNERS, **fields)


@blueprint.get("/learners/names")
@blueprint.arguments(query_of(accounts.MY_LEARNERS), location="query")
@blueprint.response(200, shapes.LearnerNames, example=examples.LEARNER_NAMES)
def learner_names(fields: dict[str, Any]) -> Any:
    """Who my learners are, by name."""
    return ask(accounts.MY_LEARNERS, **fields | {"limit": fields["limit"] or NAMES_A_PAGE})


@blueprint.get("/learners/unanswered")
@blueprint.arguments(query_of(dashboards.UNANSWERED), location="query")
@blueprint.response(200, shapes.Unanswered, example=examples.UNANSWERED)
def unanswered(fields: dict[str, Any]) -> Any:
    """Requests of my learners that nobody answered yet, oldest first."""
    return ask(dashboards.UNANSWERED, **fields)


@blueprint.post("/portfolios/<uuid:portfolio_id>/reports")
@blueprint.arguments(
    fields_of(dashboards.ORDER_REPORT, without=("portfolio_id",)), example=examples.ORDER
)
@blueprint.response(202, shapes.Report, example=examples.ORDERED)
def order_report(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Order a PDF; moments later it is in My documents, folder My reports."""
    return write(dashboards.ORDER_REPORT, portfolio_id=portfolio_id, **fields)


@blueprint.get("/reports/<uuid:report_id>")
@blueprint.response(200, shapes.Report, example=examples.READY)
def report(report_id: UUID) -> Any:
    """Whether an ordered PDF is ready."""
    return ask(dashboards.REPORT, report_id=report_id)
