"""People, for administrators; and whom a learner can ask."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g

from gateway.api import shapes
from gateway.api.examples import people as examples
from gateway.api.operations import expect_key, fields_of, query_of, subject, write
from gateway.clients.bus import ask
from gateway.clients.programmes import published_keys, titles_by_key
from gateway.identity.named_on_record import those_on_record
from libs.contracts import accounts

blueprint = subject("People", "", "People, enrolment, relations, import")


@blueprint.get("/people")
@blueprint.arguments(query_of(accounts.PEOPLE), location="query")
@blueprint.response(200, shapes.People, example=examples.PEOPLE)
def people(fields: dict[str, Any]) -> Any:
    """People of my institution, searched and filtered."""
    return ask(accounts.PEOPLE, **fields)


@blueprint.post("/people")
@blueprint.arguments(fields_of(accounts.CREATE_PERSON), example=examples.CREATE)
@blueprint.response(201, shapes.PersonReply, example=examples.PERSON_REPLY)
def create_person(fields: dict[str, Any]) -> Any:
    """Create an account; the person gets a mail with instructions."""
    return write(accounts.CREATE_PERSON, **fields)


@blueprint.post("/people/names")
@blueprint.arguments(fields_of(accounts.NAMES), example=examples.NAMES)
@blueprint.response(200, shapes.NamesOfPeople, example=examples.NAMES_REPLY)
def names(fields: dict[str, Any]) -> Any:
    """How people of my institution are called, at most 500 ids at once; unknown ids are left out.

    Other answers hold the ids of people; this gives the names that pages show beside them. By the
    link of a mail only the names of who appears on its record are told.
    """
    expect_key()
    if g.principal.kind == "link":
        fields = {"person_ids": those_on_record(fields["person_ids"])}
    return write(accounts.NAMES, **fields)


@blueprint.get("/people/<uuid:person_id>")
@blueprint.response(200, shapes.PersonInFull, example=examples.IN_FULL)
def person(person_id: UUID) -> Any:
    """One person with relations, enrolments and log."""
    return ask(accounts.PERSON, person_id=person_id)


@blueprint.patch("/people/<uuid:person_id>")
@blueprint.arguments(
    fields_of(accounts.CHANGE_PERSON, without=("person_id",)), example=examples.CHANGE
)
@blueprint.response(200, shapes.PersonReply, example=examples.CHANGED)
def change_person(fields: dict[str, Any], person_id: UUID) -> Any:
    """Change name, address, roles or end date."""
    return ask(accounts.CHANGE_PERSON, person_id=person_id, **fields)


@blueprint.post("/people/<uuid:person_id>/access-mail")
@blueprint.response(202, shapes.SentTo, example=examples.SENT_TO)
def resend_access(person_id: UUID) -> Any:
    """Send the log-in mail again."""
    return write(accounts.RESEND_ACCESS, person_id=person_id)


@blueprint.post("/people/<uuid:person_id>/unblock")
@blueprint.response(200, shapes.PersonReply, example=examples.UNBLOCKED)
def unblock(person_id: UUID) -> Any:
    """Unblock an account after failed log-ins."""
    return write(accounts.UNBLOCK, person_id=person_id)


@blueprint.post("/people/<uuid:person_id>/enrolments")
@blueprint.arguments(
    fields_of(accounts.ENROL, without=("person_id", "offered")), example=examples.ENROL
)
@blueprint.response(201, shapes.Enrolled, example=examples.ENROLLED)
def enrol(fields: dict[str, Any], person_id: UUID) -> Any:
    """Enrol a learner in a programme that is published here; a portfolio is opened."""
    return write(accounts.ENROL, person_id=person_id, offered=titles_by_key(), **fields)


@blueprint.post("/enrolments/<uuid:enrolment_id>/end")
@blueprint.response(200, shapes.Nothing, example=examples.NOTHING)
def end_enrolment(enrolment_id: UUID) -> Any:
    """Take back an enrolment in a programme that is not published here, so without a portfolio."""
    return write(accounts.END_ENROLMENT, enrolment_id=enrolment_id, published=published_keys())


@blueprint.post("/relations")
@blueprint.arguments(fields_of(accounts.RELATE), example=examples.RELATE)
@blueprint.response(201, shapes.Related, example=examples.RELATED)
def relate(fields: dict[str, Any]) -> Any:
    """Make somebody the trainer, teacher or coach of a learner for a period."""
    return write(accounts.RELATE, **fields)


@blueprint.post("/relations/<uuid:relation_id>/end")
@blueprint.arguments(
    fields_of(accounts.END_RELATION, without=("relation_id",)), example=examples.END
)
@blueprint.response(200, shapes.Nothing, example=examples.NOTHING)
def end_relation(fields: dict[str, Any], relation_id: UUID) -> Any:
    """End such a relation on a date."""
    return write(accounts.END_RELATION, relation_id=relation_id, **fields)


@blueprint.post("/imports")
@blueprint.arguments(
    fields_of(accounts.PREVIEW_IMPORT, without=("offered",)), example=examples.IMPORT
)
@blueprint.response(201, shapes.ImportPreview, example=examples.PREVIEW)
def preview_import(fields: dict[str, Any]) -> Any:
    """Look at what a CSV or XLSX file (base64) would change; nothing is imported yet."""
    return write(accounts.PREVIEW_IMPORT, offered=titles_by_key(), **fields)


@blueprint.post("/imports/<uuid:import_id>/apply")
@blueprint.response(200, shapes.Counts, example=examples.APPLIED)
def apply_import(import_id: UUID) -> Any:
    """Carry out an import: all rows or none."""
    return write(accounts.APPLY_IMPORT, offered=titles_by_key(), import_id=import_id)


@blueprint.get("/colleagues")
@blueprint.arguments(query_of(accounts.FIND_COLLEAGUES), location="query")
@blueprint.response(200, shapes.Colleagues, example=examples.COLLEAGUES)
def find_colleagues(fields: dict[str, Any]) -> Any:
    """Whom I can ask for feedback, those related to me first."""
    return ask(accounts.FIND_COLLEAGUES, **fields)
