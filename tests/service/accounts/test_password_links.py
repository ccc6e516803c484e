"""First log-in, forgotten password, change of password: links that work once, for one day."""

import threading
import time

import pytest
import sqlalchemy as sa

from libs.contracts import accounts as contract
from libs.contracts.accounts import (
    AccountBlocked,
    LinkEnded,
    PasswordRefused,
    PersonChangedV1,
    SecretWantedV1,
    SecurityNoticeV1,
    SignInRefused,
    SignOnElsewhere,
)
from services.accounts.queries import password_rules
from services.accounts.use_cases import hashing, passwords, people
from tests.service.accounts.world import ANONYMOUS, ELSEWHERE, OOST, PASSWORD, WEST

NEW = "Groene#Lucht33vol"


def ask(world, user_name="sanne", email="sanne@post.example", key=None):
    return world.write(
        ANONYMOUS,
        contract.ASK_PASSWORD_LINK,
        passwords.ask_password_link,
        user_name=user_name,
        email=email,
        repeatable=world.call(ANONYMOUS, contract.ASK_PASSWORD_LINK, idempotency_key=key),
    )


def put(world, token, password=NEW):
    return world.write(
        ANONYMOUS, contract.SET_PASSWORD, passwords.set_password, token=token, password=password
    )


def look(world, token):
    return world.read(
        ANONYMOUS, contract.OPEN_PASSWORD_LINK, password_rules.open_password_link, token=token
    )


def test_a_new_person_is_mailed_a_link_sets_a_password_and_is_signed_in(world):
    person_id = world.add("sanne", password=None)
    mail = world.mailed()
    assert mail["purpose"] == "activation"
    assert (mail["email"], mail["user_name"]) == ("sanne@post.example", "sanne")
    assert (mail["name"], mail["institution_name"]) == ("Sanne de Vries", "Instituut Oost")
    reply = put(world, mail["secret"])
    assert reply["me"]["person_id"] == str(person_id)
    assert world.resume(reply["session_token"])["given_name"] == "Sanne"
    assert world.events(PersonChangedV1)[-1].state == "active"
    assert world.sign_in("sanne", NEW)["me"]["roles"] == ["learner"]


def test_nothing_about_the_secret_is_stored_or_sent_but_its_hash(world):
    world.add("sanne", password=None)
    secret = world.mailed()["secret"]
    with world.db.engine.connect() as connection:
        stored = connection.execute(sa.text("SELECT body FROM outbox")).scalars().all()
    assert not any(secret in body for body in stored)
    wanted = world.events(SecretWantedV1)[-1]
    rows = world.start_up(
        lambda tx: tx.session.execute(
            sa.text("SELECT t::text FROM secret t WHERE id = :id"), {"id": wanted.secret_id}
        ).scalar_one(),
        OOST,
    )
    assert secret not in rows
    assert len(secret) >= 43


def test_forgot_password_mails_a_link_when_name_and_address_belong_together(world):
    world.add("Sanne", email="sanne@post.example")
    assert ask(world, "SANNE", "Sanne@Post.example") == {}
    assert world.mailed()["purpose"] == "reset"


@pytest.mark.parametrize(
    ("user_name", "email"),
    [("sanne", "other@post.example"), ("nobody", "sanne@post.example"), ("x", "y@z.example")],
)
def test_forgot_password_answers_the_same_and_mails_nobody_when_they_do_not(
    world, user_name, email
):
    world.add("sanne")
    before = len(world.events(SecretWantedV1))
    assert ask(world, user_name, email) == {}
    assert len(world.events(SecretWantedV1)) == before


def test_asking_takes_the_same_time_whether_or_not_the_account_exists():
    from services.accounts.service import taking

    def timed(work: float) -> float:
        started = time.perf_counter()
        with taking(0.1):
            time.sleep(work)
        return time.perf_counter() - started

    assert abs(timed(0.0) - timed(0.05)) < 0.03


def test_nobody_is_mailed_more_than_five_links_an_hour(world):
    world.add("sanne")
    for _ in range(8):
        ask(world)
    assert len(world.events(SecretWantedV1)) == 5
    world.clock.forward(hours=1, seconds=1)
    ask(world)
    assert len(world.events(SecretWantedV1)) == 6


