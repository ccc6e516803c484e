"""A learner's own plan: by whom, with a reason, kept for good; and new versions of programmes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import uuid

import pytest

from libs import formengine
from libs.chassis.delivery import Delivery
from libs.chassis.principal import Principal
from libs.contracts import accounts, forms
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, InvalidRequest, NotFound
from services.portfolio import projections, queries, use_cases

from .test_decisions import STATEMENT, evidence
from .test_known_defects import assessed, in_dossier
from .world import KPB, LIBRARY, PROGRAMME, World


def told(world: World) -> contract.PlanAdaptedV1:
    return world.events(contract.PlanAdaptedV1)[-1]


def test_a_teacher_changes_a_number_and_everybody_reads_who_when_and_why(world: World):
    world.adapt("count", "kpb", count=4, reason="Three months of leave")
    for reader in (world.learner, world.trainer, world.teacher, world.head):
        (found,) = world.plan(reader)["adaptations"]
        assert (found["by"], found["reason"]) == ("Noor Teacher", "Three months of leave")
        assert (found["changes"], found["from_on"]) == ({"count": 4}, "2026-09-01")
        assert found["ended_at"] is None


def test_the_plan_is_told_as_a_whole_with_a_growing_version(world: World):
    first = world.adapt("count", "kpb", count=4)
    world.adapt("pace", percent=50)
    event = told(world)
    assert [(one["kind"], one["changes"]) for one in event.adaptations] == [
        ("count", {"count": 4}),
        ("pace", {"percent": 50}),
    ]
    assert (event.version, event.learner_id) == (2, world.learner.person_id)
    world.end(first)
    assert [one["kind"] for one in told(world).adaptations] == ["pace"]
    assert told(world).version == 3
    world.end(first)
    assert told(world).version == 3


def test_a_newer_change_takes_the_place_and_the_older_one_stays_to_be_read(world: World):
    world.adapt("count", "kpb", count=4)
    world.adapt("count", "kpb", count=5, reason="More after all")
    newer, older = world.plan()["adaptations"]
    assert (newer["changes"], newer["ended_at"]) == ({"count": 5}, None)
    assert (older["ended_because"], older["ended_by"]) == ("More after all", "Noor Teacher")
    assert len(told(world).adaptations) == 1


def test_paces_follow_each_other_and_a_corrected_one_replaces_those_after_it(world: World):
    for day, percent in (("2026-10-01", 50), ("2027-01-01", 80), ("2026-12-01", 60)):
        world.adapt("pace", percent=percent, since=dt.date.fromisoformat(day))
    paces = [(one["from_on"], one["changes"]["percent"]) for one in told(world).adaptations]
    assert paces == [("2026-10-01", 50), ("2026-12-01", 60)]


def test_only_a_teacher_a_coach_or_the_head_changes_a_plan(world: World):
    coach = world.person("coach")
    world.relate("coaches", coach)
    for who in (world.teacher, coach, world.head):
        world.adapt("count", "kpb", count=4, who=who)
    for who in (world.learner, world.trainer, world.person("secretary")):
        with pytest.raises(Forbidden):
            world.adapt("count", "kpb", count=4, who=who)
    for who in (world.person("teacher"), world.person("local_admin"), world.person("trainer")):
        with pytest.raises(NotFound):
            world.adapt("count", "kpb", count=4, who=who)
    former = world.person("teacher")
    world.relate("teaches", former, until=dt.date(2026, 8, 31))
    with pytest.raises(NotFound):
        world.adapt("count", "kpb", count=4, who=former)


def test_another_institution_neither_adapts_nor_ends(world: World, elsewhere: World):
    adaptation = world.adapt("waived", "kpb")
    for stranger in (elsewhere.teacher, elsewhere.head):
        with pytest.raises(NotFound):
            world.adapt("count", "kpb", count=4, who=stranger)
        with pytest.raises(NotFound):
            world.end(adaptation, stranger)


def test_those_who_may_not_change_may_not_end_either(world: World):
    adaptation = world.adapt("waived", "kpb")
    for who in (world.learner, world.trainer):
        with pytest.raises(Forbidden):
            world.end(adaptation, who)


@pytest.mark.parametrize(
    ("kind", "requirement", "changes", "field"),
    [
        ("count", "kpb", {}, "count"),
        ("count", "kpb", {"count": 0}, "count"),
        ("count", "kpb", {"count": 2.5}, "count"),
        ("count", "kpb", {"level": 3}, "level"),
        ("count", "nothing", {"count": 3}, "requirement"),
        ("count", "kpb", {"count": 3, "form": "x"}, "form"),
        ("waived", None, {}, "requirement"),
        ("due_on", "kpb", {"due_on": "soon"}, "due_on"),
        ("due_on", "kpb", {"due_on": "2026-08-31"}, "due_on"),
        ("added", None, {"title": {"en": "X"}, "count": 1, "form": "nothing"}, "form"),
        ("added", None, {"title": {"en": " "}, "count": 1, "form": "kpb"}, "title"),
        ("added", "kpb", {"title": {"en": "X"}, "count": 1, "form": "kpb"}, "requirement"),
        ("pace", None, {"percent": 10}, "percent"),
        ("route", None, {"choice": "none", "option": "a"}, "choice"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place_and_nothing_is_kept(
    world: World, kind, requirement, changes, field
):
    with pytest.raises(InvalidRequest) as refused:
        world.adapt(kind, requirement, **changes)
    assert field in refused.value.errors
    assert world.plan()["adaptations"] == []


def asking_a_level(world: World, level: dict[str, object]) -> None:
    """The learner's programme in a version that asks a level of the talks about progress."""
    document = json.loads((LIBRARY / "programmes" / f"{PROGRAMME}.json").read_text())
    one = next(one for one in document["requirements"] if one["key"] == "combel")
    one["level"] = level
    world.hear_published(document, 2)


