"""One check per item type: is this answer what the item asks for?

Each yields (row, code, params); the row is None for the item itself. Answers come from outside,
so nothing about their types is taken for granted.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.answers.reading import comment_of, is_empty, is_na
from libs.formengine.model import Definition
from libs.formengine.shapes.fields import is_day

Fault = tuple[str | None, str, dict[str, Any]]
MAX_NUMBER = 1e15
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,250}\.[^@\s.]{2,63}")


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """What the owner of the answers knows of what they point at; None: not checked.

    `references`: (kind, id) the filler may point at. `people`: ids of who belongs to the
    institution. `not_named`: ids and addresses (in small letters) that may not be named.
    `being_checked`: stored files whose check is not over.
    """

    references: frozenset[tuple[str, str]] | None = None
    people: frozenset[str] | None = None
    not_named: frozenset[str] = frozenset()
    being_checked: frozenset[str] = frozenset()


class Checking:
    """What the checks need besides item and answer. Built once per validation."""

    def __init__(
        self,
        definition: Definition,
        *,
        today: dt.date,
        latest: dt.date | None = None,
        complete: bool,
        outcomes: Mapping[str, frozenset[str]],
        attachments: Mapping[str, str] | None,
        known: Known | None = None,
    ) -> None:
        self.definition = definition
        self.today = today
        self.latest = latest or today
        self.complete = complete
        self.outcomes = outcomes
        self.attachments = attachments
        self.known = known or Known()

    def faults(self, item: Any, raw: Any) -> Iterator[Fault]:
        """What is wrong with a given (not empty) answer."""
        return _CHECKS[item.type](self, item, raw)


def _text(checking: Checking, item: kinds.Text, raw: Any) -> Iterator[Fault]:
    if not isinstance(raw, str):
        yield None, "text", {}
    elif len(raw) > item.max:
        yield None, "too_long", {"most": item.max, "given": len(raw)}
    elif checking.complete and len(raw.strip()) < item.min:
        yield None, "too_short", {"least": item.min, "given": len(raw.strip())}


def _number(checking: Checking, item: kinds.Number, raw: Any) -> Iterator[Fault]:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not abs(raw) <= MAX_NUMBER:
        yield None, "number", {}
    elif item.min is not None and raw < item.min:
        yield None, "too_small", {"least": item.min}
    elif item.max is not None and raw > item.max:
        yield None, "too_large", {"most": item.max}
    elif raw != round(raw, item.decimals):
        yield None, "decimals", {"most": item.decimals}


def _date(checking: Checking, item: kinds.Date, raw: Any) -> Iterator[Fault]:
    if not is_day(raw):
        yield None, "date", {}
        return
    least, most = _bound(item.min, checking.today), _bound(item.max, checking.latest)
    if least and raw < least:
        yield None, "too_early", {"least": least}
    elif most and raw > most:
        yield None, "too_late", {"most": most}


def _bound(bound: Any, today: dt.date) -> str | None:
    """A day, or None: also where it is another answer, and that is not known (answers/days.py)."""
    if not isinstance(bound, str):
        return None
    return today.isoformat() if bound == "today" else bound


def _yesno(checking: Checking, item: kinds.YesNo, raw: Any) -> Iterator[Fault]:
    if not isinstance(raw, bool):
        yield None, "yesno", {}


def _choice(checking: Checking, item: kinds.Choice, raw: Any) -> Iterator[Fault]:
    picked = raw if isinstance(raw, list) else [raw]
    if isinstance(raw, list) != item.many:
        yield None, "choice", {}
        return
    if not all(_is_option(item, one) for one in picked):
        yield None, "option", {}
    elif len({_said(one) for one in picked}) != len(picked):
        yield None, "twice", {}
    elif item.many and item.max is not None and len(picked) > item.max:
        yield None, "too_many", {"most": item.max}
    elif item.many and checking.complete and sum(not is_empty(one) for one in picked) < item.min:
        yield None, "too_few", {"least": item.min}


def _said(picked: Any) -> tuple[bool, str]:
    """An option, or the words beside the options: blanks round them say nothing."""
    is_other = isinstance(picked, Mapping)
    return is_other, picked["other"].strip() if is_other else picked


def _is_option(item: kinds.Choice, one: Any) -> bool:
    if isinstance(one, Mapping):
        text = one.get("other")
        return item.other and set(one) == {"other"} and isinstance(text, str) and len(text) <= 500
    return isinstance(one, str) and one in item.values


def _scale(checking: Checking, item: kinds.Judgement, raw: Any) -> Iterator[Fault]:
    yield from _value_on(checking, None, item.scale, item.comment, raw)


def _value_on(
    checking: Checking, row: str | None, scale_name: str, comment: str, raw: Any
) -> Iterator[Fault]:
    scale = checking.definition.scales[scale_name]
    given = raw if isinstance(raw, Mapping) else {"v": raw}
    text = given.get("comment")
    if not set(given) <= {"v", "na", "reason", "comment"}:
        yield row, "scale", {}
    elif given.get("na") is True:
        if scale.na is None or given.get("v") is not None:
            yield row, "no_na", {}
    elif given.get("v") is not None and not scale.accepts(given["v"]):
        yield row, "scale", {}
    if text is not None and (not isinstance(text, str) or len(text) > 10_000):
        yield row, "comment", {}
    if not _is_reason(given.get("reason")):
        yield row, "comment", {}
    judged = given.get("v") is not None
    if checking.complete and comment == "must" and judged and not comment_of(given):
        yield row, "comment_required", {}


def _is_reason(reason: Any) -> bool:
    """Why something was not observed, in a few words."""
    return reason is None or (isinstance(reason, str) and len(reason) <= 500)


def _rubric(checking: Checking, item: kinds.Rubric, raw: Any) -> Iterator[Fault]:
    if not isinstance(raw, Mapping):
        yield None, "rubric", {}
        return
    for row in item.rows:
        if not is_empty(raw.get(row.key)):
            yield from _value_on(checking, row.key, item.scale, item.comment, raw[row.key])


def _checklist(checking: Checking, item: kinds.Checklist, raw: Any) -> Iterator[Fault]:
    if not isinstance(raw, Mapping):
        yield None, "rubric", {}
        return
    for row in item.rows:
        given: Any = raw.get(row.key)
        if is_empty(given):
            continue
        if is_na(given):
            if item.na is None or given.get("v") is not None:
                yield row.key, "no_na", {}
            elif not _is_reason(given.get("reason")):
                yield row.key, "comment", {}
        elif not _is_mark(row, given.get("v") if isinstance(given, Mapping) else given):
            yield row.key, "mark", {"most": row.points}


def _is_mark(row: kinds.Row, value: Any) -> bool:
    if isinstance(value, bool):
        return True
    return row.points > 1 and isinstance(value, int | float) and 0 <= value <= row.points


def _file(checking: Checking, item: kinds.File, raw: Any) -> Iterator[Fault]:
    if not isinstance(raw, list) or not all(isinstance(one, str) and one for one in raw):
        yield None, "file", {}
        return
    if len(raw) > item.max:
        yield None, "too_many", {"most": item.max}
    if len(set(raw)) != len(raw):
        yield None, "file_twice", {}
    for one in raw:
        yield from _stored(checking, one, item.accept)


def _stored(checking: Checking, file_id: str, accept: tuple[str, ...]) -> Iterator[Fault]:
    if file_id in checking.known.being_checked:
        if checking.complete:
            yield None, "file_checking", {}
    elif checking.attachments is None:
        return
    elif file_id not in checking.attachments:
        yield None, "no_file", {}
    elif accept and not accepts(accept, checking.attachments[file_id]):
        yield None, "file_type", {"types": ", ".join(accept)}


def accepts(accept: tuple[str, ...], media_type: str) -> bool:
    """Whether a media type is one of those asked for, such as `image/*`."""
    return any(
        media_type == one or (one.endswith("/*") and media_type.startswith(one[:-1]))
        for one in accept
    )


def _signature(checking: Checking, item: kinds.Signature, raw: Any) -> Iterator[Fault]:
    """A tick, or a drawing kept as a file, for which a typed name may stand."""
    if item.kind == "attest":
        if raw is not True and raw is not False:
            yield None, "signature", {}
    elif not _is_drawn(raw):
        yield None, "signature", {}
    elif "file" in raw:
        yield from _stored(checking, raw["file"], ("image/*",))


def _is_drawn(raw: Any) -> bool:
    if not isinstance(raw, Mapping) or set(raw) not in ({"file"}, {"name"}):
        return False
    (said,) = raw.values()
    return isinstance(said, str) and 0 < len(said.strip()) <= 200


def _outcome(checking: Checking, item: kinds.OutcomePick, raw: Any) -> Iterator[Fault]:
    picked = raw if isinstance(raw, list) else [raw]
    if isinstance(raw, list) != item.many:
        yield None, "outcome", {}
        return
    if len(picked) > (item.max if item.many else 1):
        yield None, "too_many", {"most": item.max}
    if not all(_is_outcome(checking, item, one) for one in picked):
        yield None, "outcome", {}
    elif len(set(picked)) != len(picked):
        yield None, "twice", {}


def _is_outcome(checking: Checking, item: kinds.OutcomePick, one: Any) -> bool:
    if not isinstance(one, str):
        return False
    prefix, _, code = one.partition("/")
    if prefix != item.framework or not code:
        return False
    known = checking.outcomes.get(checking.definition.frameworks[prefix])
    return known is None or code in known


def _ref(checking: Checking, item: kinds.Ref, raw: Any) -> Iterator[Fault]:
    picked = raw if isinstance(raw, list) else [raw]
    if isinstance(raw, list) != item.many or not all(_is_ref(item, one) for one in picked):
        yield None, "ref", {}
    elif len(picked) > (item.max if item.many else 1):
        yield None, "too_many", {"most": item.max}
    else:
        pairs = [(one["kind"], one["id"]) for one in picked]
        if len(set(pairs)) != len(pairs):
            yield None, "twice", {}
        elif checking.known.references is not None and not checking.known.references.issuperset(
            pairs
        ):
            yield None, "ref", {}


def _is_ref(item: kinds.Ref, one: Any) -> bool:
    if not isinstance(one, Mapping) or not set(one) <= {"kind", "id"}:
        return False
    identity = one.get("id")
    return one.get("kind") in item.to and isinstance(identity, str) and 0 < len(identity) <= 100


_PERSON = frozenset({"id", "name", "email", "group"})


def _person(checking: Checking, item: kinds.Person, raw: Any) -> Iterator[Fault]:
    if not _is_person(raw):
        yield None, "person", {}
        return
    if checking.complete and not raw.get("id") and not _has_address(raw):
        yield None, "person", {}
        return
    known = checking.known
    if known.not_named & {raw.get("id", ""), raw.get("email", "").strip().lower()}:
        yield None, "person_self", {}
    elif raw.get("id") and known.people is not None and raw["id"] not in known.people:
        yield None, "nobody", {}
    yield from _in_role(checking, item, raw)


def _has_address(raw: Mapping[str, Any]) -> bool:
    address = raw.get("email", "").strip()
    return bool(raw.get("name", "").strip() and _ADDRESS.fullmatch(address))


def _in_role(checking: Checking, item: kinds.Person, raw: Any) -> Iterator[Fault]:
    """Whether somebody may be named for the role: in a group of it, with an account if need be."""
    role = checking.definition.roles.get(item.role or "")
    if role is None:
        return
    if not raw.get("id") and raw.get("email") and not role.takes_links:
        yield None, "person_account", {}
    groups = {group.key for group in role.groups}
    if raw.get("group") not in groups if raw.get("group") else groups and checking.complete:
        yield None, "group", {}


def _is_person(raw: Any) -> bool:
    if not isinstance(raw, Mapping) or not set(raw) <= _PERSON:
        return False
    return all(isinstance(one, str) and len(one) <= 320 for one in raw.values())


_CHECKS: dict[str, Callable[[Checking, Any, Any], Iterator[Fault]]] = {
    "text": _text,
    "number": _number,
    "date": _date,
    "yesno": _yesno,
    "choice": _choice,
    "scale": _scale,
    "rubric": _rubric,
    "checklist": _checklist,
    "file": _file,
    "signature": _signature,
    "outcome": _outcome,
    "ref": _ref,
    "person": _person,
}
