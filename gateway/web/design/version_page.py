"""One published version, to be read: what it holds, what it changed, and its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import g, request
from flask_babel import gettext as _

from gateway.clients import forms as forms_client
from gateway.clients.bus import ask
from gateway.rehearsal import Seat, seats
from gateway.web.design.area import blueprint, designer, render_design, title_words
from gateway.web.design.drawing import drawable, page_of, theirs_of
from gateway.web.design.framework_drawing import framework_drawn
from gateway.web.design.programme_drawing import programme_drawn
from gateway.web.design.scale_drawing import scale_drawn
from gateway.web.design.telling import seat_words
from gateway.web.design.versions import KEY_PATH, changes_in_words, file_links
from libs.contracts import forms
from libs.contracts.faults import NotFound
from libs.formengine import DefinitionError, read_frozen

VERSION_PATH = KEY_PATH + "/versions/<content_hash>"


@blueprint.get(VERSION_PATH)
def version(kind: str, key: str, content_hash: str) -> Any:
    """A version by its hash: two owners may each have a version of one number."""
    designer()
    found = ask(forms.HISTORY, kind=kind, key=key)
    row = next((one for one in found["versions"] if one["hash"] == content_hash), None)
    if row is None:
        raise NotFound()
    document = forms_client.by_hash(content_hash)["document"]
    changes = ask(forms.VERSION_CHANGES, hash=content_hash)
    title = title_words(document.get("title"))
    return render_design(
        "design/version.html",
        kind=kind,
        title=_("%(title)s, version %(number)s", title=title, number=row["version"]),
        key=key,
        row=row,
        document_title=title,
        document=document,
        drawn=DRAWN[kind](document),
        since=changes["since"],
        changes=changes_in_words(kind, key, document, changes),
        formats=file_links(kind, key, found["versions"], row),
    )


def _form_drawn(document: Mapping[str, Any]) -> dict[str, Any]:
    """What one person meets at one step, as on the page where a draft is tried."""
    items = list(drawable(document, g.language))
    try:
        definition = read_frozen(document)
    except DefinitionError:  # stored before the house knew this format: its words are shown
        return {"seats": [], "form": page_of(document, items, g.language)}
    known = [one for one in seats(definition) if one.number == 1]
    wanted = Seat(request.args.get("step", ""), request.args.get("person", ""))
    seat = wanted if wanted in known else known[0]
    theirs = theirs_of(items, document, seat.step, seat.role)
    return {
        "seat": seat,
        "seats": [seat_words(definition, one, numbered=False) for one in known],
        "form": page_of(document, theirs, g.language),
    }


DRAWN: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "form": _form_drawn,
    "framework": framework_drawn,
    "scale": scale_drawn,
    "programme": programme_drawn,
}
