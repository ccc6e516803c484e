"""A small framework as a file, and a list that holds a mistake."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

FRAMEWORK: Example = {
    "format": "framework/1",
    "key": "areas",
    "version": 1,
    "languages": ["en"],
    "title": {"en": "Areas of care"},
    "outcomes": [{"key": "talk", "number": "1", "title": {"en": "Talking with patients"}}],
}
READ: Example = {
    "content": "code\ttitle\tremarks\ntalk\tTalking with patients\t\ntalk\tListening\t",
    "columns": [None, None, ""],
    "format": "csv",
    "key": "areas",
    "title": "Areas of care",
    "language": "en",
}
READ_REPLY: Example = {
    "kind": "framework",
    "document": {name: one for name, one in FRAMEWORK.items() if name != "version"},
    "problems": [
        {
            "path": "rows/3",
            "code": "import.twice",
            "message": "Row 3: the code talk stands in row 2 too.",
            "params": {"row": 3, "given": "talk", "other": 2},
        }
    ],
    "columns": [
        {"heading": "code", "means": "code", "known": True},
        {"heading": "title", "means": "title", "known": True},
        {"heading": "remarks", "means": "", "known": False},
    ],
}
FRAMEWORK_SCHEMA: Example = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "framework/1",
    "type": "object",
}
