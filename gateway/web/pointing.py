"""What answers point at, in words: files, forms, goals, people; and what there is to choose."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import g, url_for
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.clients.documents import folders_of
from gateway.identity import csrf
from gateway.web.colleagues import people_about
from gateway.web.file_words import REFUSALS, size_words
from gateway.web.template_filters import day
from libs.contracts import documents, portfolio
from libs.contracts.faults import NotFound
from libs.formengine import Mentions, wording
from libs.formengine.items import File, Item, Ref, Repeat, Section, Signature


def flat(items: Iterable[Item]) -> list[Item]:
    """Items, with those inside sections and repeats."""
    found: list[Item] = []
    for item in items:
        found.append(item)
        if isinstance(item, Section | Repeat):
            found += flat(item.items)
    return found


def takes_files(items: Iterable[Item]) -> bool:
    """Whether something can be uploaded on this page."""
    return any(
        isinstance(one, File) or (isinstance(one, Signature) and one.kind == "draw")
        for one in flat(items)
    )


def options_of(
    items: Iterable[Item],
    portfolio_id: Any,
    learner_id: Any,
    choices: Mapping[str, Any] | None,
) -> dict[str, list[dict[str, Any]]]:
    """Groups of options for each ref and person item, by its key."""
    found: dict[str, list[dict[str, Any]]] = {}
    wanted = flat(items)
    folders = _folders(wanted, portfolio_id) if choices is not None else []
    for item in wanted:
        if isinstance(item, Ref):
            found[item.key] = _reference_groups(item, choices or {}, folders)
        elif item.type == "person":
            found[item.key] = _people_groups(learner_id)
    return found


def _folders(items: Sequence[Item], portfolio_id: Any) -> list[dict[str, Any]]:
    """The folders of the portfolio, where an item asks for a file or a printed dashboard."""
    kinds = {kind for item in items if isinstance(item, Ref) for kind in item.to}
    if not kinds & {"file", "dashboard"}:
        return []
    with contextlib.suppress(NotFound):
        first = ask(documents.FOLDERS, portfolio_id=portfolio_id)
        return folders_of(portfolio_id, first)
    return []


def _reference_groups(
    item: Ref, choices: Mapping[str, Any], folders: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    groups = {
        "entry": (_("Forms"), [_entry(one) for one in choices.get("entries", ())]),
        "goal": (_("Goals"), [_goal(one) for one in choices.get("goals", ())]),
        "file": (_("Files"), _files("file", folders)),
        "dashboard": (_("Printed dashboards"), _files("dashboard", folders)),
    }
    return [
        {"label": groups[kind][0], "options": groups[kind][1]}
        for kind in item.to
        if groups[kind][1]
    ]


def _entry(one: Mapping[str, Any]) -> dict[str, str]:
    label = entry_words(one)
    return {"value": f"entry:{one['id']}", "label": label}


def entry_words(one: Mapping[str, Any]) -> str:
    """A form by its name and day, as people tell one from another."""
    return f"{wording(one['title'], g.language)}, {day(one['encounter_date'], g.language)}"


def _goal(one: Mapping[str, Any]) -> dict[str, str]:
    return {"value": f"goal:{one['id']}", "label": str(one["title"])}


def _files(kind: str, folders: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    wanted = ("reports",) if kind == "dashboard" else ("own", "institute")
    return [
        {"value": f"{kind}:{file['file_id']}", "label": file["name"]}
        for folder in folders
        if folder["kind"] in wanted
        for file in folder["files"]
        if file["state"] == "ready"
    ]


def _people_groups(learner_id: Any) -> list[dict[str, Any]]:
    """People to choose from at once; the others by search or by address."""
    if g.principal.kind != "person":
        return []
    return [{"label": "", "options": people_about(learner_id)}]


# Reading -------------------------------------------------------------------------------------


def names_of(found: Mentions) -> dict[str, str]:
    """Names of the people that answers point at."""
    ids = {one.person_id for one in found.people if one.person_id}
    known = accounts_client.names_of(ids) if ids else {}
    return {key: name["name"] for key, name in known.items()}


def links_of(
    found: Mentions, references: Mapping[str, Any], record_id: Any = None
) -> dict[str, dict[str, str | None]]:
    """What references point at: `kind:id` to its words and, for who may open it, its address. A
    printed dashboard is opened by way of the record that points at it."""
    shown: dict[str, dict[str, str | None]] = {}
    for kind, identity in found.references:
        key = f"{kind}:{identity}"
        known = references.get(key)
        if kind in ("file", "dashboard"):
            shown[key] = _file_link(identity)
            if kind == "dashboard" and known is not None and record_id and not shown[key]["href"]:
                place = file_url("download", record_id=record_id, file_id=identity)
                shown[key] = {"label": _("A printed dashboard"), "href": place}
        elif known is None:
            shown[key] = {"label": _("Something you cannot open"), "href": None}
        elif kind == "entry":
            place = url_for("records.show", record_id=identity)
            shown[key] = {"label": entry_words(known), "href": place}
        else:
            shown[key] = {"label": str(known["title"]), "href": None}
    return shown


def _file_link(identity: str) -> dict[str, str | None]:
    """A file of the portfolio by its name; documents says whether the reader may have it."""
    if g.principal.kind == "person":
        with contextlib.suppress(NotFound):
            file = ask(documents.FILE, file_id=identity)["file"]
            return {
                "label": file["name"],
                "href": url_for("documents.download", file_id=UUID(identity)),
            }
    return {"label": _("A file you cannot open"), "href": None}


def file_words(one: Mapping[str, Any]) -> dict[str, Any]:
    """A file of an answer as the page shows it."""
    refused = str(REFUSALS.get(one.get("reason") or "", ""))
    place = {"record_id": one["record_id"], "file_id": one["file_id"]}
    return {
        "name": one["name"],
        "size": size_words(one["size"]),
        "state": one["state"],
        "reason": refused,
        "is_image": one["media_type"].startswith("image/"),
        "href": file_url("download", **place),
        "remove_url": file_url("remove", **place),
        "by_post": {"csrf_token": csrf.token(), "link": g.link_token}
        if g.principal.kind == "link"
        else None,
    }


def file_url(what: str, *, record_id: Any, file_id: Any) -> str:
    """Where one does something with a file: by the record, or behind a link by the link."""
    if g.principal.kind == "link":
        return url_for(f"link_files.{what}", file_id=file_id)
    return url_for(f"record_files.{what}", record_id=record_id, file_id=file_id)


def upload_place(record_id: Any, stage: str) -> dict[str, str]:
    """Where the page's script announces a new file of this stage."""
    if g.principal.kind == "link":
        return {"begin_url": url_for("link_files.begin", stage=stage)}
    return {"begin_url": url_for("record_files.begin", record_id=record_id, stage=stage)}


def choices_of(portfolio_id: Any, items: Iterable[Item]) -> dict[str, Any] | None:
    """What can be chosen before there is a record; asked only where something can be."""
    if not any(isinstance(one, Ref) for one in flat(items)):
        return None
    return ask(portfolio.CHOICES, portfolio_id=portfolio_id, limit=100)
