"""The shape of `programme/1`: every member that anybody reads has one type and bounds.

What other members a document holds is kept and never read. A member that portfolio and dashboards
count with is bounded to what a calendar can hold, so that no published programme can fail them.
"""

from __future__ import annotations

from typing import Any

from .shapes import Schema, bond, document_shape, list_of, object_of, ref, texts

MOST_MONTHS = 240
MOST_GRACE_DAYS = 365
MOST_COUNT = 100_000
# What phases may last together: fifty years of full time, and five times that at a fifth of it.
MOST_MONTHS_TOGETHER = 600


def _open(required: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    return object_of(required, **properties) | {"additionalProperties": True}


def _number(least: float, most: float) -> Schema:
    return {"type": "number", "minimum": least, "maximum": most}


def _whole(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


_NAMES = list_of(texts(r"\S", "wording", 200), most=200)
_KEYS = list_of(ref("key"), most=500)
_CHOOSER: Schema = {"enum": ["learner", "teacher"]}
_NAMED = {"key": ref("key"), "title": ref("wording")}

_LEVEL = _open(
    ("scale", "min"),
    scale=ref("versioned"),
    min=_whole(-1_000, 1_000),
    item=texts(r"\S", "wording", 200),
    same_as=list_of(ref("versioned"), most=20),
)
_REQUIREMENT = _open(
    ("count",),
    key=texts(r"\S", "key", 200),
    title=ref("wording"),
    form=ref("key"),
    forms=_KEYS,
    registration=texts(r"\S", "wording", 100),
    hours={"type": "boolean"},
    count=_number(0, MOST_COUNT),
    per=texts(r"\S", "wording", 20),
    phase=ref("key"),
    phases=_KEYS,
    grace_days=_whole(0, MOST_GRACE_DAYS),
    level=_LEVEL,
    assessors=_whole(1, MOST_COUNT),
    assessor_roles=_whole(1, MOST_COUNT),
    contexts=_whole(1, MOST_COUNT),
    months=_whole(1, MOST_MONTHS_TOGETHER),
    at_most=_open(("count", "per"), count=_whole(1, MOST_COUNT), per=texts(r"\S", "wording", 20)),
)
_OPTION = _open(("key", "title"), **_NAMED, requirements=_KEYS, dossiers=_KEYS, phases=_KEYS)


def programme() -> dict[str, Any]:
    """The JSON Schema of `programme/1`."""
    found = document_shape(
        "programme",
        ("phases", "dossiers"),
        phases=list_of(
            _open(("key", "title", "months"), **_NAMED, months=_number(0.1, MOST_MONTHS)),
            least=1,
            most=60,
        ),
        dossiers=list_of(_open(("key", "title", "forms"), **_NAMED, forms=_KEYS), least=1),
        requirements=list_of(_REQUIREMENT, most=500),
        choices=list_of(
            _open(
                ("key", "title", "pick", "of"),
                **_NAMED,
                pick=_whole(1, 500),
                of=_KEYS,
                by=_CHOOSER,
            )
        ),
        routes=list_of(
            _open(
                ("key", "title", "options"),
                **_NAMED,
                by=_CHOOSER,
                options=list_of(_OPTION, least=2),
            )
        ),
        decisions=list_of(
            _open(
                ("key", "title", "after_months"),
                **_NAMED,
                form=ref("key"),
                after_months=_number(0, MOST_MONTHS_TOGETHER),
            )
        ),
        cohort=_open(
            (),
            from_=texts(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "date", 10),
            until=texts(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "date", 10),
            names=_NAMES,
        ),
        stakes={"enum": ["on", "off"]},
        planners=list_of(texts(r"\S", "wording", 40), most=20),
        progress=_open((), form=ref("key"), scale=ref("versioned")),
        based_on=bond("programme"),
    )
    return found | {"additionalProperties": True}
