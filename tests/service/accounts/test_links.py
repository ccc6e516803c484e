"""Links of external assessors: bound to one request, reusable until it ends, never in clear."""

import datetime as dt
import uuid

import pytest

from libs.chassis.delivery import Delivery
from libs.chassis.principal import Principal
from libs.contracts import accounts as contract
from libs.contracts.accounts import LinkEnded
from libs.contracts.faults import Forbidden, NotFound
from libs.contracts.portfolio import RequestChangedV1
from services.accounts import projections
from services.accounts.domain.people import email_hash
from services.accounts.queries import links as link_queries
from services.accounts.use_cases import links
from tests.service.accounts.world import ANONYMOUS, ELSEWHERE, NETWORK, OOST

REQUEST, RECORD, PARTICIPANT = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
MAILER = Principal(kind="service", issuer="notifications", institution_id=OOST, network_id=NETWORK)


def fresh(world, email="jansen@kliniek.example", days=28, who=MAILER, **more):
    return world.write(
        who,
        contract.FRESH_LINK,
        links.fresh_link,
        request_id=REQUEST,
        record_id=RECORD,
        participant_id=PARTICIPANT,
        email=email,
        not_after=world.clock() + dt.timedelta(days=days),
        **more,
    )["token"]


def look(world, token):
    return world.read(ANONYMOUS, contract.OPEN_LINK, link_queries.open_link, token=token)


def hear(world, state, version, **changes):
    event = RequestChangedV1(
        institution_id=OOST,
        network_id=NETWORK,
        request_id=REQUEST,
        record_id=RECORD,
        participant_id=PARTICIPANT,
        portfolio_id=uuid.uuid4(),
        learner_id=uuid.uuid4(),
        form_key="kpb",
        stage="assess",
        role="assessor",
        assessor_id=None,
        state=state,
        asked_at=world.clock(),
        expires_at=world.clock() + dt.timedelta(days=28),
        remind_now=0,
        version=version,
    )
    import dataclasses

    event = dataclasses.replace(event, **changes)
    delivery = Delivery.of(event, consumer="accounts", occurred_at=world.clock())
    world.db.consume(delivery, projections.request_changed)


def test_a_link_opens_its_own_request_and_says_for_whom(world):
    opened = look(world, fresh(world))
    assert opened["state"] == "open"
    assert (opened["request_id"], opened["record_id"]) == (str(REQUEST), str(RECORD))
    assert opened["participant_id"] == str(PARTICIPANT)
    assert (opened["institution_name"], opened["network_id"]) == ("Instituut Oost", str(NETWORK))
    assert opened["timezone"] == "Europe/Amsterdam"
    assert opened["email_hint"] == "j…@k….example"
    assert opened["email_hash"] == email_hash("Jansen@kliniek.example ")


def test_every_mail_has_its_own_token_and_all_of_them_work_and_end_together(world):
    first, second = fresh(world), fresh(world)
    assert first != second
    assert [look(world, token)["state"] for token in (first, second, first)] == ["open"] * 3
    hear(world, "withdrawn", 2)
    assert [look(world, token)["state"] for token in (first, second)] == ["ended", "ended"]


def test_an_unknown_token_opens_nothing(world):
    with pytest.raises(NotFound):
        look(world, "z" * 43)


def test_a_link_expires_on_its_last_day(world):
    token = fresh(world, days=1)
    world.clock.forward(days=1)
    assert look(world, token)["state"] == "expired"


def test_after_send_the_link_stays_open_for_a_day_of_corrections(world):
    token = fresh(world)
    hear(world, "submitted", 2)
    world.clock.forward(hours=23, minutes=59)
    assert look(world, token)["state"] == "open"
    world.clock.forward(minutes=1)
    assert look(world, token)["state"] == "ended"


def test_older_news_about_a_request_is_ignored(world):
    token = fresh(world)
    hear(world, "declined", 5)
    hear(world, "open", 4)
    assert look(world, token)["state"] == "ended"


def test_the_link_of_a_round_is_bound_to_no_address(world):
    """Portfolio asks for it: anybody may hold it, so it says of nobody who they are."""
    maker = Principal(kind="service", issuer="portfolio", institution_id=OOST, network_id=NETWORK)
    found = look(world, fresh(world, email=None, who=maker))
    assert (found["state"], found["email_hint"], found["email_hash"]) == ("open", "", None)
    assert found["participant_id"] == str(PARTICIPANT)


def test_no_fresh_link_for_a_request_that_ended_before_its_mail(world):
    hear(world, "withdrawn", 2)
    with pytest.raises(LinkEnded):
        fresh(world)


def test_the_learner_gets_no_link_to_a_request_about_themself(world):
    learner_id = world.add("sanne")
    with pytest.raises(LinkEnded):
        fresh(world, email="SANNE@post.example", learner_id=learner_id)
    assert look(world, fresh(world, learner_id=learner_id))["state"] == "open"


def test_after_a_correction_of_the_address_the_wrong_one_opens_nothing(world):
    wrong = fresh(world, email="janssen@kliniek.example")
    right = fresh(world, email="jansen@kliniek.example")
    with pytest.raises(NotFound):
        look(world, wrong)
    assert look(world, right)["state"] == "open"


def test_requests_to_people_with_an_account_have_no_links(world):
    import sqlalchemy as sa

    hear(world, "open", 1, assessor_id=uuid.uuid4())
    count = world.start_up(
        lambda tx: tx.session.scalar(sa.text("SELECT count(*) FROM capability")), OOST
    )
    assert count == 0


def test_a_link_needs_an_institution(world):
    with pytest.raises(Forbidden):
        fresh(world, who=Principal(kind="service", issuer="notifications"))


def test_the_holder_of_a_link_is_told_of_a_browser_whose_it_is_within_the_institution(world):
    device, link = "d" * 40, Principal(kind="link", issuer="gateway", institution_id=OOST)
    sanne, bram = world.add("sanne"), world.add("bram")
    elsewhere = world.add("els", at=ELSEWHERE)
    for name in ("sanne", "els"):
        world.sign_in(name, device_token=device)

    def known(person_id, token=device):
        asked = {"person_id": person_id, "device_token": token}
        return world.read(link, contract.KNOWN_DEVICE, link_queries.known_device, **asked)["known"]

    assert known(sanne)
    assert not known(bram)
    assert not known(sanne, "e" * 40)
    assert not known(elsewhere)
