"""The institution itself: how it is called and helps, and how far setting it up is."""

from __future__ import annotations

from typing import Any

from gateway.api import shapes
from gateway.api.examples import setup as examples
from gateway.api.operations import fields_of, query_of, subject
from gateway.clients import setup as setup_client
from gateway.clients.bus import ask
from libs.contracts import accounts

blueprint = subject("Institution", "", "The institution and how it is set up")


@blueprint.get("/institution")
@blueprint.response(200, shapes.Institution, example=examples.INSTITUTION)
def institution() -> Any:
    """My institution: name, contact, languages, rules of log-in."""
    return ask(accounts.INSTITUTION)


@blueprint.patch("/institution")
@blueprint.arguments(fields_of(accounts.CHANGE_INSTITUTION), example=examples.CONTACT)
@blueprint.response(200, shapes.Institution, example=examples.INSTITUTION)
def change_institution(fields: dict[str, Any]) -> Any:
    """Change the name, who helps, or the rules of log-in; what is left out stays."""
    return ask(accounts.CHANGE_INSTITUTION, **fields)


@blueprint.get("/institutions")
@blueprint.response(200, shapes.Institutions, example=examples.INSTITUTIONS)
def institutions() -> Any:
    """The institutions of my network (national administrators)."""
    return ask(accounts.INSTITUTIONS)


@blueprint.get("/setup")
@blueprint.arguments(query_of(accounts.SETUP), location="query")
@blueprint.response(200, shapes.Setup, example=examples.STATE)
def setup(fields: dict[str, Any]) -> Any:
    """How far setting up is, step by step, from what is really there."""
    return setup_client.progress(**fields)


@blueprint.patch("/setup")
@blueprint.arguments(fields_of(accounts.REMEMBER_SETUP), example=examples.REMEMBER)
@blueprint.response(200, shapes.Setup, example=examples.STATE)
def remember_setup(fields: dict[str, Any]) -> Any:
    """Skip a step for now or take it up again; put the whole away or take it out again."""
    return setup_client.remember(**fields)