def test_looking_at_a_link_changes_nothing(world):
    world.add("sanne", password=None)
    token = world.mailed()["secret"]
    for _ in range(3):
        seen = look(world, token)
        assert (seen["state"], seen["purpose"], seen["user_name"]) == (
            "valid",
            "activation",
            "sanne",
        )
    assert {"length", "special", "digit", "capital"} <= {rule["key"] for rule in seen["rules"]}
    assert all(set(rule["text"]) == {"en", "nl"} for rule in seen["rules"])
    put(world, token)


def test_a_link_works_once(world):
    world.add("sanne", password=None)
    token = world.mailed()["secret"]
    put(world, token)
    assert look(world, token)["state"] == "used"
    with pytest.raises(LinkEnded) as ended:
        put(world, token, "Andere#Lucht44vol")
    assert ended.value.params == {"state": "used"}


def test_a_link_works_once_even_when_used_twice_at_the_same_moment(world, monkeypatch):
    monkeypatch.setattr(hashing, "offload", lambda function, *args: function(*args))
    world.add("sanne", password=None)
    token = world.mailed()["secret"]
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def use(password: str) -> None:
        barrier.wait()
        try:
            put(world, token, password)
            outcomes.append(password)
        except LinkEnded as fault:
            outcomes.append(fault.params["state"])

    threads = [threading.Thread(target=use, args=(word,)) for word in (NEW, "Andere#Lucht44vol")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("used") == 1
    winner = next(word for word in outcomes if word != "used")
    assert world.sign_in("sanne", winner)["me"]["given_name"] == "Sanne"


def test_a_link_is_valid_for_one_day(world):
    world.add("sanne", password=None)
    token = world.mailed()["secret"]
    world.clock.forward(hours=23, minutes=59)
    assert look(world, token)["state"] == "valid"
    world.clock.forward(minutes=1)
    assert look(world, token)["state"] == "expired"
    with pytest.raises(LinkEnded) as ended:
        put(world, token)
    assert ended.value.params == {"state": "expired"}


def test_after_an_expired_link_one_asks_for_a_new_one(world):
    world.add("sanne", password=None)
    world.mailed()
    world.clock.forward(days=2)
    ask(world)
    put(world, world.mailed()["secret"])
    assert world.sign_in("sanne", NEW)


def test_a_newer_link_ends_the_older_one(world):
    world.add("sanne")
    ask(world)
    older = world.mailed()["secret"]
    ask(world)
    newer = world.mailed()["secret"]
    assert look(world, older)["state"] == "expired"
    with pytest.raises(LinkEnded):
        put(world, older)
    put(world, newer)


def test_a_mail_that_is_no_longer_wanted_gets_no_secret(world):
    world.add("sanne")
    ask(world)
    first = world.events(SecretWantedV1)[-1]
    ask(world)
    with pytest.raises(LinkEnded):
        world.mail(first.secret_id)


def test_a_token_nobody_was_mailed_opens_nothing(world):
    with pytest.raises(LinkEnded):
        look(world, "x" * 43)
    with pytest.raises(LinkEnded):
        put(world, "x" * 43)


def test_a_weak_password_names_the_broken_rules_and_leaves_the_link_usable(world):
    world.add("sanne", password=None)
    token = world.mailed()["secret"]
    with pytest.raises(PasswordRefused) as refused:
        put(world, token, "kort")
    assert refused.value.params["broken"] == ["length", "special", "digit", "capital"]
    with pytest.raises(PasswordRefused) as refused:
        put(world, token, "Instituut#Oost1")
    assert refused.value.params["broken"] == ["no_institution"]
    put(world, token)


def test_the_modern_profile_asks_for_length_only(world):
    world.set_up(OOST, password_profile="modern")
    world.add("sanne", password=None)
    token = world.mailed()["secret"]
    assert [rule["key"] for rule in look(world, token)["rules"]][:2] == ["length", "not_too_long"]
    put(world, token, "vier losse kleine woorden")


def test_a_reset_tells_the_owner_and_ends_every_session(world):
    world.add("sanne")
    _, session_token = world.signed_in("sanne")
    ask(world)
    put(world, world.mailed()["secret"])
    assert world.events(SecurityNoticeV1)[-1].what == "password_changed"
    from libs.contracts.faults import NotSignedIn

    with pytest.raises(NotSignedIn):
        world.resume(session_token)
    with pytest.raises(SignInRefused):
        world.sign_in("sanne", PASSWORD)


def block(world):
    for _ in range(3):
        with pytest.raises((SignInRefused, AccountBlocked)):
            world.sign_in("sanne", "Wrong-password-1!")


def test_a_completed_reset_unblocks(world):
    world.add("sanne")
    block(world)
    ask(world)
    assert put(world, world.mailed()["secret"])["me"]["given_name"] == "Sanne"
    assert world.sign_in("sanne", NEW)


def test_a_completed_reset_does_not_unblock_where_the_institution_forbids_it(world):
    world.set_up(OOST, reset_unblocks=False)
    person_id = world.add("sanne")
    block(world)
    ask(world)
    token = world.mailed()["secret"]
    with pytest.raises(AccountBlocked) as blocked:
        put(world, token)
    assert blocked.value.params["reset_unblocks"] is False
    with pytest.raises(SignInRefused):
        world.sign_in("sanne", NEW)
    world.write(world.administrator(), contract.UNBLOCK, people.unblock, person_id=person_id)
    assert world.sign_in("sanne", NEW)["me"]["given_name"] == "Sanne"


def change(world, who, old=PASSWORD, new=NEW, **more):
    return world.write(
        who,
        contract.CHANGE_PASSWORD,
        passwords.change_password,
        old_password=old,
        new_password=new,
        **more,
    )


def test_changing_the_password_ends_the_other_sessions_but_not_this_one(world):
    world.add("sanne")
    _, other = world.signed_in("sanne")
    who, own = world.signed_in("sanne")
    assert change(world, who) == {}
    assert world.resume(own)["given_name"] == "Sanne"
    from libs.contracts.faults import NotSignedIn

    with pytest.raises(NotSignedIn):
        world.resume(other)
    assert world.sign_in("sanne", NEW)


def test_a_wrong_old_password_is_said_about_the_field_and_counted(world):
    world.add("sanne")
    who, _ = world.signed_in("sanne")
    for _ in range(2):
        with pytest.raises(PasswordRefused) as refused:
            change(world, who, old="Wrong-password-1!")
        assert refused.value.params["broken"] == ["old_password"]
    with pytest.raises(AccountBlocked):
        change(world, who, old="Wrong-password-1!")


def test_with_single_sign_on_the_page_is_sent_to_the_institution(world):
    world.add("sanne", at=ELSEWHERE)
    who, _ = world.signed_in("sanne")
    world.set_up(ELSEWHERE, sign_on="sso")
    with pytest.raises(SignOnElsewhere) as elsewhere:
        change(world, who)
    assert elsewhere.value.params["contact"]["name"] == "Els Bakker"
    before = len(world.events(SecretWantedV1))
    assert ask(world) == {}
    assert len(world.events(SecretWantedV1)) == before
    assert world.resume_by(who)["sign_on"] == "sso"


def test_an_administrator_sends_the_link_again(world):
    person_id = world.add("sanne", password=None)
    first = world.mailed()["secret"]
    administrator = world.administrator()
    reply = world.write(
        administrator, contract.RESEND_ACCESS, people.resend_access, person_id=person_id
    )
    assert reply == {"sent_to": "sanne@post.example"}
    with pytest.raises(LinkEnded):
        put(world, first)
    put(world, world.mailed()["secret"])


def test_a_person_of_two_institutions_signs_in_where_they_were_last(world):
    world.add("tom", "trainer")
    world.start_up(
        people.create_person,
        WEST,
        given_name="Tom",
        family_name="x",
        user_name="TOM",
        email="tom@post.example",
        roles=["trainer"],
    )
    who, _ = world.signed_in("tom")
    from services.accounts.use_cases import sessions

    west = next(
        one
        for one in world.resume_by(who)["memberships"]
        if one["institution_id"] != str(who.institution_id)
    )
    world.write(
        who,
        contract.CHOOSE_MEMBERSHIP,
        sessions.choose_membership,
        membership_id=west["membership_id"],
    )
    assert world.sign_in("tom")["me"]["institution_id"] == west["institution_id"]


def test_who_begins_later_is_invited_on_that_morning(world):
    import datetime as dt

    from libs.chassis.timers import due_timers
    from services.accounts.use_cases import mail_secrets

    world.add("sanne", password=None, starts_on=dt.date(2026, 3, 5))
    assert world.events(SecretWantedV1) == []
    world.clock.now = dt.datetime(2026, 3, 5, 6, 0, tzinfo=dt.UTC)
    for timer in due_timers(world.db, "first_access"):
        world.db.fire(timer, mail_secrets.first_access)
    put(world, world.mailed()["secret"])
