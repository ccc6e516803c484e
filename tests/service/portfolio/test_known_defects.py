"""Fifteen defects that portfolios before this one had; none of them can happen here."""

from __future__ import annotations

import copy
import datetime as dt
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from libs import formengine
from libs.chassis.database import Database
from libs.chassis.principal import Principal
from libs.contracts import forms
from libs.contracts import portfolio as contract
from services.dashboards.domain.conditions import (
    Assessor,
    Conditions,
    Done,
    Rating,
    conditions,
    tally,
)
from services.portfolio import queries, use_cases
from services.portfolio.domain import labels
from services.portfolio.domain.programme import Programme
from tests.databases import FreshDatabases
from tests.service.forms.conftest import Desk
from tests.service.forms.documents import FORM, FRAMEWORK

from .test_new_versions import STARRT, renamed, save, starrt
from .test_rounds import ROUND
from .two_scales import adding_steps, get, scale, two_scales
from .world import KPB, LIBRARY, World, publish

KPB_FORM = json.loads((LIBRARY / "kpb.json").read_text())
PROGRAMME = json.loads((LIBRARY / "programmes" / "gp-specialty-training.json").read_text())
WORDS = {"title": "Een lastig gesprek", "situation": "Een ouder was boos."}
REST = {"reflection": "Ik bleef rustig.", "transfer": "Eerder benoemen."}


def codes(document: dict[str, Any]) -> set[str]:
    return {one.code for one in formengine.check(document)}


def in_dossier(world: World, key: str) -> dict[str, Any]:
    placed = world.see(
        world.learner, contract.DOSSIERS, queries.dossiers, portfolio_id=world.portfolio_id
    )["dossiers"]
    return next(one for one in placed if one["key"] == key)


def assessed(world: World, email: str = "jansen@praktijk.nl", **changes: Any) -> str:
    asked = world.ask(assessor={"email": email}, **changes)
    world.send(world.link(asked["record_id"], email), asked["record_id"], "assess", KPB)
    return str(asked["record_id"])


def test_a_judgement_is_never_measured_against_a_step_of_another_scale():
    """Defect 1."""
    assert codes(two_scales({"ge": [get("trust"), get("again")]})) == set()
    assert codes(two_scales({"ge": [get("trust"), 2]})) == set()
    for rule in (
        {"ge": [get("trust"), get("skill")]},
        {"eq": [get("trust"), get("skill")]},
        {"median": [{"list": [get("trust"), get("skill")]}]},
        {"has": [{"list": [get("trust")]}, get("skill")]},
        {"if": [True, get("trust"), get("skill")]},
        {"le": [{"max": [{"list": [get("trust"), get("again")]}]}, get("skill")]},
        {"median": [{"list": [0, get("trust"), {"max": [{"list": [0, get("skill")]}]}]}]},
        {"eq": [{"if": [False, 0, get("trust")]}, {"if": [False, 0, get("skill")]}]},
    ):
        assert codes(two_scales(rule)) == {"rule.other_scale"}, rule
    # Nor does it count for what a programme asks, however high it is.
    asked = conditions({"level": {"scale": "supervision@2", "min": 3}})
    assert counted(asked, ("supervision@2", 3)) == 1
    assert counted(asked, ("supervision@2", 2)) == 0
    for other in ("supervision@1", "mini-cex@2", "two-scales/sup@1"):
        assert counted(asked, (other, 9)) == 0, other
        assert counted(asked, (other, 9), ("supervision@2", 2)) == 0, other
        assert counted(asked, (other, 1), ("supervision@2", 3)) == 1, other


def counted(asked: Conditions, *ratings: tuple[str, float]) -> float:
    """How much a record counts in which somebody gave these ratings."""
    given = tuple(Rating(scale, value, "assessor", "trust") for scale, value in ratings)
    by = (Assessor("joost", "assessor", "assessor"),)
    done = Done(dt.date(2026, 4, 1), assessors=by, ratings=given)
    return tally(asked, [done]).amount


