"""The largest form of the library on a slow phone: usable at once, and little to fetch for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from gateway.web.assets import asset_imports, asset_url
from tests.interactive import LARGEST, Loaded, interactive
from tests.library.definitions import FORMS, definition, document
from tests.unit.gateway.framework_samples import shipped
from tests.unit.gateway.staff_world import TOKEN, an_id, gateway, me, person_name
from tests.unit.gateway.watching import address_of

INTERACTIVE_MS = 1_500
SCRIPT_BYTES = 25_000


# As many as a page lists at once.
COLLEAGUES = [
    {"person_id": an_id(2_000 + number), "name": person_name(number)[0]} for number in range(50)
]


class Step(NamedTuple):
    """A form at the step where somebody fills it in."""

    form: str
    stage: str
    role: str

    @property
    def record_id(self) -> str:
        return an_id(1_000 + STEPS.index(self))


STEPS = [
    Step(name, stage.id, role)
    for name in FORMS
    for stage in definition(name).stages
    for role in stage.by
]


def record(record_id: str) -> dict[str, Any]:
    """A record that waits at its step for who reads it, as portfolio answers."""
    step = next(one for one in STEPS if one.record_id == str(record_id))
    may = {
        "stage": step.stage,
        "act": "fill",
        "role": step.role,
        "participant_id": an_id(910),
        "can": ["send"],
        "rev": 0,
        "answers": {},
    }
    card = {
        "record_id": str(record_id),
        "portfolio_id": an_id(901),
        "state": "running",
        "encounter_date": "2026-03-01",
        "context": {},
        "waiting_for": [],
        "stages": [],
    }
    never = ("undo_until", "undo_stage", "correct_until", "correct_stage")
    none = ("contributions", "rounds", "hidden", "requests", "goals")
    return (
        dict.fromkeys(never)
        | {name: [] for name in none}
        | {"record": card, "learner_id": an_id(1), "may": [may], "context": {}, "language": "en"}
        | {"definition_hash": step.form.ljust(64, "0"), "withdrawable": False}
    )


def by_hash(hash: str) -> dict[str, Any]:
    return {"document": document(hash.rstrip("0"))}


def framework(kind: str, key: str, version: int | None = None) -> dict[str, Any]:
    return {"kind": kind, "key": key, "document": shipped("frameworks", f"{key}-{version}")}


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    replies = {
        "portfolio__record": record,
        "forms__definition_by_hash": by_hash,
        "forms__definition": framework,
        "accounts__find_colleagues": {"people": COLLEAGUES},
    }
    with gateway(me("learner"), **replies) as (client, _fake):
        yield client


def largest(client: FlaskClient) -> tuple[int, Step]:
    """The step whose page is the largest of the whole library, with its bytes."""
    pages = [(len(client.get(f"/records/{one.record_id}").data), one) for one in STEPS]
    return max(pages)


def measured(browser: Browser, url: str) -> Loaded:
    """A computer that is busy only makes a page slower, so a slow median is measured again."""
    loaded = interactive(browser, url, TOKEN)
    for _again in range(2):
        if loaded.ms > INTERACTIVE_MS:
            loaded = min(loaded, interactive(browser, url, TOKEN))
    return loaded


def test_the_largest_form_can_be_used_soon_on_a_slow_phone(
    client: FlaskClient, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    size, step = largest(client)
    assert (step.form, step.stage) == LARGEST
    with address_of(client) as origin:
        loaded = measured(browser, f"{origin}/records/{step.record_id}")
    with capsys.disabled():
        sys.stdout.write(
            f"\n{step.form}, {step.stage}: {size:,} bytes of page, {loaded.script_bytes:,} bytes of"
            f" script gzipped, interactive after {loaded.ms:.0f} ms\n"
        )
    assert loaded.ms <= INTERACTIVE_MS
    assert 0 < loaded.script_bytes < SCRIPT_BYTES


def test_a_form_names_beforehand_what_its_scripts_bring_along(client: FlaskClient) -> None:
    """Nothing is fetched one after another, and nothing that filling in does not need."""
    page = client.get(f"/records/{STEPS[0].record_id}").text
    for name in ("form.js", "main.js"):
        assert asset_imports(name)
        for href in asset_imports(name):
            assert f'<link rel="modulepreload" href="{href}">' in page
    assert asset_url("requests.js") not in page
