"""Drafts: kept as they are, one per owner and key, and never lost between two authors."""

import threading
import uuid

import pytest
import sqlalchemy as sa

from libs.chassis import testing
from libs.contracts.faults import Forbidden, InvalidRequest, NotFound
from libs.contracts.forms import (
    DefinitionPublishedV1,
    DefinitionRefused,
    DocumentUnfit,
    DraftConflict,
    DraftExists,
    KeyTaken,
    TooOld,
)
from tests.service.forms.documents import BROKEN, FORM, FRAMEWORK, REQUIRED, changed, with_items


@pytest.fixture
def admin(as_somebody):
    desk = as_somebody("local_admin")
    desk.publish("framework", FRAMEWORK)
    return desk


@pytest.fixture
def colleague(admin, as_somebody):
    return as_somebody("head", institution_id=admin.principal.institution_id)


@pytest.fixture
def published(admin):
    return admin.publish("form", FORM)


def test_a_draft_with_problems_is_kept_as_it_is_and_tells_them(admin):
    begun = admin.start("form", "short-obs")
    saved = admin.save(begun, BROKEN)
    assert saved["rev"] == begun["rev"] + 1
    assert saved["problems"]
    assert all(one["code"] and one["message"] for one in saved["problems"])
    read = admin.draft(begun["draft_id"])
    assert read["document"] == BROKEN
    assert read["problems"] == saved["problems"]
    (line,) = admin.drafts()
    assert (line["problems"], line["title"]) == (len(saved["problems"]), FORM["title"])
    with pytest.raises(DefinitionRefused) as refused:
        admin.publish_draft(read)
    assert set(refused.value.errors) == {one["path"] for one in saved["problems"]}
    assert admin.draft(begun["draft_id"])["document"] == BROKEN


@pytest.mark.parametrize("kind", ["form", "framework", "scale", "programme"])
def test_an_empty_draft_of_each_kind_can_be_begun(admin, kind):
    begun = admin.start(kind, "brand-new")
    assert begun["document"]["format"] == f"{kind}/1"
    assert begun["document"]["key"] == "brand-new"
    assert (begun["rev"], begun["origin"], begun["published_version"]) == (1, None, None)
    assert begun["problems"]


def test_two_authors_at_one_draft_lose_nothing(admin, colleague):
    begun = admin.start("form", "short-obs", document=FORM)
    mine = with_items(REQUIRED)
    theirs = changed(FORM, minutes=9)
    admin.save(begun, mine)
    with pytest.raises(DraftConflict) as conflict:
        colleague.save(begun, theirs)
    assert conflict.value.params["rev"] == 2
    assert conflict.value.params["updated_by"] == str(admin.principal.person_id)
    newer = colleague.draft(begun["draft_id"])
    assert newer["document"] == mine
    colleague.save(newer, theirs)
    assert admin.draft(begun["draft_id"])["document"] == theirs


