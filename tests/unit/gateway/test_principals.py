"""From a session or a link to who acts."""

import uuid

from gateway.identity import principals
from libs.chassis.principal import claims_of, principal_of
from tests.unit.gateway.staff_world import INSTITUTION, an_id, me

LINK = {
    "institution_id": INSTITUTION,
    "network_id": None,
    "request_id": an_id(7),
    "record_id": an_id(8),
    "participant_id": an_id(9),
    "email_hash": "f" * 64,
}


def test_a_session_acts_as_its_person_in_one_institution_with_its_roles():
    who = principals.of_person(me("trainer", "coach"))
    assert (who.kind, who.issuer) == ("person", "gateway")
    assert who.person_id == uuid.UUID(an_id(1))
    assert who.institution_id == uuid.UUID(INSTITUTION)
    assert who.roles == {"trainer", "coach"}
    assert who.assurance == "password"


def test_a_person_without_a_network_acts_without_one():
    assert principals.of_person(me("learner", network_id=None)).network_id is None


def test_a_link_acts_for_one_record_and_has_no_person():
    who = principals.of_link(LINK, "nl")
    assert (who.kind, who.person_id, who.assurance) == ("link", None, "link")
    assert who.link_record_id == uuid.UUID(an_id(8))
    assert who.link_participant_id == uuid.UUID(an_id(9))
    assert who.roles == {"external"}
    assert who.language == "nl"


def test_a_passport_names_the_zone_of_the_institution_and_of_the_reader():
    mine = me("learner", timezone="Asia/Tokyo", institution_timezone="Pacific/Auckland")
    found = principals.of_person(mine)
    assert (found.zone, found.reader_zone) == ("Pacific/Auckland", "Asia/Tokyo")
    assert principal_of(claims_of(found), "gateway") == found
    link = principals.of_link(LINK | {"timezone": "Asia/Tokyo"}, "en")
    assert (link.zone, link.reader_zone) == ("Asia/Tokyo", None)
