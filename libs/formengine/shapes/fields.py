"""Fields that know their JSON Schema and fail with a code our sentences explain.

marshmallow's own fields are lenient (they turn "3" into 3 and "yes" into true); a definition is
kept for life, so these take JSON types as they are.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from typing import Any

import marshmallow as ma

from libs.formengine.rules.shape import PATH

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
KEY = r"[a-z][a-z0-9_-]{0,63}"
VERSIONED = r"[a-z][a-z0-9_-]{0,63}@[0-9]{1,6}"
_CODE = r"[a-z][a-z0-9_-]{0,63}/[A-Za-z0-9][A-Za-z0-9._/-]{0,99}"
OUTCOME = rf"(\${KEY}|{_CODE})"
_ERRORS: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "shape.missing",
    "null": "shape.null",
    "invalid": "shape.invalid",
}


def refuse(code: str, **params: Any) -> ma.ValidationError:
    """An error whose code and parameters survive marshmallow's message lists."""
    return ma.ValidationError([{"code": code, "params": params}])


class Field(ma.fields.Field[Any]):
    """Base: error codes in place of English sentences."""

    default_error_messages = _ERRORS

    def json_schema(self) -> dict[str, Any]:
        return {}


class Words(Field):
    """A text in one language; `long` allows paragraphs."""

    def __init__(self, *, pattern: str | None = None, most: int = 300, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pattern, self.most = pattern, most

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise refuse("shape.text")
        if len(value) > self.most:
            raise refuse("shape.long", most=self.most)
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise refuse("shape.key" if self.pattern == KEY else "shape.pattern", given=value[:60])
        return value

    def json_schema(self) -> dict[str, Any]:
        found: dict[str, Any] = {"type": "string", "maxLength": self.most}
        return found | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})


class Pick(Field):
    """One of a closed list of words."""

    def __init__(self, *options: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.options = options

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise refuse("shape.choice", options=", ".join(self.options))
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"enum": list(self.options)}


class Whole(Field):
    """A whole number between two bounds."""

    def __init__(self, least: int = 0, most: int = 100_000, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if type(value) is not int or not self.least <= value <= self.most:
            raise refuse("shape.whole", least=self.least, most=self.most)
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Decimal(Field):
    """Any finite number of reasonable size."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise refuse("shape.number")
        if not math.isfinite(value) or abs(value) > 1e9:
            raise refuse("shape.number")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "number"}


class Flag(Field):
    """True or false."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise refuse("shape.yesno")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Day(Field):
    """An ISO date, the word today, or `{"get": path}`: whatever date stands there."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if value == "today" or is_day(value):
            return value
        if isinstance(value, dict) and value.keys() == {"get"}:
            return value
        raise refuse("shape.day")

    def json_schema(self) -> dict[str, Any]:
        named = {"get": {"type": "string", "pattern": f"^(?:{PATH.pattern})$"}}
        other = {"type": "object", "properties": named, "required": ["get"]}
        return {
            "anyOf": [
                {"type": "string", "pattern": r"^(today|\d{4}-\d{2}-\d{2})$"},
                other | {"additionalProperties": False},
            ]
        }


def is_day(value: Any) -> bool:
    """Whether a value is a civil date as YYYY-MM-DD."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


class LanguageMap(Field):
    """`{"en": "...", "nl": "..."}`, never empty."""

    def __init__(self, *, most: int = 4000, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not value:
            raise refuse("shape.wording")
        for language, text in value.items():
            if not isinstance(text, str) or not text.strip() or not LANGUAGE.fullmatch(language):
                raise refuse("shape.wording")
            if len(text) > self.most:
                raise refuse("shape.long", most=self.most)
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/wording"}


class Rule(Field):
    """A rule; its inside is checked with the fields it reads, later."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_none=True, **kwargs)

    def json_schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/rule"}


class Anything(Field):
    """Any JSON value (a default answer; checked against its item later)."""


class OneOrMany(Field):
    """A word or a list of words; always parsed as a list."""

    def __init__(self, inner: Field, *, most: int = 30, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.inner, self.most = inner, most

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[Any]:
        given = value if isinstance(value, list) else [value]
        if not given or len(given) > self.most:
            raise refuse("shape.list", most=self.most)
        found = [self.inner.deserialize(one) for one in given]
        if len({str(one) for one in found}) != len(found):
            raise refuse("shape.twice")
        return found

    def json_schema(self) -> dict[str, Any]:
        inner = self.inner.json_schema()
        many = {"type": "array", "items": inner, "minItems": 1, "maxItems": self.most}
        return {"anyOf": [inner, many | {"uniqueItems": True}]}


class Many(Field):
    """A list of at most `most` of something."""

    def __init__(self, inner: Field, *, least: int = 0, most: int = 200, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.inner, self.least, self.most = inner, least, most

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            raise refuse("shape.list", most=self.most)
        return _each(enumerate(value), self.inner)

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "array",
            "items": self.inner.json_schema(),
            "minItems": self.least,
            "maxItems": self.most,
        }


class Named(Field):
    """An object from keys of a given pattern to something."""

    def __init__(self, keys: str, inner: Field, *, most: int = 100, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.keys, self.inner, self.most = keys, inner, most

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or len(value) > self.most:
            raise refuse("shape.object")
        wrong = {
            key: [{"code": "shape.key", "params": {"given": str(key)[:60]}}]
            for key in value
            if not re.fullmatch(self.keys, str(key))
        }
        if wrong:
            raise ma.ValidationError(wrong)
        found = _each(value.items(), self.inner)
        return dict(zip(value, found, strict=True))

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^(?:{self.keys})$"},
            "additionalProperties": self.inner.json_schema(),
            "maxProperties": self.most,
        }


@functools.cache
def built(schema: type[ma.Schema]) -> ma.Schema:
    """The one instance of a schema: building it costs more than reading a part with it."""
    return schema()


class Part(Field):
    """A nested object with a schema of its own."""

    def __init__(self, schema: type[ma.Schema], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.schema = schema

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return built(self.schema).load(value)

    def json_schema(self) -> dict[str, Any]:
        return {"$ref": f"#/$defs/{self.schema.__name__}"}


def _each(pairs: Any, inner: Field) -> list[Any]:
    """Deserialise every member and gather all their errors, not only the first."""
    found, errors = [], {}
    for place, value in pairs:
        try:
            found.append(inner.deserialize(value))
        except ma.ValidationError as error:
            errors[place] = error.messages
    if errors:
        raise ma.ValidationError(errors)
    return found


class Shape(ma.Schema):
    """Base of all parts: unknown members are refused, a typing error must not vanish."""

    class Meta:
        unknown = ma.RAISE

    error_messages = {"unknown": "shape.unknown", "type": "shape.object"}
