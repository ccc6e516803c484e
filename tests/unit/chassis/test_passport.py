"""Passports: minted once, checked once, refused when they should be."""

import dataclasses
import json
import stat
import uuid

import pytest

from libs.chassis import passport
from libs.chassis.passport import (
    PassportDesk,
    PassportOffice,
    new_keys,
    read_private_key,
    read_public_keys,
)
from libs.chassis.principal import ROLES, Principal
from libs.contracts.base import Method
from libs.contracts.faults import Forbidden, NotSignedIn


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(tmp_path):
    new_keys(tmp_path, ["gateway", "forms"])
    return tmp_path


@pytest.fixture
def office(keys, clock):
    return PassportOffice("gateway", read_private_key(keys / "gateway.private.json"), clock)


@pytest.fixture
def desk(keys, clock):
    return PassportDesk("portfolio", read_public_keys(keys / "public.json"), clock)


@pytest.fixture
def person():
    return Principal(
        "person",
        "gateway",
        person_id=uuid.uuid4(),
        institution_id=uuid.uuid4(),
        network_id=uuid.uuid4(),
        roles=frozenset({"trainer", "teacher"}),
        assurance="second_factor",
        impersonator_id=uuid.uuid4(),
        session_id=uuid.uuid4(),
        email_hash="abc",
        language="nl",
        zone="Asia/Tokyo",
        reader_zone="Pacific/Auckland",
    )


def test_a_principal_survives_the_journey_unchanged(office, desk, person):
    link = Principal(
        "link",
        "gateway",
        institution_id=uuid.uuid4(),
        assurance="link",
        link_request_id=uuid.uuid4(),
        link_record_id=uuid.uuid4(),
        link_participant_id=uuid.uuid4(),
        acting_for=uuid.uuid4(),
    )

    for principal in (person, link, Principal("anonymous", "gateway")):
        assert desk.check(office.passport(principal, "portfolio")) == principal


def test_every_field_of_a_principal_is_tried_above(person):
    tried = {field.name for field in dataclasses.fields(person) if getattr(person, field.name)}
    links = {"link_request_id", "link_record_id", "link_participant_id", "acting_for"}

    assert tried | links == {field.name for field in dataclasses.fields(person)}


def test_a_passport_is_minted_once_until_shortly_before_it_expires(office, clock, person):
    first = office.passport(person, "portfolio")
    clock.now += 49
    assert office.passport(person, "portfolio") == first
    clock.now += 2
    assert office.passport(person, "portfolio") != first


def test_each_service_and_each_principal_has_its_own_passport(office, person):
    promoted = dataclasses.replace(person, roles=frozenset({"head"}))

    tokens = {
        office.passport(person, "portfolio"),
        office.passport(person, "forms"),
        office.passport(promoted, "portfolio"),
    }

    assert len(tokens) == 3


def test_a_checked_passport_is_not_verified_again(office, desk, person, monkeypatch):
    token = office.passport(person, "portfolio")
    desk.check(token)
    monkeypatch.setattr(passport.jwt, "decode", lambda *_a, **_k: pytest.fail("verified again"))

    assert desk.check(token) == person


def test_a_checked_passport_still_expires(office, desk, clock, person):
    token = office.passport(person, "portfolio")
    desk.check(token)
    clock.now += 60

    with pytest.raises(NotSignedIn):
        desk.check(token)


def test_a_passport_that_is_valid_for_too_long_is_refused(office, desk, person, monkeypatch):
    monkeypatch.setattr(passport, "LIFETIME_S", 3600)
    token = office.passport(person, "portfolio")
    monkeypatch.setattr(passport, "LIFETIME_S", 60)

    with pytest.raises(NotSignedIn):
        desk.check(token)


def test_an_altered_passport_is_refused(office, desk, person):
    header, claims, signature = office.passport(person, "portfolio").split(".")
    other = office.passport(dataclasses.replace(person, roles=ROLES), "portfolio").split(".")[1]

    with pytest.raises(NotSignedIn):
        desk.check(f"{header}.{other}.{signature}")


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", 7, ["token"], b"bytes"])
def test_what_is_no_passport_is_refused(desk, token):
    with pytest.raises(NotSignedIn):
        desk.check(token)


def test_a_method_admits_the_issuers_and_kinds_it_lists_and_no_other(office, desk, person):
    token = office.passport(person, "portfolio")

    assert desk.admit(token, Method("portfolio", "read")) == person
    with pytest.raises(Forbidden):
        desk.admit(token, Method("portfolio", "read", kinds=frozenset({"link"})))
    with pytest.raises(Forbidden):
        desk.admit(token, Method("portfolio", "read", issuers=frozenset({"forms"})))


def test_the_caches_stay_bounded(office, desk, clock, monkeypatch):
    monkeypatch.setattr(passport, "CACHE_SIZE", 10)

    for _ in range(30):
        principal = Principal("person", "gateway", person_id=uuid.uuid4())
        desk.check(office.passport(principal, "portfolio"))
        clock.now += 1

    assert len(office._issued) <= 10
    assert len(desk._checked) <= 10


def test_private_keys_are_for_their_owner_only_and_public_ones_hold_no_secret(keys):
    mode = (keys / "gateway.private.json").stat().st_mode

    assert stat.S_IMODE(mode) == 0o600
    public = json.loads((keys / "public.json").read_text())["keys"]
    assert [key["kid"] for key in public] == ["forms", "gateway"]
    assert all("d" not in key for key in public)
