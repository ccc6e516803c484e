"""What can be picked while a form is tried where the live form has files, records and people."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask_babel import gettext as _

from gateway.stand_ins import StandIn, stand_ins
from libs.formengine import Definition


def stand_in_options(definition: Definition) -> dict[str, list[dict[str, Any]]]:
    """By item: groups of options as the form macros take them. Files and drawings have them in the
    place of an upload: they are picked, and nothing is sent."""
    found: dict[str, list[dict[str, Any]]] = {}
    for (item, kind), ones in groupby(stand_ins(definition), key=lambda one: (one.item, one.kind)):
        options = [{"value": one.field, "label": _words(one)} for one in ones]
        found.setdefault(item, []).append({"label": _heading(kind), "options": options})
    return {item: groups if len(groups) > 1 else _bare(groups) for item, groups in found.items()}


def _bare(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without a heading, where there is one kind only."""
    return [group | {"label": ""} for group in groups]


def _heading(kind: str) -> str:
    headings = {
        "entry": _("Forms"),
        "goal": _("Goals"),
        "file": _("Files"),
        "dashboard": _("Printed dashboards"),
    }
    return str(headings.get(kind, ""))


def _words(one: StandIn) -> str:
    number = one.number
    if one.kind == "file" and one.media_type:
        kind = one.media_type.partition("/")[2].upper()
        return str(_("Made-up file %(number)s (%(kind)s)", number=number, kind=kind))
    words = {
        "file": _("Made-up file %(number)s", number=number),
        "drawing": _("Sign with a made-up drawing"),
        "entry": _("Made-up form %(number)s", number=number),
        "goal": _("Made-up goal %(number)s", number=number),
        "dashboard": _("Made-up dashboard %(number)s", number=number),
        "person": _("Made-up person %(number)s", number=number),
    }
    return str(words[one.kind])
