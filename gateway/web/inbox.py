"""Messages: what happened, in words, with the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask, ask_all
from gateway.web.errors import is_fragment
from gateway.web.page import render, signed_in
from libs.contracts import forms, notifications
from libs.formengine import wording

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")

SHOWN = 30
ICONS = {
    "request": "pen-line",
    "reminder": "bell",
    "feedback_sent": "message-circle",
    "returned": "undo-2",
    "declined": "circle-x",
    "approved": "circle-check",
    "opened": "eye",
    "decision": "signature",
    "objected": "hand-helping",
    "expired": "clock",
    "round_too_small": "clock",
    "report_ready": "file-text",
}


@blueprint.get("")
def mine() -> Any:
    signed_in()
    reply, found = ask_all(
        (notifications.INBOX, {"cursor": request.args.get("cursor"), "limit": SHOWN}),
        (forms.DEFINITIONS, {"kind": "form"}),
    )
    g.badges = {"inbox": reply["unread"]}
    titles = {one["key"]: one["title"] for one in found["definitions"]}
    names = accounts_client.names_of(
        (one.get("params") or {}).get("learner_id") for one in reply["messages"]
    )
    return render(
        "inbox/page.html" if is_fragment() and "cursor" in request.args else "inbox/mine.html",
        current="inbox",
        title=_("Messages"),
        messages=[_message(one, titles, names) for one in reply["messages"]],
        unread=reply["unread"],
        next_href=url_for("inbox.mine", cursor=reply["next"]) if reply["next"] else None,
    )


def _message(
    one: Mapping[str, Any], titles: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    params = one.get("params") or {}
    learner_id = str(params.get("learner_id") or "")
    title = titles.get(params.get("form_key"))
    learner = names.get(learner_id, {}).get("name", "")
    failed = params.get("state") == "failed"
    own = learner_id == g.me["person_id"]
    return {
        "text": sentence(one["kind"], own=own, learner=learner, failed=failed),
        "form": wording(title, g.language) if title else "",
        "at": one["at"],
        "read": one["read"],
        "icon": "triangle-alert" if failed else ICONS.get(one["kind"], "bell"),
        "href": url_for("inbox.follow", message_id=one["message_id"], to=_place(one)),
    }


def _place(one: Mapping[str, Any]) -> str | None:
    """What the message is about, as the address says it: `file:<id>` of a report that is ready,
    `record:<id>` or `portfolio:<id>`."""
    if (one.get("params") or {}).get("file_id"):
        return f"file:{one['params']['file_id']}"
    if one.get("record_id"):
        return f"record:{one['record_id']}"
    if one.get("portfolio_id"):
        return f"portfolio:{one['portfolio_id']}"
    return None


def sentence(kind: str, *, own: bool, learner: str, failed: bool = False) -> str:
    """What happened. `own`: it is about the reader's own portfolio, else about `learner`;
    `failed`: what it should have brought could not be made."""
    who = learner or _("a learner")
    mine = {
        "feedback_sent": _("You got feedback"),
        "returned": _("A form was handed back to you"),
        "declined": _("Your request was declined"),
        "approved": _("Something of yours was approved"),
        "opened": _("A form about you can be read now"),
        "decision": _("A decision about you was taken"),
        "expired": _("Nobody answered your request in time"),
        "round_too_small": _(
            "Too few people answered: nothing is shown, and the answers have been destroyed"
        ),
    }
    theirs = {
        "request": _("%(who)s asks for your feedback", who=who),
        "reminder": _("%(who)s still waits for your feedback", who=who),
        "feedback_sent": _("%(who)s got feedback", who=who),
        "returned": _("A form about %(who)s was handed back", who=who),
        "declined": _("A request of %(who)s was declined", who=who),
        "approved": _("Something of %(who)s was approved", who=who),
        "opened": _("A form about %(who)s can be read now", who=who),
        "decision": _("A decision about %(who)s was taken", who=who),
        "objected": _("%(who)s objects to a decision", who=who),
        "expired": _("A request of %(who)s ran out without an answer", who=who),
        "round_too_small": _(
            "Too few people answered about %(who)s: nothing is shown, and the answers have been"
            " destroyed",
            who=who,
        ),
        "report_ready": _("A report could not be made. Order it again.")
        if failed
        else _("A report is ready"),
    }
    return str((mine.get(kind) if own else None) or theirs.get(kind) or _("There is news"))


@blueprint.get("/<uuid:message_id>")
def follow(message_id: UUID) -> Any:
    """Read it, and go to what it is about. Marking it twice changes nothing, so a link will do."""
    signed_in()
    ask(notifications.MARK_READ, message_ids=[message_id])
    kind, _colon, key = (request.args.get("to") or "").partition(":")
    try:
        target = UUID(key)
    except ValueError:
        return redirect(url_for("inbox.mine"))
    if kind == "file":
        return redirect(url_for("documents.download", file_id=target))
    if kind == "record":
        return redirect(url_for("records.show", record_id=target))
    return redirect(f"/dashboard/{target}" if kind == "portfolio" else url_for("inbox.mine"))


@blueprint.post("/read")
def mark_all_read() -> Any:
    signed_in()
    ask(notifications.MARK_READ)
    flash(_("All messages are read."))
    return redirect(url_for("inbox.mine"))
