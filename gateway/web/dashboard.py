"""The dashboard of one learner: overview, competency areas, the ComBeL chart, goals, shifts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask, ask_all
from gateway.web import dashboard_parts as parts
from gateway.web.charts import Break, Point, Series, line_chart
from gateway.web.errors import is_fragment
from gateway.web.expected import expected
from gateway.web.page import MOST_SHOWN, flash_with_way, render, signed_in
from gateway.web.paths import own_path
from gateway.web.template_filters import day
from libs.contracts import dashboards, portfolio

blueprint = Blueprint("dashboard", __name__, url_prefix="/dashboard")


@blueprint.get("")
def own() -> Any:
    """The own dashboard."""
    signed_in()
    mine = next((one for one in ask(portfolio.HOME)["portfolios"] if one.get("own", True)), None)
    if mine is None:
        return render("dossiers/none.html", current="dashboard", title=_("Dashboard"))
    return redirect(url_for("dashboard.overview", portfolio_id=mine["portfolio_id"]))


@blueprint.get("/<uuid:portfolio_id>")
def overview(portfolio_id: UUID) -> Any:
    """Where this learner stands: requirements, areas, decisions, shifts, goals."""
    signed_in()
    found = ask(dashboards.OVERVIEW, portfolio_id=portfolio_id)
    return _page(
        "dashboard/overview.html",
        found,
        "overview",
        _("Dashboard"),
        areas=_areas(found),
        requirements=[parts.requirement(one) for one in found["requirements"]],
        decisions=_decisions(found),
        registrations=[parts.registration_total(one) for one in found["registrations"]],
    )


def _areas(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All areas, each with what is expected of it now."""
    phase = (found["programme"] or {}).get("phase")
    return [
        one | {"expected": expected(one, phase)}
        for one in parts.nested(parts.areas(found["areas"]))
    ]


