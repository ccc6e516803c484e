"""Reads: published definitions, drafts, what would change, history, what others offer."""

from .drafts import draft, draft_changes, drafts
from .history import history, offered
from .problems import check_definition
from .reading import definition, definition_by_hash, definitions

__all__ = [
    "check_definition",
    "definition",
    "definition_by_hash",
    "definitions",
    "draft",
    "draft_changes",
    "drafts",
    "history",
    "offered",
]
