"""What a row of a list is called after: one of its answers, in a few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from gateway.web.template_filters import day, number, words

if TYPE_CHECKING:
    from gateway.web.form_page import FormPage, Item

MOST = 80  # characters: as much as a heading takes; the whole stands under it


def row_name(form: FormPage, item: Item, row: Mapping[str, Any]) -> str:
    """The words of the answer that `row_title` names; empty where there is none (yet)."""
    key = _of(item, "row_title")
    named = next((one for one in _of(item, "items") or () if _of(one, "key") == key), None)
    answer = row.get(key) if key else None
    if named is None or answer in (None, "", [], {}):
        return ""
    found = ", ".join(filter(None, (_said(form, named, one) for one in _each(answer))))
    plain = " ".join(found.split())
    return plain if len(plain) <= MOST else plain[: MOST - 1].rstrip() + "…"


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def _each(answer: Any) -> Iterator[Any]:
    yield from answer if isinstance(answer, list) else [answer]


def _said(form: FormPage, item: Item, answer: Any) -> str:
    kind = _of(item, "type")
    if kind == "text":
        return str(answer)
    if kind == "number":
        return f"{number(answer, form.lang)} {words(_of(item, 'unit') or '', form.lang)}"
    if kind == "date":
        return day(answer, form.lang)
    if kind == "yesno":
        return _("Yes") if answer else _("No")
    if kind == "choice":
        return _option(form, item, answer)
    if kind == "scale":
        return _level(form, item, answer)
    if kind == "person":
        return form.names.get(answer.get("id") or "") or answer.get("name") or ""
    if kind == "outcome":
        return form.names.get(answer, str(answer))
    return ""  # A file or a thing of the portfolio is no name: the row keeps its number.


def _option(form: FormPage, item: Item, answer: Any) -> str:
    if isinstance(answer, Mapping):
        return str(answer.get("other") or "")
    found = next((one for one in _of(item, "options") if _of(one, "value") == answer), None)
    return words(_of(found, "label"), form.lang) if found else str(answer)


def _level(form: FormPage, item: Item, answer: Any) -> str:
    value = answer.get("v") if isinstance(answer, Mapping) else answer
    levels = form.scale(_of(item, "scale")).get("levels") or ()
    found = next((words(one["label"], form.lang) for one in levels if one["value"] == value), "")
    return found or ("" if value is None else number(value, form.lang))
