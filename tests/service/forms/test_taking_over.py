"""What may be taken over: one's own, the network's, and what others offer now."""

import uuid

import pytest

from libs.contracts.faults import NotFound
from libs.contracts.forms import FrameworksMissing
from tests.service.forms.documents import FORM, FRAMEWORK, changed
from tests.service.forms.test_shared_scales import SCALE

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
    stranger.publish("framework", FRAMEWORK)
    begun = stranger.start("form", "theirs", how="copy", hash=published["hash"])
    assert begun["document"]["items"] == FORM["items"]
    maas.offer("form", "short-obs", False)
    with pytest.raises(NotFound):
        stranger.start("form", "again", how="copy", hash=published["hash"])


def test_an_older_version_than_the_one_offered_is_not_taken_over(maas, published, stranger):
    maas.offer("form", "short-obs")
    stranger.publish("framework", FRAMEWORK)
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


# What a form leans on at its maker


THEIRS = changed(FRAMEWORK, key="maas-f", version=3, title={"en": "Of the Maas"})


def leaning(scale):
    """A form on a shared scale in an item, an item of a list and an emission."""
    inner = {"type": "scale", "key": "each", "label": {"en": "Each"}, "scale": "trusted@1"}
    items = [
        FORM["items"][0] | {"scale": "trusted@1"},
        {
            "type": "repeat",
            "key": "moments",
            "by": "assessor",
            "label": {"en": "Moments"},
            "items": [inner],
        },
    ]
    frameworks = {"area": "maas-f@3"}
    return changed(FORM, scales={"trusted@1": scale}, items=items, frameworks=frameworks)


@pytest.fixture
def offered(maas):
    """The hash of a form on its maker's own scale and framework."""
    maas.publish("scale", SCALE)
    maas.publish("framework", THEIRS)
    name = maas.publish("form", leaning(SCALE))["hash"]
    maas.offer("form", "short-obs")
    return name


def take(desk, name, **fields):
    return desk.start("form", "theirs", how="extends", hash=name, **fields)


def test_before_a_form_is_taken_over_it_is_told_which_frameworks_are_missing(offered, stranger):
    with pytest.raises(FrameworksMissing) as refused:
        take(stranger, offered)
    assert refused.value.params == {"missing": {"area": "maas-f@3"}}
    assert stranger.drafts() == []
    with pytest.raises(FrameworksMissing):
        take(stranger, offered, frameworks={"area": "nowhere@1"})


def test_a_form_is_taken_over_on_the_takers_framework_and_with_the_scale_as_its_own(
    offered, stranger
):
    stranger.publish("framework", FRAMEWORK)
    begun = take(stranger, offered, frameworks={"area": "gp-areas@2023"})
    assert begun["problems"] == []
    document = begun["document"]
    assert document["frameworks"] == {"area": "gp-areas@2023"}
    assert document["scales"]["trusted"]["levels"] == SCALE["levels"]
    assert document["items"][0]["scale"] == "trusted"
    assert document["items"][1]["items"][0]["scale"] == "trusted"
    assert stranger.publish_draft(begun)["version"] == 1


def test_outcomes_that_the_chosen_framework_lacks_are_told_in_the_draft(offered, stranger):
    stranger.publish("framework", changed(FRAMEWORK, outcomes=FRAMEWORK["outcomes"][1:]))
    begun = take(stranger, offered, frameworks={"area": "gp-areas@2023"})
    assert begun["problems"]


def test_a_scale_that_the_taker_knows_stays_shared_and_one_of_another_meaning_does_not(
    offered, stranger, as_somebody
):
    stranger.publish("framework", THEIRS)
    other = changed(SCALE, levels=SCALE["levels"][:2])
    stranger.publish("scale", other)
    assert set(take(stranger, offered)["document"]["scales"]) == {"trusted"}
    alike = as_somebody("local_admin", network=uuid.uuid4())
    alike.publish("framework", THEIRS)
    alike.publish("scale", SCALE)
    assert set(take(alike, offered)["document"]["scales"]) == {"trusted@1"}
