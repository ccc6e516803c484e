"""Whoever designs takes each process of the library into use: as it is, or as a draft."""

from __future__ import annotations

import pytest

from libs.contracts import forms as contract
from libs.contracts.faults import Forbidden, NotFound
from services.forms import queries, use_cases


def shipped(desk, kind="form"):
    return desk._read(contract.SHIPPED, queries.shipped, kind=kind)["shipped"]


def take(desk, key, **fields):
    return desk._write(
        contract.TAKE_SHIPPED, use_cases.take_shipped, key=key, **{"kind": "form"} | fields
    )


def test_an_empty_institution_uses_every_process_as_it_is(as_somebody):
    desk = as_somebody("local_admin")
    listed = shipped(desk)
    assert {one["process"] for one in listed} >= set(range(1, 43))
    assert not any(one["is_here"] for one in listed)
    for one in listed:
        assert take(desk, one["key"])["version"] == 1
    assert {one["key"] for one in desk.definitions("form")} == {one["key"] for one in listed}
    assert all(one["is_here"] for one in shipped(desk))


def test_scales_and_frameworks_come_along_once(as_somebody):
    desk = as_somebody("head")
    along = take(desk, "kpb")["along"]
    assert {(one["kind"], one["key"]) for one in along} >= {
        ("framework", "gp-areas"),
        ("framework", "gp-epas"),
        ("scale", "supervision"),
    }
    assert [one["key"] for one in take(desk, "micro-cex")["along"]] == []


def test_a_draft_of_it_has_no_problems_and_is_published_after_a_change(as_somebody):
    desk = as_somebody("local_admin")
    draft_id = take(desk, "mini-cex", as_draft=True)["draft_id"]
    draft = desk._read(contract.DRAFT, queries.draft, draft_id=draft_id)
    assert draft["problems"] == []
    assert desk.definitions("form") == []
    with pytest.raises(contract.DraftExists):
        take(desk, "mini-cex")


def test_a_programme_brings_its_forms(as_somebody):
    desk = as_somebody("local_admin")
    taken = take(desk, "nursing", kind="programme")
    forms = {one["key"] for one in taken["along"] if one["kind"] == "form"}
    assert "nursing-epa-observation" in forms
    assert [one["key"] for one in desk.definitions("programme")] == ["nursing"]


def test_what_is_here_or_unknown_is_refused_and_others_may_not(as_somebody):
    desk = as_somebody("local_admin")
    take(desk, "hours")
    with pytest.raises(contract.KeyTaken):
        take(desk, "hours")
    with pytest.raises(NotFound):
        take(desk, "no-such-process")
    with pytest.raises(Forbidden):
        take(as_somebody("trainer"), "shift")
    with pytest.raises(Forbidden):
        take(desk, "shift", owner="network")
    with pytest.raises(Forbidden):
        shipped(as_somebody("learner"))


def test_what_the_network_gives_is_here_already(as_somebody):
    take(as_somebody("national_admin"), "kpb", owner="network")
    desk = as_somebody("local_admin")
    assert {one["key"] for one in shipped(desk) if one["is_here"]} == {"kpb"}
    with pytest.raises(contract.KeyTaken):
        take(desk, "kpb")