def test_another_level_is_a_step_of_the_scale_that_is_asked(world: World):
    asking_a_level(world, {"scale": "combel@1", "min": 6})
    for level in (0, 11, 55):
        with pytest.raises(InvalidRequest) as refused:
            world.adapt("count", "combel", level=level)
        assert set(refused.value.errors) == {"level"}
    world.adapt("count", "combel", level=7)
    assert told(world).adaptations[0]["changes"] == {"level": 7}


@pytest.mark.parametrize(("lowest", "refused"), [(0, -1), (-2, -3)])
def test_a_scale_may_begin_at_nought_or_below(world: World, lowest: int, refused: int):
    levels = [{"value": lowest + step, "label": {"en": f"Step {step}"}} for step in range(3)]
    key = f"from-{abs(lowest)}"
    scale = {"format": "scale/1", "key": key, "version": 1, "title": {"en": key}}
    world.hear_published(scale | {"kind": "ordinal", "levels": levels}, 1)
    asking_a_level(world, {"scale": f"{key}@1", "min": lowest + 1})
    asked = next(one for one in world.plan()["requirements"] if one["key"] == "combel")
    assert (asked["level"], asked["scale"]) == (lowest + 1, f"{key}@1")
    with pytest.raises(InvalidRequest):
        world.adapt("count", "combel", level=refused)
    world.adapt("count", "combel", level=lowest)
    assert told(world).adaptations[0]["changes"] == {"level": lowest}


def test_a_change_needs_a_reason(world: World):
    with pytest.raises(InvalidRequest) as refused:
        world.adapt("waived", "kpb", reason="  ")
    assert "reason" in refused.value.errors


def test_an_own_activity_is_asked_where_it_is_kept(world: World):
    before = needed(world, "learning")
    world.adapt("added", title={"nl": "Drie reflecties"}, form="written-product", count=3)
    assert needed(world, "learning") == before + 3
    own = next(one for one in world.plan()["requirements"] if one["own"])
    world.adapt("added", own["key"], title={"nl": "Twee"}, form="written-product", count=2)
    assert needed(world, "learning") == before + 2


