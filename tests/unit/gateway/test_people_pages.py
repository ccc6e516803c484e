"""People: finding them, letting them in again, making and changing them, linking them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from gateway.web import people_words
from libs.contracts import accounts
from libs.contracts.faults import Conflict, Forbidden, InvalidRequest
from tests.unit.gateway.people_samples import (
    INSTITUTIONS,
    PEOPLE,
    PERSON,
    TWO_PLACES,
    person,
)
from tests.unit.gateway.staff_world import an_id, flashed, gateway, me, post

ROOT = Path(__file__).parents[3]
ADMIN = me("local_admin")
SECRETARY = me("secretary")
NATIONAL = me("national_admin", **TWO_PLACES)
SANNE = an_id(10)
NEW = {
    "given_name": "Lotte",
    "family_name": "Smits",
    "user_name": "hao-lotte",
    "email": "lotte@waterland.example",
    "roles": ["learner"],
    "language": "nl",
    "starts_on": "2026-12-01",
    "ends_on": "",
}


def test_searching_asks_for_name_role_and_state():
    with gateway(ADMIN, accounts__people=PEOPLE) as (browser, fake):
        page = browser.get("/people?q=sanne&role=learner&state=blocked").text
    asked = fake.fields_of("accounts.people")
    assert (asked["search"], asked["role"], asked["state"]) == ("sanne", "learner", "blocked")
    assert 'value="sanne"' in page


def test_blocked_people_stand_out_and_are_unblocked_from_the_row():
    with gateway(ADMIN, accounts__people=PEOPLE) as (browser, _fake):
        page = browser.get("/people").text
    assert page.count("/unblock") == 1
    assert f"/people/{an_id(11)}/unblock" in page
    assert "Not logged in yet" in page


def test_who_has_left_gets_no_mail():
    with gateway(ADMIN, accounts__people=PEOPLE) as (browser, _fake):
        page = browser.get("/people").text
    assert page.count('/access"') == 4
    assert f"/people/{an_id(14)}/access" not in page


def test_a_secretary_reads_and_changes_nothing():
    with gateway(SECRETARY, accounts__people=PEOPLE, accounts__person=PERSON) as (browser, _fake):
        pages = browser.get("/people").text + browser.get(f"/people/{SANNE}").text
    for path in ("/access", "/unblock", "/people/new", "/edit", "/enrol", "/relate/"):
        assert path not in pages


def test_a_new_mail_goes_out_and_the_same_list_comes_back():
    with gateway(ADMIN, accounts__resend_access={"sent_to": "s@example.org"}) as (browser, fake):
        reply = post(browser, f"/people/{SANNE}/access", {"back": "/people?q=san"})
        assert "s@example.org" in flashed(browser)
    assert reply.location == "/people?q=san"
    assert fake.fields_of("accounts.resend_access") == {"person_id": SANNE}


@pytest.mark.parametrize("back", ["https://evil.example/people", "//evil.example", "/sign-out", ""])
def test_the_way_back_leads_nowhere_else(back: str):
    with gateway(ADMIN, accounts__unblock={"person": person(0)}) as (browser, _fake):
        reply = post(browser, f"/people/{SANNE}/unblock", {"back": back})
    assert reply.location == "/people"


def test_a_refused_mail_is_said_where_the_person_stands():
    with gateway(ADMIN, accounts__resend_access=Conflict()) as (browser, _fake):
        reply = post(browser, f"/people/{SANNE}/access", {"back": f"/people/{SANNE}"})
        assert "changed in the meantime" in flashed(browser)
    assert reply.location == f"/people/{SANNE}"


def test_the_person_page_shows_roles_dates_relations_and_log_in_words():
    with gateway(ADMIN, accounts__person=PERSON) as (browser, _fake):
        page = browser.get(f"/people/{SANNE}").text
    for words in (
        "GP specialty training",
        "from 1 March 2026 · March 2026 · 80% part-time",
        "Trainer <a",
        "until 28 Feb 2026",
        "Log-in refused",
        "Account created · Els Jansen",
        "Add a trainer",
    ):
        assert words in page
    assert "sign_in.refuse" not in page


def test_the_same_line_on_end_of_the_log_is_said_once_with_how_often():
    mails = [{"at": "2026-11-20T10:00:00Z", "what": "address.read", "by": None}] * 6
    with gateway(ADMIN, accounts__person=PERSON | {"log": mails}) as (browser, _fake):
        page = browser.get(f"/people/{SANNE}").text
    assert page.count("Address used for a mail") == 1
    assert "(6 times)" in page


@pytest.mark.parametrize("path", ["new", f"{SANNE}/edit", f"{SANNE}/enrol", "import"])
def test_who_may_not_change_people_is_not_shown_a_form(path: str):
    with gateway(SECRETARY, accounts__person=PERSON) as (browser, _fake):
        assert browser.get(f"/people/{path}").status_code == 403


def test_staff_get_learners_in_the_roles_they_have():
    trainer = PERSON | {"roles": ["trainer", "head"], "relations": [], "enrolments": []}
    with gateway(ADMIN, accounts__person=trainer) as (browser, _fake):
        page = browser.get(f"/people/{SANNE}").text
    assert "Add a learner, as trainer" in page
    assert "as coach" not in page
    assert "Enrol" not in page


def test_a_new_person_is_created_with_what_was_filled_in():
    reply_of = {"person": person(0)}
    with gateway(ADMIN, accounts__create_person=reply_of) as (browser, fake):
        reply = post(browser, "/people/new", NEW)
    assert reply.location == f"/people/{SANNE}"
    assert fake.fields_of("accounts.create_person") == {**NEW, "ends_on": None}


def test_a_taken_address_is_said_at_the_field_and_nothing_typed_is_lost():
    taken = accounts.AlreadyInUse(field="email")
    with gateway(ADMIN, accounts__create_person=taken) as (browser, _fake):
        reply = post(browser, "/people/new", NEW)
    assert reply.status_code == 422
    assert 'id="email-error"' in reply.text
    assert "Somebody else has this e-mail address." in reply.text
    assert 'value="hao-lotte"' in reply.text
    assert 'value="learner" checked' in reply.text


def test_the_scheme_of_user_names_is_explained():
    refused = InvalidRequest(errors={"user_name": ["x"]}, field="user_name", scheme="hao-")
    with gateway(ADMIN, accounts__create_person=refused) as (browser, _fake):
        reply = post(browser, "/people/new", NEW)
    assert "starts with “hao-”" in reply.text


def test_only_a_national_administrator_is_offered_the_national_role():
    with gateway(ADMIN) as (browser, _fake):
        assert 'value="national_admin"' not in browser.get("/people/new").text
    with gateway(NATIONAL) as (browser, _fake):
        assert 'value="national_admin"' in browser.get("/people/new").text


def test_a_role_one_may_not_give_is_kept_when_something_else_changes():
    theirs = PERSON | {"roles": ["trainer", "national_admin"]}
    with gateway(ADMIN, accounts__person=theirs, accounts__change_person={"person": theirs}) as (
        browser,
        fake,
    ):
        post(browser, f"/people/{SANNE}/edit", {**NEW, "roles": ["trainer"]})
    assert fake.fields_of("accounts.change_person")["roles"] == ["trainer", "national_admin"]


def test_what_no_field_explains_is_said_at_the_top():
    with gateway(ADMIN, accounts__person=PERSON, accounts__change_person=Forbidden()) as (
        browser,
        _fake,
    ):
        reply = post(browser, f"/people/{SANNE}/edit", NEW)
    assert reply.status_code == 422
    assert "Your role does not allow this." in reply.text


def test_enrolling_names_the_programme_and_the_first_day():
    with gateway(ADMIN, accounts__enrol={"enrolment_id": an_id(9)}) as (browser, fake):
        reply = post(
            browser,
            f"/people/{SANNE}/enrol",
            {"programme_key": "gp", "starts_on": "2026-03-01", "cohort": "", "part_time": ""},
        )
    assert reply.location == f"/people/{SANNE}"
    asked = fake.fields_of("accounts.enrol")
    assert "gp" in asked.pop("offered")
    assert asked == {
        "person_id": SANNE,
        "programme_key": "gp",
        "starts_on": "2026-03-01",
        "cohort": "",
        "part_time": "100",
    }


def test_a_learner_gets_a_trainer_and_a_trainer_gets_a_learner():
    days = {"starts_on": "2026-03-01", "ends_on": "", "place": "De Linde"}
    with gateway(ADMIN, accounts__relate={"relation_id": an_id(9)}) as (browser, fake):
        path = f"/people/{SANNE}/relate/supervises"
        post(browser, path, {**days, "other": an_id(13), "of_learner": "true"})
        first = fake.fields_of("accounts.relate")
        post(browser, path, {**days, "other": an_id(13), "of_learner": "false"})
        second = fake.fields_of("accounts.relate")
    assert (first["person_id"], first["learner_id"]) == (an_id(13), SANNE)
    assert (second["person_id"], second["learner_id"]) == (SANNE, an_id(13))


def test_choosing_a_trainer_searches_trainers_and_leaves_out_who_has_left():
    with gateway(ADMIN, accounts__person=PERSON, accounts__people=PEOPLE) as (browser, fake):
        page = browser.get(f"/people/{SANNE}/relate/supervises?q=jo").text
        unknown = browser.get(f"/people/{SANNE}/relate/adores")
    asked = fake.fields_of("accounts.people")
    assert (asked["search"], asked["role"]) == ("jo", "trainer")
    assert page.count('name="other"') == 4
    assert unknown.status_code == 404


def test_choosing_nobody_is_said_before_anything_is_asked():
    with gateway(ADMIN, accounts__person=PERSON, accounts__people=PEOPLE) as (browser, fake):
        reply = post(browser, f"/people/{SANNE}/relate/supervises", {"starts_on": "2026-03-01"})
    assert reply.status_code == 422
    assert "Choose somebody." in reply.text
    assert fake.times("accounts.relate") == 0


def test_a_relation_gets_its_last_day():
    with gateway(ADMIN, accounts__end_relation={}) as (browser, fake):
        post(browser, f"/people/{SANNE}/relations/{an_id(800)}/end", {"ends_on": "2026-12-31"})
    assert fake.fields_of("accounts.end_relation") == {
        "relation_id": an_id(800),
        "ends_on": "2026-12-31",
    }


def test_a_last_day_before_the_first_is_explained():
    refused = InvalidRequest(errors={"ends_on": ["x"]})
    with gateway(ADMIN, accounts__end_relation=refused) as (browser, _fake):
        post(browser, f"/people/{SANNE}/relations/{an_id(800)}/end", {"ends_on": "2020-01-01"})
        assert "not before the first day" in flashed(browser)


def test_an_enrolment_in_a_programme_that_is_not_published_says_so_and_is_taken_back():
    known = {"key": "gp", "title": {"en": "GP training"}, "is_retired": True}
    mistaken = {"enrolment_id": an_id(811), "programme_key": "gp-old", "part_time": 100}
    mistaken |= {"starts_on": "2026-03-01", "cohort": ""}
    two = PERSON | {"enrolments": [*PERSON["enrolments"], mistaken]}
    programmes = {"definitions": [known]}
    replies = {"accounts__person": two, "forms__definitions": programmes}
    path = f"/people/{SANNE}/enrolments/{an_id(811)}/end"
    with gateway(ADMIN, **replies, accounts__end_enrolment={}) as (browser, fake):
        page = browser.get(f"/people/{SANNE}").text
        post(browser, path, {})
        assert "taken back" in flashed(browser)
    assert (page.count("not published here"), page.count("/enrolments/")) == (1, 1)
    assert "“gp-old”" in page and path in page
    asked = fake.fields_of("accounts.end_enrolment")
    assert asked == {"enrolment_id": an_id(811), "published": ["gp"]}
    with gateway(SECRETARY, **replies) as (browser, _fake):
        page = browser.get(f"/people/{SANNE}").text
    assert "not published here" in page and path not in page


def test_an_enrolment_in_a_programme_that_was_published_meanwhile_stays():
    refused = InvalidRequest(errors={"enrolment_id": ["x"]})
    replies = {"forms__definitions": {"definitions": []}, "accounts__end_enrolment": refused}
    with gateway(ADMIN, **replies) as (browser, _fake):
        post(browser, f"/people/{SANNE}/enrolments/{an_id(811)}/end", {})
        assert "the enrolment stays" in flashed(browser)


def test_a_national_administrator_goes_to_another_institution():
    moved = me("national_admin", institution_name="Huisartsopleiding Veluwe")
    with gateway(
        NATIONAL, accounts__institutions=INSTITUTIONS, accounts__choose_membership={"me": moved}
    ) as (browser, fake):
        page = browser.get("/people/institutions").text
        reply = post(
            browser, "/account/membership", {"membership_id": an_id(76), "next": "/people"}
        )
        assert "You are at Huisartsopleiding Veluwe now." in flashed(browser)
    assert page.count('name="membership_id"') == 1
    assert "You are here" in page
    assert reply.location == "/people"
    assert fake.fields_of("accounts.choose_membership") == {"membership_id": an_id(76)}


def test_everything_that_accounts_notes_about_a_person_has_words():
    noted = {
        action.value
        for path in (ROOT / "services/accounts").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", "") == "audit"
        and any(one.arg == "subject_id" for one in call.keywords)
        for action in call.args
        if isinstance(action, ast.Constant)
    }
    assert "session.start" in noted
    assert noted - set(people_words.LOG) == set()
