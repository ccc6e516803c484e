"""A new version of a form: open drafts follow where they may, everything else stays pinned."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import RevisionMismatch
from services.portfolio import use_cases
from services.portfolio.use_cases import moving

from .test_rounds import ROUND
from .world import LIBRARY, World, publish

STARRT = json.loads((LIBRARY / "starrt.json").read_text())
WORDS = {"title": "Een lastig gesprek", "situation": "Een ouder was boos."}
REST = {"reflection": "Ik bleef rustig.", "transfer": "Eerder benoemen."}


def starrt(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    found = copy.deepcopy(STARRT)
    change(found)
    return found


def item(document: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in document["items"] if one["key"] == key)


def reworded(document: dict[str, Any]) -> None:
    document["title"]["nl"] = "Terugblik"
    item(document, "situation")["label"]["nl"] = "Wat gebeurde er?"


def renamed(document: dict[str, Any]) -> None:
    item(document, "situation")["key"] = "happened"
    document["migrate"] = [{"rename": ["situation", "happened"]}]


def with_another_stage(document: dict[str, Any]) -> None:
    again = {"id": "again", "by": ["learner"], "label": {"nl": "Later"}, "next": "respond"}
    document["stages"][0]["next"] = "again"
    document["stages"].insert(1, again)
    question = {"type": "text", "key": "later", "by": ["learner"], "stage": "again"}
    document["items"].append({**question, "label": {"nl": "Hoe kijk je er nu naar?"}})


def without_trainer(document: dict[str, Any]) -> None:
    del document["roles"]["trainer"]
    for stage in document["stages"]:
        stage["by"] = [role for role in stage["by"] if role != "trainer"]
        stage.get("open_to", {}).pop("trainer", None)
    for one in document["items"]:
        for name in ("by", "see"):
            if isinstance(one.get(name), list):
                one[name] = [role for role in one[name] if role != "trainer"]


def save(world: World, record_id: str, rev: int, answers: dict[str, Any]) -> dict[str, Any]:
    return world.do(
        world.learner,
        contract.SAVE_DRAFT,
        use_cases.save_draft,
        record_id=record_id,
        stage="write",
        rev=rev,
        answers=answers,
    )


@pytest.fixture
def written(world: World) -> str:
    """A reflection that its learner is writing: rev 1."""
    record_id = world.start("starrt")
    assert save(world, record_id, 0, WORDS)["rev"] == 1
    return record_id


def pinned(world: World, record_id: str) -> tuple[int, str]:
    return world.rows("SELECT form_version, state FROM record WHERE id = :id", id=record_id)[0]


def act(world: World, record_id: str) -> dict[str, Any]:
    (found,) = world.record(world.learner, record_id)["may"]
    return found


def test_a_draft_follows_safe_changes_unseen_and_keeps_its_words(world: World, written: str):
    before = world.rows("SELECT last_at FROM record WHERE id = :id", id=written)
    world.clock.forward(hours=1)
    name = world.hear_published(starrt(reworded), 2)
    read = world.record(world.learner, written)
    assert pinned(world, written) == (2, "draft")
    assert read["definition_hash"] == name
    assert read["record"]["title"]["nl"] == "Terugblik"
    assert act(world, written)["answers"] == WORDS
    assert world.events(contract.RecordChangedV1)[-1].form_version == 2
    assert world.rows("SELECT last_at FROM record WHERE id = :id", id=written) == before


def test_a_page_that_is_still_open_on_the_old_version_is_told_so(world: World, written: str):
    fresh = world.start("starrt")
    world.hear_published(starrt(reworded), 2)
    for record_id, rev in ((written, 1), (fresh, 0)):
        with pytest.raises(RevisionMismatch):
            save(world, record_id, rev, WORDS)
        assert save(world, record_id, act(world, record_id)["rev"], WORDS)["errors"] == []


def test_with_careful_changes_a_draft_finishes_on_its_own_version(world: World, written: str):
    world.hear_published(starrt(renamed), 2)
    assert pinned(world, written) == (1, "draft")
    assert act(world, written)["rev"] == 1
    receipt = world.send(world.learner, written, "write", WORDS | REST)
    assert receipt["revision"] == 1
    assert pinned(world, written)[0] == 1
    assert pinned(world, world.start("starrt")) == (2, "draft")


def test_where_the_author_says_so_a_draft_moves_with_the_steps_and_the_original_is_kept(
    world: World, written: str
):
    world.hear_published(starrt(renamed), 2, open_drafts="move")
    assert pinned(world, written) == (2, "draft")
    assert act(world, written)["answers"] == {
        "title": WORDS["title"],
        "happened": WORDS["situation"],
    }
    (kept,) = world.rows("SELECT answers, rev, form_hash FROM moved_draft")
    assert (kept.answers, kept.rev) == (WORDS, 1)
    world.send(world.learner, written, "write", {"happened": "Zo.", "title": "Gesprek"} | REST)


def test_what_was_sent_stays_on_its_version_whatever_the_author_chose(world: World, written: str):
    world.send(world.learner, written, "write", WORDS | REST)
    world.hear_published(starrt(renamed), 2, open_drafts="move")
    assert pinned(world, written) == (1, "done")
    assert world.rows("SELECT 1 FROM moved_draft") == []


def test_a_draft_moves_onto_a_longer_path(world: World, written: str):
    world.hear_published(starrt(with_another_stage), 2, open_drafts="move")
    assert pinned(world, written) == (2, "draft")
    stages = [one["stage"] for one in world.record(world.learner, written)["record"]["stages"]]
    assert stages[:2] == ["write", "again"]
    world.send(world.learner, written, "write", WORDS | REST)
    assert act(world, written)["stage"] == "again"


def test_a_draft_stays_where_the_new_version_has_no_room_for_somebody(world: World, written: str):
    world.hear_published(starrt(without_trainer), 2, open_drafts="move")
    assert pinned(world, written) == (1, "draft")
    world.send(world.learner, written, "write", WORDS | REST)


def test_a_version_of_another_meaning_moves_nothing(world: World, written: str):
    def other_meaning(document: dict[str, Any]) -> None:
        item(document, "situation")["type"] = "yesno"
        for name in ("long", "min", "max"):
            item(document, "situation").pop(name, None)

    world.hear_published(starrt(other_meaning), 2, open_drafts="move")
    assert pinned(world, written) == (1, "draft")


def test_only_drafts_of_the_version_just_before_move(world: World, written: str):
    world.hear_published(starrt(renamed), 2)
    world.hear_published(starrt(reworded), 3)
    assert pinned(world, written) == (1, "draft")


def test_drafts_move_from_the_networks_version_to_the_first_own_one_and_on(
    world: World, written: str
):
    world.hear_published(starrt(reworded), 2, of_network=False)
    assert pinned(world, written) == (2, "draft")
    # The network went on meanwhile: the next free number here is 4.
    world.hear_published(starrt(without_trainer), 3)
    assert pinned(world, written) == (2, "draft")
    world.hear_published(starrt(renamed), 4, of_network=False, open_drafts="move")
    assert pinned(world, written) == (4, "draft")


def test_hearing_of_a_version_twice_moves_once(world: World, written: str):
    world.hear_published(starrt(reworded), 2)
    world.hear_published(starrt(reworded), 2)
    assert act(world, written)["rev"] == 2
    assert len(world.rows("SELECT 1 FROM moved_draft")) == 1


def test_a_networks_version_moves_drafts_in_all_its_institutions_and_an_own_one_only_there(
    world: World, elsewhere: World, written: str
):
    other = elsewhere.start("starrt")
    world.hear_published(starrt(reworded), 2)
    assert pinned(world, written)[0] == 2
    assert pinned(elsewhere, other)[0] == 2
    own = copy.deepcopy(STARRT) | {"minutes": 5}
    world.hear_published(own, 3, of_network=False)
    assert (pinned(world, written)[0], pinned(elsewhere, other)[0]) == (3, 2)


def test_many_drafts_are_moved_some_at_a_time(world: World, monkeypatch):
    monkeypatch.setattr(moving, "AT_A_TIME", 2)
    records = [world.start("starrt") for _ in range(5)]
    world.hear_published(starrt(reworded), 2)
    assert {pinned(world, one) for one in records} == {(2, "draft")}


def test_a_round_that_was_asked_stays_and_so_does_not_tell_whether_somebody_answered(world: World):
    coach = world.person("coach")
    world.relate("coaches", coach)
    owner = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, owner, "form", ROUND, number=2)
    asked = [
        world.ask(assessor={"email": f"{name}@praktijk.nl"}, answers={}, again=True)
        for name in ("a", "b")
    ]
    link = world.link(asked[0]["record_id"], "a@praktijk.nl")
    world.send(link, asked[0]["record_id"], "collect", {"team": 3})
    world.hear_published(ROUND | {"title": {"en": "Round of colleagues"}}, 3)
    assert [pinned(world, one["record_id"])[0] for one in asked] == [2, 2]
    world.send(
        world.link(asked[1]["record_id"], "b@praktijk.nl"),
        asked[1]["record_id"],
        "collect",
        {"team": 3},
    )
