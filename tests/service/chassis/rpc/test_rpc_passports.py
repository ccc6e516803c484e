"""Nothing is callable without a valid passport for this service, method and kind of principal."""

import dataclasses
import time
import uuid

import pytest

from libs.chassis.passport import PassportOffice, new_keys, read_private_key
from libs.chassis.principal import Principal
from libs.chassis.rpc import wire
from tests.service.chassis.rpc.example.contract import WHOAMI
from tests.service.chassis.rpc.raw import RawCaller


@pytest.fixture
def ask(example, rabbitmq_url):
    """Call `whoami` with a token; returns the result or the fault's code."""
    caller = RawCaller(rabbitmq_url)

    def call(token):
        headers = {} if token is None else {wire.PASSPORT: token}
        caller.send(WHOAMI.address, {"args": [], "kwargs": {}}, headers)
        reply = caller.reply()
        return reply["result"] or reply["error"]["fault"]["code"]

    yield call
    caller.close()


@pytest.fixture
def office(keys):
    def of(issuer="gateway", folder=keys, clock=time.time):
        return PassportOffice(issuer, read_private_key(folder / f"{issuer}.private.json"), clock)

    return of


def test_a_call_with_a_valid_passport_is_served(ask, office, learner):
    assert ask(office().passport(learner, "example"))["kind"] == "person"


def test_a_call_without_a_passport_is_refused(ask):
    assert ask(None) == "chassis.not_signed_in"


def test_a_text_that_is_no_passport_is_refused(ask):
    assert ask("let.me.in") == "chassis.not_signed_in"


def test_a_passport_for_another_service_is_refused(ask, office, learner):
    assert ask(office().passport(learner, "portfolio")) == "chassis.not_signed_in"


def test_an_expired_passport_is_refused(ask, office, learner):
    old = office(clock=lambda: time.time() - 61)

    assert ask(old.passport(learner, "example")) == "chassis.not_signed_in"


def test_a_passport_from_the_future_is_refused(ask, office, learner):
    early = office(clock=lambda: time.time() + 30)

    assert ask(early.passport(learner, "example")) == "chassis.not_signed_in"


def test_a_passport_signed_with_a_strange_key_is_refused(ask, office, learner, tmp_path):
    new_keys(tmp_path, ["gateway"])

    assert ask(office(folder=tmp_path).passport(learner, "example")) == "chassis.not_signed_in"


def test_a_service_cannot_pretend_to_be_the_gateway(ask, keys, learner):
    key = read_private_key(keys / "neighbour.private.json")

    assert ask(PassportOffice("gateway", key).passport(learner, "example")) == (
        "chassis.not_signed_in"
    )


def test_a_service_cannot_vouch_for_a_person(ask, office, learner):
    claimed = dataclasses.replace(learner, issuer="neighbour")

    assert ask(office("neighbour").passport(claimed, "example")) == "chassis.not_signed_in"


def test_a_kind_of_principal_the_method_does_not_list_is_forbidden(ask, office):
    timer = Principal(kind="service", issuer="gateway")

    assert ask(office().passport(timer, "example")) == "chassis.forbidden"


def test_a_link_and_an_anonymous_visitor_may_call_what_lists_them(ask, office):
    link = Principal(kind="link", issuer="gateway", link_request_id=uuid.uuid4())
    visitor = Principal(kind="anonymous", issuer="gateway")

    assert ask(office().passport(link, "example"))["kind"] == "link"
    assert ask(office().passport(visitor, "example"))["kind"] == "anonymous"
