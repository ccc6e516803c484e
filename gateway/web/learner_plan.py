"""The plan of one learner: what is asked, what was changed for them, by whom and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, make_response, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients.bus import ask, ask_all
from gateway.web import plan_levels, plan_words, times
from gateway.web.learner import about_learner, tabs_of
from gateway.web.page import render, signed_in
from gateway.web.template_filters import words
from gateway.wording import sentence_of
from libs.contracts import dashboards, portfolio
from libs.contracts.base import Fault
from libs.contracts.faults import NotFound

blueprint = Blueprint("learner_plan", __name__)
OF_LEARNER = "/learners/<uuid:learner_id>/plan"


@blueprint.get("/plan")
def mine() -> Any:
    """A learner's own plan."""
    signed_in()
    home = ask(portfolio.HOME)
    own = next((one for one in home["portfolios"] if one.get("own", True)), None)
    if own is None:
        raise NotFound()
    return redirect(url_for("learner_plan.show", learner_id=own["learner_id"]))


@blueprint.get(OF_LEARNER)
def show(learner_id: UUID) -> Any:
    """What is asked of this learner now, and everything that was changed, newest first."""
    signed_in()
    about = about_learner(learner_id)
    portfolio_id = about["portfolio_id"]
    plan, overview = ask_all(
        (portfolio.PLAN, {"portfolio_id": portfolio_id}),
        (dashboards.OVERVIEW, {"portfolio_id": portfolio_id}),
    )
    names = plan_words.names_of(plan) | plan_levels.names_of(plan)
    return render(
        "learners/plan.html",
        current="dossiers" if about.get("own") else "learners",
        title=_("Plan of %(name)s", name=about["name"]),
        about=about,
        tabs=tabs_of(about, "plan"),
        version=plan["programme"]["version"],
        requirements=[_requirement(one) for one in overview["requirements"]],
        adaptations=[_adaptation(one, plan, names) for one in plan["adaptations"]],
        choices=plan["choices"],
        changes=[
            {"kind": kind, "label": str(label), "icon": icon}
            for kind, (label, _heading, icon) in plan_words.KINDS.items()
            if kind in plan["may"]
        ],
        live_topics=[f"portfolio:{portfolio_id}"],
    )


def _requirement(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "missing_words": plan_words.missing(one),
        "period_words": plan_words.period(one),
    }


def _adaptation(
    one: Mapping[str, Any], plan: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, Any]:
    return {
        **one,
        "sentence": plan_words.sentence(one, names),
        "icon": plan_words.KINDS[one["kind"]][2],
        "may_end": one["ended_at"] is None and one["kind"] in plan["may"],
    }


@blueprint.get(OF_LEARNER + "/<kind>")
def change(learner_id: UUID, kind: str) -> Any:
    """One change of the plan."""
    signed_in()
    today = times.today().isoformat()
    return _form(learner_id, kind, {}, {"from_on": today, "requirement": request.args.get("of")})


def _form(learner_id: UUID, kind: str, errors: Mapping[str, str], values: Mapping[str, Any]) -> Any:
    about = about_learner(learner_id)
    plan = ask(portfolio.PLAN, portfolio_id=about["portfolio_id"])
    if kind not in plan["may"]:
        abort(404)
    heading = str(plan_words.KINDS[kind][1])
    levels = plan_levels.levels_of(plan) if kind == "count" else []
    errors = {_field(name, values, levels): text for name, text in errors.items()}
    page = render(
        "learners/plan_change.html",
        current="dossiers" if about.get("own") else "learners",
        title=heading,
        heading=heading,
        about=about,
        kind=kind,
        plan=plan,
        levels=levels,
        requirement_options=plan_words.options_of(
            [(one["key"], words(one["title"], g.language)) for one in plan["requirements"]]
        ),
        form_options=plan_words.options_of(
            [(one["form_key"], words(one["title"], g.language)) for one in plan["forms"]]
        ),
        period_options=plan_words.options_of(list(plan_words.PERIODS.items())),
        choices=[one for one in plan["choices"] if one["may"]],
        goal_options=plan_words.options_of(
            [(one["goal_id"], one["title"]) for one in plan.get("goals", ())]
        ),
        state_options=plan_words.options_of(list(plan_words.GOAL_STATES.items())),
        dossier_options=plan_words.options_of(
            [(one["key"], words(one["title"], g.language)) for one in plan.get("dossiers", ())]
        ),
        errors=errors,
        summary=[{"id": field, "text": text} for field, text in errors.items()],
        values=values,
    )
    return make_response(page, 422 if errors else 200)


