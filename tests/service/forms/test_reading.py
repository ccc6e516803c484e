"""Reading: own before network, newest of each, by hash anywhere, and walls elsewhere."""

import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from libs.chassis.migrate import drift
from libs.chassis.principal import Principal
from libs.contracts.faults import NotFound
from tests.service.forms.conftest import Desk
from tests.service.forms.documents import FRAMEWORK, changed

OWN = changed(FRAMEWORK, title={"en": "Our own areas"}, version=2024)


def test_an_institution_reads_what_its_network_published(as_somebody):
    as_somebody("national_admin").publish("framework", FRAMEWORK, "network")
    assert as_somebody("learner").definition("framework", "gp-areas")["document"] == FRAMEWORK


def test_another_network_reads_nothing(as_somebody):
    as_somebody("national_admin").publish("framework", FRAMEWORK, "network")
    stranger = as_somebody("local_admin", network=uuid.uuid4())
    with pytest.raises(NotFound):
        stranger.definition("framework", "gp-areas")
    assert stranger.definitions("framework") == []


def test_an_institution_of_the_same_network_does_not_read_anothers_own(as_somebody):
    as_somebody("local_admin").publish("framework", FRAMEWORK)
    with pytest.raises(NotFound):
        as_somebody("local_admin").definition("framework", "gp-areas")


def test_an_institutions_own_definition_comes_before_the_networks(as_somebody):
    as_somebody("national_admin").publish("framework", FRAMEWORK, "network")
    desk = as_somebody("local_admin")
    desk.publish("framework", OWN)
    assert desk.definition("framework", "gp-areas")["document"] == OWN
    assert desk.definition("framework", "gp-areas", 2023)["document"] == FRAMEWORK
    listed = desk.definitions("framework")
    assert [(one["version"], one["owner"]) for one in listed] == [(2024, "institution")]


def test_the_list_shows_the_newest_of_each_with_title_and_owner(as_somebody):
    desk = as_somebody("national_admin", "local_admin")
    desk.publish("framework", FRAMEWORK, "network")
    desk.publish("framework", changed(OWN, key="own-areas"))
    listed = desk.definitions("framework")
    assert [(one["key"], one["owner"]) for one in listed] == [
        ("gp-areas", "network"),
        ("own-areas", "institution"),
    ]
    assert listed[0]["title"] == FRAMEWORK["title"]
    assert listed[0]["minutes"] is None


def test_a_hash_resolves_for_everybody_who_has_it(as_somebody, database):
    published = as_somebody("local_admin").publish("framework", FRAMEWORK)
    stranger = as_somebody("learner", network=uuid.uuid4())
    assert stranger.by_hash(published["hash"])["document"] == FRAMEWORK
    service = Desk(database, Principal(kind="service", issuer="portfolio"))
    assert service.by_hash(published["hash"])["version"] == 2023


def test_an_unknown_hash_is_not_found(as_somebody):
    with pytest.raises(NotFound):
        as_somebody("learner").by_hash("0" * 64)


def test_the_wall_holds_in_the_database_itself(as_somebody, database):
    desk = as_somebody("local_admin")
    desk.publish("framework", FRAMEWORK)
    stranger = as_somebody("local_admin", network=uuid.uuid4()).principal
    with database.transaction(stranger) as tx:
        assert tx.session.scalar(sa.text("SELECT count(*) FROM definition")) == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            tx.session.execute(
                sa.text(
                    "INSERT INTO definition SELECT gen_random_uuid(), :other, NULL, 'form', 'x',"
                    " 1, repeat('a', 64), '{}', now(), NULL"
                ),
                {"other": desk.principal.institution_id},
            )
        tx.session.rollback()


def test_an_institution_cannot_write_into_its_networks_definitions(as_somebody, database):
    local = as_somebody("local_admin").principal
    with database.transaction(local) as tx:
        with pytest.raises(ProgrammingError, match="row-level security"):
            tx.session.execute(
                sa.text(
                    "INSERT INTO definition SELECT gen_random_uuid(), NULL, :network, 'form',"
                    " 'x', 1, repeat('a', 64), '{}', now(), NULL"
                ),
                {"network": local.network_id},
            )
        tx.session.rollback()


def test_the_tables_are_what_the_migrations_made(fresh_database):
    assert drift("services.forms", fresh_database("forms").owner_url) == []
