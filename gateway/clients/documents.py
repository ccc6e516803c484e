"""All files of a portfolio by folder, for pages that show them whole: documents gives a page of
them at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gateway.clients.bus import ask
from libs.contracts import documents

MOST = 500


def folders_of(portfolio_id: str | UUID, first: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every folder with all its files; `first` is the first page. A documents service of the
    version before, which gives all files at once, names no next one."""
    folders = {one["folder_id"]: {**one, "files": list(one["files"])} for one in first["folders"]}
    page = first
    while cursor := page.get("next"):
        page = ask(documents.FOLDERS, portfolio_id=portfolio_id, cursor=cursor, limit=MOST)
        for one in page["folders"]:
            known = folders.setdefault(one["folder_id"], {**one, "files": []})
            known["files"] += one["files"]
    return list(folders.values())
