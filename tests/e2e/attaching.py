"""Two small forms with files and signatures, offered to everybody of the demo's programme."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from deploy.local.demo.waiting import until
from deploy.local.servers.virus_scanner import EICAR_HEX
from tests.e2e.browsing import Visits
from tests.e2e.steps import put_into_programme
from tests.e2e.world import World

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
EICAR = bytes.fromhex(EICAR_HEX)
CERTIFICATE, OBSERVED = "Course with a certificate", "Observation with a photo"

_ROLES = {"learner": {"who": "subject", "label": {"en": "Learner", "nl": "Aios"}}}
_FORMS: tuple[dict[str, Any], ...] = (
    {
        "key": "course-with-a-certificate",
        "title": {"en": CERTIFICATE, "nl": "Cursus met certificaat"},
        "roles": _ROLES
        | {
            "trainer": {"who": "related", "label": {"en": "Trainer", "nl": "Opleider"}},
        },
        "stages": [
            {"id": "write", "by": ["learner"], "next": "done", "open_to": {"trainer": "sent"}}
        ],
        "items": [
            {
                "type": "text",
                "key": "what",
                "by": "learner",
                "label": {"en": "Which course was it?", "nl": "Welke cursus was het?"},
                "required": True,
            },
            {
                "type": "file",
                "key": "proof",
                "by": "learner",
                "label": {"en": "Certificate", "nl": "Certificaat"},
                "help": {"en": "A PDF or a photo.", "nl": "Een pdf of een foto."},
                "accept": ["application/pdf", "image/*"],
                "max": 2,
                "required": True,
            },
            {
                "type": "repeat",
                "key": "days",
                "by": "learner",
                "label": {"en": "Days", "nl": "Dagen"},
                "items": [
                    {"type": "text", "key": "day", "label": {"en": "Day", "nl": "Dag"}},
                    {"type": "file", "key": "notes", "label": {"en": "Notes", "nl": "Verslag"}},
                ],
            },
            {
                "type": "signature",
                "key": "sign",
                "by": "learner",
                "kind": "draw",
                "label": {"en": "Your signature", "nl": "Je handtekening"},
            },
        ],
    },
    {
        "key": "observation-with-a-photo",
        "title": {"en": OBSERVED, "nl": "Observatie met foto"},
        "roles": _ROLES
        | {
            "assessor": {
                "who": "invited",
                "label": {"en": "Observer", "nl": "Observator"},
                "min": 1,
                "max": 1,
                "external": True,
                "auth": ["account", "link", "device"],
            },
        },
        "stages": [
            {"id": "ask", "by": ["learner"], "next": "assess"},
            {
                "id": "assess",
                "label": {"en": "Assessment", "nl": "Beoordeling"},
                "by": ["assessor"],
                "next": "done",
                "expires": 28,
                "open_to": {"learner": "sent"},
            },
        ],
        "items": [
            {
                "type": "text",
                "key": "seen",
                "by": "assessor",
                "label": {"en": "What did you see?", "nl": "Wat zag u?"},
                "required": True,
            },
            {
                "type": "file",
                "key": "photo",
                "by": "assessor",
                "label": {"en": "Photo of the result", "nl": "Foto van het resultaat"},
                "accept": ["image/*"],
            },
            {
                "type": "signature",
                "key": "sign",
                "by": "assessor",
                "kind": "draw",
                "label": {"en": "Signature", "nl": "Handtekening"},
            },
        ],
    },
)


def offer_forms(visits: Visits, world: World) -> None:
    """Publish both and offer them; who asks again finds them there."""
    page = visits.desk(world.shown("local_admin"))
    for form in _FORMS:
        if page.request.get(f"/api/v1/definitions/form/{form['key']}").ok:
            continue
        _publish(page, {"format": "form/1", "languages": ["en", "nl"], "stakes": "low"} | form)
        put_into_programme(page, form["key"])
    learner = visits.phone(world.shown("learner"))
    until(lambda: _is_offered(learner), "the forms with files among those to start", 60.0)


def _publish(page: Page, document: dict[str, Any]) -> None:
    token = page.locator('meta[name="csrf-token"]').get_attribute("content")
    reply = page.request.post(
        "/api/v1/definitions",
        data={"kind": "form", "document": document},
        headers={"X-CSRF-Token": str(token), "Idempotency-Key": f"form-{document['key']}"},
    )
    assert reply.ok, reply.text()


def _is_offered(page: Page) -> bool:
    page.goto("/dossiers")
    return page.get_by_role("button", name=CERTIFICATE, exact=True).count() > 0


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#336699").save(out, "JPEG")
    return out.getvalue()


def choose(page: Page, item: str, name: str, media_type: str, content: bytes) -> None:
    """What the file picker or the camera of a phone hands over."""
    file = {"name": name, "mimeType": media_type, "buffer": content}
    page.locator(f'[name="u.{item}"]').set_input_files(file)  # type: ignore[arg-type]


def add(page: Page, item: str, name: str, media_type: str, content: bytes) -> Locator:
    """Add a file that is accepted -> its line."""
    choose(page, item, name, media_type, content)
    line = page.locator("[data-file]", has_text=name)
    expect(line).to_be_visible()
    return line


def stroke(page: Page) -> float:
    """A stroke with a finger over the field for the signature -> how far to the right it went."""
    pad = page.locator("canvas.signature__pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    left, top = box["x"] + 30, box["y"] + 20
    page.mouse.move(left, top)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(left + 25 * step, top + (30 if step % 2 else 5), steps=3)
    page.mouse.up()
    return left + 200


def draw(page: Page) -> None:
    """A stroke, taken as the signature."""
    stroke(page)
    page.get_by_role("button", name="Use this signature").click()
    expect(page.locator("[data-draw] [data-file-status]")).to_have_text("Signed.")


def downloaded(page: Page, link: Locator, folder: Path) -> bytes:
    """The bytes that this link or button brings."""
    with page.expect_download() as coming:
        link.click()
    place = folder / coming.value.suggested_filename
    coming.value.save_as(place)
    return place.read_bytes()
