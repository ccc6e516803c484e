"""A draft of any kind: read, saved while it is worked on, discarded."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import flash, g, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.identity import csrf
from gateway.web.assets import asset_url
from gateway.web.design.area import (
    KIND_PATH,
    blueprint,
    designer,
    editor_path,
    render_design,
    script_words,
    title_words,
)
from gateway.web.design.frames import is_drawable
from gateway.web.design.problem_words import worded
from gateway.web.times import when
from gateway.wording import sentence_of
from libs.contracts import forms
from libs.contracts.base import Fault
from libs.contracts.faults import InvalidRequest

DRAFT_PATH = KIND_PATH + "/<uuid:draft_id>"


def draft_of(kind: str, draft_id: UUID) -> dict[str, Any]:
    """The Draft (libs.contracts.forms) of an editor's page; raises Forbidden, NotFound."""
    designer()
    draft = ask(forms.DRAFT, draft_id=draft_id)
    return draft if draft["kind"] == kind else ask(forms.DRAFT, draft_id=uuid.UUID(int=0))


def editor_page(template: str, draft: Mapping[str, Any], **context: Any) -> str:
    """The page of an editor. `template` extends design/editor.html; what its script reads stands
    in `data-*` of #editor (`draft`, `words`, `icons`, `base`, `lang`). A draft that no editor can
    draw has a page that says what is wrong."""
    kind, document = draft["kind"], draft["document"]
    problems = worded(document, draft["problems"])
    about = {
        "kind": kind,
        "title": title_words(document.get("title")),
        "draft": draft,
        "base": editor_path(kind, draft["draft_id"]),
    }
    if not is_drawable(kind, document):
        return render_design("design/not_drawn.html", problems=problems, **about)
    return render_design(
        template,
        **about,
        started={
            "rev": draft["rev"],
            "owner": draft["owner"],
            "document": document,
            "problems": problems,
            "published_version": draft["published_version"],
        },
        person_id=g.me["person_id"],
        script_words=script_words(),
        icons_href=asset_url("icons.svg"),
        **context,
    )


def not_begun(kind: str, fault: Fault, otherwise: Callable[[], Any]) -> Any:
    """The answer where a draft was not begun: the one that is there already is opened, any other
    refusal is told on the page of `otherwise`. An outage is raised again."""
    if fault.status >= 500:
        raise fault
    there = isinstance(fault, forms.DraftExists)
    flash(sentence_of(fault), "warning" if there else "error")
    return redirect(editor_path(kind, fault.params["draft_id"])) if there else otherwise()


@blueprint.post(DRAFT_PATH + "/save")
def save_draft(kind: str, draft_id: UUID) -> Any:
    """JSON {rev, document} -> {rev, problems}; 412 with the other author's copy when `rev` is not
    the newest, 422 with a sentence when it cannot be kept."""
    designer()
    posted = posted_json()
    document = posted["document"]
    g.idempotency_key = None
    try:
        saved = ask(forms.SAVE_DRAFT, draft_id=draft_id, rev=posted.get("rev"), document=document)
    except forms.DraftConflict:
        return jsonify(_theirs(ask(forms.DRAFT, draft_id=draft_id))), 412
    except forms.DocumentUnfit as fault:
        return jsonify({"message": sentence_of(fault)}), fault.status
    return jsonify({"rev": saved["rev"], "problems": worded(document, saved["problems"])})


def _theirs(draft: Mapping[str, Any]) -> dict[str, Any]:
    who = accounts_client.names_of([draft.get("updated_by")])
    return {
        "rev": draft["rev"],
        "document": draft["document"],
        "problems": worded(draft["document"], draft["problems"]),
        "by": next((one["name"] for one in who.values()), ""),
        "when": when(draft["updated_at"]),
    }


@blueprint.post(DRAFT_PATH + "/begin-again")
def begin_again(kind: str, draft_id: UUID) -> Any:
    """JSON {document, owner} of a draft that is gone -> {location} of a new one with that document;
    else {message}, with `there` where somebody began one already. What is published under its key
    meanwhile is revised."""
    designer()
    posted = posted_json()
    g.idempotency_key = None
    try:
        draft = _begun_with(kind, posted["document"], str(posted.get("owner")))
    except Fault as fault:
        if fault.status >= 500:
            raise
        there = fault.params.get("draft_id") if isinstance(fault, forms.DraftExists) else None
        told = {"message": sentence_of(fault), "there": there and editor_path(kind, there)}
        return jsonify(told), fault.status
    return jsonify({"location": editor_path(kind, draft["draft_id"])})


def _begun_with(kind: str, document: Mapping[str, Any], owner: str) -> Any:
    key = str(document.get("key"))
    asked = {"kind": kind, "key": key, "owner": owner, "document": document}
    try:
        return ask(forms.START_DRAFT, how="empty", **asked)
    except forms.KeyTaken:
        return ask(forms.START_DRAFT, how="revise", **asked)


@blueprint.get("/session")
def session() -> Any:
    """Who is logged in now and the token for their writes, for an editor that was open meanwhile:
    {person: person_id | None, token, log_in}."""
    person = g.me["person_id"] if g.me else None
    told = {"person": person, "token": csrf.token(), "log_in": url_for("sign_in.form")}
    return jsonify(told)


def posted_json() -> dict[str, Any]:
    """The JSON of a script's request, with a document in it; raises InvalidRequest."""
    posted = request.get_json(silent=True)
    if not isinstance(posted, dict) or not isinstance(posted.get("document"), dict):
        raise InvalidRequest("JSON with a document is needed.")
    return posted


@blueprint.get(DRAFT_PATH + "/discard")
def look_before_discarding(kind: str, draft_id: UUID) -> Any:
    """Asks whether throwing it away is meant, and says what would be gone."""
    return _asked_whether(draft_of(kind, draft_id))


def _asked_whether(draft: Mapping[str, Any], *, changed: bool = False) -> str:
    """`changed`: by somebody, while the page that asks was open."""
    kind = draft["kind"]
    who = accounts_client.names_of([draft.get("updated_by")])
    return render_design(
        "design/discard.html",
        kind=kind,
        title=_("Throw away"),
        draft=draft,
        changed=changed,
        draft_title=title_words(draft["document"].get("title")),
        base=editor_path(kind, draft["draft_id"]),
        by=next((one["name"] for one in who.values()), ""),
    )


@blueprint.post(DRAFT_PATH + "/discard")
def discard_draft(kind: str, draft_id: UUID) -> Any:
    """Only what the page that asked showed: what was saved since is looked at first."""
    designer()
    # A page from before it carried the revision asks again, unless nobody ever saved.
    rev = request.form.get("rev", type=int) or 1
    try:
        ask(forms.DISCARD_DRAFT, draft_id=draft_id, rev=rev)
    except forms.DraftConflict as fault:
        page = _asked_whether(draft_of(kind, draft_id), changed=True)
        return make_response(page, fault.status)
    flash(_("The draft is gone. What was published stays as it is."))
    return redirect(url_for("design.definitions", kind=kind))
