"""What waits for me: the start page of trainers, teachers and the head of programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from gateway.clients import forms as forms_client
from gateway.clients.bus import ask
from gateway.web import cards
from gateway.web.errors import is_fragment
from gateway.web.page import render, signed_in
from gateway.wording import sentence_of
from libs.contracts import portfolio
from libs.contracts.base import Fault
from libs.contracts.faults import NotFound, StepUpRequired
from libs.formengine import IN_BATCH, wording

blueprint = Blueprint("waiting", __name__, url_prefix="/waiting")

# All that one page shows can be approved in one go.
SHOWN = 100
# Headings in the order of the page: what others wait for longest comes first.
GROUPS = {
    "decide": _l("To decide"),
    "sign": _l("To sign"),
    "approve": _l("To approve"),
    "prepare": _l("To prepare"),
    "fill": _l("To fill in"),
    "release": _l("To release"),
}


TICKED = {
    "approve": _l("Approve the ticked ones"),
    "sign": _l("Sign the ticked ones"),
    "release": _l("Release the ticked ones"),
}


def _all_of(act: str, count: int) -> str:
    if act == "sign":
        return ngettext("Sign this one", "Sign all %(num)s", count)
    if act == "release":
        return ngettext("Release this one", "Release all %(num)s", count)
    return ngettext("Approve this one", "Approve all %(num)s", count)


def _done(act: str, count: int) -> str:
    if act == "sign":
        return ngettext("%(num)s is signed.", "%(num)s are signed.", count)
    if act == "release":
        return ngettext("%(num)s is released.", "%(num)s are released.", count)
    return ngettext("%(num)s is approved.", "%(num)s are approved.", count)


@blueprint.get("")
def mine() -> Any:
    me = signed_in()
    reply = ask(portfolio.WAITING, cursor=request.args.get("cursor"), limit=SHOWN)
    return render(
        "waiting/page.html" if is_fragment() and "cursor" in request.args else "waiting/mine.html",
        current="waiting",
        title=_("Waiting for me"),
        groups=_groups(reply["waiting"]),
        count=len(reply["waiting"]),
        next_href=url_for("waiting.mine", cursor=reply["next"]) if reply["next"] else None,
        first_page="cursor" not in request.args,
        topic=f"cohort:{me['institution_id']}",
        live_topics=["learners"],
    )


def _groups(tasks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The tasks by what is to be done; those that can be done in a batch by form."""
    names = cards.names_in(tasks=tasks)
    found = []
    for act in [*GROUPS, *sorted({task["act"] for task in tasks} - GROUPS.keys())]:
        of_act = [task for task in tasks if task["act"] == act]
        if not of_act:
            continue
        single = [task for task in of_act if not _in_batch(task)]
        found.append(
            {
                "key": act,
                "label": str(GROUPS.get(act, _("To do"))),
                "rows": [cards.task_row(task, names) for task in single],
                "batches": _batches([task for task in of_act if _in_batch(task)], names),
            }
        )
    return found


def _in_batch(task: Mapping[str, Any]) -> bool:
    """Whether the form lets several of this step be done at once; what an anonymous round says
    is read before it is released, and so is what was begun here before it is gone."""
    if task["act"] not in IN_BATCH or task.get("begun"):
        return False
    stages = _document(task).get("stages", [])
    if task["act"] == "release" and any(one.get("anonymous") for one in stages):
        return False
    return any(one.get("id") == task["stage"] and one.get("batch") for one in stages)


def _document(task: Mapping[str, Any]) -> dict[str, Any]:
    if task.get("form_hash"):
        found = forms_client.by_hash(task["form_hash"])
    else:
        found = forms_client.definition("form", task["form_key"])
    return dict(found["document"])


def _batches(tasks: Sequence[Mapping[str, Any]], names: cards.Names) -> list[dict[str, Any]]:
    """One list with boxes to tick for each form and step, in the order of the encounters."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for task in sorted(tasks, key=lambda task: str(task["encounter_date"])):
        found.setdefault((task["form_key"], task["stage"]), []).append(task)
    return [
        {
            "key": f"{form_key}-{stage}",
            "act": ones[0]["act"],
            "title": wording(ones[0]["title"], g.language),
            "ticked": str(TICKED[ones[0]["act"]]),
            "all": _all_of(ones[0]["act"], len(ones)),
            "rows": [
                cards.task_row(task, names) | {"value": f"{task['record_id']}|{task['stage']}"}
                for task in ones
            ],
        }
        for (form_key, stage), ones in found.items()
    ]


@blueprint.post("/approve")
def approve() -> Any:
    """Approve, sign or release the ticked ones, or all that were listed: all of them or none, but
    for those in which something was begun meanwhile."""
    signed_in()
    wanted = request.form.getlist("listed" if "all" in request.form else "ticked")
    records = [_stage_of(value) for value in dict.fromkeys(wanted)]
    if not records:
        flash(_("Tick at least one first. Nothing was done."), "warning")
        return redirect(url_for("waiting.mine"))
    try:
        reply = ask(portfolio.APPROVE_MANY, records=records)
    except StepUpRequired:
        return redirect(url_for("code.ask_code", next=url_for("waiting.mine")))
    except Fault as fault:
        if fault.status >= 500:
            raise
        flash(_("Nothing was done. %(why)s", why=_why(fault)), "error")
    else:
        _tell(request.form.get("act", "approve"), reply["approved"], len(reply.get("left", [])))
    return redirect(url_for("waiting.mine"))


def _tell(act: str, done: int, left: int) -> None:
    if done:
        flash(_done(act, done))
    if left:
        flash(
            ngettext(
                "%(num)s was left as it is: something was begun there that is not sent yet."
                " Open that one to finish it by itself.",
                "%(num)s were left as they are: something was begun there that is not sent yet."
                " Open those to finish them one by one.",
                left,
            ),
            "warning",
        )


def _stage_of(value: str) -> dict[str, str]:
    record_id, bar, stage = value.partition("|")
    if not bar:
        raise NotFound()
    return {"record_id": record_id, "stage": stage}


def _why(fault: Fault) -> str:
    if isinstance(fault, (NotFound, portfolio.NotNow, portfolio.RecordClosed)):
        return _("One of them has changed in the meantime; look at the list again.")
    return sentence_of(fault)
