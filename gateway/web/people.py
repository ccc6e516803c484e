"""People of the institution: search first, then the person; what is wanted often is in the row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, make_response, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients.bus import ask, ask_all
from gateway.web import people_words
from gateway.web.errors import is_fragment
from gateway.web.page import render, role_name, roles, signed_in
from gateway.web.paths import own_path
from gateway.wording import sentence_of
from libs.contracts import accounts, forms
from libs.contracts.base import Fault
from libs.contracts.faults import Forbidden
from libs.formengine import wording

blueprint = Blueprint("people", __name__, url_prefix="/people")

SHOWN = 50
ADMINISTRATORS = frozenset({"local_admin", "national_admin"})


def may_change() -> bool:
    """Whether buttons that change people are drawn; accounts decides."""
    return bool(roles() & ADMINISTRATORS)


def administrator() -> dict[str, Any]:
    """The Me of an administrator; raises Forbidden, so that nobody fills in a form in vain."""
    me = signed_in()
    if not may_change():
        raise Forbidden()
    return me


@blueprint.get("")
def search() -> Any:
    me = signed_in()
    asked = {key: request.args.get(key, "").strip() for key in ("q", "role", "state")}
    reply = ask(
        accounts.PEOPLE,
        search=asked["q"],
        role=asked["role"] if asked["role"] in accounts.ROLES else None,
        state=asked["state"] if asked["state"] in people_words.STATES else None,
        cursor=request.args.get("cursor"),
        limit=SHOWN,
    )
    more = {**{key: value for key, value in asked.items() if value}, "cursor": reply["next"]}
    return render(
        "people/page.html" if is_fragment() and "cursor" in request.args else "people/search.html",
        current="people",
        title=_("People"),
        people=[row(person) for person in reply["people"]],
        next_href=url_for("people.search", **more) if reply["next"] else None,
        asked=asked,
        role_options=[{"value": role, "label": role_name(role)} for role in accounts.ROLES],
        state_chips=_state_chips(asked),
        may_change=may_change(),
        back=request.full_path.rstrip("?"),
        institution_name=me["institution_name"],
        national="national_admin" in me["roles"],
    )


def row(person: Mapping[str, Any]) -> dict[str, Any]:
    """A Person with the words a page needs."""
    return {
        **person,
        "href": url_for("people.show", person_id=person["person_id"]),
        "role_words": ", ".join(role_name(role) for role in person["roles"]),
        "look": people_words.STATES.get(person["state"], (person["state"], "", "")),
    }


def _state_chips(asked: Mapping[str, str]) -> list[dict[str, Any]]:
    kept = {key: value for key, value in asked.items() if value and key != "state"}
    everybody = [{"label": _("All"), "href": url_for("people.search", **kept), "current": True}]
    everybody[0]["current"] = not asked["state"]
    return everybody + [
        {
            "label": str(look[0]),
            "href": url_for("people.search", **{**kept, "state": state}),
            "current": asked["state"] == state,
        }
        for state, look in people_words.STATES.items()
    ]


@blueprint.get("/<uuid:person_id>")
def show(person_id: UUID) -> Any:
    signed_in()
    person, definitions = ask_all(
        (accounts.PERSON, {"person_id": person_id}),
        (forms.DEFINITIONS, {"kind": "programme"}),
    )
    titles = {one["key"]: one["title"] for one in definitions["definitions"]}
    is_learner = "learner" in person["roles"]
    return render(
        "people/show.html",
        current="people",
        title=person["name"],
        person=row(person),
        is_learner=is_learner,
        relations=[
            one | {"words": people_words.relation_words(one["kind"], of_learner=is_learner)}
            for one in person["relations"]
        ],
        relation_choices=_relation_choices(person["roles"]),
        enrolments=[_enrolment(one, titles) for one in person["enrolments"]],
        log=people_words.log_lines(person["log"]),
        may_change=may_change(),
        back=url_for("people.show", person_id=person_id),
    )


def _relation_choices(their_roles: list[str]) -> list[dict[str, str]]:
    """A learner gets staff of each kind; staff get learners in the roles they have."""
    if "learner" in their_roles:
        return [
            {"kind": kind, "label": _("Add a %(role)s", role=str(words[0]).lower())}
            for kind, words in people_words.RELATIONS.items()
        ]
    return [
        {"kind": kind, "label": _("Add a learner, as %(role)s", role=str(words[0]).lower())}
        for kind, words in people_words.RELATIONS.items()
        if words[2] in their_roles
    ]


def _enrolment(one: Mapping[str, Any], titles: Mapping[str, Any]) -> dict[str, Any]:
    """An enrolment with its title; of a programme that is not published the name it was given is
    all there is."""
    known = titles.get(one["programme_key"])
    title = wording(known, g.language) if known else f"“{one['programme_key']}”"
    return {**one, "title": title, "is_unknown": known is None}


@blueprint.post("/<uuid:person_id>/access")
def resend_access(person_id: UUID) -> Any:
    """Mail the link to set a password once more."""
    signed_in()
    try:
        reply = ask(accounts.RESEND_ACCESS, person_id=person_id)
    except Fault as fault:
        return _refused(fault)
    flash(_("A mail with a log-in link is on its way to %(address)s.", address=reply["sent_to"]))
    return redirect(back())


@blueprint.post("/<uuid:person_id>/unblock")
def unblock(person_id: UUID) -> Any:
    signed_in()
    try:
        person = ask(accounts.UNBLOCK, person_id=person_id)["person"]
    except Fault as fault:
        return _refused(fault)
    flash(_("%(name)s can log in again.", name=person["name"]))
    return redirect(back())


def _refused(fault: Fault) -> Any:
    """Said as a message where the person was; only what is broken gets a page."""
    if fault.status >= 500 or fault.status == 404:
        raise fault
    flash(sentence_of(fault), "error")
    return redirect(back())


def back() -> str:
    """The page of ours that the button stood on."""
    wanted = own_path(request.form.get("back"))
    place = wanted.partition("?")[0]
    return (
        wanted if place == "/people" or place.startswith("/people/") else url_for("people.search")
    )


@blueprint.get("/institutions")
def institutions() -> Any:
    """For national administrators: in which institution they look and act now."""
    me = signed_in()
    found = ask(accounts.INSTITUTIONS)["institutions"]
    mine = {str(one["institution_id"]): one["membership_id"] for one in me["memberships"]}
    return render(
        "people/institutions.html",
        current="people",
        title=_("Institutions"),
        institutions=[
            {
                **one,
                "membership_id": mine.get(str(one["id"])),
                "current": str(one["id"]) == str(me["institution_id"]),
            }
            for one in found
        ],
    )


def fields(*names: str) -> dict[str, Any]:
    """Posted texts; empty dates mean none."""
    posted = {name: request.form.get(name, "").strip() for name in names}
    return {
        name: (value or None) if name in ("starts_on", "ends_on") else value
        for name, value in posted.items()
    }


def page_with_errors(template: str, errors: Mapping[str, str], **context: Any) -> Any:
    """The same page again with what is wrong, as 422."""
    page = render(
        template,
        current="people",
        errors=errors,
        summary=people_words.summary(errors),
        **context,
    )
    return make_response(page, 422 if errors else 200)
