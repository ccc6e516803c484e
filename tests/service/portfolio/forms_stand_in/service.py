"""Answers for frozen definitions out of the library's files."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from libs import formengine
from libs.chassis.rpc import rpc
from libs.contracts import forms
from libs.contracts.faults import NotFound

from ..world import LIBRARY, PLACES


@cache
def library() -> list[dict[str, Any]]:
    found = []
    for kind, place in PLACES.items():
        for file in sorted((LIBRARY / place).glob("*.json")):
            document = json.loads(file.read_text())
            found.append(
                {
                    "kind": kind,
                    "key": document["key"],
                    "version": int(document.get("version", 1)),
                    "hash": formengine.content_hash(document),
                    "document": document,
                }
            )
    return found


class FormsService:
    name = "forms"

    @rpc(forms.DEFINITION_BY_HASH)
    def definition_by_hash(self, call, request):
        return _only(one for one in library() if one["hash"] == request["hash"])

    @rpc(forms.DEFINITION)
    def definition(self, call, request):
        wanted = (request["kind"], request["key"])
        return _only(
            one
            for one in library()
            if (one["kind"], one["key"]) == wanted and request["version"] in (None, one["version"])
        )


def _only(found):
    for one in found:
        return one
    raise NotFound()
