"""A password judged while it is typed, and a wish for a link said twice."""

import pytest

from libs.contracts import accounts as contract
from libs.contracts.accounts import LinkEnded, SecretWantedV1
from services.accounts.queries import password_rules
from tests.service.accounts.test_password_links import NEW, ask, put
from tests.service.accounts.world import ANONYMOUS


def test_a_password_is_judged_while_it_is_typed_and_nothing_is_kept(world):
    world.add("sanne", password=None)
    token = world.mailed()["secret"]

    def broken(password):
        asked = {"password": password, "token": token}
        return world.read(
            ANONYMOUS, contract.CHECK_PASSWORD, password_rules.check_password, **asked
        )["broken"]

    assert broken("Wachtwoord12!") == ["not_common"]
    assert broken("Mijn!Sanne12") == ["no_user_name", "no_email"]
    assert broken(NEW) == []
    put(world, token)
    with pytest.raises(LinkEnded):
        broken(NEW)


def test_a_repeated_wish_with_its_key_mails_once(world):
    world.add("sanne")
    before = len(world.events(SecretWantedV1))
    assert [ask(world, key="a-key-of-mine-1") for _ in range(3)] == [{}] * 3
    assert len(world.events(SecretWantedV1)) == before + 1
    ask(world, key="a-key-of-mine-2")
    assert len(world.events(SecretWantedV1)) == before + 2
