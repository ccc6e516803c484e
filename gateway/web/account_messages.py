"""My account: which messages come by mail, and when not."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients.bus import ask
from gateway.web.account import tabs
from gateway.web.page import render, signed_in
from libs.contracts import notifications
from libs.contracts.faults import InvalidRequest

blueprint = Blueprint("account_messages", __name__, url_prefix="/account/messages")

KINDS = {
    "request": _l("Somebody asks my feedback"),
    "reminder": _l("A reminder of such a request"),
    "feedback_sent": _l("Somebody gave feedback"),
    "returned": _l("A form was handed back"),
    "declined": _l("A request was declined"),
    "approved": _l("Something was approved"),
    "opened": _l("A form opened that was closed until both were ready"),
    "decision": _l("A decision was taken"),
    "objected": _l("Somebody objects to a decision"),
    "expired": _l("A request ran out without an answer"),
    "round_too_small": _l("Too few people answered without names"),
    "report_ready": _l("A report is ready"),
}
MAIL = {
    "at_once": _l("At once"),
    "digest": _l("In one summary"),
    "off": _l("No mail"),
}


@blueprint.get("")
def preferences() -> Any:
    signed_in()
    return _page()


def _page(error: str = "") -> Any:
    found = ask(notifications.PREFERENCES)
    kinds = [kind for kind in KINDS if kind in found["preferences"]]
    kinds += [kind for kind in found["preferences"] if kind not in KINDS]
    page = render(
        "account/messages.html",
        title=_("Messages"),
        tabs=tabs("messages"),
        kinds=[
            found["preferences"][kind] | {"key": kind, "label": str(KINDS.get(kind, _("Other")))}
            for kind in kinds
        ],
        mail=[{"value": key, "label": str(word)} for key, word in MAIL.items()],
        quiet=found["quiet"] or {},
        paused_until=found["paused_until"],
        error=error,
    )
    return make_response(page, 422 if error else 200)


@blueprint.post("")
def change() -> Any:
    signed_in()
    start, end = (request.form.get(name, "").strip() for name in ("quiet_from", "quiet_to"))
    if bool(start) != bool(end) or (start and start == end):
        return _page(_("Fill in when quiet hours begin and when they end, or neither."))
    try:
        ask(
            notifications.CHANGE_PREFERENCES,
            preferences=_chosen(),
            quiet={"from": start, "to": end} if start else None,
            paused_until=request.form.get("paused_until") or None,
        )
    except InvalidRequest:
        return _page(_("Fill in times such as 22:00, and a date."))
    flash(_("Saved."))
    return redirect(url_for("account_messages.preferences"))


def _chosen() -> dict[str, dict[str, Any]]:
    """The kinds the page showed, with what was chosen for each."""
    return {
        kind: {
            "mail": request.form.get(f"mail-{kind}", "off"),
            "in_app": f"in_app-{kind}" in request.form,
        }
        for kind in request.form.getlist("kind")
    }
