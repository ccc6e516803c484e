"""Makes the pictures of the README from a platform that runs with the demo.

    python -m tests.e2e.screenshots [run directory] [folder for the pictures]

Small PNGs of few colours, in Dutch, of the people whose log-ins `./tessera up` prints.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from deploy.local.files import read_json
from deploy.local.platform import CHECKOUT, Platform
from tests.chromium import launch
from tests.e2e.browsing import Visits

MOST_BYTES = 200_000
COLOURS = 200


def dossiers(page: Page) -> None:
    page.goto("/dossiers")


def dashboard(page: Page) -> None:
    page.goto("/dashboard")


def progress(page: Page) -> None:
    page.goto("/dashboard")
    page.goto(page.url.split("#")[0] + "/progress")


def form(page: Page) -> None:
    """A ComBeL or short practice assessment that waits for this person, at its first question."""
    page.goto("/waiting")
    wanted = re.compile("ComBeL|praktijkbeoordeling")
    page.locator("main a.list__link").filter(has_text=wanted).first.click()
    page.locator("form[data-form-runner] fieldset").first.scroll_into_view_if_needed()


def cohort(page: Page) -> None:
    page.goto("/learners")


def builder(page: Page) -> None:
    """An own version of the Mini-CEX, begun or begun before, with a question chosen."""
    page.goto("/design/forms")
    row = page.locator("main li").filter(has_text="Mini-CEX").first
    row.locator("button, .design-line__end a").first.click()
    page.get_by_role("button", name="Totaaloordeel").first.click()


PICTURES: tuple[tuple[str, str, str, Callable[[Page], None]], ...] = (
    ("dossiers-phone", "learner", "phone", dossiers),
    ("dashboard-desktop", "learner", "desk", dashboard),
    ("progress-desktop", "learner", "desk", progress),
    ("form-phone", "teacher", "phone", form),
    ("cohort-desktop", "teacher", "desk", cohort),
    ("builder-desktop", "local_admin", "desk", builder),
)


def small(picture: bytes) -> bytes:
    """The same with few colours; raises ValueError when that is still too large for a README."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    if out.tell() > MOST_BYTES:
        raise ValueError(f"{out.tell()} bytes are too many")
    return out.getvalue()


def main(run: Path, folder: Path) -> None:
    platform = Platform(run)
    logins = {one["role"]: one["username"] for one in read_json(run / "demo.json")["logins"]}
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        visits = Visits(browser, platform)
        for name, role, device, show in PICTURES:
            for scheme in ("light", "dark"):
                page = getattr(visits, device)(logins[role], language="nl", color_scheme=scheme)
                show(page)
                page.wait_for_load_state("load")
                ending = "" if scheme == "light" else "-dark"
                (folder / f"{name}{ending}.png").write_bytes(small(page.screenshot()))
        visits.close()


if __name__ == "__main__":
    chosen = [Path(word) for word in sys.argv[1:]]
    main(*(chosen + [CHECKOUT / ".run", CHECKOUT / "docs" / "images"][len(chosen) :]))
