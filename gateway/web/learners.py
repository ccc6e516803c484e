"""My learners: who needs help, and why; and which requests nobody answered yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from gateway.clients import accounts as accounts_client
from gateway.clients import forms as forms_client
from gateway.clients import notifications as notifications_client
from gateway.clients.bus import ask_all
from gateway.web import needs
from gateway.web.cards import MAIL_WORDS
from gateway.web.errors import is_fragment
from gateway.web.page import render, signed_in
from gateway.web.times import when
from libs.contracts import accounts, dashboards, forms
from libs.contracts.faults import NotFound
from libs.formengine import wording

blueprint = Blueprint("learners", __name__, url_prefix="/learners")

SHOWN = 50
REQUESTS_SHOWN = 20


@blueprint.get("")
def mine() -> Any:
    me = signed_in()
    need = request.args.get("need")
    need = need if need in needs.NEEDS else None
    cohort, unanswered, people, titles = ask_all(
        (
            dashboards.LEARNERS,
            {"need": need, "cursor": request.args.get("cursor"), "limit": SHOWN},
        ),
        (dashboards.UNANSWERED, {"need": need, "limit": REQUESTS_SHOWN}),
        (accounts.MY_LEARNERS, {}),
        (forms.DEFINITIONS, {"kind": "form"}),
    )
    known = {str(one["person_id"]): one for one in people["people"]}
    more = {"need": need, "cursor": cohort["next"]}
    return render(
        "learners/page.html"
        if is_fragment() and "cursor" in request.args
        else "learners/mine.html",
        current="learners",
        title=_("My learners"),
        chips=_chips(cohort["counts"], need),
        need=need,
        learners=[_row(one, known) for one in cohort["learners"]],
        total=cohort["counts"].get(need or "all", 0),
        next_href=url_for("learners.mine", **more) if cohort["next"] else None,
        not_started=_not_started(cohort, known) if need is None else [],
        requests=_requests(unanswered["requests"], known, titles["definitions"]),
        more_requests=bool(unanswered.get("next")),
        found=_found(known, request.args.get("q", "").strip()),
        search=request.args.get("q", "").strip(),
        topic=f"cohort:{me['institution_id']}",
        live_topics=["learners"],
    )


def _chips(counts: Mapping[str, int], need: str | None) -> list[dict[str, Any]]:
    everybody = {
        "label": _("All"),
        "href": url_for("learners.mine"),
        "current": need is None,
        "count": counts.get("all"),
    }
    return [everybody] + [
        {
            "label": str(label),
            "href": url_for("learners.mine", need=key),
            "current": key == need,
            "count": counts.get(key),
        }
        for key, label in needs.NEEDS.items()
    ]


def _row(learner: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    person = known.get(str(learner["learner_id"]), {})
    return {
        "name": person.get("name") or _("Name not known"),
        "initials": person.get("initials", ""),
        "href": url_for("learner.overview", learner_id=learner["learner_id"]),
        "phase": phase_words(learner["programme_key"], learner.get("phase")),
        "reasons": needs.reasons(learner),
        "waits": _waits(learner),
    }


def _waits(learner: Mapping[str, Any]) -> str:
    """What is under way and no reason to worry."""
    open_now = learner["open_requests"] - learner["overdue_requests"]
    if open_now <= 0:
        return ""
    return str(ngettext("%(num)s request open", "%(num)s requests open", open_now))


def phase_words(programme_key: str, phase: str | None) -> str:
    """The phase as the programme calls it, else the programme's own name."""
    try:
        document = forms_client.definition("programme", programme_key)["document"]
    except NotFound:
        return ""
    for one in document.get("phases", []):
        if one["key"] == phase:
            return str(wording(one["title"], g.language))
    return str(wording(document["title"], g.language))


def _not_started(
    cohort: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Learners without a portfolio yet; only known where the whole cohort is on this page."""
    if cohort["next"] or "cursor" in request.args:
        return []
    started = {str(one["learner_id"]) for one in cohort["learners"]}
    return [person for key, person in known.items() if key not in started]


def _requests(
    requests: Sequence[Mapping[str, Any]],
    known: Mapping[str, Mapping[str, Any]],
    definitions: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    titles = {one["key"]: one["title"] for one in definitions}
    assessors = accounts_client.names_of(one["assessor_id"] for one in requests)
    failed = notifications_client.failed_mails(one["request_id"] for one in requests)
    return [
        {
            "who": assessors.get(str(one["assessor_id"]), {}).get("name")
            or _("Somebody asked by e-mail"),
            "href": url_for("records.show", record_id=one["record_id"]),
            "note": _request_note(one, known, titles),
            "overdue": one["overdue"],
            "mail": MAIL_WORDS.get(failed.get(str(one["request_id"]), ""), ""),
        }
        for one in requests
    ]


def _request_note(
    one: Mapping[str, Any],
    known: Mapping[str, Mapping[str, Any]],
    titles: Mapping[str, Any],
) -> str:
    learner = known.get(str(one["learner_id"]), {}).get("name", "")
    form = wording(titles[one["form_key"]], g.language) if one["form_key"] in titles else ""
    notes = [
        _("for %(name)s", name=learner) if learner else "",
        form,
        _("asked %(when)s", when=when(one["asked_at"])),
    ]
    if one["reminders"]:
        notes.append(ngettext("reminded once", "reminded %(num)s times", one["reminders"]))
    return " · ".join(str(note) for note in notes if note)


def _found(known: Mapping[str, Mapping[str, Any]], search: str) -> list[Mapping[str, Any]]:
    """Learners whose name holds every word typed."""
    words = search.lower().split()
    if not words:
        return []
    return [one for one in known.values() if all(word in one["name"].lower() for word in words)]
