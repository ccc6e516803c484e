"""The parts around the items: scales, roles, stages, emissions, migration steps."""

from __future__ import annotations

from typing import Any

from libs.formengine.shapes.fields import (
    KEY,
    OUTCOME,
    VERSIONED,
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

SCALE_NAME = rf"(?:{KEY}|{VERSIONED})"


class Key(Words):
    """An immutable slug."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(pattern=KEY, most=64, **kwargs)


class OutcomeCode(Words):
    """`prefix/code`, or `$item` for the outcome picked there."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(pattern=OUTCOME, most=170, **kwargs)


class LevelShape(Shape):
    value = Whole(-100, 100, required=True)
    label = LanguageMap(required=True)
    description = LanguageMap()
    sign = Pick("stop", "care", "go")


class ScaleBasedOnShape(Shape):
    """Which shared scale an own one was made of."""

    scale = Key(required=True)
    version = Whole(1, 100_000, required=True)
    how = Pick("extends", "complies", "inspired", required=True)


class ScaleShape(Shape):
    """A scale; a shared one stands here in full, under its `name@version`."""

    format = Pick("scale/1")
    key = Key()
    version = Whole(1, 100_000)
    title = LanguageMap()
    source = LanguageMap()
    kind = Pick("ordinal", "interval", "points", "vas", required=True)
    levels = Many(Part(LevelShape), least=2, most=101)
    min = Decimal()
    max = Decimal()
    step = Decimal()
    ends = Many(LanguageMap(), least=2, most=2)
    na = LanguageMap()
    based_on = Part(ScaleBasedOnShape)


class GroupShape(Shape):
    key = Key(required=True)
    label = LanguageMap()
    min = Whole(0, 1000)
    max = Whole(1, 1000)


class RoleShape(Shape):
    who = Pick("subject", "invited", "related", "office", required=True)
    label = LanguageMap()
    relation = Key()
    office = Key()
    held = Pick("at_start", "later")
    min = Whole(0, 1000)
    max = Whole(1, 1000)
    external = Flag()
    auth = OneOrMany(Pick("account", "link", "device", "walk_in"))
    groups = Many(Part(GroupShape), least=1, most=20)
    approve_by = Key()


class CycleShape(Shape):
    back_to = Key(required=True)
    max = Whole(1, 100, required=True)
    when = Rule()


class TimerShape(Shape):
    opens_after_days = Whole(1, 3660, required=True)


class AnonymousShape(Shape):
    min_group = Whole(3, 1000, required=True)
    comments = Pick("shuffled", "hidden")


class ReleaseShape(Shape):
    by = Key(required=True)
    after = Pick("closed")


class AtLeastShape(Shape):
    at_least = Whole(1, 1000, required=True)


class Join(Field):
    """`all`, `closed` or `{"at_least": n}`."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str | int:
        if isinstance(value, str) and value in ("all", "closed"):
            return value
        if isinstance(value, dict):
            return int(built(AtLeastShape).load(value)["at_least"])
        raise refuse("shape.join")

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": ["all", "closed"]}, {"$ref": "#/$defs/AtLeastShape"}]}


class StageShape(Shape):
    id = Key(required=True)
    label = LanguageMap()
    help = LanguageMap()
    by = OneOrMany(Key(), required=True)
    next = Key(required=True)
    mode = Pick("one", "each", "parallel")
    join = Join()
    act = Pick("fill", "approve", "prepare", "sign", "decide", "release")
    when = Rule()
    can = OneOrMany(Pick("decline", "return", "object", "pass_on"))
    optional = Flag()
    optional_by = OneOrMany(Key())
    unasked = Flag()
    batch = Flag()
    cycle = Part(CycleShape)
    timer = Part(TimerShape)
    remind = Many(Whole(1, 3660), most=20)
    expires = Whole(1, 3660)
    lapse = Pick("end", "go_on")
    open_to = Named(KEY, Pick("now", "sent", "joined", "released"))
    private = Pick("until_shared")
    anonymous = Part(AnonymousShape)
    release = Part(ReleaseShape)
    return_to = Key()
    stakes = Pick("low", "medium", "high")
    evidence = Pick("snapshot")


class EmitShape(Shape):
    key = Key(required=True)
    kind = Pick("point", "narrative", "goal", "registration", "flag", "decision", required=True)
    at = Key(required=True)
    when = Rule()
    value = Rule()
    scale = Words(pattern=SCALE_NAME)
    outcomes = OneOrMany(OutcomeCode())
    each = Key()
    fields_ = Named(KEY, Rule(), data_key="fields")
    texts = Named(KEY, Key())
    see = OneOrMany(Key())
    stakes = Pick("low", "medium", "high")


class NameShape(Shape):
    """What people read a score by, or a field of what comes out; `shown`: a score by itself too."""

    label = LanguageMap(required=True, most=200)
    unit = LanguageMap(most=40)
    shown = Flag()


class BasedOnShape(Shape):
    form = Key(required=True)
    version = Whole(1, 100_000, required=True)
    how = Pick("extends", "complies", "inspired", required=True)


class ContextShape(Shape):
    """What is asked about the moment, besides the encounter date, which is always asked."""

    period = Pick("required", "optional", "no")
    place = Pick("required", "optional", "no")
    placement = Pick("required", "optional", "no")


class MigrateShape(Shape):
    """One step; exactly one of the four members."""

    rename = Many(Key(), least=2, most=2)
    map = Many(Field(), least=2, most=2)
    drop = Key()
    set = Many(Field(), least=2, most=2)
