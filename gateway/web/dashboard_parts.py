"""What the dashboard's templates draw, made of what dashboards and portfolio answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import forms as forms_client
from gateway.web.filling import definition_by
from gateway.web.form_roles import role_of_one, roles_counted
from gateway.web.template_filters import day, number
from gateway.web.worked_out import Line, Words
from libs.contracts.faults import NotFound
from libs.formengine import wording

KINDS = {
    "out_of_hours": _l("Out-of-hours shifts"),
    "procedure": _l("Procedures"),
}
REGISTRATION_STATES = {
    "registered": "waiting",
    "approved": "done",
    "returned": "returned",
}
GOAL_STATES = {
    "open": _l("Open"),
    "met": _l("Reached"),
    "partly": _l("Partly reached"),
    "dropped": _l("Dropped"),
}


def pages(portfolio_id: Any, current: str, *, registers: bool = True) -> list[dict[str, Any]]:
    """The bar of dashboard pages: those for which this programme, or what is there, has a use."""
    listed = (
        ("overview", _("Overview"), "layout-dashboard", "dashboard.overview"),
        ("progress", _("Progress"), "chart-line", "dashboard.progress"),
        ("goals", _("Goals"), "target", "dashboard.goals"),
        ("shifts", _("Shifts"), "moon-star", "dashboard.shifts"),
        ("all", _("All on one page"), "rows-3", "dashboard.everything"),
    )
    return [
        {
            "label": label,
            "icon": icon,
            "href": url_for(endpoint, portfolio_id=portfolio_id),
            "current": key == current or (key == "overview" and current == "areas"),
        }
        for key, label, icon, endpoint in listed
        if key != "shifts" or registers or current == "shifts"
    ]


def area_titles(areas: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Titles by lineage, from the frameworks the data points name."""
    titles: dict[str, str] = {}
    for area in areas:
        titles.setdefault(area["lineage"], area["lineage"].rsplit("/", 1)[-1])
        reference = area.get("framework") or f"{area['lineage'].split('/', 1)[0]}"
        for outcome in _outcomes(reference):
            titles[outcome["lineage"]] = wording(outcome["title"], g.language)
    return titles


def _outcomes(reference: str) -> Sequence[Mapping[str, Any]]:
    try:
        return list(forms_client.framework(reference)["outcomes"])
    except NotFound:
        return []


