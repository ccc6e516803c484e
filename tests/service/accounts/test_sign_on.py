"""Logging in: what it gives, what it hides, and when it blocks."""

import statistics
import threading
import time

import pytest

from libs.contracts import accounts as contract
from libs.contracts.accounts import (
    AccountBlocked,
    PersonChangedV1,
    SecurityNoticeV1,
    SignInRefused,
)
from libs.contracts.base import Fault
from libs.contracts.faults import Forbidden, NotFound
from services.accounts.use_cases import hashing, people
from tests.service.accounts.world import ELSEWHERE, OOST, PASSWORD, WEST

DEVICE = "d" * 40


def test_a_log_in_gives_a_session_and_who_you_are(world):
    world.add("sanne", "learner")
    reply = world.sign_in("sanne")
    me = reply["me"]
    assert len(reply["session_token"]) >= 40
    assert (me["name"], me["given_name"], me["initials"]) == ("Sanne de Vries", "Sanne", "SV")
    assert (me["institution_name"], me["network_name"]) == ("Instituut Oost", "Huisartsopleiding")
    assert me["roles"] == ["learner"]
    assert [one["institution_name"] for one in me["memberships"]] == ["Instituut Oost"]
    assert me["session"]["assurance"] == "password"


def test_the_user_name_is_case_insensitive_and_the_password_is_not(world):
    world.add("BIG-1905", "learner", email="big@post.example")
    assert world.sign_in("big-1905")["me"]["roles"] == ["learner"]
    with pytest.raises(SignInRefused):
        world.sign_in("BIG-1905", PASSWORD.lower())


def test_the_session_token_is_nowhere_in_the_database(world):
    world.add("sanne")
    token = world.sign_in("sanne")["session_token"]
    assert token not in _everything(world)


def _everything(world) -> str:
    import sqlalchemy as sa

    with world.db.engine.connect() as connection:
        tables = connection.execute(
            sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).scalars()
        texts = []
        for table in list(tables):
            rows = connection.execute(sa.text(f'SELECT t::text FROM "{table}" t')).scalars()
            texts += list(rows)
    return "\n".join(texts)


def test_no_rule_of_an_institution_tells_which_names_exist(world):
    """Names of institutions whose rules differ in everything, and one that nobody has."""
    world.set_up(OOST, failures_allowed=2, reset_unblocks=False, user_name_scheme="BIG-")
    world.set_up(WEST, failures_allowed=4)
    world.set_up(ELSEWHERE, password_profile="modern")
    world.add("BIG-1", at=OOST, email="one@post.example")
    world.add("BIG-2", at=WEST, email="two@post.example")
    world.add("BIG-3", at=ELSEWHERE, email="three@post.example")
    answers = {
        name: [_refusal(world, name) for _ in range(6)]
        for name in ("BIG-1", "BIG-2", "BIG-3", "BIG-4")
    }
    assert {str(one) for one in answers.values()} == {str(answers["BIG-4"])}
    assert {code for code, *_ in answers["BIG-4"]} == {"accounts.sign_in_refused"}


def test_on_a_device_that_is_not_known_a_block_does_not_confirm_the_right_password(world):
    world.add("sanne")
    _block(world, "sanne")
    assert _refusal(world, "sanne", PASSWORD) == _refusal(world, "nobody", PASSWORD)


def _refusal(world, name, password="Wrong-password-1!"):
    with pytest.raises(Fault) as refused:
        world.sign_in(name, password)
    fault = refused.value
    return fault.code, fault.detail, fault.params


def test_a_name_without_account_costs_about_the_same_time(world):
    world.set_up(OOST, failures_allowed=20)
    world.add("sanne")
    known, unknown = [], []
    for _ in range(9):
        known.append(_duration(world, "sanne"))
        unknown.append(_duration(world, "nobody"))
    ratio = statistics.median(unknown) / statistics.median(known)
    assert 0.5 < ratio < 2.0


def _duration(world, name) -> float:
    started = time.perf_counter()
    with pytest.raises(SignInRefused):
        world.sign_in(name, "Wrong-password-1!")
    return time.perf_counter() - started


def test_somebody_invited_but_without_password_is_refused_like_anybody(world):
    world.add("sanne", password=None)
    with pytest.raises(SignInRefused) as refused:
        world.sign_in("sanne")
    assert refused.value.params == {"tries_left": None}


def test_the_third_failure_blocks_and_tells_the_owner(world):
    person_id = world.add("sanne")
    world.sign_in("sanne", device_token=DEVICE)
    for left in (2, 1):
        with pytest.raises(SignInRefused) as refused:
            world.sign_in("sanne", "Wrong-password-1!", device_token=DEVICE)
        assert refused.value.params == {"tries_left": left}
    with pytest.raises(AccountBlocked) as blocked:
        world.sign_in("sanne", "Wrong-password-1!", device_token=DEVICE)
    assert blocked.value.params == {"reset_unblocks": True}
    assert world.events(SecurityNoticeV1)[-1].what == "blocked"
    assert world.events(PersonChangedV1)[-1].state == "blocked"
    assert world.events(PersonChangedV1)[-1].person_id == person_id


