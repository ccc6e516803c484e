"""How a round of raters goes, on the page of its record: who was asked, how many answered, asking
further ones and closing it. What they said together is gateway.web.rounds' to draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.web.colleagues import people_about
from gateway.web.page import signed_in
from gateway.wording import sentence_of
from libs.contracts import portfolio
from libs.contracts.base import Fault
from libs.formengine import Definition, wording

blueprint = Blueprint("raters", __name__, url_prefix="/records/<uuid:record_id>/rounds/<stage>")


def _group_labels(definition: Definition, roles: Sequence[str]) -> dict[str, str]:
    found = {key: wording(definition.roles[key].label, g.language) or key for key in roles}
    for role in roles:
        for group in definition.roles[role].groups:
            found[group.key] = wording(group.label, g.language)
    return found


def rater_rounds(record: Mapping[str, Any], definition: Definition) -> list[dict[str, Any]]:
    """The rounds of which this reader follows how they go, in words."""
    rounds = record.get("raters") or []
    ids = {one["person_id"] for each in rounds for one in each["people"] if one["person_id"]}
    names = accounts_client.names_of(ids) if ids else {}
    return [_rater_round(one, definition, names, record["learner_id"]) for one in rounds]


def _rater_round(
    one: Mapping[str, Any],
    definition: Definition,
    names: Mapping[str, Mapping[str, str]],
    learner_id: Any,
) -> dict[str, Any]:
    stage = definition.stage(one["stage"])
    labels = _group_labels(definition, stage.by)
    return {
        **one,
        "title": wording(stage.label, g.language),
        "is_round": stage.join == "closed",
        "groups": [
            {"value": group["key"], "label": labels.get(group["key"], "")}
            for group in one["groups"]
        ],
        "people": [
            {
                "name": names.get(str(each["person_id"]), {}).get("name")
                or each["name"]
                or each["email_hint"],
                "group": labels.get(each["group"] or "", ""),
                "has_left": each["state"] == "left",
            }
            for each in one["people"]
        ],
        "colleagues": people_about(learner_id) if one["may_ask"] else [],
        "anonymous": stage.anonymous is not None,
        "too_few": one.get("too_few", False),
        "went_on": stage.goes_on,
        "near_group": labels.get((one.get("near") or {}).get("group") or "", ""),
    }


@blueprint.post("/close")
def close(record_id: UUID, stage: str) -> Any:
    """Ask nobody further; from now on the answers are nobody's."""
    signed_in()
    try:
        ask(portfolio.CLOSE_ROUND, record_id=record_id, stage=stage)
    except portfolio.NotNow as fault:
        flash(sentence_of(fault), "error")
    else:
        flash(_("The round is closed. Read it, then release it."))
    return redirect(url_for("records.show", record_id=record_id))


@blueprint.post("/ask")
def ask_further(record_id: UUID, stage: str) -> Any:
    """One more rater."""
    signed_in()
    try:
        told = ask(
            portfolio.ASK_RATER,
            record_id=record_id,
            stage=stage,
            assessor=_posted_rater(),
            message=request.form.get("message", "").strip(),
        )
    except Fault as fault:
        if fault.status not in (409, 422):
            raise
        flash(_why_not(fault), "error")
    else:
        flash(_("Asked: %(who)s.", who=told["sent_to"]))
    return redirect(url_for("records.show", record_id=record_id))


def _why_not(fault: Fault) -> str:
    if fault.code == "chassis.invalid_request":
        return str(_("Choose somebody, or fill in a name and an e-mail address, and the group."))
    return sentence_of(fault)


def _posted_rater() -> dict[str, Any]:
    group = request.form.get("group") or None
    person_id = request.form.get("person_id")
    if person_id:
        return {"person_id": person_id, "group": group}
    return {
        "email": request.form.get("email", "").strip(),
        "name": request.form.get("name", "").strip() or None,
        "group": group,
    }