def needed(world: World, dossier: str) -> int:
    fields = {"portfolio_id": world.portfolio_id}
    found = world.see(world.learner, contract.DOSSIERS, queries.dossiers, **fields)
    return next(one["needed"] for one in found["dossiers"] if one["key"] == dossier)


def test_what_was_agreed_shows_in_the_dossiers(world: World):
    world.adapt("count", "goal", count=5)
    world.adapt("waived", "reflection")
    assert needed(world, "learning") == 5


def test_half_time_from_a_day_on_moves_the_phases_after_it(world: World):
    world.adapt("pace", percent=50, since=dt.date(2026, 9, 1))
    world.clock.forward(days=250)  # May 2027: at full time the second phase
    found = world.see(
        world.teacher,
        contract.PORTFOLIO_OF,
        queries.portfolio_of,
        learner_id=world.learner.person_id,
    )
    assert found["phase"] == "ha1"


def test_half_a_year_at_half_the_pace_counts_what_was_done_in_that_year(world: World):
    world.adapt("pace", percent=50, since=dt.date(2026, 9, 1))
    assessed(world)
    world.clock.forward(days=250)  # May 2027: at full time the next half year
    practice = in_dossier(world, "practice")
    assert (practice["count"], practice["needed"]) == (1, 6)


def test_restating_tells_the_plan_again_the_same(world: World):
    world.adapt("count", "kpb", count=4)
    world.end(world.adapt("waived", "goal"))
    before = told(world)
    service = Principal(
        kind="service",
        issuer="dashboards",
        institution_id=world.institution,
        network_id=world.network,
    )
    world.do(service, contract.RESTATE, use_cases.restate, cursor=None, limit=500)
    assert told(world) == before
    assert len(world.events(contract.PlanAdaptedV1)) == 4


def test_an_erased_teacher_is_forgotten_and_the_plan_stays(world: World):
    world.adapt("waived", "kpb")
    world.hear(
        accounts.PersonErasedV1(
            institution_id=world.institution,
            network_id=world.network,
            person_id=world.teacher.person_id,
            erasure_id=uuid.uuid4(),
        )
    )
    (found,) = world.plan(world.head)["adaptations"]
    assert (found["by"], found["kind"]) == ("", "waived")


# New versions of the programme


def programme(**members) -> dict:
    document = json.loads((LIBRARY / "programmes" / f"{PROGRAMME}.json").read_text())
    return document | members


def published(world: World, document: dict, number: int) -> str:
    """Forms tells of a version of the institution's own."""
    name = formengine.content_hash(document)
    event = forms.DefinitionPublishedV1(
        institution_id=world.institution,
        network_id=world.network,
        kind="programme",
        key=document["key"],
        definition_version=number,
        hash=name,
    )

    def hear(tx, heard):
        projections.definition_published(tx, heard, document=document)

    world.db.consume(Delivery.of(event, consumer="test", occurred_at=world.clock()), hear)
    return name


def followed(world: World, learner: Principal | None = None) -> str:
    portfolio = world.portfolio_of(learner or world.learner)
    return world.rows("SELECT programme_hash FROM portfolio WHERE id = :id", id=portfolio)[0][0]


def test_a_new_version_takes_along_those_it_is_for(world: World):
    newer = published(world, programme(cohort={"until": "2026-12-31"}), 2)
    assert followed(world) == newer
    opened = world.events(contract.PortfolioOpenedV1)[-1]
    assert (opened.programme_hash, opened.version) == (newer, 2)


def test_those_of_another_cohort_stay_and_newcomers_get_theirs(world: World):
    before = followed(world)
    newer = published(world, programme(cohort={"from": "2026-09-01"}), 2)
    assert followed(world) == before
    newcomer, older = world.person("learner"), world.person("learner")
    world.enrol(newcomer, starts_on=dt.date(2026, 9, 1))
    world.enrol(older, starts_on=dt.date(2026, 8, 31))
    assert (followed(world, newcomer), followed(world, older)) == (newer, before)


