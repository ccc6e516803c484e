"""Setting up: the steps follow from what is there, are put off, and the page is put away."""

from __future__ import annotations

import re
from typing import Any

import pytest

from libs.contracts.faults import Forbidden, InvalidRequest, ServiceUnavailable
from tests.unit.gateway.people_samples import PEOPLE, PERSON, TWO_PLACES
from tests.unit.gateway.staff_world import an_id, flashed, gateway, me, post

ADMIN = me("local_admin")
NATIONAL = me("national_admin", **TWO_PLACES)
EMPTY = {"learners": 0, "staff": 0, "guided": 0, "enrolled": 0}
STATE = re.compile(r'class="card setup-step setup-step--(\w+)" id="step-(\w+)"')


def known(*done: str, of: str = "institution", **more: Any) -> dict[str, Any]:
    return {
        "of": of,
        "name": "Hogeschool Zuid",
        "done": list(done),
        "skipped": [],
        "is_put_away": False,
        "counts": EMPTY if of == "institution" else {"institutions": 3, "administered": 2},
    } | more


def published(**kinds: list[tuple[str, bool]]) -> Any:
    """Definitions by kind, each as (owner, is retired)."""

    def reply(kind: str) -> dict[str, Any]:
        found = kinds.get(kind, [])
        return {
            "definitions": [
                {"key": f"{kind}-{number}", "title": {"en": "X"}, "owner": owner, "is_retired": out}
                for number, (owner, out) in enumerate(found)
            ]
        }

    return reply


def states(page: str) -> dict[str, str]:
    return {key: state for state, key in STATE.findall(page)}


def shown(mine: Any, path: str = "/setup", **replies: Any) -> str:
    given = {"accounts__setup": known(), "forms__definitions": published(), **replies}
    with gateway(mine, **given) as (browser, _fake):
        return str(browser.get(path).text)


def test_an_empty_institution_begins_with_the_first_step():
    page = shown(ADMIN)
    found = states(page)
    assert found.pop("contact") == "next"
    assert set(found.values()) == {"later"}
    assert "0 of 8 steps are done" in page


def test_the_first_that_is_neither_done_nor_skipped_comes_next():
    page = shown(
        ADMIN,
        accounts__setup=known("contact", "people", skipped=["sign_in"]),
        forms__definitions=published(framework=[("network", False)]),
    )
    assert states(page) == {
        "contact": "done",
        "sign_in": "skipped",
        "framework": "done",
        "forms": "next",
        "programme": "later",
        "people": "done",
        "relations": "later",
        "enrolment": "later",
    }
    assert page.count("button--primary") == 1


def test_a_step_that_was_skipped_and_is_done_after_all_is_done():
    page = shown(ADMIN, accounts__setup=known("contact", skipped=["contact"]))
    assert states(page)["contact"] == "done"


def test_what_is_retired_counts_for_nothing():
    page = shown(ADMIN, forms__definitions=published(programme=[("institution", True)]))
    assert states(page)["programme"] == "later"


def test_every_step_leads_to_where_it_is_done():
    page = shown(ADMIN)
    for path in (
        "/institution/contact",
        "/institution/sign-in",
        "/design/frameworks",
        "/design/forms",
        "/design/programmes",
        "/people/import",
        "/people?role=learner",
    ):
        assert f'href="{path}"' in page


def test_what_is_there_is_said_in_figures():
    counts = {"learners": 30, "staff": 1, "guided": 12, "enrolled": 30}
    page = shown(
        ADMIN,
        accounts__setup=known("people", "relations", "enrolment", counts=counts),
        forms__definitions=published(form=[("institution", False), ("network", False)]),
    )
    assert "12 of 30 learners" in page
    assert "30 learners, 1 who guides or assesses" in page
    assert "1 of your own, 1 of the network" in page


def test_a_network_asks_for_definitions_of_its_own_and_administrators_everywhere():
    page = shown(
        NATIONAL,
        accounts__setup=known("institutions", of="network"),
        forms__definitions=published(framework=[("institution", False)], form=[("network", False)]),
    )
    assert states(page) == {
        "institutions": "done",
        "framework": "next",
        "forms": "done",
        "programme": "later",
        "administrators": "later",
    }
    assert "2 of 3 institutions" in page
    assert 'href="/setup?of=institution"' in page


def test_only_administrators_set_up():
    with gateway(me("secretary")) as (browser, _fake):
        assert browser.get("/setup").status_code == 403
        assert browser.get("/setup/begin").status_code == 403
        assert browser.get("/institution/contact").status_code == 403
    with gateway(ADMIN, accounts__setup=Forbidden()) as (browser, _fake):
        assert browser.get("/setup?of=network").status_code == 403


def landing(mine: Any, setup: Any, **replies: Any) -> str:
    given = {"accounts__setup": setup, "forms__definitions": published(), **replies}
    with gateway(mine, **given) as (browser, _fake):
        first = browser.get("/").location
        return str(browser.get(first).location if first == "/setup/begin" else first)


