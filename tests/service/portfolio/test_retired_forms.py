"""What is retired is started nowhere; what runs goes on."""

from __future__ import annotations

import datetime as dt

import pytest

from libs.contracts import portfolio as contract
from services.portfolio import queries

from .world import KPB, PROGRAMME, World


def test_a_retired_form_cannot_be_started_nor_asked_for(world: World):
    world.hear_retired("form", "starrt")
    world.hear_retired("form", "kpb")
    with pytest.raises(contract.FormRetired) as refused:
        world.start("starrt")
    assert refused.value.params == {"form_key": "starrt"}
    with pytest.raises(contract.FormRetired):
        world.ask()
    assert world.rows("SELECT 1 FROM record") == []


def test_records_that_run_go_on_to_their_end(world: World):
    asked = world.ask()
    world.hear_retired("form", "kpb")
    link = world.link(asked["record_id"])
    assert world.send(link, asked["record_id"], "assess", KPB)["state"] == "done"


def test_a_retired_form_is_no_longer_offered_in_its_dossier(world: World):
    def may() -> set[str]:
        placed = world.see(
            world.learner,
            contract.DOSSIERS,
            queries.dossiers,
            portfolio_id=world.portfolio_id,
        )["dossiers"]
        forms = [one for dossier in placed for one in dossier["forms"]]
        return {one["form_key"] for one in forms if one["may_start"] or one["asks"]}

    assert {"starrt", "kpb"} <= may()
    world.hear_retired("form", "starrt")
    world.hear_retired("form", "kpb")
    assert not {"starrt", "kpb"} & may()


def test_a_form_that_was_brought_back_is_started_again(world: World):
    world.hear_retired("form", "starrt")
    world.clock.forward(minutes=1)
    world.hear_retired("form", "starrt", False)
    assert world.start("starrt")


def test_old_news_does_not_undo_what_was_told_later(world: World):
    now = world.clock()
    world.hear_retired("form", "starrt", False, at=now)
    world.hear_retired("form", "starrt", True, at=now - dt.timedelta(minutes=5))
    assert world.start("starrt")


def test_nobody_starts_in_a_retired_programme_until_it_is_brought_back(world: World):
    world.hear_retired("programme", PROGRAMME)
    world.clock.forward(minutes=1)
    newcomer = world.person("learner")
    world.enrol(newcomer)
    portfolios = "SELECT id FROM portfolio WHERE learner_id = :learner"
    assert world.rows(portfolios, learner=newcomer.person_id) == []
    world.hear_retired("programme", PROGRAMME, False)
    world.pass_time(hours=1)
    assert len(world.rows(portfolios, learner=newcomer.person_id)) == 1
