"""The page of a definition: what it is used in, in figures, and who may retire and offer it."""

from __future__ import annotations

from typing import Any

import pytest

from libs.contracts.faults import InvalidRequest
from tests.unit.gateway.design_samples import DESIGN, HISTORY
from tests.unit.gateway.programme_samples import PROGRAMME_DESIGN
from tests.unit.gateway.staff_world import gateway, me


def named(kind: str, number: int) -> dict[str, Any]:
    title = {"en": f"{kind.title()} {number}"}
    return {"kind": kind, "key": f"{kind}-{number}", "version": 1, "title": title}


def page(path: str, *roles: str, **replies: Any) -> str:
    with gateway(me(*roles or ("local_admin",)), **(DESIGN | replies)) as (browser, _fake):
        answer = browser.get(path)
    assert answer.status_code == 200
    return answer.text


def test_a_framework_says_in_figures_what_it_is_used_in_and_lists_it_folded():
    uses = [*(named("form", n) for n in range(33)), named("programme", 1)]
    charted = [named("programme", n) for n in range(3)]
    found = HISTORY | {"kind": "framework", "uses": uses, "dashboards": charted}
    text = page("/design/frameworks/by-name/gp-areas", forms__history=found)
    assert "33 forms, 1 programme, 3 dashboards" in text
    folded = text.partition('<details class="uses">')[2].partition("</details>")[0]
    assert "Form 32" in folded and "Programme 2" in folded
    assert "Form 32" not in text.replace(folded, "")


def test_a_programme_says_how_many_learners_follow_it_also_beside_retiring():
    found = HISTORY | {"kind": "programme", "uses": [], "dashboards": []}
    own = found | {"versions": [one | {"owner": "institution"} for one in found["versions"]]}
    effect = PROGRAMME_DESIGN["dashboards__programme_effect"]
    path = "/design/programmes/by-name/nursing"
    text = page(path, forms__history=own, dashboards__programme_effect=effect)
    assert text.count("48 learners follow it.") == 2 and "Nothing names it" not in text
    odd = page(path, forms__history=own, dashboards__programme_effect=InvalidRequest())
    assert "follow it." not in odd and "Nothing names it yet." in odd


def test_before_a_form_is_retired_it_says_which_programmes_ask_for_it_and_who_follows_them():
    own = {"versions": [one | {"owner": "institution"} for one in HISTORY["versions"]]}
    effect = PROGRAMME_DESIGN["dashboards__programme_effect"]
    replies = {"dashboards__programme_effect": effect}
    warning = "Programmes ask for this form"
    asked_for = HISTORY | own | {"uses": [named("form", 1), named("programme", 7)]}
    text = page("/design/forms/by-name/kpb", forms__history=asked_for, **replies)
    notice = " ".join(text.partition(warning)[2].partition("</ul>")[0].split())
    assert "Programme 7: 48 learners follow it." in notice and "Form 1" not in notice
    for calm in (asked_for | {"uses": []}, asked_for | {"is_retired": True}):
        assert warning not in page("/design/forms/by-name/kpb", forms__history=calm, **replies)


@pytest.mark.parametrize(
    ("owner", "role", "may"),
    [
        ("network", "local_admin", False),
        ("network", "head", False),
        ("network", "national_admin", True),
        ("institution", "head", True),
        ("institution", "national_admin", False),
    ],
)
def test_only_who_writes_for_the_owner_can_retire_and_offer_and_others_read_whose_it_is(
    owner: str, role: str, may: bool
):
    versions = [one | {"owner": owner} for one in HISTORY["versions"]]
    text = page("/design/forms/by-name/kpb", role, forms__history=HISTORY | {"versions": versions})
    for button in ("Retire", "Offer to others"):
        assert (f">{button}</span>" in text or f">{button}</button>" in text) is may, button
    assert ("Whose it is" in text) is not may
    if not may:
        whose = (
            "Huisartsopleiding Nederland" if owner == "network" else "Huisartsopleiding Waterland"
        )
        assert f"{whose}." in text and "An own version is yours to change." in text
        assert "Own version" in text
