"""The process library that comes with the platform: use one as it is, or change it first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import forms as forms_client
from gateway.clients.bus import ask
from gateway.web.design.area import (
    blueprint,
    designer,
    editor_path,
    owner_of_new,
    render_design,
    title_words,
)
from gateway.web.design.drafts import not_begun
from libs.contracts import forms
from libs.contracts.base import Fault
from libs.formengine import wording

SHIPPED_PATH = "/<any(form, programme):kind>s/shipped"
AT_STAKE = {
    "low": _l("Little: it is for learning"),
    "medium": _l("Something"),
    "high": _l("Much: decisions rest on it"),
}


@blueprint.get(SHIPPED_PATH)
def shipped(kind: str) -> Any:
    """The list, with what each is for, who fills it in, how long that takes and what is at stake:
    those of the list of processes, then what was made of them."""
    designer()
    found = [_line(one) for one in ask(forms.SHIPPED, kind=kind)["shipped"]]
    numbered = [one for one in found if one["process"]]
    others = [one for one in found if not one["process"]]
    return render_design(
        "design/shipped.html",
        kind=kind,
        title=_("Process library"),
        groups=[
            {"title": _("Processes"), "lines": numbered},
            {"title": _("Made from them, and supporting forms"), "lines": others},
        ]
        if numbered
        else [{"title": _("Programmes"), "lines": others}],
    )


def _line(one: Mapping[str, Any]) -> dict[str, Any]:
    who = dict.fromkeys(wording(label, g.language) for label in one["who"])
    return {
        **one,
        "title": title_words(one["title"]),
        "purpose": wording(one["purpose"], g.language) if one["purpose"] else "",
        "who": ", ".join(who),
        "stakes": str(AT_STAKE.get(one["stakes"] or "", "")),
    }


@blueprint.post(SHIPPED_PATH)
def take_shipped(kind: str) -> Any:
    """Publish one as it is and come back, or begin a draft of it and go there."""
    designer()
    fields: dict[str, Any] = {
        "kind": kind,
        "key": request.form.get("key", ""),
        "owner": owner_of_new(),
        "as_draft": request.form.get("how") == "draft",
    }
    try:
        taken = ask(forms.TAKE_SHIPPED, **fields)
    except Fault as fault:
        return not_begun(kind, fault, lambda: redirect(url_for("design.shipped", kind=kind)))
    forms_client.forget_newest()
    if taken["draft_id"]:
        return redirect(editor_path(kind, taken["draft_id"]))
    flash(_("Published: it can be used from now on."))
    return redirect(url_for("design.shipped", kind=kind))
