"""The shapes of the sixteen item types; `type` says which one an item has."""

from __future__ import annotations

from typing import Any

from libs.formengine.shapes.fields import (
    KEY,
    VERSIONED,
    Anything,
    Day,
    Decimal,
    Field,
    Flag,
    LanguageMap,
    Many,
    Named,
    OneOrMany,
    Part,
    Pick,
    Rule,
    Shape,
    Whole,
    Words,
    built,
    refuse,
)
from libs.formengine.shapes.parts import SCALE_NAME, Key, OutcomeCode


class EmitAtShape(Shape):
    at = Key(required=True)


class EmitSwitch(Field):
    """`false` switches the item's own data point off; `{"at": stage}` moves it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool):
            return value
        return built(EmitAtShape).load(value)

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "boolean"}, {"$ref": "#/$defs/EmitAtShape"}]}


class ItemShape(Shape):
    """What every item may have."""

    type = Words(required=True)
    key = Key(required=True)
    label = LanguageMap(required=True)
    help = LanguageMap()
    by = OneOrMany(Key())
    see = OneOrMany(Key())
    stage = OneOrMany(Key())
    required = Rule()
    show = Rule()
    default = Anything()
    outcomes = OneOrMany(OutcomeCode())
    emit = EmitSwitch()


class RowShape(Shape):
    key = Key(required=True)
    label = LanguageMap(required=True)
    help = LanguageMap()
    outcomes = OneOrMany(OutcomeCode())
    optional = Flag()


class RubricRowShape(RowShape):
    descriptors = Named(r"-?[0-9]{1,3}", LanguageMap())


class ChecklistRowShape(RowShape):
    weight = Decimal()
    points = Whole(1, 100)
    critical = Flag()


class OptionShape(Shape):
    value = Words(pattern=r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", required=True)
    label = LanguageMap(required=True)
    help = LanguageMap()


class NoteShape(ItemShape):
    pass


class TextShape(ItemShape):
    long = Flag()
    min = Whole(0, 10_000)
    max = Whole(1, 50_000)


class NumberShape(ItemShape):
    min = Decimal()
    max = Decimal()
    decimals = Whole(0, 6)
    unit = LanguageMap()


class DateShape(ItemShape):
    min = Day()
    max = Day()


class YesNoShape(ItemShape):
    pass


class ChoiceShape(ItemShape):
    options = Many(Part(OptionShape), least=1, most=300, required=True)
    many = Flag()
    other = Flag()
    min = Whole(0, 300)
    max = Whole(1, 300)


class JudgementShape(ItemShape):
    scale = Words(pattern=SCALE_NAME, required=True)
    comment = Pick("never", "may", "must")


class RubricShape(ItemShape):
    scale = Words(pattern=SCALE_NAME, required=True)
    rows = Many(Part(RubricRowShape), least=1, most=100, required=True)
    comment = Pick("never", "may", "must")
    least = Whole(0, 100)


class ChecklistShape(ItemShape):
    rows = Many(Part(ChecklistRowShape), least=1, most=200, required=True)
    na = LanguageMap()


class FileShape(ItemShape):
    accept = OneOrMany(Words(pattern=r"[a-z]+/(\*|[a-z0-9.+-]+)", most=100))
    capture = Flag()
    max = Whole(1, 50)


class SignatureShape(ItemShape):
    kind = Pick("attest", "draw")


class OutcomeShape(ItemShape):
    framework = Words(pattern=rf"(?:{KEY}|{VERSIONED})", required=True)
    many = Flag()
    max = Whole(1, 50)


class RefShape(ItemShape):
    to = OneOrMany(Pick("entry", "goal", "file", "dashboard"))
    many = Flag()
    max = Whole(1, 100)


class PersonShape(ItemShape):
    role = Key()


class OneItem(Field):
    """An item of one of the given types; its `type` picks the shape."""

    def __init__(self, shapes: dict[str, type[ItemShape]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shapes = shapes

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, dict):
            raise refuse("shape.object")
        given = value.get("type")
        shape = self.shapes.get(given) if isinstance(given, str) else None
        if shape is None:
            raise refuse("item.type", given=str(given)[:40])
        return built(shape).load(value)

    def json_schema(self) -> dict[str, Any]:
        branches = [
            {
                "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                "then": {"$ref": f"#/$defs/{shape.__name__}"},
            }
            for name, shape in self.shapes.items()
        ]
        return {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"enum": list(self.shapes)}},
            "allOf": branches,
        }


SIMPLE: dict[str, type[ItemShape]] = {
    "text": TextShape,
    "number": NumberShape,
    "date": DateShape,
    "yesno": YesNoShape,
    "choice": ChoiceShape,
    "scale": JudgementShape,
    "file": FileShape,
    "outcome": OutcomeShape,
    "ref": RefShape,
    "person": PersonShape,
}


class RepeatShape(ItemShape):
    items = Many(OneItem(SIMPLE | {"note": NoteShape}), least=1, most=50, required=True)
    min = Whole(0, 200)
    max = Whole(1, 200)
    row_title = Key()


INPUTS: dict[str, type[ItemShape]] = SIMPLE | {
    "note": NoteShape,
    "rubric": RubricShape,
    "checklist": ChecklistShape,
    "repeat": RepeatShape,
    "signature": SignatureShape,
}


class SectionShape(ItemShape):
    items = Many(OneItem(INPUTS), least=1, most=200, required=True)


ALL: dict[str, type[ItemShape]] = INPUTS | {"section": SectionShape}
