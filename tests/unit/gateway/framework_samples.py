"""Replies of forms for the editors of frameworks and scales."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.unit.gateway.design_samples import DESIGN, DRAFT, HASH
from tests.unit.gateway.staff_world import an_id, days_ago

LIBRARY = Path(__file__).parents[3] / "services/forms/library"


def shipped(place: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((LIBRARY / place / f"{name}.json").read_text())
    return found


NURSING = shipped("frameworks", "nursing-epas-1")
AREAS = shipped("frameworks", "gp-areas-2023")
CANMEDS = shipped("frameworks", "canmeds-2015")
SUPERVISION = shipped("scales", "supervision-1")
TREE: dict[str, Any] = {
    "format": "framework/1",
    "key": "areas",
    "version": 2,
    "languages": ["en", "nl"],
    "title": {"en": "Areas of care", "nl": "Zorggebieden"},
    "outcomes": [
        {"key": "care", "number": "1", "title": {"en": "Care", "nl": "Zorg"}},
        {"key": "talk", "number": "2", "title": {"en": "Talk", "nl": "Praten"}},
        {"key": "lead", "number": "3", "title": {"en": "Lead", "nl": "Leiden"}},
    ],
}
IDS = {"tree": an_id(80), "nursing": an_id(81), "scale": an_id(82), "empty": an_id(83)}
EMPTY = {
    "format": "framework/1",
    "key": "new",
    "version": 1,
    "title": {"en": "New one"},
    "outcomes": [],
}
DOCUMENTS: dict[str, tuple[str, dict[str, Any], int | None]] = {
    IDS["tree"]: ("framework", TREE, 1),
    IDS["nursing"]: ("framework", NURSING, None),
    IDS["scale"]: ("scale", SUPERVISION, 1),
    IDS["empty"]: ("framework", EMPTY, None),
}


def draft(draft_id: str) -> dict[str, Any]:
    kind, document, published = DOCUMENTS.get(draft_id, DOCUMENTS[IDS["tree"]])
    return DRAFT | {
        "draft_id": draft_id,
        "kind": kind,
        "key": document["key"],
        "document": document,
        "published_version": published,
        "problems": [],
    }


def definitions(kind: str) -> dict[str, Any]:
    documents = {"scale": [SUPERVISION], "framework": [AREAS, CANMEDS]}.get(kind, [])
    return {
        "definitions": [
            {
                "kind": kind,
                "key": one["key"],
                "version": one["version"],
                "hash": HASH,
                "title": one["title"],
                "owner": "network",
                "published_at": days_ago(12),
                "minutes": None,
                "is_retired": False,
            }
            for one in documents
        ]
    }


def definition(kind: str, key: str, version: int | None = None) -> dict[str, Any]:
    document = {"supervision": SUPERVISION, "canmeds": CANMEDS}.get(key, AREAS)
    return {"kind": kind, "key": key, "version": version, "hash": HASH, "document": document}


USES = [
    {"kind": "form", "key": "kpb", "version": 3, "title": {"en": "Short assessment"}},
    {"kind": "form", "key": "cex", "version": 1, "title": {"en": "Mini-CEX"}},
    {"kind": "programme", "key": "gp", "version": 1, "title": {"en": "GP training"}},
]
# The second programme names it nowhere itself; a form of its own does, so both chart it.
CHARTED = [
    {"kind": "programme", "key": "gp", "version": 1, "title": {"en": "GP training"}},
    {"kind": "programme", "key": "care", "version": 2, "title": {"en": "Elderly care"}},
]
READ = {
    "kind": "framework",
    "document": {
        "format": "framework/1",
        "key": "list",
        "languages": ["en"],
        "title": {"en": "List"},
        "outcomes": [
            {"key": "a", "number": "a", "title": {"en": "First"}},
            {"key": "b", "number": "b", "title": {"en": "Second"}, "parent": "a"},
        ],
    },
    "problems": [
        {
            "path": "rows/4",
            "code": "import.twice",
            "message": "",
            "params": {"row": 4, "given": "a", "other": 1},
        }
    ],
}
FILE = {"filename": "areas-1.case.json", "media_type": "application/json", "content": "{}"}
FRAMEWORKS: dict[str, Any] = DESIGN | {
    "forms__draft": draft,
    "forms__definitions": definitions,
    "forms__definition": definition,
    "forms__history": {
        "kind": "framework",
        "key": "areas",
        "is_retired": False,
        "is_offered": False,
        "versions": [
            {
                "version": 1,
                "hash": HASH,
                "owner": "institution",
                "published_at": days_ago(30),
                "published_by": an_id(1),
            }
        ],
        "uses": USES,
        "dashboards": CHARTED,
    },
    "forms__read_import": READ,
    "forms__export_definition": FILE,
}
