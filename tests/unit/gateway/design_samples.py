"""Replies of forms for the pages of designing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gateway.api.examples import definitions as examples
from tests.unit.gateway.staff_world import an_id, days_ago

LIBRARY = Path(__file__).parents[3] / "services/forms/library"
MINI_CEX: dict[str, Any] = json.loads((LIBRARY / "mini-cex.json").read_text())
DRAFT_ID = an_id(70)
HASH = "a" * 64

DEFINITIONS = {
    "definitions": [
        {
            "kind": "form",
            "key": "kpb",
            "version": 3,
            "hash": HASH,
            "title": {"en": "Short practice assessment", "nl": "Korte praktijkbeoordeling"},
            "owner": "network",
            "published_at": days_ago(12),
            "minutes": 8,
            "is_retired": False,
        },
        {
            "kind": "form",
            "key": "shift",
            "version": 1,
            "hash": "b" * 64,
            "title": {"en": "Out-of-hours shift", "nl": "ANW-dienst"},
            "owner": "institution",
            "published_at": days_ago(90),
            "minutes": 3,
            "is_retired": True,
        },
    ]
}
DRAFTS = {
    "drafts": [
        {
            "draft_id": DRAFT_ID,
            "kind": "form",
            "key": "mini-cex",
            "title": MINI_CEX["title"],
            "owner": "institution",
            "rev": 4,
            "problems": 2,
            "published_version": None,
            "updated_at": days_ago(0.1),
            "updated_by": an_id(1),
        }
    ]
}
DRAFT: dict[str, Any] = {
    "draft_id": DRAFT_ID,
    "kind": "form",
    "key": "mini-cex",
    "owner": "institution",
    "rev": 4,
    "document": MINI_CEX,
    "origin": None,
    "published_version": None,
    "problems": [
        {"path": "items/skills", "code": "item.no_scale", "message": "", "params": {"scale": "x"}}
    ],
    "started_at": days_ago(2),
    "updated_at": days_ago(0.1),
    "updated_by": an_id(1),
}
CHANGES = {
    "since": 2,
    "safe": [{"path": "items/skills", "code": "diff.wording", "params": {}, "message": ""}],
    "careful": [
        {"path": "items/overall", "code": "diff.required", "params": {}, "message": ""},
        {"path": "stages/assess", "code": "diff.changed", "params": {"what": "assess"}},
    ],
    "refused": [],
}
HISTORY = {
    "kind": "form",
    "key": "kpb",
    "is_retired": False,
    "is_offered": False,
    "versions": [
        {
            "version": 3,
            "hash": HASH,
            "owner": "network",
            "published_at": days_ago(12),
            "published_by": an_id(1),
        },
        {
            "version": 2,
            "hash": "c" * 64,
            "owner": "network",
            "published_at": days_ago(300),
            "published_by": an_id(2),
        },
    ],
    "uses": [{"kind": "programme", "key": "gp", "version": 1, "title": {"en": "GP training"}}],
}
OFFERED = {
    "offered": [
        {
            "kind": "form",
            "key": "ops",
            "version": 2,
            "hash": "d" * 64,
            "title": {"en": "Objective patient survey"},
            "purpose": {"en": "What patients say."},
            "minutes": 4,
            "process": 17,
            "institution_id": an_id(99),
            "network_id": None,
            "published_at": days_ago(40),
        }
    ]
}
DESIGN: dict[str, Any] = {
    "forms__definitions": DEFINITIONS,
    "forms__drafts": DRAFTS,
    "forms__draft": DRAFT,
    "forms__draft_changes": CHANGES,
    "forms__history": HISTORY,
    "forms__version_changes": CHANGES,
    "forms__definition_by_hash": {
        "kind": "form",
        "key": "kpb",
        "version": 3,
        "hash": HASH,
        "document": MINI_CEX,
    },
    "forms__offered": OFFERED,
    "forms__shipped": examples.SHIPPED,
    "forms__start_draft": DRAFT,
    "forms__save_draft": {"rev": 5, "problems": [], "updated_at": days_ago(0)},
    "forms__discard_draft": {},
    "forms__publish_draft": {"key": "mini-cex", "version": 1, "hash": HASH},
    "forms__retire_definition": {"is_retired": True},
    "forms__offer_definition": {"is_offered": True},
    "dashboards__programme_effect": {"learners": 12},
}


def framework_reply(kind: str, key: str, version: int | None = None) -> dict[str, Any]:
    """A framework, scale or programme of the library; the lists name some of them."""
    place = {"framework": "frameworks", "scale": "scales", "programme": "programmes"}.get(kind, "")
    name = key if version is None else f"{key}-{version}"
    found = sorted((LIBRARY / place).glob(f"{name}*.json")) or sorted(LIBRARY.glob("kpb.json"))
    document = json.loads(found[0].read_text())
    return {"kind": kind, "key": key, "version": version or 1, "hash": HASH, "document": document}


def definitions_reply(kind: str) -> dict[str, Any]:
    """The newest of each kind, as far as the pages of designing show it."""
    known = {
        "framework": [("gp-areas", 2023, "Competency areas"), ("gp-epas", 1, "Activities")],
        "scale": [("mini-cex", 1, "Nine steps"), ("supervision", 1, "Supervision")],
    }
    if kind == "form":
        return DEFINITIONS
    return {
        "definitions": [
            {
                "kind": kind,
                "key": key,
                "version": version,
                "hash": HASH,
                "title": {"en": title},
                "owner": "network",
                "published_at": days_ago(30),
                "minutes": None,
                "is_retired": False,
            }
            for key, version, title in known.get(kind, [])
        ]
    }


def form_parts_reply() -> dict[str, Any]:
    """The scales and frameworks of the lists, with what a form can name of them."""

    def named(kind: str, part: str) -> list[dict[str, Any]]:
        lines = definitions_reply(kind)["definitions"]
        documents = [framework_reply(kind, one["key"], one["version"])["document"] for one in lines]
        return [
            {name: line[name] for name in ("key", "version", "title")}
            | {part: document if part == "document" else document["outcomes"]}
            for line, document in zip(lines, documents, strict=True)
        ]

    return {"scales": named("scale", "document"), "frameworks": named("framework", "outcomes")}


DESIGN["forms__definitions"] = definitions_reply
DESIGN["forms__definition"] = framework_reply
DESIGN["forms__form_parts"] = form_parts_reply()
