"""Designing definitions: one small form from its first draft to its publication."""

from __future__ import annotations

from gateway.api.examples.things import AT, HASH, INSTITUTION_ID, TITLE, Example

DRAFT_ID = "019a2f6e-3c10-7c55-9d1e-5b8f0c1d2e3f"
PERSON_ID = "019a2f6e-0001-7c55-9d1e-5b8f0c1d2e3f"

DOCUMENT: Example = {
    "format": "form/1",
    "key": "short-obs",
    "languages": ["en", "nl"],
    "title": TITLE,
    "minutes": 3,
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
        "assessor": {"who": "invited", "min": 1, "max": 1, "external": True, "auth": ["link"]},
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
}
PROBLEM: Example = {
    "path": "items/trust",
    "code": "item.no_scale",
    "message": "There is no scale “sup” in this form.",
    "params": {"scale": "sup"},
}
DEFINITION: Example = {
    "kind": "form",
    "key": "short-obs",
    "version": 2,
    "hash": HASH,
    "owner": "institution",
    "is_retired": False,
    "document": DOCUMENT,
}
DEFINITIONS: Example = {
    "definitions": [
        {
            "kind": "form",
            "key": "short-obs",
            "version": 2,
            "hash": HASH,
            "title": TITLE,
            "owner": "institution",
            "published_at": AT,
            "minutes": 3,
            "is_retired": False,
        }
    ]
}
CHECK: Example = {"kind": "form", "document": DOCUMENT}
PROBLEMS: Example = {"problems": [PROBLEM]}
PUBLISH: Example = {"kind": "form", "document": DOCUMENT, "owner": "institution"}
PUBLISHED: Example = {"key": "short-obs", "version": 2, "hash": HASH}

START_DRAFT: Example = {
    "kind": "form",
    "key": "our-obs",
    "owner": "institution",
    "how": "extends",
    "hash": HASH,
}
DRAFT: Example = {
    "draft_id": DRAFT_ID,
    "kind": "form",
    "key": "our-obs",
    "owner": "institution",
    "rev": 1,
    "document": {
        **DOCUMENT,
        "key": "our-obs",
        "based_on": {"form": "short-obs", "version": 2, "how": "extends"},
    },
    "origin": {"key": "short-obs", "version": 2, "hash": HASH, "how": "extends"},
    "published_version": None,
    "problems": [],
    "started_at": AT,
    "updated_at": AT,
    "updated_by": PERSON_ID,
}
DRAFTS: Example = {
    "drafts": [
        {
            "draft_id": DRAFT_ID,
            "kind": "form",
            "key": "our-obs",
            "title": TITLE,
            "owner": "institution",
            "rev": 4,
            "problems": 1,
            "published_version": None,
            "updated_at": AT,
            "updated_by": PERSON_ID,
        }
    ]
}
SAVE_DRAFT: Example = {"document": {**DOCUMENT, "key": "our-obs", "minutes": 4}}
SAVED: Example = {"rev": 2, "problems": [PROBLEM], "updated_at": AT}
CHANGES: Example = {
    "since": 1,
    "safe": [
        {
            "path": "items/trust",
            "code": "diff.wording",
            "message": "The wording has changed.",
            "params": {},
        }
    ],
    "careful": [
        {
            "path": "items/why",
            "code": "diff.new_required",
            "message": "“why” is new and must be answered.",
            "params": {"key": "why"},
        }
    ],
    "refused": [],
}
PUBLISH_DRAFT: Example = {"open_drafts": "finish"}
NOTHING: Example = {}
HISTORY: Example = {
    "kind": "form",
    "key": "short-obs",
    "is_retired": False,
    "is_offered": True,
    "versions": [
        {
            "version": 2,
            "hash": HASH,
            "owner": "institution",
            "published_at": AT,
            "published_by": PERSON_ID,
        }
    ],
    "uses": [
        {
            "kind": "programme",
            "key": "gp-training",
            "version": 3,
            "title": {"en": "GP training", "nl": "Huisartsopleiding"},
        }
    ],
    "dashboards": [],
}
RETIRE: Example = {"is_retired": True}
OFFER: Example = {"is_offered": True}
OFFERED: Example = {
    "offered": [
        {
            "kind": "form",
            "key": "short-obs",
            "version": 2,
            "hash": HASH,
            "title": TITLE,
            "purpose": None,
            "minutes": 3,
            "process": None,
            "institution_id": INSTITUTION_ID,
            "network_id": None,
            "published_at": AT,
        }
    ]
}
SHIPPED: Example = {
    "shipped": [
        {
            "kind": "form",
            "key": "mini-cex",
            "process": 2,
            "title": {"en": "Mini-CEX", "nl": "Mini-CEX"},
            "purpose": {"en": "One observed consultation.", "nl": "Eén geobserveerd consult."},
            "minutes": 5,
            "stakes": "low",
            "who": [{"en": "Learner", "nl": "Aios"}, {"en": "Assessor", "nl": "Beoordelaar"}],
            "is_here": False,
        }
    ]
}
TAKE_SHIPPED: Example = {"kind": "form", "key": "mini-cex", "as_draft": False}
TAKEN_SHIPPED: Example = {
    "kind": "form",
    "key": "mini-cex",
    "version": 1,
    "hash": HASH,
    "draft_id": None,
    "along": [{"kind": "scale", "key": "mini-cex", "version": 1, "hash": HASH}],
}
PROGRAMME_PARTS: Example = {
    "forms": [
        {
            "key": "short-obs",
            "title": TITLE,
            "decides": False,
            "registrations": [],
            "ratings": [
                {"item": "aim", "scale": "met@1", "label": {"en": "The aim", "nl": "Het doel"}}
            ],
        }
    ],
    "scales": [
        {
            "key": "met",
            "version": 1,
            "title": {"en": "Met or not", "nl": "Gehaald of niet"},
            "levels": [
                {"value": 0, "label": {"en": "Not met", "nl": "Niet gehaald"}},
                {"value": 1, "label": {"en": "Met", "nl": "Gehaald"}},
            ],
            "min": 0,
            "max": 1,
        }
    ],
}
FORM_PARTS: Example = {
    "scales": [
        {
            "key": "met",
            "version": 1,
            "title": PROGRAMME_PARTS["scales"][0]["title"],
            "document": {
                "format": "scale/1",
                "key": "met",
                "version": 1,
                "title": PROGRAMME_PARTS["scales"][0]["title"],
                "kind": "ordinal",
                "levels": PROGRAMME_PARTS["scales"][0]["levels"],
            },
        }
    ],
    "frameworks": [
        {
            "key": "gp-areas",
            "version": 2023,
            "title": {"en": "Areas of general practice"},
            "outcomes": [{"key": "medical", "title": {"en": "Medical care"}}],
        }
    ],
}
JSON_SCHEMA: Example = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "form/1",
    "type": "object",
}