def test_an_administrator_lands_on_what_is_left_to_set_up():
    assert landing(ADMIN, known("contact")) == "/setup"


def test_put_away_or_finished_or_unreadable_leads_to_people():
    everything = ("contact", "sign_in", "people", "relations", "enrolment")
    all_kinds = published(**{kind: [("network", False)] for kind in ("framework", "form")})
    assert landing(ADMIN, known(is_put_away=True)) == "/people"
    assert landing(ADMIN, ServiceUnavailable()) == "/people"
    finished = known(*everything, skipped=["programme"])
    assert landing(ADMIN, finished, forms__definitions=all_kinds) == "/people"


def test_who_teaches_too_lands_on_what_waits():
    assert landing(me("local_admin", "teacher"), known()) == "/waiting"


def test_skipping_is_kept_and_comes_back_to_the_step():
    with gateway(ADMIN, accounts__remember_setup=known()) as (browser, fake):
        fields = {"of": "institution", "is_skipped": "true"}
        reply = post(browser, "/setup/steps/sign_in", fields)
        unknown = post(browser, "/setup/steps/administrators", fields)
    assert reply.location == "/setup?of=institution#step-sign_in"
    assert fake.fields_of("accounts.remember_setup") == {
        "of": "institution",
        "step": "sign_in",
        "is_skipped": True,
    }
    assert unknown.status_code == 404


def test_it_is_put_away_and_found_again_under_people():
    with gateway(ADMIN, accounts__remember_setup=known(), accounts__people=PEOPLE) as (
        browser,
        fake,
    ):
        reply = post(browser, "/setup/put-away", {"of": "institution", "is_put_away": "true"})
        assert "You find it again under People" in flashed(browser)
        page = browser.get("/people").text
    assert reply.location == "/people"
    assert fake.fields_of("accounts.remember_setup")["is_put_away"] is True
    assert 'href="/setup"' in page
    assert "Open it after log-in again" in shown(ADMIN, accounts__setup=known(is_put_away=True))


CONTACT = {
    "name": "Hogeschool Zuid",
    "short_name": "Zuid",
    "contact_name": "Fenna de Boer",
    "contact_role": "",
    "contact_email": "fenna@zuid.example",
    "contact_phone": "",
    "contact_opening_hours": "",
}


def test_name_and_help_are_saved_together():
    with gateway(ADMIN, accounts__change_institution={}) as (browser, fake):
        assert 'value="karin@waterland.example"' in browser.get("/institution/contact").text
        reply = post(browser, "/institution/contact", CONTACT)
    assert reply.location == "/setup?of=institution"
    changed = fake.fields_of("accounts.change_institution")
    assert changed["short_name"] == "Zuid"
    assert changed["contact"]["email"] == "fenna@zuid.example"


def test_a_wrong_address_is_said_beside_it_and_nothing_typed_is_lost():
    refused = InvalidRequest(errors={"contact": {"email": ["Not a valid email address."]}})
    with gateway(ADMIN, accounts__change_institution=refused) as (browser, _fake):
        reply = post(browser, "/institution/contact", CONTACT | {"contact_role": "Balie <3"})
    assert reply.status_code == 422
    assert 'href="#contact_email"' in reply.text
    assert "Balie &lt;3" in reply.text


def test_rules_of_log_in_are_saved_with_or_without_the_tick():
    fields = {"password_profile": "modern", "failures_allowed": "5", "user_name_scheme": ""}
    with gateway(ADMIN, accounts__change_institution={}) as (browser, fake):
        post(browser, "/institution/sign-in", fields)
        assert fake.fields_of("accounts.change_institution") == {
            "password_profile": "modern",
            "failures_allowed": "5",
            "user_name_scheme": "",
            "reset_unblocks": False,
        }
        post(browser, "/institution/sign-in", fields | {"reset_unblocks": "true"})
    assert fake.fields_of("accounts.change_institution")["reset_unblocks"] is True


def test_the_api_tells_the_same_state():
    given = {"accounts__setup": known("contact"), "forms__definitions": published()}
    with gateway(ADMIN, **given) as (browser, _fake):
        reply = browser.get("/api/v1/setup").json
    assert reply["next"] == "sign_in"
    assert [one["state"] for one in reply["steps"]][:3] == ["done", "next", "later"]


@pytest.mark.parametrize(("is_retired", "times"), [(False, 1), (True, 0)])
def test_a_retired_programme_is_not_offered_when_enrolling(is_retired: bool, times: int):
    one = {"key": "gp", "title": {"en": "GP training"}, "is_retired": is_retired}
    with gateway(ADMIN, accounts__person=PERSON, forms__definitions={"definitions": [one]}) as (
        browser,
        _fake,
    ):
        page = browser.get(f"/people/{an_id(10)}/enrol").text
    assert page.count('value="gp"') == times
