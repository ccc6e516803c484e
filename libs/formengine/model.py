"""A parsed definition: frozen, checked, safe to share between threads."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from libs.formengine.items import CONTENT_ONLY, Item, Repeat, Section
from libs.formengine.records.state import UNDO
from libs.formengine.wording import Wording

Rule = Any
T = TypeVar("T")
DONE = "done"
WALK_IN = "walk_in"
# From -100 to 100 in tenths: a percentage that goes below zero.
MOST_STEPS = 2_000
# Acts that say the same of every record; all others ask for a look at each.
IN_BATCH = frozenset({"approve", "sign", "release"})
EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclasses.dataclass(frozen=True, slots=True)
class Level:
    """One step of a scale. `sign` is stop, care, go or None: a hint for colour, never a score."""

    value: int
    label: Wording
    description: Wording | None = None
    sign: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Scale:
    """What a judgement is given on.

    `name` is the name used in the definition; `id` and `version` say which scale the value
    belongs to wherever it travels. `kind`: ordinal, interval, points or vas. `na` is the wording of
    "not observed", or None where that answer is not offered.
    """

    name: str
    id: str
    version: int
    kind: str
    levels: tuple[Level, ...] = ()
    min: float = 0
    max: float = 100
    step: float = 1
    na: Wording | None = None
    ends: tuple[Wording, ...] = ()
    title: Wording | None = None

    @property
    def is_ordinal(self) -> bool:
        return self.kind == "ordinal"

    def accepts(self, value: Any) -> bool:
        """Whether a number is one of the scale's values. Booleans and texts are not numbers."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        if self.levels:
            return any(level.value == value for level in self.levels)
        if not self.min <= value <= self.max or self.step <= 0:
            return False
        return abs((value - self.min) / self.step - round((value - self.min) / self.step)) < 1e-9

    def spans(self, value: Any) -> bool:
        """Whether what was worked out can stand on the scale: a step, or, where steps are equally
        far apart, anything from the lowest to the highest."""
        if self.is_ordinal or isinstance(value, bool) or not isinstance(value, int | float):
            return self.accepts(value)
        ends: list[float] = [level.value for level in self.levels] or [self.min, self.max]
        return bool(min(ends) <= value <= max(ends))

    @property
    def values(self) -> tuple[float, ...]:
        """All values, lowest first; of a fine scale (vas) this may be a hundred or more."""
        if self.levels:
            return tuple(level.value for level in self.levels)
        if self.step <= 0:  # The check says so; asked for its values before, it has none.
            return ()
        steps = round((self.max - self.min) / self.step)
        return tuple(self.min + self.step * n for n in range(min(steps, MOST_STEPS) + 1))


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """A kind of raters within a role, with how many there must and may be."""

    key: str
    label: Wording
    min: int = 0
    max: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Role:
    """Who takes part. `who`: subject, invited, related or office.

    `relation` or `office` says which relation or office is meant; by default the role's own key.
    `held`, of a relation: at_start by those who take part from the beginning and by nobody who gets
    it since, later by whoever has it and does not take part; None by anybody who has it.
    """

    key: str
    who: str
    label: Wording = dataclasses.field(default_factory=dict)
    relation: str | None = None
    office: str | None = None
    held: str | None = None
    min: int = 1
    max: int | None = None
    external: bool = False
    auth: tuple[str, ...] = ("account",)
    groups: tuple[Group, ...] = ()
    approve_by: str | None = None

    @property
    def takes_links(self) -> bool:
        """Whether somebody without an account may have this role, by a mailed link."""
        return self.external and "link" in self.auth

    @property
    def walks_in(self) -> bool:
        """Whether anybody who has the one link of the round may answer, unasked and unnamed."""
        return self.external and WALK_IN in self.auth


@dataclasses.dataclass(frozen=True, slots=True)
class Cycle:
    """Going back to an earlier stage for another round, at most `max` times, while `when` holds."""

    back_to: str
    max: int
    when: Rule = True


