"""The lists: forms, frameworks, scales and programmes, with what is published and worked on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _l

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask_all
from gateway.web.design.area import (
    KIND_NAMES,
    KIND_PATH,
    blueprint,
    designer,
    editor_path,
    kind_tabs,
    may_change,
    render_design,
    title_words,
)
from libs.contracts import forms

NEW = {
    "form": _l("New form"),
    "framework": _l("New framework"),
    "scale": _l("New scale"),
    "programme": _l("New programme"),
}
LEADS = {
    "form": _l("What is asked, who fills it in and in which order."),
    "framework": _l("What learners work towards: areas, activities, roles, outcomes."),
    "scale": _l("Shared scales, so that judgements of different forms can be compared."),
    "programme": _l("Phases, dossiers, and what a learner does in each of them."),
}


@blueprint.get("")
def start() -> Any:
    designer()
    return redirect(url_for("design.definitions", kind="form"))


@blueprint.get(KIND_PATH)
def definitions(kind: str) -> Any:
    """Everything of one kind; `q` searches in the titles."""
    designer()
    published, drafts = ask_all((forms.DEFINITIONS, {"kind": kind}), (forms.DRAFTS, {"kind": kind}))
    wanted = request.args.get("q", "").strip()
    lines = list(_lines(kind, published["definitions"], drafts["drafts"]))
    return render_design(
        "design/list.html",
        kind=kind,
        title=str(KIND_NAMES[kind][0]),
        lead=str(LEADS[kind]),
        new_label=str(NEW[kind]),
        tabs=kind_tabs(kind),
        asked=wanted,
        any_at_all=bool(lines),
        lines=[one for one in lines if wanted.casefold() in one["title"].casefold()],
    )


def _lines(
    kind: str, published: list[dict[str, Any]], drafts: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """One line per key: what people work on first, then by title."""
    by_key: dict[str, dict[str, Any]] = {one["key"]: {"now": one} for one in published}
    for draft in drafts:
        by_key.setdefault(draft["key"], {})["draft"] = draft
    names = accounts_client.names_of(
        {str(one["updated_by"]) for one in drafts if one.get("updated_by")}
    )
    found = [_line(kind, key, one, names) for key, one in by_key.items()]
    yield from sorted(found, key=lambda one: (one["draft"] is None, one["title"].casefold()))


def _line(
    kind: str, key: str, one: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    now, draft = one.get("now"), one.get("draft")
    shown = now or draft or {}
    return {
        "key": key,
        "title": title_words((draft or now or {}).get("title")),
        "owner": shown.get("owner"),
        "may_change": may_change(shown.get("owner")),
        "version": now["version"] if now else None,
        "hash": now["hash"] if now else None,
        "published_at": now.get("published_at") if now else None,
        "minutes": now.get("minutes") if now else None,
        "is_retired": bool(now and now.get("is_retired")),
        "history_href": url_for("design.history", kind=kind, key=key) if now else None,
        "draft": _draft(kind, draft, names) if draft else None,
    }


def _draft(
    kind: str, draft: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    return {
        "href": editor_path(kind, draft["draft_id"]),
        "problems": draft["problems"],
        "updated_at": draft["updated_at"],
        "by": names.get(str(draft.get("updated_by")), {}).get("name", ""),
    }