def test_versions_that_come_out_of_order_leave_the_newest(world: World):
    third = published(world, programme(cohort={"names": ["2026-03"]}), 3)
    published(world, programme(description={"en": "Second"}), 2)
    assert followed(world) == third


def test_a_dossier_that_went_keeps_what_is_in_it_and_starts_nothing(world: World):
    asked = world.ask()
    kept = [one for one in programme()["dossiers"] if one["key"] != "practice"]
    published(world, programme(dossiers=kept, requirements=[]), 2)
    with pytest.raises(contract.FormNotOffered):
        world.ask()
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB)


# Nothing at stake


def test_a_form_that_decides_is_refused_where_nothing_is_at_stake(world: World):
    published(world, programme(stakes="off", decisions=[]), 2)
    with pytest.raises(contract.NoStakes):
        world.start("competence-statement", who=world.head)
    fields = {"portfolio_id": world.portfolio_id}
    found = world.see(world.head, contract.DOSSIERS, queries.dossiers, **fields)
    offered = {form["form_key"] for dossier in found["dossiers"] for form in dossier["forms"]}
    assert "competence-statement" not in offered
    assert found["portfolio"]["is_developmental"] is True


def test_what_was_started_before_takes_no_decision_any_more(world: World):
    evidence(world)
    record_id = world.start("competence-statement", who=world.head)
    published(world, programme(stakes="off", decisions=[]), 2)
    head = dataclasses.replace(world.head, assurance="code")
    with pytest.raises(contract.NoStakes):
        world.send(head, record_id, "decide", STATEMENT)
    assert world.events(contract.DecisionIssuedV1) == []


# Who and where, told without names


def test_a_finished_record_tells_who_assessed_and_where_without_a_name(world: World):
    for email, place in (
        ("jansen", "Spreekuur"),
        ("bakker", " SPREEKUUR "),
        ("jansen", "spreekuur"),
    ):
        address = f"{email}@praktijk.nl"
        context = {"encounter_date": world.clock().date(), "place": place}
        asked = world.ask(assessor={"email": address}, context=context)
        world.send(world.link(asked["record_id"], address), asked["record_id"], "assess", KPB)
    done = [one for one in world.events(contract.RecordChangedV1) if one.state == "done"]
    people = [one.assessors[0]["assessor"] for one in done]
    assert len(done) == 3
    assert (len(set(people)), people[0]) == (2, people[2])
    assert len({one.context for one in done}) == 1
    assert {one.assessors[0]["role"] for one in done} == {"assessor"}
    assert "jansen" not in str(done).lower()
    assert "spreekuur" not in str(done).lower()


# Routes

ROUTES = [
    {
        "key": "track",
        "title": {"en": "Track"},
        "by": "learner",
        "options": [
            {"key": "wide", "title": {"en": "Wide"}, "requirements": ["goal"]},
            {"key": "deep", "title": {"en": "Deep"}, "requirements": ["reflection"]},
        ],
    }
]


def test_a_learner_takes_the_route_that_is_left_to_learners(world: World):
    published(world, programme(routes=ROUTES), 2)
    assert needed(world, "learning") == 2
    world.adapt("route", who=world.learner, choice="track", option="deep")
    (choice,) = world.plan(world.learner)["choices"]
    assert (choice["chosen"], choice["may"]) == (["deep"], True)
    assert world.plan(world.learner)["may"] == ["route"]
    assert [one["requirement"] for one in told(world).adaptations] == ["track"]


def test_a_route_that_teachers_choose_is_not_the_learners(world: World):
    published(world, programme(routes=[ROUTES[0] | {"by": "teacher"}]), 2)
    with pytest.raises(Forbidden):
        world.adapt("route", who=world.learner, choice="track", option="deep")
    world.adapt("route", choice="track", option="deep")
