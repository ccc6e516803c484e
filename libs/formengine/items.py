"""The sixteen types of items, as parsed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar

from libs.formengine.wording import Wording

CONTENT_ONLY = frozenset({"section", "note"})
JUDGEMENTS = frozenset({"scale", "rubric", "checklist"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What every item has. Empty `by` on a note means that everybody sees it.

    `within` is the rule of the section around it, where it has a `show` of its own.
    """

    type: ClassVar[str] = ""
    key: str
    label: Wording = dataclasses.field(default_factory=dict)
    help: Wording = dataclasses.field(default_factory=dict)
    by: tuple[str, ...] = ()
    see: tuple[str, ...] | None = None
    stage: tuple[str, ...] = ()
    required: Any = None
    show: Any = None
    within: Any = None
    default: Any = None
    outcomes: tuple[str, ...] = ()
    emits: bool = True
    emit_at: str | None = None

    @property
    def conditions(self) -> tuple[Any, ...]:
        """The rules that all have to hold for it to be asked."""
        return tuple(rule for rule in (self.within, self.show) if rule is not None)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Section(Item):
    """A page or fold; its items inherit `by`, `see`, `stage` and `show` where they have none.
    Where it is not shown, nothing in it is."""

    type: ClassVar[str] = "section"
    items: tuple[Item, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Note(Item):
    type: ClassVar[str] = "note"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Text(Item):
    """`min` and `max` count characters."""

    type: ClassVar[str] = "text"
    long: bool = False
    min: int = 0
    max: int = 10_000


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Number(Item):
    type: ClassVar[str] = "number"
    min: float | None = None
    max: float | None = None
    decimals: int = 0
    unit: Wording = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Date(Item):
    """`min` and `max` are ISO dates, "today", or a rule that gets another date."""

    type: ClassVar[str] = "date"
    min: str | Mapping[str, Any] | None = None
    max: str | Mapping[str, Any] | None = None

    @property
    def named_days(self) -> Mapping[str, Mapping[str, Any]]:
        """The bounds that are other dates: `min`, `max` or both, with the rule that gets them."""
        bounds = {"min": self.min, "max": self.max}
        return {name: rule for name, rule in bounds.items() if isinstance(rule, Mapping)}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class YesNo(Item):
    type: ClassVar[str] = "yesno"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    value: str
    label: Wording
    help: Wording = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Item):
    """One of the options, or with `many` a number of them; `other` adds a free text."""

    type: ClassVar[str] = "choice"
    options: tuple[Option, ...] = ()
    many: bool = False
    other: bool = False
    min: int = 0
    max: int | None = None

    @property
    def values(self) -> frozenset[str]:
        return frozenset(option.value for option in self.options)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Item):
    """One value on a scale. `comment`: never, may or must."""

    type: ClassVar[str] = "scale"
    scale: str = ""
    comment: str = "never"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a rubric or checklist. `points` is what a full yes on a checklist earns."""

    key: str
    label: Wording
    help: Wording = dataclasses.field(default_factory=dict)
    outcomes: tuple[str, ...] = ()
    descriptors: Mapping[str, Wording] = dataclasses.field(default_factory=dict)
    weight: float = 1
    points: int = 1
    critical: bool = False
    optional: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rubric(Item):
    """Rows judged on one scale, with per row, if wanted, a comment (never, may or must).

    `least` rows must be answered where the rubric is required, besides those not optional.
    """

    type: ClassVar[str] = "rubric"
    scale: str = ""
    rows: tuple[Row, ...] = ()
    comment: str = "never"
    least: int = 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Checklist(Item):
    """Rows done or not done, or partly (0..points). `na` offers "not applicable" per row."""

    type: ClassVar[str] = "checklist"
    rows: tuple[Row, ...] = ()
    na: Wording | None = None

    @property
    def most(self) -> float:
        """The highest weighted number of points."""
        return sum(row.points * row.weight for row in self.rows)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Item):
    """A list of rows with the same items; each row keeps its `_id` for ever."""

    type: ClassVar[str] = "repeat"
    items: tuple[Item, ...] = ()
    min: int = 0
    max: int = 50
    row_title: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class File(Item):
    """Ids of stored files. `accept` holds media types, `image/*` included."""

    type: ClassVar[str] = "file"
    accept: tuple[str, ...] = ()
    capture: bool = False
    max: int = 1


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Item):
    """`attest` is a tick with a sentence, `draw` a drawing kept as a file."""

    type: ClassVar[str] = "signature"
    kind: str = "attest"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePick(Item):
    """The filler picks an outcome of the framework bound to `framework`."""

    type: ClassVar[str] = "outcome"
    framework: str = ""
    many: bool = False
    max: int = 10


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ref(Item):
    """A pointer to something else in the portfolio: entry, goal, file or dashboard snapshot."""

    type: ClassVar[str] = "ref"
    to: tuple[str, ...] = ("entry",)
    many: bool = False
    max: int = 20


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Person(Item):
    """Somebody by id, or by name and mail address. `role` says which role is being filled."""

    type: ClassVar[str] = "person"
    role: str | None = None


TYPES: dict[str, type[Item]] = {
    cls.type: cls
    for cls in (
        Section,
        Note,
        Text,
        Number,
        Date,
        YesNo,
        Choice,
        Judgement,
        Rubric,
        Checklist,
        Repeat,
        File,
        Signature,
        OutcomePick,
        Ref,
        Person,
    )
}
