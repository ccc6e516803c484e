"""A new draft: of nothing, of an example, of a version that is there, or of what others offer."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask import g, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients.bus import ask
from gateway.web.design.area import (
    KIND_NAMES,
    KIND_PATH,
    blueprint,
    designer,
    editor_path,
    owner_of_new,
    render_design,
    title_words,
)
from gateway.web.design.blank import blank
from gateway.web.design.drafts import not_begun
from libs.contracts import forms
from libs.contracts.base import Fault
from libs.formengine import wording

DERIVED = frozenset({"copy", *forms.DERIVED})


@blueprint.get(KIND_PATH + "/new")
def new(kind: str) -> Any:
    """What to begin with: nothing, or one that is there."""
    designer()
    known = ask(forms.DEFINITIONS, kind=kind)["definitions"]
    return render_design(
        "design/new.html",
        kind=kind,
        title=str(KIND_NAMES[kind][0]),
        templates=[one | {"title": title_words(one["title"])} for one in known],
    )


@blueprint.get(KIND_PATH + "/offered")
def offered(kind: str) -> Any:
    """What other institutions and networks offer, to copy or to build on."""
    designer()
    found = ask(forms.OFFERED, kind=kind)["offered"]
    return render_design(
        "design/offered.html",
        kind=kind,
        title=_("Offered by others"),
        offered=[
            one
            | {
                "title": title_words(one["title"]),
                "purpose": wording(one["purpose"], g.language) if one.get("purpose") else "",
            }
            for one in found
        ],
    )


@blueprint.post(KIND_PATH + "/start")
def start_draft(kind: str) -> Any:
    """Make a draft and go there. One that is there already is opened instead."""
    designer()
    how = request.form.get("how", "empty")
    title = request.form.get("title", "").strip()
    fields: dict[str, Any] = {
        "kind": kind,
        "how": how,
        "owner": request.form.get("owner") or owner_of_new(),
        "key": request.form.get("key") or slug(title),
    }
    if how == "empty":
        fields["document"] = blank(kind, fields["key"], title or _("Without a title"), g.language)
    else:
        fields["hash"] = request.form.get("hash", "")
        if how in DERIVED:
            fields["key"] = slug(title or fields["key"])
            fields["frameworks"] = _chosen_frameworks()
    try:
        draft = ask(forms.START_DRAFT, **fields)
    except forms.FrameworksMissing as fault:
        return _choose_frameworks(kind, title, fault.params["missing"])
    except Fault as fault:
        return not_begun(kind, fault, lambda: redirect(url_for("design.new", kind=kind)))
    return redirect(editor_path(kind, draft["draft_id"]))


def _chosen_frameworks() -> dict[str, str] | None:
    """What was chosen for each prefix, on the page below."""
    chosen = {
        name.removeprefix("framework-"): value
        for name, value in request.form.items()
        if name.startswith("framework-") and value
    }
    return chosen or None


def _choose_frameworks(kind: str, title: str, missing: dict[str, str]) -> Any:
    """Before a form is taken over: what stands here for the frameworks of whoever made it."""
    known = ask(forms.DEFINITIONS, kind="framework")["definitions"]
    asked_again = {"csrf_token", "idempotency_key", *(f"framework-{one}" for one in missing)}
    return render_design(
        "design/choose_frameworks.html",
        kind=kind,
        title=title,
        missing=missing,
        kept={name: value for name, value in request.form.items() if name not in asked_again},
        options=[
            {"value": f"{one['key']}@{one['version']}", "label": title_words(one["title"])}
            for one in known
        ],
    )


def slug(title: str) -> str:
    """A key of small letters, digits and hyphens, as the definitions want it; never empty."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-").lstrip("0123456789-")[:48].strip("-")
    return made or "untitled"