@dataclasses.dataclass(frozen=True, slots=True)
class Anonymous:
    """Answers that never carry a name. Groups under `min_group` are not shown."""

    min_group: int
    comments: str = "shuffled"


@dataclasses.dataclass(frozen=True, slots=True)
class Stage:
    """One step on the path of a record.

    `join` is "all", "closed" or the number that is enough, not counting `optional_by`: roles of
    `by` that may take part and are not waited for. `unasked`: who fills it may begin the record
    here, without the stages before it. `open_to` maps a role to now, sent,
    joined or released; None means everybody from Send on. `opens_after_days`, `expires` and
    `remind` are whole days.
    """

    id: str
    by: tuple[str, ...]
    next: str
    label: Wording = dataclasses.field(default_factory=dict)
    help: Wording = dataclasses.field(default_factory=dict)
    mode: str = "one"
    join: str | int = "all"
    act: str = "fill"
    when: Rule = None
    can: frozenset[str] = frozenset()
    optional: bool = False
    optional_by: tuple[str, ...] = ()
    unasked: bool = False
    batch: bool = False
    cycle: Cycle | None = None
    opens_after_days: int = 0
    remind: tuple[int, ...] = ()
    expires: int | None = None
    lapse: str = "end"
    open_to: Mapping[str, str] | None = None
    private: bool = False
    anonymous: Anonymous | None = None
    release_by: str | None = None
    return_to: str | None = None
    stakes: str | None = None
    evidence: str | None = None

    @property
    def is_joined(self) -> bool:
        """Whether what is filled here opens only when all are done and the last undo has passed."""
        return "joined" in (self.open_to or {}).values()

    @property
    def goes_on(self) -> bool:
        """Whether the path goes on without what was not given when the time is up."""
        return self.lapse == "go_on"

    def waits_for(self, role: str) -> bool:
        """Whether the path is held up until this role has given its part."""
        return not self.optional and role not in self.optional_by

    @property
    def anonymous_min(self) -> int:
        return self.anonymous.min_group if self.anonymous else 0

    @property
    def is_released(self) -> bool:
        return "released" in (self.open_to or {}).values()


@dataclasses.dataclass(frozen=True, slots=True)
class Emit:
    """A declared emission besides those that judgements make by themselves."""

    key: str
    kind: str
    at: str
    when: Rule = None
    value: Rule = None
    scale: str | None = None
    outcomes: tuple[str, ...] = ()
    each: str | None = None
    fields: Mapping[str, Rule] = dataclasses.field(default_factory=dict)
    texts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    see: tuple[str, ...] | None = None
    stakes: str | None = None


