"""Whether a draft has the frame that its editor draws: words where words stand, lists where lists
stand.

A draft is kept whatever is in it, as a file or a program brought it. What its words mean is for the
checks of the service; this says only that there is something to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Frame = Callable[[Any], bool]


def is_drawable(kind: str, document: Mapping[str, Any]) -> bool:
    """Whether the editor of this kind can open the document."""
    return has_frame(kind, document) and all(name in document for name in NEEDED.get(kind, ()))


def has_frame(kind: str, document: Mapping[str, Any]) -> bool:
    """Whether what is there is of the right kind, however little of it is there."""
    return FRAMES[kind](document)


def _text(given: Any) -> bool:
    return isinstance(given, str)


def _number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)


def _flag(given: Any) -> bool:
    return isinstance(given, bool)


def _nothing(given: Any) -> bool:
    return given is None


def _many(inner: Frame) -> Frame:
    return lambda given: isinstance(given, list) and all(inner(one) for one in given)


def _named(inner: Frame) -> Frame:
    return lambda given: isinstance(given, Mapping) and all(inner(one) for one in given.values())


def _either(*frames: Frame) -> Frame:
    return lambda given: any(fits(given) for fits in frames)


def _part(needed: tuple[str, ...] = (), /, **members: Frame) -> Frame:
    """An object whose members, as far as it has them, fit; `needed` it has. Names of Python have a
    line behind them here."""
    frames = {name.rstrip("_"): fits for name, fits in members.items()}

    def fits(given: Any) -> bool:
        return (
            isinstance(given, Mapping)
            and all(name in given for name in needed)
            and all(frames[name](value) for name, value in given.items() if name in frames)
        )

    return fits


def _rule(given: Any) -> bool:
    """A value, or an operation with what it is done to."""
    if isinstance(given, Mapping):
        return all(
            all(_rule(one) for one in inner) if isinstance(inner, list) else _rule(inner)
            for inner in given.values()
        )
    return not isinstance(given, list)


_words = _named(_text)
_texts = _many(_text)
_one_or_more = _either(_text, _texts)
# A number, a day, or the answer to another question.
_bound = _either(_number, _text, _part(("get",), get=_one_or_more))
_bond = _part(version=_number, how=_text)
_HEAD: dict[str, Frame] = {
    "key": _text,
    "languages": _texts,
    "title": _words,
    "description": _words,
    "source": _words,
}

_SCALE: dict[str, Frame] = {
    "title": _words,
    "source": _words,
    "kind": _text,
    "levels": _many(_part(value=_number, label=_words, description=_words)),
    "min": _number,
    "max": _number,
    "step": _number,
    "ends": _many(_words),
    "na": _words,
}
_WORDED: dict[str, Frame] = {"label": _words, "help": _words, "outcomes": _one_or_more}


def _item(given: Any) -> bool:
    return _ITEM(given) and _many(_item)(given.get("items", []))


_ITEM = _part(
    ("type", "key"),
    type=_text,
    key=_text,
    **_WORDED,
    by=_one_or_more,
    see=_one_or_more,
    stage=_one_or_more,
    required=_rule,
    show=_rule,
    emit=_either(_flag, _part(at=_text)),
    scale=_either(_text, _nothing),
    comment=_text,
    rows=_many(_part(("key",), key=_text, **_WORDED, descriptors=_named(_words))),
    options=_many(_part(("value",), value=_text, **_WORDED)),
    min=_bound,
    max=_bound,
    decimals=_number,
    unit=_words,
    na=_words,
    accept=_one_or_more,
    framework=_text,
    to=_one_or_more,
    role=_text,
    row_title=_text,
)
_ROLE = _part(
    label=_words,
    who=_text,
    relation=_text,
    office=_text,
    min=_number,
    max=_number,
    auth=_one_or_more,
    groups=_many(_part(("key",), key=_text, label=_words, min=_number, max=_number)),
    approve_by=_text,
)
_STAGE = _part(
    ("id",),
    id=_text,
    label=_words,
    help=_words,
    by=_one_or_more,
    next=_text,
    mode=_text,
    join=_either(_text, _part(at_least=_number)),
    act=_text,
    when=_rule,
    can=_one_or_more,
    optional_by=_one_or_more,
    cycle=_part(back_to=_text, max=_number, when=_rule),
    timer=_part(opens_after_days=_number),
    remind=_many(_number),
    expires=_number,
    open_to=_named(_text),
    anonymous=_part(min_group=_number, comments=_text),
    release=_part(by=_text),
    return_to=_text,
)
_EMISSION = _part(
    key=_text,
    kind=_text,
    at=_text,
    when=_rule,
    value=_rule,
    scale=_text,
    outcomes=_one_or_more,
    each=_text,
    fields=_named(_rule),
    texts=_named(_text),
    see=_one_or_more,
)
_FORM = _part(
    **_HEAD,
    purpose=_words,
    minutes=_number,
    frameworks=_named(_text),
    scales=_named(_part(**_SCALE)),
    roles=_named(_ROLE),
    stages=_many(_STAGE),
    items=_many(_item),
    computed=_named(_rule),
    names=_named(_part(label=_words, unit=_words)),
    emit=_many(_EMISSION),
    context=_named(_text),
    based_on=_bond,
    migrate=_many(_part()),
)

_OUTCOME = _part(
    key=_text,
    code=_text,
    number=_text,
    kind=_text,
    unit=_words,
    title=_words,
    label=_words,
    parent=_either(_text, _nothing),
    lineage=_text,
    description=_words,
    epa=_part(
        specification=_words,
        limitations=_words,
        risks=_words,
        requires=_words,
        evidence=_words,
        competencies=_texts,
        expires_months=_number,
    ),
    descriptors=_named(_named(_words)),
    expected=_many(_part(phase=_text, scale=_text, level=_number)),
)
_FRAMEWORK = _part(
    **_HEAD,
    phases=_many(_part(("key",), key=_text, title=_words)),
    outcomes=_many(_OUTCOME),
    crosswalks=_many(_part(to=_text, maps=_many(_part(from_=_text, to=_text, as_=_text)))),
    based_on=_bond,
)

_TITLED: dict[str, Frame] = {"key": _text, "title": _words}
_REQUIREMENT = _part(
    **_TITLED,
    form=_text,
    forms=_one_or_more,
    registration=_text,
    hours=_flag,
    count=_number,
    per=_text,
    phase=_one_or_more,
    phases=_one_or_more,
    grace_days=_number,
    level=_part(scale=_text, min=_number, item=_text, same_as=_one_or_more),
    assessors=_number,
    assessor_roles=_number,
    contexts=_number,
    months=_number,
    at_most=_part(count=_number, per=_text),
)
_OPTION = _part(**_TITLED, requirements=_texts, dossiers=_texts, phases=_texts)
_PROGRAMME = _part(
    **_HEAD,
    frameworks=_either(_text, _texts, _named(_text)),
    phases=_many(_part(**_TITLED, months=_number)),
    dossiers=_many(_part(**_TITLED, forms=_texts)),
    requirements=_many(_REQUIREMENT),
    choices=_many(_part(**_TITLED, pick=_number, of=_texts, by=_text)),
    routes=_many(_part(**_TITLED, by=_text, options=_many(_OPTION))),
    decisions=_many(_part(**_TITLED, form=_text, forms=_one_or_more, after_months=_number)),
    cohort=_part(from_=_text, until=_text, names=_texts),
    stakes=_text,
    planners=_one_or_more,
    progress=_part(form=_text, scale=_text),
    based_on=_bond,
)
NEEDED = {"form": ("roles", "stages", "items"), "framework": ("outcomes",)}
FRAMES: Mapping[str, Frame] = {
    "form": _FORM,
    "framework": _FRAMEWORK,
    "scale": _part(**_HEAD, **{name: one for name, one in _SCALE.items() if name not in _HEAD}),
    "programme": _PROGRAMME,
}
