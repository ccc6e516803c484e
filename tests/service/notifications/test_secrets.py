"""Secrets and safety notices: asked just before the mail, sent whatever anybody prefers."""

import uuid

import pytest

from libs.contracts import accounts, portfolio

JANSEN = "p.jansen@ziekenhuis.example"


def secret(world, purpose="reset", **more):
    secret_id, person_id = uuid.uuid4(), uuid.uuid4()
    world.peers.replies["mail_secret", str(secret_id)] = {
        "purpose": purpose,
        "secret": "123456" if purpose == "code" else "S3CRET-" + "y" * 36,
        "valid_until": "2026-11-23T09:00:00Z",
        "email": "sanne@praktijk.example",
        "name": "Sanne de Vries",
        "language": "nl",
        "user_name": "BIG-12345",
        "institution_name": "Huisartsopleiding Noord",
        **more,
    }
    world.hear(
        accounts.SecretWantedV1(
            institution_id=world.institution_id,
            secret_id=secret_id,
            person_id=person_id,
            purpose=purpose,
        )
    )
    return secret_id


@pytest.mark.parametrize(
    ("purpose", "path"),
    [("activation", "/password/"), ("reset", "/password/"), ("email", "/email/")],
)
def test_a_secret_is_asked_just_before_the_mail_and_leads_to_its_page(world, purpose, path):
    secret(world, purpose)
    assert world.peers.calls == []
    world.fire_due()
    (message,) = world.post.received
    text = message.get_body(("plain",)).get_content()
    assert f"https://tessera.example{path}S3CRET-" in text


@pytest.mark.parametrize(
    ("zone", "until"), [("America/New_York", "04:00"), ("Europe/Amsterdam", "10:00")]
)
def test_the_mail_says_until_when_by_the_clock_of_its_reader(world, zone, until):
    secret(world, timezone=zone)
    world.fire_due()
    (message,) = world.post.received
    assert f"23 november {until}" in message.get_body(("plain",)).get_content()


def test_a_code_stands_in_the_mail_and_no_link_carries_it(world):
    secret(world, "code")
    world.fire_due()
    (message,) = world.post.received
    text = message.get_body(("plain",)).get_content()
    assert "123456" in text and "/123456" not in text


def test_a_secret_nobody_wants_any_more_is_not_mailed(world):
    secret_id = secret(world)
    world.peers.replies["mail_secret", str(secret_id)] = accounts.LinkEnded()
    world.fire_due()
    world.clock.forward(days=1)
    world.fire_due()
    assert world.post.received == []
    assert len(world.peers.calls) == 1


def test_a_security_notice_is_always_mailed(world, sanne):
    world.hear(
        accounts.SecurityNoticeV1(
            institution_id=world.institution_id, person_id=sanne, what="blocked"
        )
    )
    world.fire_due()
    assert world.post.received[0]["Subject"] == "Je account is geblokkeerd"


def test_a_changed_address_is_told_to_the_old_one_too(world):
    lotte = world.person("Lotte Smit", "Lotte", former_email="lotte@oud.example")
    event = accounts.SecurityNoticeV1(
        institution_id=world.institution_id, person_id=lotte, what="email_changed"
    )
    world.hear(event)
    world.fire_due()
    recipients = [message.recipients[0] for message in world.post.received]
    assert recipients == ["lotte@praktijk.example", "lotte@oud.example"]


def test_calls_are_made_as_the_service_within_the_institution(world, sanne):
    world.ask(sanne, JANSEN)
    world.fire_due()
    asked = {name for name, _, _ in world.peers.calls}
    assert asked == {"request_for_mail", "address_of", "fresh_link"}
    for _, principal, _ in world.peers.calls:
        assert (principal.kind, principal.issuer) == ("service", "notifications")
        assert principal.institution_id == world.institution_id
    link = next(fields for name, _, fields in world.peers.calls if name == "fresh_link")
    assert accounts.FRESH_LINK.request().load({name: str(value) for name, value in link.items()})
    assert portfolio.REQUEST_FOR_MAIL.request().load({"request_id": str(link["request_id"])})
