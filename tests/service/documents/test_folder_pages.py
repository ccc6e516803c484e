"""The files of a portfolio come in pages, with all folders in each."""

import uuid

import pytest

from libs.contracts.faults import InvalidRequest

from .test_access import TEXT, attach


def in_pages(world, who=None, limit=2):
    """The names of the files on every page, and how many folders each page shows."""
    names, folders, cursor = [], [], None
    while cursor or not names:
        page = world.folders(who, cursor=cursor, limit=limit)
        names.append([file["name"] for one in page["folders"] for file in one["files"]])
        folders.append(len(page["folders"]))
        cursor = page["next"]
    return names, folders


def test_files_come_in_pages_the_newest_first_and_all_folders_with_each(world):
    for name in ("first", "second", "twin", "other twin", "last"):
        world.upload(TEXT, f"{name}.txt")
        world.clock.forward(seconds=name != "twin")
    names, folders = in_pages(world)
    # Two of the same instant, one on each side of a page's end.
    assert {names[0][1], names[1][0]} == {"twin.txt", "other twin.txt"}
    assert (names[0][0], names[1][1:], names[2:]) == ("last.txt", ["second.txt"], [["first.txt"]])
    assert folders == [4, 4, 4]
    assert world.folders()["next"] is None


def test_a_page_leaves_out_what_is_not_the_readers_and_still_leads_on(world):
    record, trainer = uuid.uuid4(), uuid.uuid4()
    world.relate(trainer)
    world.upload(TEXT, "oldest.txt")
    world.clock.forward(seconds=1)
    for number in range(3):
        attach(world, record, world.learner.person_id, name=f"case-{number}.txt")
    names, _ = in_pages(world, world.person(trainer))
    assert names == [[], ["oldest.txt"]]


@pytest.mark.parametrize("cursor", ["x", "2026-11-22T09:00:00Z|x", f"x|{uuid.uuid4()}"])
def test_a_made_up_cursor_is_refused(world, cursor):
    with pytest.raises(InvalidRequest):
        world.folders(cursor=cursor)