def _field(name: str, values: Mapping[str, Any], levels: Sequence[Mapping[str, Any]]) -> str:
    """Where on the page an error stands: each requirement that asks a level has its own field."""
    if name != "level":
        return name
    asked = values.get("requirement")
    return f"level-{asked}" if any(one["key"] == asked for one in levels) else "requirement"


@blueprint.post(OF_LEARNER + "/<kind>")
def keep(learner_id: UUID, kind: str) -> Any:
    """Keep the change, or show the page again with what is wrong."""
    signed_in()
    if kind not in plan_words.KINDS:
        abort(404)
    about = about_learner(learner_id)
    if kind == "count" and _has_level_of_another():
        wrong = {"requirement": str(plan_words.LEVEL_OF_ANOTHER)}
        return _form(learner_id, kind, wrong, request.form)
    try:
        ask(
            portfolio.ADAPT_PLAN,
            portfolio_id=about["portfolio_id"],
            kind=kind,
            requirement=_posted("requirement") or None,
            changes=_CHANGES[kind](),
            from_on=_posted("from_on") or None,
            reason=_posted("reason"),
        )
    except Fault as fault:
        errors = plan_words.field_errors(fault)
        if fault.status in (403, 409) and not errors:
            errors = {"main": sentence_of(fault)}
        if not errors:
            raise
        return _form(learner_id, kind, errors, request.form)
    flash(_("The plan was changed."))
    return redirect(url_for("learner_plan.show", learner_id=learner_id))


def _posted(name: str) -> str:
    return request.form.get(name, "").strip()


def _number(name: str) -> int | str | None:
    given = _posted(name)
    return int(given) if given.removeprefix("-").isdecimal() else given or None


def _has_level_of_another() -> bool:
    """A level beside a requirement that is not the chosen one would be lost unseen."""
    chosen = f"level-{_posted('requirement')}"
    levels = {name for name in request.form if name.startswith("level-") and _posted(name)}
    return bool(levels - {chosen})


def _counted() -> dict[str, Any]:
    found = {"count": _number("count"), "level": _number(f"level-{_posted('requirement')}")}
    return {name: value for name, value in found.items() if value is not None}


def _added() -> dict[str, Any]:
    return {
        "title": {g.language: _posted("title")},
        "form": _posted("form") or None,
        "dossier": _posted("dossier") or None,
        "count": _number("count"),
        "per": _posted("per") or None,
        "due_on": _posted("due_on") or None,
    }


def _goal() -> dict[str, Any]:
    given = {name: _posted(name) for name in ("title", "due_on", "state")}
    return {name: value for name, value in given.items() if value}


def _routed() -> dict[str, Any]:
    choice = _posted("choice")
    options = request.form.getlist(f"option-{choice}")
    return {"choice": choice, "option": options[0] if len(options) == 1 else options}


_CHANGES = {
    "count": _counted,
    "waived": dict,
    "due_on": lambda: {"due_on": _posted("due_on")},
    "added": _added,
    "pace": lambda: {"percent": _number("percent")},
    "route": _routed,
    "goal": _goal,
}


@blueprint.post(OF_LEARNER + "/<uuid:adaptation_id>/end")
def end(learner_id: UUID, adaptation_id: UUID) -> Any:
    """The programme counts again; the change stays to be read."""
    signed_in()
    try:
        ask(portfolio.END_ADAPTATION, adaptation_id=adaptation_id, reason=_posted("reason"))
    except Fault as fault:
        if not fault.errors:
            raise
        flash(str(plan_words.ERRORS["reason"]), "error")
    else:
        flash(_("This change has ended; the programme counts again."))
    return redirect(url_for("learner_plan.show", learner_id=learner_id))
