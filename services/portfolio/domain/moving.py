"""Whether an open draft moves to the next version of its form, and what becomes of it there.

Pinned is the rule: a record stays on its version wherever the next one has no place for somebody
who takes part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from libs import formengine

MOVE = "move"
PATH = ("stages", "roles")


@dataclass(frozen=True)
class Step:
    """From one version of a form to the next. `is_same_path`: stages and roles did not change."""

    old: formengine.Definition
    new: formengine.Definition
    is_same_path: bool

    def answers(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The answers after the steps of the new version."""
        steps = self.new.document.get("migrate", ())
        return formengine.migrate_answers(steps, given, before=self.old, after=self.new)

    def has_room_for(self, people: Iterable[tuple[str, str | None]]) -> bool:
        """Whether every (role, stage somebody was asked for) still exists."""
        return all(
            role in self.new.roles
            and (stage is None or (stage in self.new.by_stage and role in self._by(stage)))
            for role, stage in people
        )

    def fills(self, stage: str, role: str) -> bool:
        """Whether a role still fills a stage."""
        return stage in self.new.by_stage and role in self._by(stage)

    def _by(self, stage: str) -> tuple[str, ...]:
        return tuple(self.new.stage(stage).by)


def step(old: formengine.Definition, new: formengine.Definition, open_drafts: str) -> Step | None:
    """How drafts move from the old to the new version; None where they stay.

    They move unseen when every change is safe; careful changes are the author's choice; nothing
    moves to another meaning.
    """
    found = formengine.diff(old, new)
    if found.refused or (found.careful and open_drafts != MOVE):
        return None
    is_same_path = not any(change.path.split("/")[0] in PATH for change in found.careful)
    return Step(old, new, is_same_path)
