"""From draft to version, and after: what changes, publishing, history, retiring, offering."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from gateway.clients import accounts as accounts_client
from gateway.clients import forms as forms_client
from gateway.clients.bus import ask, ask_all
from gateway.web.design.area import (
    KIND_PATH,
    blueprint,
    designer,
    editor_path,
    may_change,
    render_design,
    title_words,
)
from gateway.web.design.drafts import DRAFT_PATH
from gateway.web.design.effect import effect_of
from gateway.web.design.kept_steps import kept_steps, renewed_steps
from gateway.web.design.moving import moving_questions
from gateway.web.design.problem_words import named, text_of, where, worded
from gateway.web.design.problem_words import names_of as names_in
from gateway.web.design.programme_places import Named
from gateway.web.page import signed_in
from gateway.wording import errors_of, sentence_of
from libs.contracts import dashboards, forms
from libs.contracts.base import Fault
from libs.contracts.faults import InvalidRequest, NotFound

COLOURS = ("safe", "careful", "refused")
NOTHING_MOVES: dict[str, Any] = {"moving": [], "kept_steps": []}
KEY_PATH = KIND_PATH + "/by-name/<key>"


@blueprint.get(DRAFT_PATH + "/publish")
def look_before_publishing(kind: str, draft_id: UUID) -> Any:
    """What publishing would change, in three colours, and what is still wrong."""
    designer()
    draft, changes = _draft_and_changes(draft_id)
    document = draft["document"]
    return render_design(
        "design/publish.html",
        kind=kind,
        title=_("Publish %(title)s", title=title_words(document.get("title"))),
        draft=draft,
        draft_title=title_words(document.get("title")),
        base=editor_path(kind, draft_id),
        problems=worded(document, draft["problems"]),
        since=changes["since"],
        changes=changes_in_words(kind, draft["key"], document, changes),
        asks_about_drafts=_asks_about_drafts(kind, changes),
        **(_moving(draft, changes) if _asks_about_drafts(kind, changes) else NOTHING_MOVES),
        effect=_effect(draft) if kind == "programme" and not draft["problems"] else None,
    )


def _draft_and_changes(draft_id: UUID) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What cannot run cannot be compared: then the page tells what is wrong, and no changes."""
    asked = {"draft_id": draft_id}
    try:
        draft, changes = ask_all((forms.DRAFT, asked), (forms.DRAFT_CHANGES, asked))
    except forms.DefinitionRefused:
        return ask(forms.DRAFT, **asked), {"since": None, **dict.fromkeys(COLOURS, ())}
    return draft, changes


def _asks_about_drafts(kind: str, changes: Mapping[str, Any]) -> bool:
    return bool(kind == "form" and changes["since"] and changes["careful"])


