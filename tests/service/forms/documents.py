"""Small documents of each kind."""

import copy
from typing import Any

FRAMEWORK: dict[str, Any] = {
    "format": "framework/1",
    "key": "gp-areas",
    "version": 2023,
    "title": {"en": "GP competency areas", "nl": "Competentiegebieden huisarts"},
    "outcomes": [
        {"code": "medical", "title": {"en": "Medical", "nl": "Medisch handelen"}},
        {"code": "talking", "title": {"en": "Talking", "nl": "Communicatie"}},
    ],
}

FORM: dict[str, Any] = {
    "format": "form/1",
    "key": "short-obs",
    "languages": ["en", "nl"],
    "title": {"en": "Short observation", "nl": "Korte observatie"},
    "minutes": 2,
    "frameworks": {"area": "gp-areas@2023"},
    "scales": {
        "sup": {
            "kind": "ordinal",
            "levels": [
                {"value": 1, "label": {"en": "I do it", "nl": "Ik doe het"}},
                {"value": 2, "label": {"en": "I stay close", "nl": "Ik blijf erbij"}},
            ],
        }
    },
    "roles": {
        "learner": {"who": "subject", "label": {"en": "Learner", "nl": "Aios"}},
        "assessor": {
            "who": "invited",
            "label": {"en": "Assessor", "nl": "Beoordelaar"},
            "min": 1,
            "max": 1,
        },
    },
    "stages": [
        {"id": "ask", "by": ["learner"], "next": "assess"},
        {"id": "assess", "by": ["assessor"], "next": "done", "open_to": {"learner": "sent"}},
    ],
    "items": [
        {
            "type": "scale",
            "key": "trust",
            "by": "assessor",
            "label": {"en": "Next time", "nl": "Volgende keer"},
            "scale": "sup",
            "required": True,
            "outcomes": ["area/medical"],
        }
    ],
    "stakes": "low",
}

PROGRAMME: dict[str, Any] = {
    "format": "programme/1",
    "key": "gp-training",
    "title": {"en": "GP training", "nl": "Huisartsopleiding"},
    "phases": [{"key": "year-1", "title": {"en": "Year 1", "nl": "Jaar 1"}, "months": 12}],
    "dossiers": [
        {"key": "work", "title": {"en": "Work", "nl": "Werk"}, "forms": ["short-obs"]},
    ],
    "requirements": [{"form": "short-obs", "count": 10, "phase": "year-1"}],
}


def changed(document: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A copy with other members; None takes one away."""
    found = copy.deepcopy(document) | members
    return {name: value for name, value in found.items() if value is not None}


BROKEN: dict[str, Any] = changed(FORM, stages=[{"id": "ask", "by": ["nobody"], "next": "nowhere"}])
REQUIRED: dict[str, Any] = {
    "type": "text",
    "key": "why",
    "by": "assessor",
    "label": {"en": "Why?"},
    "required": True,
}


def with_items(*more: dict[str, Any], **members: Any) -> dict[str, Any]:
    """The form with items behind its own."""
    return changed(FORM, items=[*FORM["items"], *more], **members)
