"""Cards and rows as templates draw them, made of what portfolio answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from gateway.clients import accounts as accounts_client
from gateway.clients import notifications as notifications_client
from gateway.web.template_filters import day
from gateway.web.times import when
from libs.formengine import wording

Names = Mapping[str, Mapping[str, str]]

OVER = frozenset({"done", "skipped"})
# The words of parts/states.html for the states of a request.
REQUEST_STATES = {
    "open": "asked",
    "seen": "opened",
    "started": "opened",
    "submitted": "done",
    "declined": "declined",
    "withdrawn": "withdrawn",
    "expired": "expired",
    "passed_on": "asked",
}
WAITS = ("open", "seen", "started")
ACT_WORDS = {
    "fill": _l("to fill in"),
    "prepare": _l("to prepare"),
    "sign": _l("to sign"),
    "approve": _l("to approve"),
    "decide": _l("to decide"),
    "release": _l("to release"),
}


def names_in(
    *,
    cards: Iterable[Mapping[str, Any]] = (),
    requests: Iterable[Mapping[str, Any]] = (),
    tasks: Iterable[Mapping[str, Any]] = (),
) -> Names:
    """The names of everybody in these cards, requests and tasks, in one call."""
    people: set[str] = set()
    for card in cards:
        people.add(card["learner_id"])
        people |= {one["person_id"] for one in card["waiting_for"] if one.get("person_id")}
    people |= {one["assessor"].get("person_id") for one in requests}
    people |= {one["learner_id"] for one in tasks}
    return accounts_client.names_of(people)


def record_card(card: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """A RecordCard for the macro record_card."""
    stages = [stage for stage in card["stages"] if stage["state"] != "skipped"]
    waiting = card["waiting_for"]
    mine = any(str(one.get("person_id")) == g.me["person_id"] for one in waiting)
    context = card.get("context") or {}
    return {
        "title": wording(card["title"], g.language),
        "href": url_for("records.show", record_id=card["record_id"]),
        "state": record_word(card),
        "stage_number": sum(stage["state"] in OVER for stage in stages),
        "stage_count": max(1, len(stages)),
        "waiting_for": ", ".join(who(one, names) for one in waiting) or None,
        "mine": mine,
        "meta": [
            word for word in (day(card["encounter_date"], g.language), context.get("place")) if word
        ],
    }


def record_word(card: Mapping[str, Any]) -> str:
    """The state as parts/states.html names it; what others declined, nobody withdrew."""
    if card["state"] == "running":
        return "waiting"
    is_declined = any(stage["state"] == "declined" for stage in card["stages"])
    return "declined" if card["state"] == "withdrawn" and is_declined else str(card["state"])


def who(one: Mapping[str, Any], names: Names) -> str:
    known = names.get(str(one.get("person_id") or ""), {})
    return known.get("name") or one.get("name") or one.get("email_hint") or _role(one["role"])


def _role(role: str) -> str:
    return {
        "learner": _("the learner"),
        "trainer": _("the trainer"),
        "teacher": _("the teacher"),
        "head": _("the head of programme"),
        "assessor": _("the assessor"),
    }.get(role, _("somebody"))


MAIL_WORDS = {
    "failed": _l("The mail could not be delivered: check the address."),
    "unknown": _l("It is not known whether the mail has arrived."),
}


def failed_mails(requests: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """By request that waits: what is the matter with its mail, in words."""
    waiting = (one["request_id"] for one in requests if one["state"] in WAITS)
    states = notifications_client.failed_mails(waiting)
    return {key: str(MAIL_WORDS[state]) for key, state in states.items()}


def request_row(
    one: Mapping[str, Any], names: Names, failed: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A Request: who, for what, since when, what of its mail, and what can be done about it."""
    open_now = one["state"] in WAITS
    notes = [
        wording(one["title"], g.language),
        _("asked %(when)s", when=when(one["asked_at"])),
    ]
    if one.get("reminders"):
        notes.append(ngettext("reminded once", "reminded %(num)s times", one["reminders"]))
    if one["state"] == "declined" and one.get("reason"):
        notes.append("“" + one["reason"] + "”")
    notes += [text for key, text in (failed or {}).items() if key == str(one["request_id"])]
    return {
        "request_id": one["request_id"],
        "who": who(one["assessor"], names),
        "note": " · ".join(notes),
        "href": url_for("records.show", record_id=one["record_id"]),
        "state": REQUEST_STATES.get(one["state"], one["state"]),
        "open": open_now,
    }


def task_row(task: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """A Task: what waits, about whom, since when."""
    own = str(task["learner_id"]) == g.me["person_id"]
    learner = names.get(str(task["learner_id"]), {}).get("name", "")
    title = wording(task["title"], g.language)
    notes = [
        str(ACT_WORDS.get(task["act"], "")),
        _("of %(day)s", day=day(task["encounter_date"], g.language, "short")),
        _("since %(when)s", when=when(task["since"])),
        _("begun, not sent yet") if task.get("begun") else "",
    ]
    return {
        "title": title if own else f"{learner} – {title}",
        "note": " · ".join(note for note in notes if note),
        "href": url_for("records.show", record_id=task["record_id"]),
        "record_id": task["record_id"],
        "stage": task["stage"],
        "act": task["act"],
        "form_key": task["form_key"],
    }
