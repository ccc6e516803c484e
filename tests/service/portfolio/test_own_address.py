"""The learner's own address answers for nobody else, whoever started the record."""

from __future__ import annotations

import dataclasses

import pytest

from libs.chassis.principal import Principal
from libs.contracts import accounts
from libs.contracts import portfolio as contract
from services.portfolio import use_cases
from services.portfolio.domain.addresses import address_hash

from .world import World

OWN = "sanne@example.org"
ELSE = "jansen@praktijk.nl"


def test_what_the_learner_did_not_start_is_not_passed_on_to_them(world: World):
    know(world, OWN)
    record_id = world.start("kpb", who=world.trainer)
    with pytest.raises(contract.OwnAddress):
        pass_on(world, record_id, "Sanne@Example.ORG")
    pass_on(world, record_id, ELSE)
    assert world.link(record_id)


def test_a_link_that_the_learner_has_already_answers_nothing(world: World):
    record_id = world.start("kpb", who=world.trainer)
    pass_on(world, record_id, OWN)
    link = dataclasses.replace(world.link(record_id, OWN), email_hash=address_hash(OWN))
    know(world, OWN)
    with pytest.raises(contract.OwnAddress):
        world.send(link, record_id, "assess", {}, actor_name="Dr. Verzonnen")


def test_the_address_that_counts_is_the_one_of_today_and_of_the_start(world: World):
    learner = dataclasses.replace(world.learner, email_hash=address_hash(OWN))
    record_id = world.ask(who=learner)["record_id"]
    link = world.link(record_id)
    know(world, "s.devries@example.org", version=2)
    for address in (OWN, "s.devries@example.org"):
        with pytest.raises(contract.OwnAddress):
            pass_on(world, record_id, address, who=link)


def test_an_address_that_was_not_told_is_taken_from_a_restatement_and_an_older_one_is_not(
    world: World,
):
    know(world, None)
    know(world, OWN)
    know(world, "older@example.org", version=0)
    know(world, "other@example.org")
    assert world.rows("SELECT email_hash FROM person") == [(address_hash(OWN),)]


def know(world: World, address: str | None, version: int = 1) -> None:
    """Accounts tells how the learner stands."""
    world.hear(
        accounts.PersonChangedV1(
            institution_id=world.institution,
            network_id=world.network,
            person_id=world.learner.person_id,
            state="active",
            language="nl",
            timezone="Europe/Amsterdam",
            version=version,
            email_hash=address_hash(address) if address else None,
        )
    )


def pass_on(world: World, record_id: str, email: str, who: Principal | None = None) -> None:
    fields = {"record_id": record_id, "stage": "assess", "email": email, "name": "Iemand"}
    world.do(who or world.trainer, contract.PASS_ON, use_cases.pass_on, **fields)
