"""The page of a record whose form was published before a check that refuses it now."""

from __future__ import annotations

import pytest

from gateway.web import filling
from tests.unit.formengine.outdated_forms import OUTDATED, outdated
from tests.unit.gateway.staff_world import an_id, gateway, me
from tests.unit.gateway.test_sending_again import RECORD, Portfolio

ASSESSOR = {"person_id": an_id(1)}


@pytest.mark.parametrize("code", OUTDATED)
def test_a_record_of_an_outdated_form_can_be_filled_in(code: str):
    filling.definition_by.cache_clear()
    asked = Portfolio("kpb", "assess", "assessor", **ASSESSOR)
    replies = asked.replies | {"forms__definition_by_hash": {"document": outdated(code)}}
    with gateway(me("trainer"), **replies) as (browser, _fake):
        page = browser.get(f"/records/{RECORD}")
    filling.definition_by.cache_clear()
    assert page.status_code == 200
    assert "What went well?" in page.text and 'name="a.strong"' in page.text