def areas(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Areas with titles and words."""
    titles = area_titles(found)
    return [
        {
            **area,
            "title": titles[area["lineage"]],
            "last": day(area.get("last_on"), g.language, "short"),
            "roles": roles_counted(area["by_role"]),
            "latest_words": _latest(area.get("latest")),
        }
        for area in found
    ]


def nested(shown: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Areas at the top, each with those of the outcomes under it as `parts`."""
    there = {area["lineage"] for area in shown}
    parts: dict[str, list[dict[str, Any]]] = {}
    for area in shown:
        if area.get("under") in there:
            parts.setdefault(area["under"], []).append(area)
    return [
        {**area, "parts": parts.get(area["lineage"], [])}
        for area in shown
        if area.get("under") not in there
    ]


def _latest(latest: Mapping[str, Any] | None) -> str:
    """The latest judgement in the words of its own scale."""
    if not latest or latest.get("value") is None:
        return ""
    return level_words(latest["scale"], latest["value"])


def level_words(scale: str, value: float) -> str:
    """`Zelfstandig` for level 4 of a supervision scale; `7 of 10` where levels have no words."""
    document = _scale(scale)
    for level in document.get("levels") or ():
        if level["value"] == value:
            return wording(level["label"], g.language)
    top = document.get("max")
    shown = number(float(value), g.language)
    return _("%(value)s of %(most)s", value=shown, most=f"{top:g}") if top else shown


def _scale(reference: str) -> Mapping[str, Any]:
    key, _at, version = reference.partition("@")
    try:
        found = forms_client.definition("scale", key, int(version) if version.isdigit() else None)
    except NotFound:
        return {}
    document: Mapping[str, Any] = found["document"]
    return document


def bounds_of(scale: str | None) -> tuple[float, float]:
    """Lowest and highest value of a chart's axis."""
    document = _scale(scale) if scale else {}
    levels = [level["value"] for level in document.get("levels") or ()]
    if levels:
        return float(min(levels)), float(max(levels))
    return float(document.get("min", 1)), float(document.get("max", 10))


def requirement(one: Mapping[str, Any]) -> dict[str, Any]:
    """A requirement in words: what, how many, by when, and whether that is on track."""
    words = {
        "done": _("done"),
        "on_track": _("on track"),
        "behind": _("behind: %(count)s expected by now", count=one.get("expected")),
    }
    tones = {"done": "go", "on_track": "", "behind": "care"}
    return {
        "title": wording(one["title"], g.language),
        "count": one["count"],
        "needed": one["needed"],
        "word": words.get(one["state"], one["state"]),
        "tone": tones.get(one["state"], ""),
        "until": day(one.get("period_to"), g.language, "short"),
    }


def decision(one: Mapping[str, Any]) -> dict[str, Any]:
    """A decision or advice with its light and validity."""
    until = one.get("valid_until")
    title = one.get("title") or {}
    return {
        **one,
        "title": wording(title, g.language) if title else _decision_title(one),
        "on": day(one.get("decided_on") or one.get("decided_at"), g.language),
        "valid": _("valid until %(day)s", day=day(until, g.language)) if until else "",
        "along": _along(one),
        "href": url_for("records.show", record_id=one["record_id"]),
    }


def _decision_title(one: Mapping[str, Any]) -> str:
    kinds = {
        "competence_statement": _("Competence statement"),
        "progress": _("Progress decision"),
        "statement": _("Competence statement"),
    }
    return kinds.get(str(one.get("kind")), str(one.get("kind") or _("Decision")))


def kind_words(kind: str) -> str:
    return str(KINDS.get(kind, kind.replace("_", " ").capitalize()))


def registration_total(one: Mapping[str, Any]) -> dict[str, Any]:
    hours = one.get("hours_approved") or 0
    return {
        "title": kind_words(one["kind"]),
        "approved": one["approved"],
        "count": one["count"],
        "hours": _("%(count)s hours", count=number(float(hours), g.language)) if hours else "",
        "waiting": one["count"] - one["approved"],
    }


def registration(one: Mapping[str, Any]) -> dict[str, Any]:
    hours = one.get("hours")
    return {
        "day": day(one["on"], g.language),
        "title": kind_words(one["kind"]),
        "hours": number(float(hours), g.language) if hours is not None else "–",
        "state": REGISTRATION_STATES.get(one["state"], one["state"]),
        "by": one.get("approved_by") or "",
        "along": _along(one),
        "href": url_for("records.show", record_id=one["record_id"]),
    }


def goal(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "open": one["state"] == "open",
        "word": str(GOAL_STATES.get(one["state"], one["state"])),
        "due": day(one.get("due_on"), g.language),
        "href": url_for("records.show", record_id=one["record_id"]) if one["record_id"] else None,
        "set_by": one.get("set_by"),
        "linked": [
            {
                **link,
                "title": wording(link["title"], g.language),
                "on": day(link["encounter_date"], g.language, "short"),
                "href": url_for("records.show", record_id=link["record_id"]),
            }
            for link in one["linked"]
        ],
    }


def linkable(card: Mapping[str, Any]) -> dict[str, str]:
    """A record as an option to link to a goal."""
    on = day(card["encounter_date"], g.language, "short")
    return {
        "value": str(card["record_id"]),
        "label": f"{wording(card['title'], g.language)} – {on}",
    }


def entry(one: Mapping[str, Any]) -> dict[str, Any]:
    """One form's say on a competency: who, when, ratings in words, texts."""
    actor = one.get("actor") or {}
    return {
        "title": wording(one["title"], g.language),
        "href": url_for("records.show", record_id=one["record_id"]),
        "on": day(one["encounter_date"], g.language),
        "who": ", ".join(
            part for part in (actor.get("name") or "", role_of_one(one["role"])) if part
        ),
        "ratings": [
            {
                "label": wording(rating["label"], g.language) or _("Score"),
                "words": _rating_words(rating),
                "value": rating["value"],
                "lines": details(one, rating["item"], rating.get("detail")),
            }
            for rating in one["ratings"]
        ],
        "texts": [
            {"label": wording(said["label"], g.language), "text": said["text"]}
            for said in one["texts"]
            if said["text"]
        ],
    }


def details(
    one: Mapping[str, Any], key: str | None, detail: Mapping[str, Any] | None
) -> list[Line]:
    """What goes along with something that a form gave under a key, in the words of that version.
    Services of before do not tell of which."""
    if not (key and detail and one.get("definition_hash")):
        return []
    # A form is read once for all rows of a page.
    read = g.setdefault("words_of_forms", {})
    content_hash = one["definition_hash"]
    if content_hash not in read:
        read[content_hash] = Words(definition_by(content_hash))
    found: list[Line] = read[content_hash].details(key, detail)
    return found


def _along(one: Mapping[str, Any]) -> list[str]:
    """The same in a row of a list."""
    lines = details(one, one.get("key"), one.get("detail"))
    return [f"{name}: {value}" for name, value in lines]


def _rating_words(rating: Mapping[str, Any]) -> str:
    if rating.get("level"):
        return wording(rating["level"], g.language)
    shown = number(float(rating["value"]), g.language)
    if rating.get("max"):
        return _("%(value)s of %(most)s", value=shown, most=number(rating["max"], g.language))
    return shown


def form_titles(keys: Sequence[str]) -> dict[str, str]:
    """Titles of forms by key; a form that is gone keeps its key."""
    titles = {}
    for key in keys:
        try:
            document = forms_client.definition("form", key)["document"]
            titles[key] = wording(document["title"], g.language)
        except NotFound:
            titles[key] = key
    return titles


def form_chips(
    by_form: Sequence[Mapping[str, Any]], chosen: str | None, path: str
) -> list[dict[str, Any]]:
    """Links that show one form's entries, and all of them."""
    titles = form_titles([one["form_key"] for one in by_form])
    everything = {"label": _("All forms"), "href": path, "current": not chosen}
    return [
        everything,
        *(
            {
                "label": titles[one["form_key"]],
                "href": f"{path}?form={one['form_key']}",
                "current": chosen == one["form_key"],
                "count": one["count"],
            }
            for one in by_form
        ),
    ]
