"""From the fields of a posted form to the `answers` of an answers document, without script.

The names of the fields are the convention at the top of templates/parts/form/form.html. What
cannot be read (a number with letters) stays as it was typed, so that the check of the answers
can say what is wrong with it; what was left empty is absent.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from gateway.web.form_page import Item, leaves, part

NA = "na"
OTHER = "_other"


class Fields(Protocol):
    """A MultiDict of werkzeug, or anything that reads like one."""

    def getlist(self, key: str, /) -> list[str]: ...

    def __iter__(self) -> Any: ...


def answers_from_form(
    definition_document: Mapping[str, Any], items: Sequence[Item], fields: Fields
) -> dict[str, Any]:
    """The answers to `items` (sections allowed) found in posted `fields`.

    Only the given items are read: fields of other stages or made-up names change nothing.
    """
    found = {
        part(item, "key"): _answer(item, f"a.{part(item, 'key')}", fields) for item in leaves(items)
    }
    return {key: answer for key, answer in found.items() if answer is not None}


def _answer(item: Item, name: str, fields: Fields) -> Any:
    return _READERS[part(item, "type")](item, name, fields)


def _first(fields: Fields, name: str) -> str | None:
    """The last non-blank value of a field: a later field of the same name wins over a default."""
    given = [value for value in fields.getlist(name) if value.strip()]
    return given[-1] if given else None


def _text(item: Item, name: str, fields: Fields) -> str | None:
    typed = _first(fields, name)
    return typed.replace("\r\n", "\n") if typed else None


def _as_number(typed: str | None) -> Any:
    """`7`, `7.5` and `7,5` are numbers; anything else stays text."""
    if typed is None:
        return None
    plain = typed.strip().replace(",", ".")
    if re.fullmatch(r"[-+]?\d{1,15}", plain):
        return int(plain)
    return float(plain) if re.fullmatch(r"[-+]?\d{1,15}\.\d{1,10}", plain) else typed


def _number(item: Item, name: str, fields: Fields) -> Any:
    return _as_number(_first(fields, name))


def _yesno(item: Item, name: str, fields: Fields) -> Any:
    typed = _first(fields, name)
    return {"true": True, "false": False}.get(typed or "", typed)


def _choice(item: Item, name: str, fields: Fields) -> Any:
    picked = [_option(one, name, fields) for one in fields.getlist(name) if one.strip()]
    if part(item, "many", False):
        return picked or None
    return picked[-1] if picked else None


def _option(value: str, name: str, fields: Fields) -> Any:
    return {"other": _first(fields, f"{name}.other") or ""} if value == OTHER else value


def _judgement(item: Item, name: str, fields: Fields) -> Any:
    """A bare number; with a comment or `na`, the longer form."""
    return _short(_value_on_scale(name, fields))


def _value_on_scale(name: str, fields: Fields) -> dict[str, Any] | None:
    typed, comment = _first(fields, name), _text(None, f"{name}.comment", fields)
    extra = {"comment": comment} if comment else {}
    if typed == NA:
        return _not_observed(name, fields) | extra
    value = _as_number(typed)
    return {"v": value} | extra if value is not None or extra else None


def _not_observed(name: str, fields: Fields) -> dict[str, Any]:
    reason = _first(fields, f"{name}.reason")
    return {"v": None, "na": True} | ({"reason": reason.strip()} if reason else {})


def _short(value: dict[str, Any] | None) -> Any:
    return value["v"] if value and set(value) == {"v"} else value


def _rubric(item: Item, name: str, fields: Fields) -> dict[str, Any] | None:
    rows = {
        part(row, "key"): _value_on_scale(f"{name}.{part(row, 'key')}", fields)
        for row in part(item, "rows", ())
    }
    return {key: value for key, value in rows.items() if value is not None} or None


def _checklist(item: Item, name: str, fields: Fields) -> dict[str, Any] | None:
    rows = {}
    for row in part(item, "rows", ()):
        field = f"{name}.{part(row, 'key')}"
        typed = _first(fields, field)
        if typed == NA:
            rows[part(row, "key")] = _not_observed(field, fields)
        elif typed is not None:
            rows[part(row, "key")] = _mark(typed)
    return rows or None


def _mark(typed: str) -> Any:
    return (
        {"true": True, "false": False}[typed] if typed in ("true", "false") else _as_number(typed)
    )


def _repeat(item: Item, name: str, fields: Fields) -> list[dict[str, Any]] | None:
    """Rows in the order of their number; a row in which nothing was filled in is left out."""
    rows = []
    for index in _row_numbers(name, fields):
        row = _row(item, f"{name}.{index}", fields)
        if row:
            rows.append({"_id": _row_id(f"{name}.{index}", fields)} | row)
    return rows or None


def _row_id(name: str, fields: Fields) -> str:
    """A new row gets one; the same one when the same form is posted again with its key."""
    given, key = _first(fields, f"{name}._id"), _first(fields, "idempotency_key")
    new = uuid.uuid5(uuid.NAMESPACE_OID, f"{key} {name}") if key else uuid.uuid4()
    return given or new.hex


def _row(item: Item, name: str, fields: Fields) -> dict[str, Any]:
    found = {
        part(inner, "key"): _answer(inner, f"{name}.{part(inner, 'key')}", fields)
        for inner in leaves(part(item, "items", ()))
    }
    return {key: answer for key, answer in found.items() if answer is not None}


def _row_numbers(name: str, fields: Fields) -> list[int]:
    pattern = re.compile(re.escape(name) + r"\.(\d{1,3})\.")
    numbers = {int(match[1]) for field in fields if (match := pattern.match(field))}
    return sorted(numbers)


def _files(item: Item, name: str, fields: Fields) -> list[str] | None:
    return [one for one in fields.getlist(name) if one.strip()] or None


def _signature(item: Item, name: str, fields: Fields) -> Any:
    if part(item, "kind", "attest") == "draw":
        file_id, typed = _first(fields, f"{name}.file"), _first(fields, f"{name}.name")
        if file_id:
            return {"file": file_id}
        return {"name": typed.strip()} if typed else None
    return True if _first(fields, name) == "true" else None


def _picked(item: Item, name: str, fields: Fields) -> Any:
    picked = [one for one in fields.getlist(name) if one.strip()]
    return picked or None if part(item, "many", False) else (picked[-1] if picked else None)


def _ref(item: Item, name: str, fields: Fields) -> Any:
    """Fields say `goal:<id>`; answers say kind and id."""
    picked = []
    for one in fields.getlist(name):
        kind, colon, identity = one.partition(":")
        if colon:
            picked.append({"kind": kind, "id": identity})
    return picked or None if part(item, "many", False) else (picked[-1] if picked else None)


def _person(item: Item, name: str, fields: Fields) -> dict[str, str] | None:
    given = {key: _first(fields, f"{name}.{key}") for key in ("id", "name", "email", "group")}
    return {key: value.strip() for key, value in given.items() if value} or None


_READERS: dict[str, Callable[[Item, str, Fields], Any]] = {
    "text": _text,
    "number": _number,
    "date": _text,
    "yesno": _yesno,
    "choice": _choice,
    "scale": _judgement,
    "rubric": _rubric,
    "checklist": _checklist,
    "repeat": _repeat,
    "file": _files,
    "signature": _signature,
    "outcome": _picked,
    "ref": _ref,
    "person": _person,
}