def _moving(draft: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked about answers in open drafts, and what happens to them without being asked; a
    document that is not whole yet asks nothing."""
    if draft["problems"]:
        return NOTHING_MOVES
    old, new = _version_before(draft, changes), draft["document"]
    return {"moving": moving_questions(old, new), "kept_steps": kept_steps(old, new)}


def _version_before(draft: Mapping[str, Any], changes: Mapping[str, Any]) -> Mapping[str, Any]:
    return _numbered("form", draft["key"], changes["since"])


def _numbered(kind: str, key: str, version: int) -> Mapping[str, Any]:
    document: Mapping[str, Any] = forms_client.definition(kind, key, version)["document"]
    return document


def _effect(draft: Mapping[str, Any]) -> dict[str, Any] | None:
    """Who a programme would affect; None where that cannot be told yet."""
    try:
        return effect_of(draft["document"], draft["owner"])
    except InvalidRequest:
        return None


def changes_in_words(
    kind: str, key: str, document: Mapping[str, Any], changes: Mapping[str, Any]
) -> dict[str, list[dict[str, str]]]:
    """By colour, in names: those of the version before too, for what is no longer there."""
    if not any(changes[colour] for colour in COLOURS):
        return {colour: [] for colour in COLOURS}
    before = _version_or_nothing(kind, key, changes["since"])
    tell = Named(document, before).change if kind == "programme" else _teller(document, before)
    return {colour: [tell(one) for one in changes[colour]] for colour in COLOURS}


def _version_or_nothing(kind: str, key: str, version: int) -> Mapping[str, Any]:
    try:
        return _numbered(kind, key, version)
    except NotFound:
        return {}


def _teller(*documents: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], dict[str, str]]:
    """The words of the newest come first."""
    names = {name: words for one in reversed(documents) for name, words in names_in(one).items()}

    def told(one: Mapping[str, Any]) -> dict[str, str]:
        place, sentence = where(documents[0], one["path"], names), named(text_of(one), names)
        return {"where": "" if f"“{place}”" in sentence else place, "sentence": sentence}

    return told


@blueprint.post(DRAFT_PATH + "/publish")
def publish_draft(kind: str, draft_id: UUID) -> Any:
    """Freeze the draft; back to the look before it when somebody changed it meanwhile."""
    designer()
    rev, open_drafts = request.form.get("rev", type=int), request.form.get("open_drafts") or None
    try:
        if kind == "form" and open_drafts == "move":
            rev = _with_steps(draft_id, rev)
        published = ask(forms.PUBLISH_DRAFT, draft_id=draft_id, rev=rev, open_drafts=open_drafts)
    except Fault as fault:
        if fault.status >= 500 or fault.status == 404:
            raise
        flash(sentence_of(fault), "error")
        return redirect(url_for("design.look_before_publishing", kind=kind, draft_id=draft_id))
    forms_client.forget_newest()
    flash(_("Published as version %(number)s.", number=published["version"]))
    return redirect(url_for("design.history", kind=kind, key=published["key"]))


def _with_steps(draft_id: UUID, rev: int | None) -> int | None:
    """The draft with what was chosen about open drafts in it -> its rev. Somebody else's newer
    draft is left alone: publishing tells of it."""
    draft, changes = ask_all(
        (forms.DRAFT, {"draft_id": draft_id}), (forms.DRAFT_CHANGES, {"draft_id": draft_id})
    )
    if draft["rev"] != rev or draft["problems"] or not _asks_about_drafts("form", changes):
        return rev
    old, new = _version_before(draft, changes), draft["document"]
    steps = renewed_steps(old, new, request.form, _steps_left_out())
    document = {name: part for name, part in draft["document"].items() if name != "migrate"}
    document |= {"migrate": steps} if steps else {}
    if document == draft["document"]:
        return rev
    saved = ask(forms.SAVE_DRAFT, draft_id=draft_id, rev=rev, document=document)
    return int(saved["rev"])


def _steps_left_out() -> set[int]:
    """Only what the page showed can be taken out of it."""
    shown, kept = (
        {int(one) for one in request.form.getlist(name) if one.isdigit()}
        for name in ("step_shown", "step_kept")
    )
    return shown - kept


@blueprint.get(KEY_PATH)
def history(kind: str, key: str) -> Any:
    """All versions of one definition, what uses it, and whether it is started and offered."""
    designer()
    found, newest = ask_all(
        (forms.HISTORY, {"kind": kind, "key": key}),
        (forms.DEFINITION, {"kind": kind, "key": key}),
    )
    names = accounts_client.names_of(one.get("published_by") for one in found["versions"])
    title = title_words(newest["document"].get("title"))
    may = may_change(found["versions"][0]["owner"])
    return render_design(
        "design/history.html",
        kind=kind,
        title=title,
        key=key,
        found=found,
        newest=newest,
        may_change=may,
        whose=_whose(found["versions"][0]["owner"]),
        uses=_uses(found),
        followers=_followers(newest["document"]) if kind == "programme" else None,
        asked_by=_asked_by(found) if kind == "form" and may else [],
        versions=[
            one
            | {
                "by": names.get(str(one.get("published_by")), {}).get("name", ""),
                "formats": file_links(kind, key, found["versions"], one),
            }
            for one in found["versions"]
        ],
    )


def _whose(owner: str) -> str:
    """To whom a definition belongs, in words."""
    if owner == "network":
        network = signed_in().get("network_name")
        return _("It belongs to the network %(name)s.", name=network or "").replace(" .", ".")
    return _("It belongs to %(name)s.", name=signed_in()["institution_name"])


def _uses(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What names it, by sort: [{counted: "33 forms", lines: [{kind, key, title}]}]."""
    given = {
        "form": [one for one in found["uses"] if one["kind"] == "form"],
        "programme": [one for one in found["uses"] if one["kind"] == "programme"],
        "dashboard": found.get("dashboards", []),
    }
    return [
        {
            "counted": _counted(sort, len(lines)),
            "lines": [one | {"title": title_words(one["title"])} for one in lines],
        }
        for sort, lines in given.items()
        if lines
    ]


def _counted(sort: str, count: int) -> str:
    if sort == "form":
        return ngettext("%(num)s form", "%(num)s forms", count)
    if sort == "programme":
        return ngettext("%(num)s programme", "%(num)s programmes", count)
    return ngettext("%(num)s dashboard", "%(num)s dashboards", count)


def _followers(document: Mapping[str, Any]) -> int | None:
    """How many learners follow a programme; None where that cannot be told."""
    try:
        return int(ask(dashboards.PROGRAMME_EFFECT, document=document)["learners"])
    except Fault as fault:
        if fault.status >= 500:
            raise
        return None


def _asked_by(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The programmes that ask for a form that can be retired: {title, followers}."""
    uses = [] if found["is_retired"] else found["uses"]
    return [
        {
            "title": title_words(one["title"]),
            "followers": _followers(
                forms_client.definition("programme", one["key"], None)["document"]
            ),
        }
        for one in uses
        if one["kind"] == "programme"
    ]


def file_links(
    kind: str, key: str, rows: list[dict[str, Any]], row: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Where the version is had as a file. A number two owners share means the own one there."""
    if next(one for one in rows if one["version"] == row["version"]) is not row:
        return []
    formats = [("json", "JSON")]
    if kind == "framework":
        formats += [("case", "CASE 1.1"), ("csv", "CSV")]
    numbered = {"kind": kind, "key": key, "version": row["version"]}
    return [
        {"label": label, "href": url_for("design.definition_file", format=name, **numbered)}
        for name, label in formats
    ]


@blueprint.post(KEY_PATH + "/retire")
def retire(kind: str, key: str) -> Any:
    designer()
    is_retired = request.form.get("is_retired") == "true"
    try:
        ask(forms.RETIRE_DEFINITION, kind=kind, key=key, is_retired=is_retired)
    except forms.DefinitionRefused as refused:
        (taken,) = errors_of(refused).values()
        flash(taken["message"], "error")
        return redirect(url_for("design.history", kind=kind, key=key))
    forms_client.forget_newest()
    flash(
        _("Retired. Nobody starts it any more; what runs goes on.")
        if is_retired
        else _("It can be started again.")
    )
    return redirect(url_for("design.history", kind=kind, key=key))


@blueprint.post(KEY_PATH + "/offer")
def offer(kind: str, key: str) -> Any:
    designer()
    is_offered = request.form.get("is_offered") == "true"
    ask(forms.OFFER_DEFINITION, kind=kind, key=key, is_offered=is_offered)
    flash(
        _("Others find the newest version in the library now.")
        if is_offered
        else _("It is no longer offered to others.")
    )
    return redirect(url_for("design.history", kind=kind, key=key))
