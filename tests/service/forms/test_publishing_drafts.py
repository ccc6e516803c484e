"""Publishing a draft: what changes is told in colours, and meaning never changes under a key."""

import copy

import pytest

from libs.chassis import testing
from libs.contracts.faults import NotFound
from libs.contracts.forms import ChoiceNeeded, DefinitionPublishedV1, DefinitionRefused
from libs.formengine import content_hash
from tests.service.forms.documents import BROKEN, FORM, FRAMEWORK, REQUIRED, changed, with_items


@pytest.fixture
def admin(as_somebody):
    desk = as_somebody("local_admin")
    desk.publish("framework", FRAMEWORK)
    return desk


@pytest.fixture
def published(admin):
    return admin.publish("form", FORM)


def revised(desk, document):
    """A draft of the next version with this content."""
    begun = desk.start("form", "short-obs", how="revise")
    saved = desk.save(begun, document)
    return {**begun, "rev": saved["rev"]}


def test_publishing_freezes_the_content_and_lets_go_of_the_draft(admin):
    begun = admin.start("form", "short-obs", document=FORM)
    published = admin.publish_draft(begun)
    assert published == {"key": "short-obs", "version": 1, "hash": content_hash(FORM)}
    assert admin.drafts() == []
    with pytest.raises(NotFound):
        admin.draft(begun["draft_id"])


def test_publishing_the_same_content_again_changes_nothing(admin, published, database):
    begun = admin.start("form", "short-obs", how="revise")
    assert begun["published_version"] == 1
    assert begun["origin"] == {
        "key": "short-obs",
        "version": 1,
        "hash": published["hash"],
        "how": "revise",
    }
    assert admin.changes(begun["draft_id"]) == {
        "since": 1,
        "safe": [],
        "careful": [],
        "refused": [],
    }
    assert admin.publish_draft(begun) == published
    assert admin.drafts() == []
    assert len(testing.outbox(database, DefinitionPublishedV1)) == 2  # framework, form


def test_safe_changes_are_published_without_a_question(admin, published):
    begun = revised(admin, changed(FORM, minutes=4))
    found = admin.changes(begun["draft_id"])
    assert [one["code"] for one in found["safe"]] == ["diff.wording"]
    assert (found["careful"], found["refused"]) == ([], [])
    assert admin.publish_draft(begun)["version"] == 2


def test_careful_changes_need_the_authors_choice(admin, published, database):
    begun = revised(admin, with_items(REQUIRED))
    (careful,) = admin.changes(begun["draft_id"])["careful"]
    assert (careful["path"], careful["code"]) == ("items/why", "diff.new_required")
    assert "must be answered" in careful["message"]
    with pytest.raises(ChoiceNeeded):
        admin.publish_draft(begun)
    assert admin.definition("form", "short-obs")["version"] == 1
    assert admin.publish_draft(begun, open_drafts="move")["version"] == 2
    assert testing.outbox(database, DefinitionPublishedV1)[-1].open_drafts == "move"


def test_a_refused_change_is_refused_with_its_sentence_and_the_draft_stays(admin, published):
    text = {"type": "text", "key": "trust", "by": "assessor", "label": {"en": "Next time"}}
    begun = revised(admin, changed(FORM, items=[text]))
    (change, *_) = admin.changes(begun["draft_id"])["refused"]
    with pytest.raises(DefinitionRefused) as refused:
        admin.publish_draft(begun, open_drafts="move")
    told = refused.value.errors[change["path"]]
    assert told["code"] == "diff.meaning"
    assert "do not mean the same" in told["message"]
    assert admin.definition("form", "short-obs")["version"] == 1
    assert admin.draft(begun["draft_id"])["rev"] == begun["rev"]


def test_a_refused_change_is_refused_without_a_draft_too(admin, published):
    scale = copy.deepcopy(FORM["scales"])
    scale["sup"]["levels"].append({"value": 3, "label": {"en": "I check later"}})
    with pytest.raises(DefinitionRefused) as refused:
        admin.publish("form", changed(FORM, scales=scale))
    assert refused.value.errors["scales/sup"]["code"] == "diff.scale_meaning"


def test_of_other_kinds_every_change_is_careful_and_asks_nothing(admin):
    begun = admin.start("framework", "gp-areas", how="revise")
    assert begun["document"]["version"] == 2024
    document = copy.deepcopy(begun["document"])
    document["outcomes"][0]["title"]["en"] = "Medical expertise"
    document["outcomes"][1]["code"] = "listening"
    saved = admin.save(begun, document)
    found = admin.changes(begun["draft_id"])
    assert {(one["path"], one["code"]) for one in found["careful"]} == {
        ("outcomes/medical/title", "diff.wording"),
        ("outcomes/talking", "diff.removed"),
        ("outcomes/listening", "diff.new"),
    }
    assert (found["safe"], found["refused"]) == ([], [])
    assert admin.publish_draft({**begun, "rev": saved["rev"]})["version"] == 2024


def test_a_draft_with_problems_has_no_list_of_changes_yet(admin, published):
    begun = revised(admin, BROKEN)
    with pytest.raises(DefinitionRefused):
        admin.changes(begun["draft_id"])
