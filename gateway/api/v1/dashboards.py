"""Dashboards: read models of one learner and of a group, and reports as PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gateway.api import shapes
from gateway.api.operations import fields_of, query_of, subject, write
from gateway.clients.bus import ask
from libs.contracts import accounts, dashboards

blueprint = subject("Dashboards", "", "Progress of one learner and of groups; reports")
NAMES_A_PAGE = 100


@blueprint.get("/portfolios/<uuid:portfolio_id>/overview")
@blueprint.response(200, shapes.Overview)
def overview(portfolio_id: UUID) -> Any:
    """Counts per competency, requirements, decisions, registrations."""
    return ask(dashboards.OVERVIEW, portfolio_id=portfolio_id)


@blueprint.get("/portfolios/<uuid:portfolio_id>/areas/<path:lineage>")
@blueprint.response(200, shapes.Area)
def area(portfolio_id: UUID, lineage: str) -> Any:
    """One competency in numbers, per scale; values of different scales are never mixed."""
    return ask(dashboards.AREA, portfolio_id=portfolio_id, lineage=lineage)


@blueprint.get("/portfolios/<uuid:portfolio_id>/progress")
@blueprint.response(200, shapes.Progress)
def progress(portfolio_id: UUID) -> Any:
    """A line per competency over time."""
    return ask(dashboards.PROGRESS, portfolio_id=portfolio_id)


@blueprint.get("/learners")
@blueprint.arguments(query_of(dashboards.LEARNERS), location="query")
@blueprint.response(200, shapes.Learners)
def learners(fields: dict[str, Any]) -> Any:
    """My learners, those who need help first."""
    return ask(dashboards.LEARNERS, **fields)


@blueprint.get("/learners/names")
@blueprint.arguments(query_of(accounts.MY_LEARNERS), location="query")
@blueprint.response(200, shapes.LearnerNames)
def learner_names(fields: dict[str, Any]) -> Any:
    """Who my learners are, by name."""
    return ask(accounts.MY_LEARNERS, **fields | {"limit": fields["limit"] or NAMES_A_PAGE})


@blueprint.get("/learners/unanswered")
@blueprint.arguments(query_of(dashboards.UNANSWERED), location="query")
@blueprint.response(200, shapes.Unanswered)
def unanswered(fields: dict[str, Any]) -> Any:
    """Requests of my learners that nobody answered yet, oldest first."""
    return ask(dashboards.UNANSWERED, **fields)


@blueprint.post("/portfolios/<uuid:portfolio_id>/reports")
@blueprint.arguments(fields_of(dashboards.ORDER_REPORT, without=("portfolio_id",)))
@blueprint.response(202, shapes.Report)
def order_report(fields: dict[str, Any], portfolio_id: UUID) -> Any:
    """Order a PDF; moments later it is in My documents, folder My reports."""
    return write(dashboards.ORDER_REPORT, portfolio_id=portfolio_id, **fields)


@blueprint.get("/reports/<uuid:report_id>")
@blueprint.response(200, shapes.Report)
def report(report_id: UUID) -> Any:
    """Whether an ordered PDF is ready."""
    return ask(dashboards.REPORT, report_id=report_id)
