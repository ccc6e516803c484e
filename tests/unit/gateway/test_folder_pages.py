"""The page of documents shows every file, however many pages documents gives them in."""

from __future__ import annotations

from typing import Any

from gateway.api.examples.documents import FILE
from tests.unit.gateway.staff_world import an_id, gateway, me

PORTFOLIO, OWN, OF_INSTITUTE = an_id(70), an_id(71), an_id(72)


def folder(folder_id: str, *names: str) -> dict[str, Any]:
    files = [{**FILE, "name": name, "folder_id": folder_id} for name in names]
    about = {"name": f"Folder {folder_id[-2:]}", "kind": "own", "parent_id": None}
    return {"folder_id": folder_id, **about, "files": files}


PAGES = {
    None: ([folder(OWN, "newest.pdf")], "two"),
    "two": ([folder(OWN), folder(OF_INSTITUTE, "rules.pdf")], "three"),
    "three": ([folder(OWN, "oldest.pdf"), folder(OF_INSTITUTE)], None),
}


def folders(portfolio_id: str, cursor: str | None = None, **_limit: Any) -> dict[str, Any]:
    assert portfolio_id == PORTFOLIO
    found, more = PAGES[cursor]
    return {"folders": found, "used_bytes": 3, "next": more}


def documents_page(reply: Any) -> tuple[str, Any]:
    replies = {
        "portfolio__home": {"portfolios": [{"portfolio_id": PORTFOLIO, "own": True}]},
        "portfolio__record_files": {"files": [], "next": None},
        "documents__folders": reply,
    }
    with gateway(me("learner"), **replies) as (browser, fake):
        answer = browser.get("/documents")
    assert answer.status_code == 200, answer.text
    return answer.text, fake


def test_files_of_all_pages_stand_in_their_folders():
    page, fake = documents_page(folders)
    found = [page.index(name) for name in ("newest.pdf", "oldest.pdf", "rules.pdf")]
    assert found == sorted(found)
    assert page.count("Folder 71") == page.count("Folder 72")
    assert fake.times("documents.folders") == 3


def test_a_service_of_before_that_gives_all_at_once_is_asked_once():
    reply = {"folders": [folder(OWN, "newest.pdf", "oldest.pdf")], "used_bytes": 2}
    page, fake = documents_page(reply)
    assert "newest.pdf" in page and "oldest.pdf" in page
    assert fake.times("documents.folders") == 1
