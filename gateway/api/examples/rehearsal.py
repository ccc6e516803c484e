"""Trying out the small form of the other examples: the assessor sends, after the learner asked."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]
ASK: Example = {"step": "ask", "person": "learner", "number": 1}
ASSESS: Example = {"step": "assess", "person": "assessor", "number": 1}
REHEARSE: Example = {
    **ASSESS,
    "answers": {"trust": {"v": 2}},
    "before": [{**ASK, "answers": {}}],
}
REHEARSED: Example = {
    "seats": [ASK, ASSESS],
    "stand_ins": [],
    "at": ASSESS,
    "is_reached": True,
    "messages": [],
    "waits_for": [],
    "is_done": True,
    "is_held": False,
    "scores": {},
    "gives": [
        {
            "kind": "point",
            "item": "trust",
            "row": None,
            "outcome": "gp-areas@2023/medical",
            "value": 2,
            "scale": "short-obs/sup",
        }
    ],
    "passed": [],
    "is_over": False,
}