def test_a_blocked_account_refuses_the_right_password_too(world):
    world.add("sanne")
    world.sign_in("sanne", device_token=DEVICE)
    _block(world, "sanne")
    with pytest.raises(AccountBlocked):
        world.sign_in("sanne", device_token=DEVICE)


def _block(world, name):
    for _ in range(3):
        with pytest.raises((SignInRefused, AccountBlocked)):
            world.sign_in(name, "Wrong-password-1!")


def test_a_good_log_in_forgets_earlier_failures(world):
    world.add("sanne")
    world.sign_in("sanne", device_token=DEVICE)
    for _ in range(3):
        with pytest.raises(SignInRefused) as refused:
            world.sign_in("sanne", "Wrong-password-1!", device_token=DEVICE)
        world.sign_in("sanne", device_token=DEVICE)
    assert refused.value.params == {"tries_left": 2}


def test_the_number_of_failures_is_a_setting_of_the_institution(world):
    world.set_up(OOST, failures_allowed=1)
    world.add("sanne")
    world.sign_in("sanne", device_token=DEVICE)
    with pytest.raises(AccountBlocked):
        world.sign_in("sanne", "Wrong-password-1!", device_token=DEVICE)


def test_parallel_guesses_get_no_more_than_three_tries(world, monkeypatch):
    monkeypatch.setattr(hashing, "offload", lambda function, *args: function(*args))
    world.add("sanne")
    world.sign_in("sanne", device_token=DEVICE)
    answers: list[str] = []

    def guess() -> None:
        try:
            world.sign_in("sanne", "Wrong-password-1!", device_token=DEVICE)
        except (SignInRefused, AccountBlocked) as fault:
            answers.append(fault.code)

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count("accounts.sign_in_refused") == 2
    assert answers.count("accounts.blocked") == 6


def test_the_local_administrator_unblocks_in_the_own_institution(world):
    person_id = world.add("sanne")
    _block(world, "sanne")
    administrator = world.administrator(OOST)
    reply = world.write(administrator, contract.UNBLOCK, people.unblock, person_id=person_id)
    assert reply["person"]["state"] == "active"
    assert world.sign_in("sanne")["me"]["person_id"] == str(person_id)


def test_an_administrator_of_another_institution_finds_nobody_to_unblock(world):
    person_id = world.add("sanne")
    _block(world, "sanne")
    for at in (WEST, ELSEWHERE):
        with pytest.raises(NotFound):
            world.write(
                world.administrator(at), contract.UNBLOCK, people.unblock, person_id=person_id
            )


def test_a_national_administrator_unblocks_in_any_institution_of_the_network(world):
    person_id = world.add("sanne", at=WEST)
    _block(world, "sanne")
    world.administrator(OOST, "national_admin")
    national, _ = world.signed_in("nationaladmin-1")
    me = _choose(world, national, WEST)
    acting = world.principal_of(me)
    reply = world.write(acting, contract.UNBLOCK, people.unblock, person_id=person_id)
    assert reply["person"]["state"] == "active"


def _choose(world, who, institution_id):
    from services.accounts.use_cases import sessions

    wanted = next(
        one["membership_id"]
        for one in world.resume_by(who)["memberships"]
        if one["institution_id"] == str(institution_id)
    )
    return world.write(
        who, contract.CHOOSE_MEMBERSHIP, sessions.choose_membership, membership_id=wanted
    )["me"]


def test_a_learner_unblocks_nobody(world):
    person_id = world.add("sanne")
    learner = world.acting(world.add("bram"), "learner")
    with pytest.raises(Forbidden):
        world.write(learner, contract.UNBLOCK, people.unblock, person_id=person_id)


def test_in_the_modern_profile_only_unknown_devices_wait(world):
    world.set_up(OOST, password_profile="modern")
    world.add("sanne", password="correct paard batterij nietje")
    word = "correct paard batterij nietje"
    world.sign_in("sanne", word, device_token=DEVICE)
    for _ in range(3):
        with pytest.raises(SignInRefused):
            world.sign_in("sanne", "Wrong-password-1!")
    with pytest.raises(SignInRefused):
        world.sign_in("sanne", word)
    assert world.sign_in("sanne", word, device_token=DEVICE)["me"]["given_name"] == "Sanne"
    world.clock.forward(seconds=31)
    assert world.sign_in("sanne", word)["me"]["given_name"] == "Sanne"


def test_people_of_an_institution_with_single_sign_on_have_no_password_here(world):
    world.add("sanne", at=ELSEWHERE)
    world.set_up(ELSEWHERE, sign_on="sso")
    with pytest.raises(SignInRefused):
        world.sign_in("sanne")


def test_who_has_left_is_refused_like_a_name_nobody_has(world):
    world.add("sanne", ends_on=world.clock().date())
    world.sign_in("sanne")
    world.clock.forward(days=1)
    with pytest.raises(SignInRefused):
        world.sign_in("sanne")


def test_a_membership_that_has_not_begun_opens_nothing_yet(world):
    import datetime as dt

    world.add("sanne", starts_on=world.clock().date() + dt.timedelta(days=3))
    with pytest.raises(SignInRefused):
        world.sign_in("sanne")
    world.clock.forward(days=3)
    assert world.sign_in("sanne")["me"]["roles"] == ["learner"]
