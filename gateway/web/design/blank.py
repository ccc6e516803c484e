"""What a new definition of each kind begins as: as little as an editor can show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Made = dict[str, Any]


def blank(kind: str, key: str, title: str, language: str) -> Made:
    """The document of a new draft."""
    return _BLANKS[kind](key, {language: title}, language)


def _form(key: str, title: dict[str, str], language: str) -> Made:
    """One learner, one assessor from wherever, and the two steps that nearly every form has."""
    dutch = language == "nl"
    return {
        "format": "form/1",
        "key": key,
        "languages": [language],
        "title": title,
        "roles": {
            "learner": {"who": "subject", "label": {language: "Aios" if dutch else "Learner"}},
            "assessor": {
                "who": "invited",
                "label": {language: "Beoordelaar" if dutch else "Assessor"},
                "min": 1,
                "max": 1,
                "external": True,
                "auth": ["account", "link", "device"],
            },
        },
        "stages": [
            {
                "id": "ask",
                "label": {language: "Verzoek" if dutch else "Request"},
                "by": ["learner"],
                "next": "assess",
            },
            {
                "id": "assess",
                "label": {language: "Beoordeling" if dutch else "Assessment"},
                "by": ["assessor"],
                "next": "done",
                "can": ["decline", "pass_on"],
                "remind": [3, 7],
                "expires": 28,
            },
        ],
        "scales": {},
        "items": [],
        "stakes": "low",
    }


def _framework(key: str, title: dict[str, str], _language: str) -> Made:
    return {"format": "framework/1", "key": key, "version": 1, "title": title, "outcomes": []}


def _scale(key: str, title: dict[str, str], _language: str) -> Made:
    return {
        "format": "scale/1",
        "key": key,
        "version": 1,
        "title": title,
        "kind": "ordinal",
        "levels": [],
    }


def _programme(key: str, title: dict[str, str], _language: str) -> Made:
    return {
        "format": "programme/1",
        "key": key,
        "title": title,
        "phases": [],
        "dossiers": [],
        "requirements": [],
    }


_BLANKS: dict[str, Callable[[str, dict[str, str], str], Made]] = {
    "form": _form,
    "framework": _framework,
    "scale": _scale,
    "programme": _programme,
}
