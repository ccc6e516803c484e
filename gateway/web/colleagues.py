"""Finding a colleague or a fellow learner by name, for the pages and their script."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, jsonify, request, url_for

from gateway.clients.bus import ask
from gateway.web.page import signed_in
from libs.contracts import accounts
from libs.contracts.faults import NotFound

blueprint = Blueprint("colleagues", __name__)


def find_url(learner_id: Any) -> str:
    """Where a page about this learner searches for people."""
    return url_for("colleagues.find_about", learner_id=learner_id)


def people_about(learner_id: Any, *, search: str = "", limit: int = 50) -> list[dict[str, Any]]:
    """Options for whom the reader may name or ask about a learner: staff, and for who guides the
    learner (or is it) those who learn in the same programme."""
    wanted = {"search": search, "limit": limit}
    try:
        found = ask(accounts.FIND_COLLEAGUES, **wanted, fellows_of=learner_id)["people"]
    except NotFound:
        found = ask(accounts.FIND_COLLEAGUES, **wanted)["people"]
    known = {str(g.principal.person_id), str(learner_id)}
    return [
        {"value": str(one["person_id"]), "label": one["name"]}
        for one in found
        if str(one["person_id"]) not in known
    ]


@blueprint.get("/colleagues")
def find() -> Any:
    """{options: [{value, label}]}: staff of the institution whose name fits."""
    me = signed_in()
    people = ask(accounts.FIND_COLLEAGUES, search=_search(), limit=20)["people"]
    return jsonify(
        {
            "options": [
                {"value": one["person_id"], "label": one["name"]}
                for one in people
                if str(one["person_id"]) != me["person_id"]
            ]
        }
    )


@blueprint.get("/colleagues/about/<uuid:learner_id>")
def find_about(learner_id: UUID) -> Any:
    """The same for a form about this learner, fellow learners too."""
    signed_in()
    return jsonify({"options": people_about(learner_id, search=_search(), limit=20)})


def _search() -> str:
    return request.args.get("q", "").strip()[:100]
