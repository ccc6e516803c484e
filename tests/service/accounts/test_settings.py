"""An administrator changes how the institution is called and helps; setting up is remembered."""

from __future__ import annotations

import datetime as dt

import pytest

from libs.contracts import accounts as contract
from libs.contracts.faults import Forbidden, InvalidRequest
from services.accounts.queries import institutions, setup
from services.accounts.use_cases import relations, settings
from tests.service.accounts.world import ELSEWHERE, OOST, WEST

HELP = {
    "name": "Fenna de Boer",
    "role": "Service desk",
    "email": "fenna@oost.example",
    "phone": "",
    "opening_hours": "",
}


@pytest.fixture
def admin(world):
    return world.administrator(OOST)


def of_institution(world, who):
    return world.write(who, contract.SETUP, setup.setup, of="institution")


def test_the_help_person_is_changed_and_everybody_reads_it(world, admin):
    world.write(admin, contract.CHANGE_INSTITUTION, settings.change_institution, contact=HELP)
    lena = world.acting(world.add("lena"), "learner")
    shown = world.write(lena, contract.INSTITUTION, institutions.institution)
    assert shown["contact"] == HELP
    assert shown["name"] == "Instituut Oost"


def test_only_administrators_change_settings_or_see_how_far_setting_up_is(world, admin):
    head = world.acting(world.add("hoofd", "head"), "head")
    for method, use_case, fields in (
        (contract.CHANGE_INSTITUTION, settings.change_institution, {"name": "Ours"}),
        (contract.SETUP, setup.setup, {"of": "institution"}),
        (contract.REMEMBER_SETUP, settings.remember_setup, {"of": "institution"}),
        (contract.SETUP, setup.setup, {"of": "network"}),
    ):
        with pytest.raises(Forbidden):
            world.write(head, method, use_case, **fields)
    with pytest.raises(Forbidden):
        world.write(admin, contract.SETUP, setup.setup, of="network")


def test_a_name_of_spaces_is_refused_and_nothing_changes(world, admin):
    with pytest.raises(InvalidRequest):
        world.write(admin, contract.CHANGE_INSTITUTION, settings.change_institution, name="  ")
    shown = world.write(admin, contract.INSTITUTION, institutions.institution)
    assert shown["name"] == "Instituut Oost"


def test_saving_the_rules_of_log_in_settles_them_also_when_they_stay_the_same(world, admin):
    assert "sign_in" not in of_institution(world, admin)["done"]
    world.write(
        admin,
        contract.CHANGE_INSTITUTION,
        settings.change_institution,
        password_profile="classic",
    )
    assert "sign_in" in of_institution(world, admin)["done"]


def test_an_empty_institution_has_only_its_help_person(world, admin):
    found = of_institution(world, admin)
    assert found["done"] == ["contact"]
    assert found["counts"] == {"learners": 0, "staff": 0, "guided": 0, "enrolled": 0}


def test_steps_are_done_when_what_they_ask_for_is_there(world, admin):
    learner, trainer = world.add("lena"), world.add("tess", "trainer")
    assert "people" in of_institution(world, admin)["done"]
    since = dt.date(2026, 1, 1)
    world.start_up(
        relations.relate,
        OOST,
        kind="supervises",
        person_id=trainer,
        learner_id=learner,
        starts_on=since,
    )
    world.start_up(relations.enrol, OOST, person_id=learner, programme_key="gp", starts_on=since)
    found = of_institution(world, admin)
    assert {"relations", "enrolment"} <= set(found["done"])
    assert found["counts"] == {"learners": 1, "staff": 1, "guided": 1, "enrolled": 1}


def test_a_relation_that_ended_guides_nobody(world, admin):
    learner, trainer = world.add("lena"), world.add("tess", "trainer")
    world.start_up(
        relations.relate,
        OOST,
        kind="supervises",
        person_id=trainer,
        learner_id=learner,
        starts_on=dt.date(2020, 1, 1),
        ends_on=dt.date(2020, 6, 1),
    )
    assert of_institution(world, admin)["counts"]["guided"] == 0


def test_what_is_put_off_and_put_away_is_remembered_for_every_administrator(world, admin):
    ask = {"of": "institution"}
    world.write(admin, contract.REMEMBER_SETUP, settings.remember_setup, step="people", **ask)
    world.write(admin, contract.REMEMBER_SETUP, settings.remember_setup, is_put_away=True, **ask)
    other = world.acting(world.add("ander", "local_admin"), "local_admin")
    found = of_institution(world, other)
    assert (found["skipped"], found["is_put_away"]) == (["people"], True)
    world.write(
        other,
        contract.REMEMBER_SETUP,
        settings.remember_setup,
        step="people",
        is_skipped=False,
        is_put_away=False,
        **ask,
    )
    found = of_institution(world, admin)
    assert (found["skipped"], found["is_put_away"]) == ([], False)


def test_a_step_of_a_network_is_none_of_an_institution(world, admin):
    with pytest.raises(InvalidRequest):
        world.write(
            admin,
            contract.REMEMBER_SETUP,
            settings.remember_setup,
            of="institution",
            step="administrators",
        )


def test_a_network_is_administered_when_each_institution_has_its_own_administrator(world, admin):
    national = world.administrator(OOST, "national_admin")
    of_network = (national, contract.SETUP, setup.setup)
    found = world.write(*of_network, of="network")
    assert found["counts"] == {"institutions": 2, "administered": 1}
    assert found["done"] == ["institutions"]
    world.administrator(WEST)
    assert "administrators" in world.write(*of_network, of="network")["done"]


def test_founding_again_forgets_nothing_of_setting_up(world, admin):
    world.write(
        admin,
        contract.REMEMBER_SETUP,
        settings.remember_setup,
        of="institution",
        step="people",
    )
    world.set_up(OOST, is_sign_in_settled=True)
    found = of_institution(world, admin)
    assert found["skipped"] == ["people"]
    assert "sign_in" in found["done"]


def test_another_institution_sees_nothing_of_it(world, admin):
    world.write(
        admin, contract.REMEMBER_SETUP, settings.remember_setup, of="institution", is_put_away=True
    )
    found = of_institution(world, world.administrator(ELSEWHERE))
    assert not found["is_put_away"]
    assert found["name"] == "Hogeschool Zuid"