def _decisions(found: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """None where nothing is at stake: then no page speaks of decisions."""
    if (found["programme"] or {}).get("is_developmental"):
        return None
    return [parts.decision(one) for one in found["decisions"]]


@blueprint.get("/<uuid:portfolio_id>/all")
def everything(portfolio_id: UUID) -> Any:
    """All pages of the dashboard on one, for reading through and for printing."""
    signed_in()
    found, progress = ask_all(
        (dashboards.OVERVIEW, {"portfolio_id": portfolio_id}),
        (dashboards.PROGRESS, {"portfolio_id": portfolio_id}),
    )
    return _page(
        "dashboard/everything.html",
        found,
        "all",
        _("Everything on one page"),
        areas=_areas(found),
        requirements=[parts.requirement(one) for one in found["requirements"]],
        decisions=_decisions(found),
        registrations=[parts.registration_total(one) for one in found["registrations"]],
        chart=_chart(progress, portfolio_id),
    )


@blueprint.get("/<uuid:portfolio_id>/areas/<path:lineage>")
def area(portfolio_id: UUID, lineage: str) -> Any:
    """One competency: numbers on top, below it what was said in all forms, newest first."""
    signed_in()
    numbers, content = _numbers_and_content(portfolio_id, lineage)
    shown = parts.areas([numbers["area"]])[0]
    entries = [parts.entry(one) for one in content["entries"]]
    more = None
    if content["next"]:
        kept = {"form": request.args.get("form"), "cursor": content["next"]}
        more = url_for("dashboard.area", portfolio_id=portfolio_id, lineage=lineage, **kept)
    if is_fragment() and "cursor" in request.args:
        return render("dashboard/entries.html", entries=entries, more_href=more)
    return _page(
        "dashboard/area.html",
        {**numbers, "portfolio_id": portfolio_id},
        "areas",
        shown["title"],
        area=shown,
        expected=expected(numbers["area"], numbers.get("phase"), numbers["series"]),
        by_form=numbers["by_form"],
        missing=parts.form_titles(numbers["missing"]),
        chips=parts.form_chips(numbers["by_form"], request.args.get("form"), request.path),
        entries=entries,
        more_href=more,
    )


def _numbers_and_content(portfolio_id: UUID, lineage: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both at once; what was said of outcomes under this one is asked once they are known."""
    place = {"portfolio_id": portfolio_id, "lineage": lineage}
    chosen = {
        "cursor": request.args.get("cursor"),
        "form_key": request.args.get("form") or None,
    }
    numbers, content = ask_all(
        (dashboards.AREA, place), (portfolio.AREA_CONTENT, {**place, **chosen})
    )
    if numbers.get("parts"):
        content = ask(portfolio.AREA_CONTENT, **place, **chosen, also=numbers["parts"])
    return numbers, content


@blueprint.get("/<uuid:portfolio_id>/progress")
def progress(portfolio_id: UUID) -> Any:
    """ComBeL over time: a line per competency."""
    signed_in()
    found = ask(dashboards.PROGRESS, portfolio_id=portfolio_id)
    return _page(
        "dashboard/progress.html",
        {**found, "portfolio_id": portfolio_id},
        "progress",
        _("Progress"),
        chart=_chart(found, portfolio_id),
        points=sum(len(line["points"]) for line in found["series"]),
    )


def _chart(found: dict[str, Any], portfolio_id: Any) -> Any:
    titles = parts.area_titles(found["series"])
    lines = [
        Series(
            key=line["lineage"].rsplit("/", 1)[-1],
            label=titles[line["lineage"]],
            points=[_point(point, titles[line["lineage"]]) for point in line["points"]],
        )
        for line in found["series"]
    ]
    low, high = parts.bounds_of(found["scale"])
    breaks = [Break(dt.date.fromisoformat(one["on"]), _("new version")) for one in found["breaks"]]
    return line_chart(lines, low=low, high=high, breaks=breaks)


def _point(point: dict[str, Any], title: str) -> Point:
    on = dt.date.fromisoformat(point["on"])
    return Point(on, point["value"], f"{title}: {point['value']:g}, {day(on, g.language)}")


@blueprint.get("/<uuid:portfolio_id>/goals")
def goals(portfolio_id: UUID) -> Any:
    """Learning goals, open and finished, with the feedback linked to each."""
    signed_in()
    found, recent, seen = ask_all(
        (portfolio.GOALS, {"portfolio_id": portfolio_id, "limit": MOST_SHOWN}),
        (portfolio.RECORDS, {"portfolio_id": portfolio_id, "limit": 40}),
        (dashboards.OVERVIEW, {"portfolio_id": portfolio_id}),
    )
    shown = [parts.goal(one) for one in found["goals"]]
    return _page(
        "dashboard/goals.html",
        {
            "portfolio_id": portfolio_id,
            "learner_id": found["learner_id"],
            "registers": seen["registers"],
        },
        "goals",
        _("Goals"),
        open_goals=[one for one in shown if one["open"]],
        finished=[one for one in shown if not one["open"]],
        linkable=[parts.linkable(one) for one in recent["records"] if one["state"] != "draft"],
    )


@blueprint.post("/<uuid:portfolio_id>/goals/<uuid:goal_id>/<action>")
def change_goal_link(portfolio_id: UUID, goal_id: UUID, action: str) -> Any:
    """Link feedback to a goal, or undo that."""
    signed_in()
    method = portfolio.LINK_TO_GOAL if action == "link" else portfolio.UNLINK_FROM_GOAL
    ask(method, goal_id=goal_id, record_id=request.form.get("record_id", ""))
    flash(_("Linked.") if action == "link" else _("No longer linked."))
    return redirect(url_for("dashboard.goals", portfolio_id=portfolio_id))


@blueprint.get("/<uuid:portfolio_id>/shifts")
def shifts(portfolio_id: UUID) -> Any:
    """Registered shifts with totals, and the statements they led to."""
    signed_in()
    found, decided = ask_all(
        (portfolio.REGISTRATIONS, {"portfolio_id": portfolio_id, "limit": MOST_SHOWN}),
        (portfolio.DECISIONS, {"portfolio_id": portfolio_id, "limit": MOST_SHOWN}),
    )
    return _page(
        "dashboard/shifts.html",
        {"portfolio_id": portfolio_id, "learner_id": found["learner_id"]},
        "shifts",
        _("Shifts and statements"),
        totals=[parts.registration_total(one) for one in found["totals"]],
        registrations=[parts.registration(one) for one in found["registrations"]],
        decisions=[parts.decision(one) for one in decided["decisions"]],
    )


@blueprint.post("/<uuid:portfolio_id>/print")
def print_report(portfolio_id: UUID) -> Any:
    """Order the PDF; it arrives in the portfolio's folder My reports, for the reader alone."""
    signed_in()
    kind = request.form.get("kind", "competence_statements")
    ask(dashboards.ORDER_REPORT, portfolio_id=portfolio_id, kind=kind, language=g.language)
    place = url_for("documents.of_learner", portfolio_id=portfolio_id, _anchor="reports")
    told = _("The PDF is being made. In a moment it is in the folder My reports.")
    flash_with_way(told, _("To my reports"), place)
    back = own_path(request.form.get("back"))
    return redirect(back or url_for("dashboard.overview", portfolio_id=portfolio_id))


def _page(template: str, found: dict[str, Any], current: str, title: str, **context: Any) -> Any:
    """A page of the dashboard, with its bar of pages and whose it is."""
    portfolio_id = found["portfolio_id"]
    learner_id = str(found["learner_id"])
    name = ""
    if learner_id != g.me["person_id"]:
        name = accounts_client.names_of([learner_id]).get(learner_id, {}).get("name", "")
    return render(
        template,
        current="dashboard" if "learner" in g.me["roles"] else "learners",
        title=title,
        portfolio_id=portfolio_id,
        learner_name=name,
        learner_id=learner_id,
        pages=parts.pages(portfolio_id, current, registers=found.get("registers", True)),
        as_of=found.get("as_of"),
        found=found,
        is_learner="learner" in g.me["roles"],
        fragment=request.full_path.rstrip("?"),
        live_topics=[f"portfolio:{portfolio_id}"],
        **context,
    )
