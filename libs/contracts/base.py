"""The three things a contract is made of: methods, events and faults.

Everything here is plain data about the published language. Nothing sends, receives or stores;
that is the chassis' work. Contracts only grow: a breaking change is a new version beside the old.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import types
import typing
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import marshmallow as ma

ISSUERS = frozenset(
    {"gateway", "accounts", "forms", "portfolio", "documents", "dashboards", "notifications"}
)
GATEWAY_ONLY = frozenset({"gateway"})
UNSTORABLE = "This holds a character that cannot be stored."
_LONE = re.compile("[\ud800-\udfff]")  # half of a pair: JSON can spell it, UTF-8 cannot


class RequestSchema(ma.Schema):
    """Base of every RPC request. Unknown fields are refused: a typing error must not vanish.

    So are characters that no database keeps as text, in every string however deep, free JSON such
    as answers among them: their fields get the one message UNSTORABLE.
    """

    class Meta:
        unknown = ma.RAISE

    def load(self, data: Any, **options: Any) -> Any:
        """The checked fields; raises marshmallow's ValidationError."""
        if isinstance(data, Mapping):
            wrong = [name for name, value in data.items() if not _is_storable([name, value])]
            if wrong:
                raise ma.ValidationError({str(name): [UNSTORABLE] for name in wrong})
        return super().load(data, **options)


def _is_storable(value: Any) -> bool:
    """Whether every string in plain JSON can be stored. A loop, for nothing limits its depth."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            # Most texts are ASCII, where one look for NUL says enough.
            if "\0" in one or not (one.isascii() or _LONE.search(one) is None):
                return False
        elif isinstance(one, Mapping):
            waiting += one.keys()
            waiting += one.values()
        elif isinstance(one, list | tuple):
            waiting += one
    return True


class EmptyRequest(RequestSchema):
    """A request without fields."""


@dataclasses.dataclass(frozen=True, slots=True)
class Method:
    """One remote call of a service.

    `service` and `name` are the address on the bus; `request` loads and checks the fields, which
    travel as keyword arguments of plain JSON types. `issuers` lists who may sign the passport of
    such a call. `kinds` lists which principals may make it: `person`, `link` (an external
    assessor's capability), `service` (a consumer or timer of another service) and `anonymous`
    (nobody signed in, for example the log-in itself). The reply is a JSON object (a dict).
    """

    service: str
    name: str
    request: type[RequestSchema] = EmptyRequest
    issuers: frozenset[str] = GATEWAY_ONLY
    kinds: frozenset[str] = frozenset({"person"})
    deadline_s: float = 5.0

    @property
    def address(self) -> str:
        return f"{self.service}.{self.name}"


_EVENTS: dict[str, type[Event]] = {}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """A past fact: ids, codes, numbers, versions and times. Never names, answers or narrative.

    `institution_id` is None only for facts of a whole network. Fields are UUID, str, int, float,
    bool, date, datetime (UTC), None, tuples of these, and tuples of plain dicts.
    """

    NAME: ClassVar[str] = ""

    institution_id: uuid.UUID | None
    network_id: uuid.UUID | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.NAME:
            if cls.NAME in _EVENTS:
                raise TypeError(f"event name {cls.NAME} is used twice")
            _EVENTS[cls.NAME] = cls

    @property
    def issuer(self) -> str:
        """The service that tells it. (Not `source`: events may have a field of that name.)"""
        return self.NAME.split(".", 1)[0]

    def to_wire(self) -> dict[str, Any]:
        """Plain JSON types, one key per field."""
        return {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self)}

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> Self:
        """The event of a message body. Unknown fields are ignored: senders may be newer.

        Raises ValueError when a field is missing or malformed.
        """
        hints = typing.get_type_hints(cls)
        fields: dict[str, Any] = {}
        for field in dataclasses.fields(cls):
            if field.name in body:
                fields[field.name] = _typed(hints[field.name], body[field.name], field.name)
            elif (
                field.default is dataclasses.MISSING
                and field.default_factory is dataclasses.MISSING
            ):
                raise ValueError(f"{cls.NAME} lacks the field {field.name}")
        return cls(**fields)


def event_class(name: str) -> type[Event]:
    """The class of an event name such as `portfolio.record_sent.v1`. Raises KeyError."""
    return _EVENTS[name]


def all_events() -> dict[str, type[Event]]:
    """Every event that has been declared, by name."""
    return dict(_EVENTS)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _typed(hint: Any, value: Any, name: str) -> Any:
    if value is None:
        return None
    kinds = [hint]
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
    kind = kinds[0]
    try:
        if kind is uuid.UUID:
            return uuid.UUID(value)
        if kind is dt.datetime:
            return dt.datetime.fromisoformat(value)
        if kind is dt.date:
            return dt.date.fromisoformat(value)
        if typing.get_origin(kind) is tuple:
            inner = typing.get_args(kind)[0]
            return tuple(_typed(inner, item, name) for item in value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"the field {name} is malformed: {value!r}") from error
    return value


class Fault(Exception):
    """A refusal with a stable code, translated once at the door.

    `code` is `<service>.<what>` (or a chassis code), never reused for another meaning. `status`
    is the HTTP status the gateway answers with. `detail` is one English sentence for developers;
    `params` are plain values for the translated sentence that people see; `errors` holds messages
    by field for a 422.
    """

    code: ClassVar[str] = "chassis.fault"
    status: ClassVar[int] = 500
    message: ClassVar[str] = "The request could not be carried out."

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Mapping[str, Any] | None = None,
        **params: Any,
    ) -> None:
        self.detail = detail or self.message
        self.errors = dict(errors or {})
        self.params = {key: _plain(value) for key, value in params.items()}
        super().__init__(self.detail)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        known = _FAULTS.setdefault(cls.code, cls)
        if known is not cls:
            raise TypeError(f"fault code {cls.code} is used twice")

    def to_wire(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "status": self.status,
            "detail": self.detail,
            "params": self.params,
            "errors": self.errors,
        }


_FAULTS: dict[str, type[Fault]] = {}


class UnknownFault(Fault):
    """A fault code this process has no class for (a newer service): code and status are kept."""

    code = "chassis.unknown_fault"

    def __init__(self, wire: Mapping[str, Any]) -> None:
        super().__init__(str(wire.get("detail") or ""), errors=wire.get("errors") or {})
        self.code = str(wire.get("code"))  # type: ignore[misc]
        self.status = int(wire.get("status") or 500)  # type: ignore[misc]
        self.params = dict(wire.get("params") or {})


def fault_from_wire(wire: Mapping[str, Any]) -> Fault:
    """The fault a reply carries, as its own class where that is known here."""
    kind = _FAULTS.get(str(wire.get("code")))
    if kind is None:
        return UnknownFault(wire)
    fault = kind.__new__(kind)
    Fault.__init__(fault, str(wire.get("detail") or "") or None, errors=wire.get("errors"))
    fault.params = dict(wire.get("params") or {})
    return fault


def all_faults() -> dict[str, type[Fault]]:
    """Every declared fault class by code."""
    return dict(_FAULTS)