def test_of_two_saves_at_the_same_instant_exactly_one_gets_through(admin, colleague):
    begun = admin.start("form", "short-obs", document=FORM)
    outcomes = []

    def save(desk, minutes):
        try:
            outcomes.append(desk.save(begun, changed(FORM, minutes=minutes))["rev"])
        except DraftConflict:
            outcomes.append("conflict")

    threads = [
        threading.Thread(target=save, args=(desk, minutes))
        for minutes, desk in enumerate((admin, colleague, admin, colleague), start=1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [2, "conflict", "conflict", "conflict"]


def test_a_draft_is_not_published_over_what_a_colleague_saved_meanwhile(admin, colleague):
    begun = admin.start("form", "short-obs", document=FORM)
    colleague.save(begun, with_items(REQUIRED))
    with pytest.raises(DraftConflict):
        admin.publish_draft(begun)
    with pytest.raises(NotFound):
        admin.definition("form", "short-obs")


def test_there_is_one_draft_per_key_and_the_second_author_is_led_to_it(admin, colleague):
    begun = admin.start("form", "short-obs")
    with pytest.raises(DraftExists) as refused:
        colleague.start("form", "short-obs")
    assert refused.value.params["draft_id"] == str(begun["draft_id"])


def test_another_institution_may_have_a_draft_of_the_same_key(admin, as_somebody):
    admin.start("form", "short-obs")
    assert as_somebody("local_admin").start("form", "short-obs")["rev"] == 1


def test_a_draft_of_another_institution_is_not_found(admin, as_somebody):
    begun = admin.start("form", "short-obs", document=FORM)
    stranger = as_somebody("local_admin")
    assert stranger.drafts() == []
    for act in (
        lambda: stranger.draft(begun["draft_id"]),
        lambda: stranger.save(begun, FORM),
        lambda: stranger.publish_draft(begun),
        lambda: stranger.discard(begun["draft_id"]),
        lambda: stranger.changes(begun["draft_id"]),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("role", ["learner", "trainer", "teacher", "coach", "secretary"])
def test_other_roles_work_on_nothing(admin, as_somebody, role):
    begun = admin.start("form", "short-obs", document=FORM)
    desk = as_somebody(role, institution_id=admin.principal.institution_id)
    for act in (
        desk.drafts,
        lambda: desk.start("form", "another"),
        lambda: desk.draft(begun["draft_id"]),
        lambda: desk.save(begun, FORM),
        lambda: desk.publish_draft(begun),
        lambda: desk.discard(begun["draft_id"]),
        lambda: desk.changes(begun["draft_id"]),
        lambda: desk.retire("form", "short-obs"),
        lambda: desk.offer("form", "short-obs"),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_networks_drafts_are_its_administrators_alone(admin, as_somebody, database):
    national = as_somebody("national_admin")
    begun = national.start("framework", "gp-epas", owner="network")
    assert begun["owner"] == "network"
    for desk in (admin, as_somebody("local_admin", "head")):
        assert desk.drafts() == []
        with pytest.raises(NotFound):
            desk.draft(begun["draft_id"])
    with pytest.raises(Forbidden):
        admin.start("framework", "another", owner="network")
    with pytest.raises(Forbidden):
        national.start("framework", "another", owner="institution")
    other = as_somebody("national_admin", network=uuid.uuid4())
    with pytest.raises(NotFound):
        other.draft(begun["draft_id"])
    with database.transaction(admin.principal) as tx:
        assert tx.session.scalar(sa.text("SELECT count(*) FROM draft")) == 0


def test_a_network_publishes_its_draft_for_all_of_its_institutions(as_somebody, database):
    national = as_somebody("national_admin")
    begun = national.start("framework", "gp-areas", owner="network", document=FRAMEWORK)
    published = national.publish_draft(begun)
    assert as_somebody("learner").definition("framework", "gp-areas")["hash"] == published["hash"]
    assert national.drafts() == []
    (told,) = testing.outbox(database, DefinitionPublishedV1)
    assert told.institution_id is None


def test_one_person_with_both_roles_sees_both_kinds_of_drafts(as_somebody):
    desk = as_somebody("local_admin", "national_admin")
    desk.start("framework", "ours")
    desk.start("framework", "everybodys", owner="network")
    assert {(one["key"], one["owner"]) for one in desk.drafts("framework")} == {
        ("ours", "institution"),
        ("everybodys", "network"),
    }
    assert desk.drafts("scale") == []


def test_a_new_key_must_be_free_here_and_in_the_network(admin, published, as_somebody):
    as_somebody("national_admin").publish("framework", changed(FRAMEWORK, key="x"), "network")
    for kind, key in (("form", "short-obs"), ("framework", "x")):
        with pytest.raises(KeyTaken):
            admin.start(kind, key)
    with pytest.raises(InvalidRequest):
        admin.start("form", "No key!")


def test_only_the_newest_version_is_revised(admin, published):
    admin.publish("form", changed(FORM, minutes=3))
    with pytest.raises(TooOld):
        admin.start("form", "short-obs", how="revise", hash=published["hash"])
    with pytest.raises(NotFound):
        admin.start("form", "unheard-of", how="revise")


def test_an_institution_does_not_revise_what_its_network_owns(as_somebody):
    as_somebody("national_admin").publish("framework", FRAMEWORK, "network")
    with pytest.raises(Forbidden):
        as_somebody("local_admin").start("framework", "gp-areas", how="revise")


def test_an_institution_makes_its_own_version_of_what_its_network_gives_it(admin, as_somebody):
    national = as_somebody("national_admin")
    national.publish("framework", FRAMEWORK, "network")
    given = national.publish("form", FORM, "network")
    begun = admin.start("form", "short-obs", how="extends", hash=given["hash"])
    assert begun["document"]["based_on"] == {"form": "short-obs", "version": 1, "how": "extends"}
    assert begun["problems"] == []
    admin.publish_draft(begun)
    assert admin.definition("form", "short-obs")["owner"] == "institution"
    assert national.definition("form", "short-obs")["owner"] == "network"
    with pytest.raises(KeyTaken):
        admin.start("form", "short-obs", how="extends", hash=given["hash"])


def test_a_copy_has_a_key_of_its_own_and_no_bond(admin, published):
    begun = admin.start("form", "our-obs", how="copy", hash=published["hash"])
    assert begun["document"] == changed(FORM, key="our-obs")
    assert (begun["origin"]["key"], begun["origin"]["how"]) == ("short-obs", "copy")


@pytest.mark.parametrize("how", ["extends", "complies", "inspired"])
def test_what_is_derived_says_from_what(admin, published, how):
    begun = admin.start("form", "our-obs", how=how, hash=published["hash"])
    assert begun["document"]["based_on"] == {"form": "short-obs", "version": 1, "how": how}
    assert [one["code"] for one in begun["problems"]] == ["definition.title_taken"]
    saved = admin.save(begun, changed(begun["document"], title={"en": "Our own observation"}))
    assert saved["problems"] == []
    assert admin.publish_draft({**begun, "rev": saved["rev"]})["version"] == 1


def test_the_steps_of_the_last_version_are_not_taken_along(admin, published):
    admin.publish("form", changed(FORM, minutes=3, migrate=[{"drop": "old"}]))
    begun = admin.start("form", "short-obs", how="revise")
    assert "migrate" not in begun["document"]


def test_a_draft_keeps_the_key_it_was_begun_with(admin):
    begun = admin.start("form", "short-obs", document=FORM)
    saved = admin.save(begun, changed(FORM, key="else"))
    assert [one["code"] for one in saved["problems"]] == ["definition.other_key"]
    with pytest.raises(DefinitionRefused):
        admin.publish_draft({**begun, "rev": saved["rev"]})


def deep(levels):
    found = "end"
    for _ in range(levels):
        found = {"in": found}
    return found


@pytest.mark.parametrize(
    "unfit",
    [
        {"description": {"en": "x" * 1_000_001}},
        {"items": [{"key": f"i{number}"} for number in range(60_001)]},
        {"description": deep(50)},
        {"description": {"en": "half \ud800"}},
        {"description": {"en": "zero \x00"}},
        {"minutes": float("nan")},
    ],
    ids=["large", "many", "deep", "half-sign", "zero", "no-number"],
)
def test_what_cannot_be_kept_is_refused_with_its_reason_and_nothing_is_stored(admin, unfit):
    begun = admin.start("form", "short-obs", document=FORM)
    with pytest.raises(DocumentUnfit) as refused:
        admin.save(begun, FORM | unfit)
    assert refused.value.params["code"]
    assert all(one["message"] for one in refused.value.errors.values())
    assert admin.draft(begun["draft_id"])["rev"] == begun["rev"]
    with pytest.raises(DocumentUnfit):
        admin.start("form", "another", document=FORM | unfit)
    assert len(admin.drafts()) == 1
    with pytest.raises(DocumentUnfit):
        admin.publish("form", FORM | unfit)


def test_a_discarded_draft_is_gone_and_what_was_published_stays(admin, published):
    begun = admin.start("form", "short-obs", how="revise")
    assert admin.discard(begun["draft_id"]) == {}
    assert admin.drafts() == []
    assert admin.definition("form", "short-obs")["hash"] == published["hash"]


def test_a_draft_is_not_thrown_away_over_what_a_colleague_saved_meanwhile(admin, colleague):
    begun = admin.start("form", "short-obs", document=FORM)
    saved = colleague.save(begun, with_items(REQUIRED))
    with pytest.raises(DraftConflict) as conflict:
        admin.discard(begun["draft_id"], rev=begun["rev"])
    assert conflict.value.params["updated_by"] == str(colleague.principal.person_id)
    assert admin.draft(begun["draft_id"])["document"] == with_items(REQUIRED)
    assert admin.discard(begun["draft_id"], rev=saved["rev"]) == {}
    assert admin.drafts() == []


def test_the_wall_around_drafts_holds_in_the_database_itself(admin, as_somebody, database):
    admin.start("form", "short-obs")
    with database.transaction(as_somebody("local_admin").principal) as tx:
        assert tx.session.scalar(sa.text("SELECT count(*) FROM draft")) == 0


def test_two_forms_of_one_title_cannot_be_told_apart_and_are_refused(admin, published):
    same = changed(FORM, key="other-obs", title={"en": "short OBSERVATION ", "nl": "Anders"})
    assert "definition.title_taken" in {one["code"] for one in admin.check("form", same)}
    begun = admin.start("form", "other-obs", document=same)
    with pytest.raises(DefinitionRefused):
        admin.publish_draft(begun)
    admin.retire("form", "short-obs")
    assert admin.check("form", same) == []
