"""An institution's own version of what its network gives: another number, held to its origin."""

import pytest

from libs.contracts.forms import ChoiceNeeded, DefinitionRefused
from tests.service.forms.documents import FORM, FRAMEWORK, REQUIRED, changed, with_items

EPAS = changed(FRAMEWORK, key="gp-epas", version=1, title={"en": "EPAs"})


@pytest.fixture
def national(as_somebody):
    desk = as_somebody("national_admin")
    desk.publish("framework", FRAMEWORK, "network")
    return desk


@pytest.fixture
def admin(national, as_somebody):
    return as_somebody("local_admin")


def own(admin, kind, document, published, **members):
    """The draft of an own version, saved with other members."""
    begun = admin.start(kind, document["key"], how="extends", hash=published["hash"])
    saved = admin.save(begun, changed(begun["document"], **members))
    return {**begun, **saved}


def test_a_name_that_the_network_gave_a_meaning_never_gets_another_one(admin, national):
    given = national.publish("framework", EPAS, "network")
    other = changed(EPAS, outcomes=EPAS["outcomes"][:1])
    with pytest.raises(DefinitionRefused) as refused:
        admin.publish("framework", other)
    told = refused.value.errors["version"]
    assert told["code"] == "definition.version_taken"
    assert told["params"] == {"given": 1, "free": 2}
    draft = own(admin, "framework", EPAS, given, version=1, outcomes=other["outcomes"])
    with pytest.raises(DefinitionRefused):
        admin.publish_draft(draft)
    assert admin.definition("framework", "gp-epas", 1)["hash"] == given["hash"]


def test_the_networks_content_published_once_more_changes_nothing_here(admin, national):
    given = national.publish("framework", EPAS, "network")
    assert admin.publish("framework", EPAS) == given
    assert admin.definition("framework", "gp-epas")["owner"] == "network"


def test_an_own_version_begins_at_the_first_free_number_above(admin, national):
    given = national.publish("framework", EPAS, "network")
    national.publish("framework", changed(EPAS, version=4), "network")
    draft = own(admin, "framework", EPAS, given, title={"en": "Our EPAs"})
    published = admin.publish_draft(draft)
    assert published["version"] == 5
    assert admin.definition("framework", "gp-epas", 1)["hash"] == given["hash"]
    assert admin.definition("framework", "gp-epas")["hash"] == published["hash"]
    assert admin.start("framework", "gp-epas", how="revise")["document"]["version"] == 6


def test_an_own_form_is_numbered_above_the_networks_and_both_stay_readable(admin, national):
    first = national.publish("form", FORM, "network")
    mine = admin.publish_draft(own(admin, "form", FORM, first, minutes=4))
    assert mine["version"] == 2
    assert admin.definition("form", "short-obs", 1)["hash"] == first["hash"]
    assert admin.by_hash(first["hash"])["document"] == FORM
    national.publish("form", changed(FORM, minutes=9), "network")
    assert admin.definition("form", "short-obs", 2)["hash"] == mine["hash"]
    assert national.definition("form", "short-obs")["version"] == 2


def test_an_own_form_is_compared_with_what_it_takes_the_place_of(admin, national):
    first = national.publish("form", FORM, "network")
    draft = own(admin, "form", FORM, first, items=with_items(REQUIRED)["items"])
    found = admin.changes(draft["draft_id"])
    assert found["since"] == 1
    assert found["careful"] and not found["refused"]
    with pytest.raises(ChoiceNeeded):
        admin.publish_draft(draft)
    assert admin.publish_draft(draft, open_drafts="move")["version"] == 2


def test_an_own_form_cannot_give_a_question_of_the_network_another_meaning(admin, national):
    first = national.publish("form", FORM, "network")
    item = changed(FORM["items"][0], type="yesno", scale=None, outcomes=None)
    draft = own(admin, "form", FORM, first, items=[item])
    assert admin.changes(draft["draft_id"])["refused"]
    with pytest.raises(DefinitionRefused):
        admin.publish_draft(draft, open_drafts="finish")
    with pytest.raises(DefinitionRefused):
        admin.publish("form", changed(FORM, items=[item]))


def test_an_own_number_keeps_its_meaning_when_the_network_uses_it_later(admin, national):
    given = national.publish("framework", EPAS, "network")
    mine = admin.publish_draft(own(admin, "framework", EPAS, given, title={"en": "Ours"}))
    theirs = national.publish("framework", changed(EPAS, version=2), "network")
    assert mine["version"] == theirs["version"] == 2
    assert admin.definition("framework", "gp-epas", 2)["hash"] == mine["hash"]
    assert national.definition("framework", "gp-epas", 2)["hash"] == theirs["hash"]
    assert admin.by_hash(theirs["hash"])["document"]["version"] == 2
