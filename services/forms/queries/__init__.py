"""Reads: published definitions, drafts, what would change, history, what others offer."""

from .changes import version_changes
from .drafts import draft, draft_changes, drafts
from .exchange import definition_schema, export_definition, read_import
from .history import history, offered
from .parts import form_parts, programme_parts
from .problems import check_definition
from .reading import definition, definition_by_hash, definitions
from .shipped import shipped

__all__ = [
    "check_definition",
    "definition",
    "definition_by_hash",
    "definition_schema",
    "definitions",
    "draft",
    "draft_changes",
    "drafts",
    "export_definition",
    "form_parts",
    "history",
    "offered",
    "programme_parts",
    "read_import",
    "shipped",
    "version_changes",
]
