"""What may be taken over: one's own, the network's, and what others offer now."""

import uuid

import pytest

from libs.contracts.faults import NotFound
from tests.service.forms.documents import FORM, FRAMEWORK, changed

HOWS = ("copy", "extends", "complies", "inspired")


@pytest.fixture
def published(maas):
    maas.publish("framework", FRAMEWORK)
    return maas.publish("form", FORM)


@pytest.fixture
def maas(as_somebody):
    return as_somebody("local_admin")


@pytest.fixture(params=["the same network", "another network"])
def stranger(request, as_somebody):
    other = request.param == "another network"
    return as_somebody("local_admin", network=uuid.uuid4() if other else "own")


@pytest.mark.parametrize("how", HOWS)
def test_a_hash_alone_opens_nothing_to_build_on(published, stranger, how):
    with pytest.raises(NotFound):
        stranger.start("form", "theirs", how=how, hash=published["hash"])
    assert stranger.drafts() == []
    assert stranger.by_hash(published["hash"])["document"] == FORM


def test_what_is_offered_is_taken_over_until_it_is_no_longer(maas, published, stranger):
    maas.offer("form", "short-obs")
    begun = stranger.start("form", "theirs", how="copy", hash=published["hash"])
    assert begun["document"]["items"] == FORM["items"]
    maas.offer("form", "short-obs", False)
    with pytest.raises(NotFound):
        stranger.start("form", "again", how="copy", hash=published["hash"])


def test_an_older_version_than_the_one_offered_is_not_taken_over(maas, published, stranger):
    maas.offer("form", "short-obs")
    newest = maas.publish("form", changed(FORM, minutes=3))
    with pytest.raises(NotFound):
        stranger.start("form", "theirs", how="copy", hash=published["hash"])
    assert stranger.start("form", "theirs", how="copy", hash=newest["hash"])["rev"] == 1


def test_ones_own_and_the_networks_are_taken_over_at_any_version(maas, published, as_somebody):
    national = as_somebody("national_admin")
    given = national.publish("framework", changed(FRAMEWORK, key="x"), "network")
    maas.publish("form", changed(FORM, minutes=3))
    assert maas.start("form", "older", how="copy", hash=published["hash"])["rev"] == 1
    assert maas.start("framework", "y", how="copy", hash=given["hash"])["rev"] == 1


def test_who_writes_for_both_brings_the_own_definition_to_the_network(as_somebody):
    both = as_somebody("local_admin", "national_admin")
    mine = both.publish("framework", FRAMEWORK)
    begun = both.start("framework", "all", owner="network", how="copy", hash=mine["hash"])
    assert begun["owner"] == "network"
