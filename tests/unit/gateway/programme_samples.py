"""A programme's draft and what its editor asks for, out of the library's files."""

from __future__ import annotations

import json
from typing import Any

from services.forms.domain.ratings import ratings
from tests.unit.gateway.design_samples import DESIGN, DRAFT, LIBRARY
from tests.unit.gateway.staff_world import an_id

PROGRAMME: dict[str, Any] = json.loads(
    (LIBRARY / "programmes/gp-specialty-training.json").read_text()
)
FORM_KEYS = ("kpb", "mini-cex", "combel", "starrt", "goal", "shift", "progress-decision")
SUPERVISION: dict[str, Any] = {
    "format": "scale/1",
    "key": "supervision",
    "version": 2,
    "title": {"en": "Supervision", "nl": "Supervisie"},
    "kind": "ordinal",
    "levels": [
        {"value": 1, "label": {"en": "Observes", "nl": "Kijkt toe"}},
        {"value": 2, "label": {"en": "With direct help", "nl": "Met directe hulp"}},
        {"value": 3, "label": {"en": "Without help", "nl": "Zonder hulp"}},
    ],
}


def _documents() -> dict[str, dict[str, Any]]:
    found = {key: json.loads((LIBRARY / f"{key}.json").read_text()) for key in FORM_KEYS}
    return found | {"supervision": SUPERVISION}


DOCUMENTS = _documents()
PARTS = {
    "forms": [
        {
            "key": key,
            "title": DOCUMENTS[key]["title"],
            "decides": key == "progress-decision",
            "registrations": ["out_of_hours"] if key == "shift" else [],
            "ratings": [one._asdict() for one in ratings(DOCUMENTS[key])],
        }
        for key in FORM_KEYS
    ],
    "scales": [
        {name: SUPERVISION[name] for name in ("key", "version", "title", "levels")}
        | {"min": 1, "max": 3},
        {
            "key": "percentage",
            "version": 1,
            "title": {"en": "Percentage", "nl": "Percentage"},
            "levels": [],
            "min": 0,
            "max": 100,
        },
    ],
}


PROGRAMME_DRAFT = DRAFT | {
    "kind": "programme",
    "key": PROGRAMME["key"],
    "document": PROGRAMME,
    "problems": [
        {
            "path": "requirements/2/phase",
            "code": "definition.phase",
            "message": "There is no phase summer in this programme.",
            "params": {"given": "summer"},
        }
    ],
}
EFFECT = {
    "learners": 48,
    "changes": [
        {
            "requirement": "kpb",
            "title": {"en": "Short practice assessments"},
            "newly_behind": [an_id(10), an_id(11)],
            "no_longer_behind": [an_id(12)],
        }
    ],
    "alterations": [],
    "phases": {},
    "institutions": [],
}
NOBODY = {"learners": 0, "changes": [], "alterations": [], "phases": {}, "institutions": []}


def altered(kind: str, count: int | None = 12, key: str = "", **more: Any) -> dict[str, Any]:
    """An alteration as dashboards tells it, of everybody unless `more` says who."""
    told = {"kind": kind, "key": key, "title": {}, "count": count, "everybody": True}
    return told | {"learners": [], "moves": []} | more


PROGRAMME_DESIGN: dict[str, Any] = DESIGN | {
    "forms__programme_parts": PARTS,
    "forms__draft": PROGRAMME_DRAFT,
    "dashboards__programme_effect": EFFECT,
}