@dataclasses.dataclass(frozen=True)
class Definition:
    """A whole process. `document` is the definition as written, the only thing ever stored."""

    key: str
    title: Wording
    languages: tuple[str, ...]
    roles: Mapping[str, Role]
    stages: tuple[Stage, ...]
    items: tuple[Item, ...]
    scales: Mapping[str, Scale]
    frameworks: Mapping[str, str]
    stakes: str
    computed: Mapping[str, Rule]
    emit: tuple[Emit, ...]
    context: Mapping[str, str]
    document: Mapping[str, Any]
    ordinal: frozenset[str] = frozenset()
    # What people read a score by, or a field of an emission: `label` and `unit`; `shown` by itself.
    names: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)
    # Of the house that runs it: no form says it of itself.
    undo: dt.timedelta = UNDO

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {item.key: item for item in self.all_items()})
        object.__setattr__(self, "by_stage", {stage.id: stage for stage in self.stages})
        object.__setattr__(self, "_fillable", {})
        object.__setattr__(self, "_fillers", {})
        object.__setattr__(self, "_worked_out", {})

    by_key: Mapping[str, Item] = dataclasses.field(init=False, repr=False, compare=False)
    by_stage: Mapping[str, Stage] = dataclasses.field(init=False, repr=False, compare=False)
    _fillable: dict[tuple[str, str], tuple[Item, ...]] = dataclasses.field(
        init=False, repr=False, compare=False
    )

    _fillers: dict[str, list[tuple[Stage, str]]] = dataclasses.field(
        init=False, repr=False, compare=False
    )
    _worked_out: dict[Hashable, Any] = dataclasses.field(init=False, repr=False, compare=False)

    def once(self, name: Hashable, work: Callable[[], T]) -> T:
        """What follows from a definition, worked out when it is first asked for: it never changes,
        and on a large form it costs too much to do again on every page."""
        if name not in self._worked_out:
            self._worked_out[name] = work()
        found: T = self._worked_out[name]
        return found

    def all_items(self) -> Iterator[Item]:
        """Items and, after each section, what is in it; not the items inside a repeat."""
        for item in self.items:
            yield item
            if isinstance(item, Section):
                yield from item.items

    @property
    def subject(self) -> str:
        """The key of the learner's role."""
        return next(role.key for role in self.roles.values() if role.who == "subject")

    def stage(self, stage_id: str) -> Stage:
        return self.by_stage[stage_id]

    @property
    def unasked(self) -> Stage | None:
        """The stage at which a record may begin without its first ones, if there is such."""
        return next((stage for stage in self.stages if stage.unasked), None)

    def fillable(self, stage_id: str, role: str) -> tuple[Item, ...]:
        """The items this role fills in this stage, in order, without sections and notes."""
        found = self._fillable.get((stage_id, role))
        if found is None:
            found = tuple(
                item
                for item in self.all_items()
                if item.type not in CONTENT_ONLY and stage_id in self.stages_of(item, role)
            )
            self._fillable[stage_id, role] = found
        return found

    def fillers(self, key: str) -> list[tuple[Stage, str]]:
        """In which stages an item is filled in, and by which roles, in order."""
        if not self._fillers:
            for stage in self.stages:
                for role in stage.by:
                    for item in self.fillable(stage.id, role):
                        self._fillers.setdefault(item.key, []).append((stage, role))
        return self._fillers.get(key, [])

    def stages_of(self, item: Item, role: str) -> tuple[str, ...]:
        """The stages in which a role fills an item; without `stage`, the role's first stage."""
        if item.by and role not in item.by:
            return ()
        acting = self._acting(role)
        if item.stage:
            return tuple(stage for stage in item.stage if stage in acting)
        return acting[:1] if item.by else ()

    def _acting(self, role: str) -> tuple[str, ...]:
        return self.once(
            ("acting", role), lambda: tuple(one.id for one in self.stages if role in one.by)
        )

    def stakes_at(self, stage_id: str) -> str:
        return self.stage(stage_id).stakes or self.stakes

    def is_in_batch(self, stage_id: str) -> bool:
        """Whether this stage is done for several records in one go: nothing is filled in or
        decided unseen, and no round is opened before its sum was read."""
        stage = self.stage(stage_id)
        opens_a_round = stage.act == "release" and any(one.anonymous for one in self.stages)
        return stage.batch and stage.act in IN_BATCH and not opens_a_round

    def later(self, stage_id: str) -> tuple[str, ...]:
        """The stages after one, along the path."""
        return self.once(("later", stage_id), lambda: self._later(stage_id))

    def _later(self, stage_id: str) -> tuple[str, ...]:
        found: list[str] = []
        upcoming = self.stage(stage_id).next
        while upcoming != DONE and upcoming not in found:
            found.append(upcoming)
            upcoming = self.stage(upcoming).next
        return tuple(found)


__all__ = [
    "DONE",
    "IN_BATCH",
    "Anonymous",
    "Cycle",
    "Definition",
    "Emit",
    "Group",
    "Item",
    "Level",
    "Repeat",
    "Role",
    "Rule",
    "Scale",
    "Section",
    "Stage",
]
