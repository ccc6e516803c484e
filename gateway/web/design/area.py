"""What all pages of designing share: who may, the tabs, the words of a kind, the scripts' words."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from gateway.web.assets import DIST, asset_url
from gateway.web.page import DESIGN, render, roles, signed_in
from libs.contracts.faults import Forbidden
from libs.contracts.forms import KINDS
from libs.formengine import wording

blueprint = Blueprint("design", __name__, url_prefix="/design")

KIND_PATH = "/<any(form, framework, scale, programme):kind>s"
KIND_NAMES = {
    "form": (_l("Forms"), "clipboard-list"),
    "framework": (_l("Frameworks"), "network"),
    "scale": (_l("Scales"), "sliders-horizontal"),
    "programme": (_l("Programmes"), "route"),
}


def designer() -> dict[str, Any]:
    """The Me of somebody who designs; raises NotSignedIn, Forbidden."""
    me = signed_in()
    if not roles() & DESIGN:
        raise Forbidden()
    return me


def owner_of_new() -> str:
    """For whom somebody designs: a national administrator without a local role for the network."""
    return "institution" if roles() & {"local_admin", "head"} else "network"


# Who writes for whom, as the service has it.
AUTHORS = {"institution": {"local_admin", "head"}, "network": {"national_admin"}}


def may_change(owner: str | None) -> bool:
    """Whether the reader writes for this owner; else they make a version of their own."""
    return bool(roles() & AUTHORS.get(owner or "institution", set()))


def kind_tabs(current: str) -> list[dict[str, Any]]:
    """The four kinds as tabs."""
    return [
        {
            "label": str(KIND_NAMES[kind][0]),
            "icon": KIND_NAMES[kind][1],
            "href": url_for("design.definitions", kind=kind),
            "current": kind == current,
        }
        for kind in KINDS
    ]


def editor_path(kind: str, draft_id: Any) -> str:
    """Where a draft is worked on. Every editor has this address."""
    return f"/design/{kind}s/{draft_id}"


def render_design(template: str, *, kind: str, title: str, **context: Any) -> str:
    """A page of designing: the navigation knows where it is."""
    names = {"kind": kind, "kind_title": str(KIND_NAMES[kind][0])}
    return render(template, current="design", title=title, **names, **context)


def script_words() -> dict[str, Any]:
    """What the editors' scripts say, in the reader's language, by the English they are written in.

    A word with a plural has its two forms. English needs none.
    """
    if g.language == "en":
        return {}
    return {
        entry[0]: [ngettext(*entry, num) for num in (1, 2)] if len(entry) > 1 else _(entry[0])
        for entry in _script_entries()
    }


@functools.cache
def _script_entries() -> tuple[tuple[str, ...], ...]:
    listed = json.loads((DIST / asset_url("design/words.json").rsplit("/", 1)[1]).read_text())
    return tuple(tuple(entry) for entry in listed)


def title_words(title: Mapping[str, str] | None) -> str:
    """The title of a definition; one that has none yet, or no words in it, is named so."""
    return wording(title, g.language) or _("Without a title")
