"""Finding a colleague by name, for the page's script."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request

from gateway.clients.bus import ask
from gateway.web.page import signed_in
from libs.contracts import accounts

blueprint = Blueprint("colleagues", __name__)


@blueprint.get("/colleagues")
def find() -> Any:
    """{options: [{value, label}]}: people of the institution whose name fits."""
    me = signed_in()
    search = request.args.get("q", "").strip()[:100]
    people = ask(accounts.FIND_COLLEAGUES, search=search, limit=20)["people"]
    return jsonify(
        {
            "options": [
                {"value": one["person_id"], "label": one["name"]}
                for one in people
                if str(one["person_id"]) != me["person_id"]
            ]
        }
    )