def test_no_rating_is_stored_without_its_scale_and_version(world: World):
    """Defect 2."""
    assessed(world)
    ratings = world.rows("SELECT scale FROM data_point WHERE value IS NOT NULL")
    assert {row.scale for row in ratings} == {"expected@1"}
    for bare in ("NULL", "'expected'"):
        with pytest.raises(IntegrityError, match="value_on_scale"):
            world.rows(f"UPDATE data_point SET scale = {bare} WHERE value IS NOT NULL RETURNING 1")
    document = two_scales(get("trust")) | {
        "frameworks": {"area": "gp-areas@2023"},
        "emit": [
            {
                "key": "bare",
                "kind": "point",
                "at": "fill",
                "value": get("trust"),
                "outcomes": ["area/medical"],
            }
        ],
    }
    assert codes(document) == {"emit.point"}


def test_a_step_is_called_by_its_words_and_not_by_a_number_before_them():
    """Defect 3: steps 1, 2, 3a, 3b, 4, 5 have the values 1 to 6."""
    document = two_scales(get("trust"))
    document["scales"]["sup"] = scale("1", "2", "3a", "3b", "4", "5")
    form = formengine.parse(document)
    shown = labels.rating(form, item="trust", row=None, value=3, scale_name="two-scales/sup@1")
    assert shown["level"] == {"en": "3a"}
    assert labels.rating(form, item="trust", row=None, value=5, scale_name="x@1")["level"] == {
        "en": "4"
    }


