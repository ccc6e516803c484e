"""What the programme editor asks of the gateway: its page, what to choose from, who is affected."""

from __future__ import annotations

from typing import Any

import pytest

from libs.contracts.faults import InvalidRequest
from tests.unit.gateway.design_samples import DRAFT_ID
from tests.unit.gateway.programme_samples import NOBODY, PROGRAMME, PROGRAMME_DESIGN
from tests.unit.gateway.staff_world import gateway, me, token_of

ADMIN = me("local_admin")
EDITOR = f"/design/programmes/{DRAFT_ID}"


def posted(path: str, body: dict[str, Any], **replies: Any) -> Any:
    with gateway(ADMIN, **(PROGRAMME_DESIGN | replies)) as (browser, _):
        token = token_of(browser.get("/privacy").text)
        return browser.post(EDITOR + path, json=body, headers={"X-CSRF-Token": token})


def test_the_page_brings_the_draft_and_its_script():
    with gateway(ADMIN, **PROGRAMME_DESIGN) as (browser, _):
        page = browser.get(EDITOR).text
    assert 'data-kind="programme"' in page
    assert "programme-editor" in page
    assert "Short practice assessments" in page


@pytest.mark.parametrize("role", ["learner", "trainer", "teacher"])
def test_who_does_not_design_finds_no_editor(role):
    with gateway(me(role), **PROGRAMME_DESIGN) as (browser, _):
        for path in (EDITOR, "/design/programmes/library"):
            assert browser.get(path).status_code == 403


def test_the_library_holds_forms_registrations_and_scales_with_their_levels():
    with gateway(ADMIN, **PROGRAMME_DESIGN) as (browser, _):
        found = browser.get("/design/programmes/library").json
    titles = [one["title"].casefold() for one in found["forms"]]
    assert titles == sorted(titles) and len(titles) > 3
    forms = {one["key"]: one for one in found["forms"]}
    assert forms["progress-decision"]["decides"] is True
    assert forms["kpb"]["decides"] is False
    assert {"key": "out_of_hours", "form": "shift"}.items() <= found["registrations"][0].items()
    scale, fine = found["scales"]
    assert (scale["name"], len(scale["levels"])) == ("supervision@2", 3)
    assert (fine["name"], fine["levels"], fine["min"], fine["max"]) == ("percentage@1", [], 0, 100)
    assert "gp-areas@2023" in {one["name"] for one in found["frameworks"]}
    assert all(one["title"] for one in [*found["frameworks"], *found["chart_scales"]])
    assert found["chart_scales"]


def test_who_is_affected_is_told_by_name():
    found = posted("/effect", {"document": PROGRAMME}).json
    assert found["learners"] == 48
    (change,) = found["changes"]
    assert change["title"] == "Short practice assessments"
    assert len(change["newly_behind"]) == 2
    assert "" not in change["newly_behind"] + change["no_longer_behind"]
    assert "-4000-" not in str(found)


@pytest.mark.parametrize(("role", "is_whole"), [("local_admin", True), ("national_admin", False)])
def test_who_writes_for_a_network_is_never_told_that_nobody_at_all_is_affected(
    role: str, is_whole: bool
):
    answers = PROGRAMME_DESIGN | {
        "dashboards__programme_effect": NOBODY,
        "forms__draft": PROGRAMME_DESIGN["forms__draft"] | {"problems": []},
        "forms__draft_changes": {"since": 1, "safe": [], "careful": [], "refused": []},
    }
    with gateway(me(role), **answers) as (browser, _):
        text = browser.get(f"/design/programmes/{DRAFT_ID}/publish").text
    assert ("Nobody becomes behind by it" in text) is is_whole
    assert ("Other institutions of the network may follow" in text) is not is_whole


def test_a_programme_with_problems_has_no_effect_yet():
    answer = posted("/effect", {"document": {}}, dashboards__programme_effect=InvalidRequest())
    assert answer.status_code == 422


def test_publishing_shows_who_is_affected_by_name_first():
    changes = {"since": 1, "safe": [], "careful": [], "refused": []}
    ready = PROGRAMME_DESIGN["forms__draft"] | {"problems": []}
    replies = {"forms__draft_changes": changes, "forms__draft": ready}
    with gateway(ADMIN, **(PROGRAMME_DESIGN | replies)) as (browser, _):
        page = browser.get(EDITOR + "/publish").text
    assert "48 learners follow this programme" in page
    assert "<li>Sanne de Vries</li>" in page
    assert page.index("Sanne de Vries") < page.index('name="rev"')
