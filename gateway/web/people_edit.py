"""Making and changing a person; enrolling; who guides whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients.bus import ask, ask_all
from gateway.clients.programmes import published_keys, titles_by_key
from gateway.web import people_words, times
from gateway.web.page import role_name, roles
from gateway.web.people import administrator, fields, page_with_errors
from gateway.wording import sentence_of
from libs.contracts import accounts, forms
from libs.contracts.base import Fault, Method
from libs.contracts.faults import NotFound
from libs.formengine import wording

blueprint = Blueprint("people_edit", __name__, url_prefix="/people")

CHOICES = 30


def _tried(method: Method, /, **request_fields: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """(reply, {}) or ({}, errors by field). Raises what no field can explain."""
    try:
        return ask(method, **request_fields), {}
    except Fault as fault:
        errors = people_words.field_errors(fault)
        if fault.status in (403, 409) and not errors:
            errors = {"main": sentence_of(fault)}
        if not errors:
            raise
        return {}, errors


def _role_options(chosen: list[str]) -> list[dict[str, Any]]:
    return [
        {"value": role, "label": role_name(role), "checked": role in chosen}
        for role in people_words.offered_roles(roles())
    ]


@blueprint.get("/new")
def new() -> Any:
    administrator()
    return _new_page({}, {"language": g.language, "starts_on": times.today().isoformat()}, [])


def _new_page(errors: Mapping[str, str], values: Mapping[str, Any], chosen: list[str]) -> Any:
    return page_with_errors(
        "people/edit.html",
        errors,
        title=_("New person"),
        heading=_("New person"),
        action=url_for("people_edit.create"),
        cancel=url_for("people.search"),
        values=values,
        role_options=_role_options(chosen),
        is_new=True,
    )


@blueprint.post("/new")
def create() -> Any:
    administrator()
    chosen = request.form.getlist("roles")
    texts = fields("given_name", "family_name", "user_name", "email", "starts_on", "ends_on")
    language = request.form.get("language") or g.language
    reply, errors = _tried(accounts.CREATE_PERSON, roles=chosen, language=language, **texts)
    if errors:
        return _new_page(errors, texts | {"language": language}, chosen)
    person = reply["person"]
    flash(_("%(name)s has an account; the first mail is on its way.", name=person["name"]))
    return redirect(url_for("people.show", person_id=person["person_id"]))


@blueprint.get("/<uuid:person_id>/edit")
def edit(person_id: UUID) -> Any:
    administrator()
    person = ask(accounts.PERSON, person_id=person_id)
    return _edit_page({}, person, person["roles"], person)


def _edit_page(
    errors: Mapping[str, str],
    person: Mapping[str, Any],
    chosen: list[str],
    values: Mapping[str, Any],
) -> Any:
    return page_with_errors(
        "people/edit.html",
        errors,
        title=person["name"],
        heading=_("Change %(name)s", name=person["name"]),
        action=url_for("people_edit.change", person_id=person["person_id"]),
        cancel=url_for("people.show", person_id=person["person_id"]),
        values=values,
        role_options=_role_options(chosen),
        is_new=False,
    )


@blueprint.post("/<uuid:person_id>/edit")
def change(person_id: UUID) -> Any:
    administrator()
    person = ask(accounts.PERSON, person_id=person_id)
    chosen = request.form.getlist("roles")
    # Roles this administrator may not give stay as they are.
    kept = [role for role in person["roles"] if role not in people_words.offered_roles(roles())]
    texts = fields("given_name", "family_name", "email", "ends_on")
    _reply, errors = _tried(
        accounts.CHANGE_PERSON, person_id=person_id, roles=[*chosen, *kept], **texts
    )
    if errors:
        return _edit_page(errors, person, chosen, texts)
    flash(_("Saved."))
    return redirect(url_for("people.show", person_id=person_id))


@blueprint.get("/<uuid:person_id>/enrol")
def enrol_form(person_id: UUID) -> Any:
    administrator()
    return _enrol_page(person_id, {}, {"starts_on": times.today().isoformat(), "part_time": "100"})


def _enrol_page(person_id: UUID, errors: Mapping[str, str], values: Mapping[str, Any]) -> Any:
    person, found = ask_all(
        (accounts.PERSON, {"person_id": person_id}), (forms.DEFINITIONS, {"kind": "programme"})
    )
    return page_with_errors(
        "people/enrol.html",
        errors,
        title=person["name"],
        person=person,
        values=values,
        programmes=[
            {"value": one["key"], "label": wording(one["title"], g.language)}
            for one in found["definitions"]
            if not one.get("is_retired")
        ],
    )


@blueprint.post("/<uuid:person_id>/enrol")
def enrol(person_id: UUID) -> Any:
    administrator()
    texts = fields("programme_key", "starts_on", "cohort", "part_time")
    if not texts["part_time"]:
        texts["part_time"] = "100"
    _reply, errors = _tried(accounts.ENROL, person_id=person_id, offered=titles_by_key(), **texts)
    if errors:
        return _enrol_page(person_id, errors, texts)
    flash(_("Enrolled. The portfolio opens by itself in a moment."))
    return redirect(url_for("people.show", person_id=person_id))


@blueprint.post("/<uuid:person_id>/enrolments/<uuid:enrolment_id>/end")
def end_enrolment(person_id: UUID, enrolment_id: UUID) -> Any:
    """Of a programme that is not published: no portfolio is waited for any more."""
    administrator()
    _reply, errors = _tried(
        accounts.END_ENROLMENT, enrolment_id=enrolment_id, published=published_keys()
    )
    if errors:
        flash(_("This programme is published by now, so the enrolment stays."), "error")
    else:
        flash(_("The enrolment is taken back."))
    return redirect(url_for("people.show", person_id=person_id))


@blueprint.get("/<uuid:person_id>/relate/<kind>")
def relate_form(person_id: UUID, kind: str) -> Any:
    administrator()
    return _relate_page(person_id, kind, {}, {"starts_on": times.today().isoformat()})


def _relate_page(
    person_id: UUID, kind: str, errors: Mapping[str, str], values: Mapping[str, Any]
) -> Any:
    if kind not in accounts.RELATIONS:
        raise NotFound()
    word, _of, role = people_words.RELATIONS[kind]
    person = ask(accounts.PERSON, person_id=person_id)
    is_learner = "learner" in person["roles"]
    asked = request.values.get("q", "").strip()
    wanted = role if is_learner else "learner"
    found = ask(accounts.PEOPLE, search=asked, role=wanted, limit=CHOICES)
    return page_with_errors(
        "people/relate.html",
        errors,
        title=person["name"],
        person=person,
        kind=kind,
        heading=_("Who is the %(role)s?", role=str(word).lower())
        if is_learner
        else _("Of which learner?"),
        search=asked,
        people=[one for one in found["people"] if one["state"] != "left"],
        more=bool(found["next"]),
        values=values,
    )


@blueprint.post("/<uuid:person_id>/relate/<kind>")
def relate(person_id: UUID, kind: str) -> Any:
    administrator()
    texts = fields("starts_on", "ends_on", "place")
    other = request.form.get("other", "")
    if not other:
        return _relate_page(person_id, kind, {"other": _("Choose somebody.")}, texts)
    of_learner = request.form.get("of_learner") == "true"
    learner, staff = (person_id, other) if of_learner else (other, person_id)
    _reply, errors = _tried(
        accounts.RELATE, kind=kind, person_id=staff, learner_id=learner, **texts
    )
    if errors:
        return _relate_page(person_id, kind, errors, texts)
    flash(_("Saved. It counts from the first day you gave."))
    return redirect(url_for("people.show", person_id=person_id))


@blueprint.post("/<uuid:person_id>/relations/<uuid:relation_id>/end")
def end_relation(person_id: UUID, relation_id: UUID) -> Any:
    administrator()
    ends_on = request.form.get("ends_on") or times.today().isoformat()
    _reply, errors = _tried(accounts.END_RELATION, relation_id=relation_id, ends_on=ends_on)
    if errors:
        flash(next(iter(errors.values())), "error")
    else:
        flash(_("The last day is set."))
    return redirect(url_for("people.show", person_id=person_id))
