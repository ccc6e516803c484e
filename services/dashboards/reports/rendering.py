"""Data to PDF. Runs in a process of its own: nothing of the service is imported here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent


def render(kind: str, content: dict[str, Any]) -> bytes:
    """A tagged PDF of a report. The content travels as data and is never read as markup."""
    return typst.compile(
        str(FOLDER / f"{kind}.typ"),
        root=str(FOLDER),
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        format="pdf",
        ignore_system_fonts=True,
        pdf_tags=True,
        timestamp=content["made_at"],
    )
