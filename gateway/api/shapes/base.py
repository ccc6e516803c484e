"""What all shapes of answers stand on."""

from __future__ import annotations

from typing import Any

from marshmallow import INCLUDE, Schema, fields


class Shape(Schema):
    """Dumps what is there as it is: services have made it plain already."""

    class Meta:
        unknown = INCLUDE

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        return obj


def text(description: str = "", **options: Any) -> fields.String:
    return fields.String(metadata={"description": description} if description else {}, **options)


def wording() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "Text by language", "example": {"en": "Goal", "nl": "Doel"}},
    )


def listed(shape: type[Schema]) -> fields.List:
    return fields.List(fields.Nested(shape))


class Nothing(Shape):
    pass
