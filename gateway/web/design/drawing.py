"""A draft drawn with the macros of the live form, whatever is still missing in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import g, jsonify, render_template
from flask_babel import gettext as _

from gateway.clients import forms as forms_client
from gateway.web import times
from gateway.web.design.area import blueprint, designer
from gateway.web.design.drafts import posted_json
from gateway.web.design.frames import has_frame
from gateway.web.filling import grouped_outcomes
from gateway.web.form_page import FormPage
from gateway.web.meanings import described_outcomes
from libs.contracts.base import Fault
from libs.contracts.faults import InvalidRequest
from libs.formengine import DefinitionError, read_frozen, wording

MOST_ITEMS = 400
CONTAINERS = frozenset({"section", "repeat"})
ON_A_SCALE = frozenset({"scale", "rubric"})

Item = dict[str, Any]


@blueprint.post("/forms/<uuid:draft_id>/draw")
def draw_form(draft_id: UUID) -> Any:
    """JSON {document, lang, keys} -> {parts: {address: html}}: each item as it will be, of a
    section or list its head; an address is the key, and in a list `list/key`. With `step` and
    `person` instead of keys -> {html}: all that they fill in. Raises InvalidRequest for what has
    not the frame of a form."""
    designer()
    posted = posted_json()
    document = posted["document"]
    if not has_frame("form", document):
        raise InvalidRequest("The document has not the frame of a form.")
    lang = str(posted.get("lang") or g.language)
    items = list(drawable(document, lang))
    page = page_of(document, items, lang)
    if "step" in posted:
        theirs = theirs_of(items, document, str(posted["step"]), str(posted.get("person", "")))
        page = dataclasses.replace(page_of(document, theirs, lang), ordinal=_ordinal(document))
        return jsonify({"html": render_template("design/drawn_page.html", form=page)})
    wanted = posted.get("keys")
    parts = {
        address: render_template("design/drawn_item.html", form=page, item=item)
        for address, item in _addressed(items)
        if not isinstance(wanted, list) or address in wanted
    }
    return jsonify({"parts": parts})


def page_of(document: Mapping[str, Any], items: Sequence[Item], lang: str) -> FormPage:
    """Items of a draft as the form macros take them."""
    outcomes = outcome_options(document, lang)
    return FormPage(
        document=document,
        items=items,
        lang=lang,
        options={
            item["key"]: outcomes.get(str(item.get("framework")), [])
            for item in flat(items)
            if item["type"] == "outcome"
        },
        today=times.today(),
        described=described_outcomes(
            document.get("frameworks"), items, flat(document.get("items") or ())
        ),
    )


def _ordinal(document: Mapping[str, Any]) -> frozenset[str]:
    """The steps among what rules read; of a draft that cannot be opened nobody can tell."""
    try:
        return read_frozen(document).ordinal
    except DefinitionError:
        return frozenset()


def outcome_options(document: Mapping[str, Any], lang: str) -> dict[str, list[dict[str, Any]]]:
    """Per framework of the draft what can be picked; one that is not there gives nothing."""
    found = {}
    for prefix, reference in dict(document.get("frameworks") or {}).items():
        try:
            framework = forms_client.framework(str(reference))
        except (Fault, ValueError):
            continue
        groups = grouped_outcomes(prefix, framework.get("outcomes", ()))
        found[prefix] = [
            group | {"label": wording(group["label"], lang) if group["label"] else ""}
            for group in groups
        ]
    return found


def drawable(document: Mapping[str, Any], lang: str) -> Iterator[Item]:
    """The items with a label where none is written yet, and without what cannot be drawn."""
    for item in list(document.get("items") or ())[:MOST_ITEMS]:
        if isinstance(item, dict) and item.get("key"):
            yield _drawable(item, document, lang)


def _drawable(item: Mapping[str, Any], document: Mapping[str, Any], lang: str) -> Item:
    made = {**item, "label": _label(item, lang)}
    for name in ("rows", "options"):
        if name in made:
            made[name] = [{**one, "label": _label(one, lang)} for one in made[name]]
    if item.get("type") in CONTAINERS:
        made["items"] = [
            _drawable(inner, document, lang) for inner in item.get("items", ()) if inner.get("key")
        ]
    if item.get("type") in ON_A_SCALE and not _is_drawn_on(document, item):
        return {
            "type": "note",
            "key": item["key"],
            "label": f"{wording(made['label'], lang)} – {_('choose a scale')}",
        }
    return made


def _label(part: Mapping[str, Any], lang: str) -> dict[str, str]:
    given = part.get("label")
    written = isinstance(given, Mapping) and any(str(text).strip() for text in given.values())
    return dict(given) if written and given else {lang: _("Without words yet")}


def _is_drawn_on(document: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    """Whether its scale is there and can be drawn: rows need steps."""
    scale = (document.get("scales") or {}).get(item.get("scale"))
    if not isinstance(scale, Mapping):
        return False
    if scale.get("kind") == "vas":
        return item["type"] == "scale"
    if scale.get("levels"):
        return True
    bounds = [scale.get(part) for part in ("min", "max")]
    step = scale.get("step", 1)
    numbers = all(isinstance(one, int | float) for one in (*bounds, step))
    return bool(numbers and step > 0 and 0 < (bounds[1] - bounds[0]) / step <= 100)  # type: ignore[operator]


def flat(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if item.get("type") in CONTAINERS:
            yield from flat(item["items"])


def _addressed(items: Sequence[Item], within: str = "") -> Iterator[tuple[str, Item]]:
    """Each item with where the builder finds it: keys of a list differ in that list only."""
    for item in items:
        yield within + item["key"], item
        if item.get("type") in CONTAINERS:
            inside = f"{item['key']}/" if item["type"] == "repeat" else ""
            yield from _addressed(item["items"], inside)


def theirs_of(
    items: Sequence[Item], document: Mapping[str, Any], step: str, person: str
) -> list[Item]:
    """What one person fills in at one step, in its sections, with the notes for them."""
    steps = [one["id"] for one in document.get("stages") or () if person in _listed(one.get("by"))]
    return list(_theirs(items, {}, step, person, steps))


def _theirs(
    items: Sequence[Item],
    section: Mapping[str, Any],
    step: str,
    person: str,
    steps: Sequence[str],
) -> Iterator[Item]:
    for item in items:
        by = _listed(item.get("by", section.get("by")))
        when = _listed(item.get("stage", section.get("stage"))) or steps[:1]
        if item["type"] == "section":
            inner = list(_theirs(item["items"], item, step, person, steps))
            if any(one["type"] != "note" for one in inner):
                yield {**item, "items": inner}
        elif item["type"] == "note":
            if not by or person in by:
                yield item
        elif person in by and step in when:
            yield item


def _listed(given: Any) -> list[str]:
    return [given] if isinstance(given, str) else list(given or ())
