"""What axe-core finds on the page that is open."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[1] / "node_modules/axe-core/axe.min.js"
# A page that has just become wider or darker is drawn first. Of what is well nothing is written
# down: that took half of the time.
FOUND = """only => new Promise(requestAnimationFrame).then(() => axe.run(document, {
  resultTypes: ['violations'], selectors: false, ...(only.length ? {runOnly: only} : {})})).then(
  result => result.violations.map(
    one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 120)).join(' | ')))"""


def violations(page: Page, *only: str) -> list[str]:
    """Each rule that the page breaks, with its places; `only`: names of rules, else all of them."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(FOUND, list(only))
    return found