def test_the_quota_of_a_period_never_becomes_a_total_of_the_whole_training(world: World):
    """Defect 4."""
    found = Programme.of(PROGRAMME)
    begin, needed = dt.date(2026, 3, 1), set()
    for months in range(12):
        day = dt.date(2026 + (2 + months) // 12, (2 + months) % 12 + 1, 15)
        needed |= {one.count for one in found.needed_on(day, begin) if "kpb" in one.form_keys}
    assert needed == {6}
    for number in range(2):
        assessed(world, f"a{number}@praktijk.nl", context={"encounter_date": "2026-04-01"})
    practice = in_dossier(world, "practice")
    assert (practice["count"], practice["needed"], practice["total"]) == (0, 6, 2)


def test_everything_is_dated_by_the_encounter_and_not_by_the_day_it_was_written_down(
    world: World,
):
    """Defect 5."""
    record_id = assessed(world, context={"encounter_date": "2026-04-01"})
    (event,) = [e for e in world.events(contract.DataPointsRecordedV1) if e.role == "assessor"]
    assert event.encounter_date == dt.date(2026, 4, 1)
    days = world.rows("SELECT DISTINCT encounter_date FROM data_point")
    assert [row[0] for row in days] == [dt.date(2026, 4, 1)]
    read = world.record(world.learner, record_id)["record"]
    assert (read["encounter_date"], read["started_at"][:10]) == ("2026-04-01", "2026-09-01")


def test_a_draft_filled_by_half_or_wrongly_can_always_be_cancelled(world: World):
    """Defect 6."""
    record_id = world.start("starrt")
    save(world, record_id, 0, {"title": "x" * 9_000, "unheard_of": 3, "situation": 7})
    world.do(world.learner, contract.CANCEL_DRAFT, use_cases.cancel_draft, record_id=record_id)
    for table in ("record", "draft", "participant"):
        assert world.rows(f"SELECT 1 FROM {table}") == []


def test_a_record_on_an_old_version_of_its_form_is_finished_there(world: World):
    """Defect 7."""
    record_id = world.start("starrt")
    save(world, record_id, 0, WORDS)
    world.hear_published(starrt(renamed), 2)
    world.hear_retired("form", "starrt")
    receipt = world.send(world.learner, record_id, "write", WORDS | REST)
    assert receipt["state"] == "done"
    read = world.record(world.learner, record_id)
    assert read["record"]["form_version"] == 1
    assert read["definition_hash"] == formengine.content_hash(STARRT)


def test_what_earned_nothing_is_seen_and_counted_like_everything_else(world: World):
    """Defect 8."""
    record_id = world.start("starrt")
    assert world.send(world.learner, record_id, "write", WORDS | REST)["state"] == "done"
    assert world.rows("SELECT 1 FROM data_point WHERE value IS NOT NULL") == []
    learning = in_dossier(world, "learning")
    assert (learning["total"], learning["count"]) == (1, 1)
    assert [one["record_id"] for one in learning["records"]] == [record_id]


def test_a_list_to_choose_from_has_every_form_once_and_no_two_of_one_name(
    world: World, authors: Desk
):
    """Defect 9."""
    world.hear_published(starrt(renamed), 2)
    world.hear_published(copy.deepcopy(STARRT) | {"minutes": 4}, 1, of_network=False)
    placed = world.see(
        world.learner, contract.DOSSIERS, queries.dossiers, portfolio_id=world.portfolio_id
    )["dossiers"]
    for dossier in placed:
        titles = [one["title"]["nl"] for one in dossier["forms"]]
        assert len(titles) == len(set(titles)), titles
    authors.publish("form", FORM)
    for title in (FORM["title"], {"en": " short OBSERVATION", "nl": "Anders genoemd"}):
        twin = FORM | {"key": "twin", "title": title}
        with pytest.raises(forms.DefinitionRefused) as refused:
            authors.publish("form", twin)
        assert refused.value.errors["title"]["code"] == "definition.title_taken"
        begun = authors.start("form", "twin", document=twin)
        with pytest.raises(forms.DefinitionRefused):
            authors.publish_draft(begun)
        authors.discard(begun["draft_id"])
    authors.publish("form", FORM | {"key": "twin", "title": {"en": "Another", "nl": "Andere"}})


@pytest.fixture
def authors(fresh_database: FreshDatabases) -> Iterator[Desk]:
    """An administrator of an institution that has published one framework."""
    opened = Database.standalone(fresh_database("forms").app_url, service="forms")
    admin = Principal(
        kind="person",
        issuer="gateway",
        person_id=uuid.uuid4(),
        institution_id=uuid.uuid4(),
        network_id=uuid.uuid4(),
        roles=frozenset({"local_admin"}),
    )
    desk = Desk(opened, admin)
    desk.publish("framework", FRAMEWORK)
    yield desk
    opened.close()


def person_form() -> dict[str, Any]:
    person = {"type": "person", "key": "witness", "by": "learner", "label": {"nl": "Wie?"}}
    source = {"type": "ref", "key": "source", "by": "learner", "label": {"nl": "Wat?"}}
    return copy.deepcopy(STARRT) | {
        "items": [*STARRT["items"], person, source | {"to": ["entry", "goal"], "many": True}]
    }


def test_who_or_what_an_answer_names_is_checked_on_the_server(world: World, elsewhere: World):
    """Defect 10."""
    world.hear_published(person_form(), 2)
    record_id = world.start("starrt")
    answers = WORDS | REST
    wrong = [
        ("witness", {"id": str(elsewhere.trainer.person_id)}, "nobody"),
        ("witness", {"id": "no-id"}, "nobody"),
        ("source", [{"kind": "entry", "id": elsewhere.start("starrt")}], "ref"),
    ]
    for item, answer, code in wrong:
        with pytest.raises(contract.AnswersIncomplete) as refused:
            world.send(world.learner, record_id, "write", answers | {item: answer})
        assert refused.value.errors[item]["code"] == code
    right = {
        "witness": {"id": str(world.trainer.person_id)},
        "source": [{"kind": "entry", "id": world.start("starrt")}],
    }
    assert world.send(world.learner, record_id, "write", answers | right)["state"] == "done"


def in_groups() -> dict[str, Any]:
    document = copy.deepcopy(ROUND)
    document["roles"]["colleague"]["groups"] = [
        {"key": "doctors", "label": {"en": "Doctors"}, "min": 3},
        {"key": "others", "label": {"en": "Others"}, "min": 3},
    ]
    document["roles"]["colleague"]["min"] = 6
    return document


def a_round(world: World, document: dict[str, Any], raters: int) -> tuple[Principal, str]:
    coach = world.person("coach")
    world.relate("coaches", coach)
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", document, number=2)
    first = world.ask(assessor={"email": "a0@praktijk.nl"}, answers={})
    for number in range(1, raters):
        world.ask(
            assessor={"email": f"a{number}@praktijk.nl"},
            answers={},
            record_id=first["record_id"],
        )
    for number in range(raters):
        link = world.link(first["record_id"], f"a{number}@praktijk.nl")
        world.send(link, first["record_id"], "collect", {"team": 1 if number else 3})
    return coach, first["record_id"]


def close(world: World, coach: Principal, record_id: str) -> None:
    fields = {"record_id": record_id, "stage": "collect"}
    world.pass_time(days=1)
    world.do(coach, contract.CLOSE_ROUND, use_cases.close_round, **fields)


def test_a_round_of_one_group_alone_is_not_released_however_many_answered(world: World):
    """Defect 11: all who are asked here are doctors."""
    coach, record_id = a_round(world, in_groups(), raters=8)
    with pytest.raises(contract.NotNow):
        close(world, coach, record_id)
    assert world.rows("SELECT 1 FROM round_answer") == []


def test_a_round_gives_a_step_of_its_scale_and_never_a_mean(world: World):
    """Defect 12."""
    coach, record_id = a_round(world, ROUND, raters=4)
    close(world, coach, record_id)
    world.pass_time(seconds=61)
    world.send(coach, record_id, "release")
    world.pass_time(seconds=61)
    values = world.rows("SELECT value FROM data_point WHERE value IS NOT NULL")
    assert [row.value for row in values] == [1]  # the mean of 3, 1, 1, 1 is 1.5
    for rule in adding_steps():
        assert codes(two_scales(rule)) == {"rule.ordinal"}, rule
        told = {"key": "told", "kind": "flag", "at": "fill", "fields": {"score": rule}}
        assert codes(two_scales(get("trust")) | {"emit": [told]}) == {"rule.ordinal"}, rule


def test_renaming_a_scale_never_unbinds_a_form_in_silence(world: World):
    """Defect 13."""
    record_id = world.start("starrt")
    renamed_scale = json.loads((LIBRARY / "scales" / "expected-1.json").read_text())
    renamed_scale |= {"title": {"nl": "Anders genoemd", "en": "Renamed"}, "version": 2}
    world.hear_published(renamed_scale, 2)
    assessed(world)
    assert {row[0] for row in world.rows("SELECT scale FROM data_point WHERE value > 0")} == {
        "expected@1"
    }
    document = copy.deepcopy(KPB_FORM)
    document["scales"]["renamed@1"] = document["scales"].pop("expected@1")
    found = {(one.path, one.code) for one in formengine.check(document)}
    assert ("items/areas", "item.shared_scale") in found
    assert world.record(world.learner, record_id)


def test_what_could_not_be_sent_leaves_nothing_behind(world: World):
    """Defect 14."""
    with pytest.raises(contract.AnswersIncomplete):
        world.ask(answers={"situation": 7})
    for table in ("record", "participant", "request", "draft", "contribution", "task", "outbox"):
        found = world.rows(f"SELECT count(*) FROM {table}")[0][0]
        assert found == (1 if table == "outbox" else 0), table  # the opened portfolio
    asked = world.ask()
    with pytest.raises(contract.AnswersIncomplete):
        world.send(world.link(asked["record_id"]), asked["record_id"], "assess", {})
    assert world.rows("SELECT 1 FROM draft") == []
    assert world.rows("SELECT 1 FROM contribution WHERE stage = 'assess'") == []


def test_feedback_of_a_team_is_asked_per_period_and_not_per_activity():
    """Defect 15: one questionnaire of each colleague speaks of all areas it touches."""
    required = [one for one in PROGRAMME["requirements"] if one.get("form") == "team-feedback"]
    assert [(one["count"], one["per"]) for one in required] == [(1, "year")]
    for file in LIBRARY.glob("*.json"):
        form = formengine.parse(json.loads(file.read_text()))
        rounds = {stage.id for stage in form.stages if stage.anonymous}
        for stage in rounds:
            raters = form.stage(stage).by
            asked = [item for role in raters for item in form.fillable(stage, role)]
            assert not any(item.type == "outcome" for item in asked), file.name
            assert "$" not in json.dumps([_outcomes(item) for item in asked]), file.name


def _outcomes(item: Any) -> list[Any]:
    rows = [list(getattr(row, "outcomes", ())) for row in getattr(item, "rows", ())]
    return [list(getattr(item, "outcomes", ())), *rows]
