"""The forms service as far as the editors need it: drafts that are kept and checked."""

from __future__ import annotations

import copy
import json
from typing import Any

from libs.contracts.forms import DraftConflict
from libs.formengine import check_to_publish
from tests.unit.gateway.design_samples import DESIGN, DRAFT, LIBRARY
from tests.unit.gateway.staff_world import an_id, days_ago


class Drafts:
    """One draft, in English first, that can be saved, also by somebody else."""

    def __init__(self, name: str = "mini-cex") -> None:
        document = json.loads((LIBRARY / f"{name}.json").read_text())
        document["languages"] = ["en", "nl"]
        self.draft: dict[str, Any] = {**DRAFT, "rev": 1}
        self.put(document)

    @property
    def document(self) -> dict[str, Any]:
        return dict(self.draft["document"])

    def put(self, document: dict[str, Any]) -> None:
        problems = [
            {"path": one.path, "code": one.code, "params": dict(one.params), "message": ""}
            for one in check_to_publish(document)
        ]
        self.draft |= {"document": document, "problems": problems, "updated_at": days_ago(0)}

    def save(self, draft_id: str, rev: int, document: dict[str, Any]) -> Any:
        if rev != self.draft["rev"]:
            return DraftConflict()
        self.draft["rev"] += 1
        self.put(document)
        return {name: self.draft[name] for name in ("rev", "problems", "updated_at")}

    def saved_elsewhere(self, title: str) -> None:
        """Somebody else saves another title meanwhile."""
        document = copy.deepcopy(self.document) | {"title": {"en": title, "nl": title}}
        self.draft["updated_by"] = an_id(2)
        self.save("", self.draft["rev"], document)

    def replies(self) -> dict[str, Any]:
        return DESIGN | {
            "forms__draft": lambda draft_id: self.draft,
            "forms__save_draft": self.save,
            "forms__draft_changes": {"since": None, "safe": [], "careful": [], "refused": []},
        }

    def keys(self) -> list[str]:
        return [item["key"] for item in self.document["items"]]
