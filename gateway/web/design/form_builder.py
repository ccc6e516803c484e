"""The form builder: its page and what its script asks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gateway.web.design.area import blueprint
from gateway.web.design.drafts import draft_of, editor_page


@blueprint.get("/forms/<uuid:draft_id>")
def form_editor(draft_id: UUID) -> Any:
    return editor_page("design/form_editor.html", draft_of("form", draft_id))
