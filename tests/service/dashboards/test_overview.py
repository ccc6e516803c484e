"""One portfolio at a glance: what it says, and who may read it."""

import dataclasses
import datetime as dt
import uuid

import pytest

from libs.chassis import testing
from libs.chassis.migrate import drift
from libs.contracts.dashboards import ViewChangedV1
from libs.contracts.faults import NotFound
from services.dashboards import use_cases
from tests.service.dashboards.conftest import person
from tests.service.dashboards.stories import LINEAGES, NOW, Story

MEDICAL, TALKING, LEADING = LINEAGES


def test_the_overview_of_a_new_portfolio_is_empty_but_complete(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes()
    overview = desk.overview(learner, story)
    assert overview["programme"] == {
        "key": "gp-training",
        "phase": "year-1",
        "starts_on": "2026-03-01",
        "is_developmental": False,
    }
    assert [area["lineage"] for area in overview["areas"]] == list(LINEAGES)
    assert {area["points"] for area in overview["areas"]} == {0}
    assert overview["requests"] == {"open": 0, "overdue": 0, "answered": 0}
    assert overview["goals"] == {"open": 0, "finished": 0}
    assert overview["decisions"] == overview["registrations"] == []
    assert overview["as_of"] == "2026-11-22T09:00:00Z"


def test_data_points_are_counted_by_area_role_and_stakes(desk, story, learner):
    desk.hear(
        story.opened(),
        story.points(story.point(MEDICAL, 3), story.narrative(MEDICAL)),
        story.points(
            story.point(MEDICAL, 4),
            story.point(TALKING, 2),
            role="trainer",
            stakes="medium",
            encounter_date=dt.date(2026, 10, 5),
        ),
    )
    overview = desk.overview(learner, story)
    areas = {area["lineage"]: area for area in overview["areas"]}
    assert areas[MEDICAL] == {
        "framework": "gp-areas@2023",
        "lineage": MEDICAL,
        "outcome": "medical",
        "points": 2,
        "narratives": 1,
        "latest": {"value": 4, "scale": "five@1", "on": "2026-10-05"},
        "by_role": {"assessor": 1, "trainer": 1},
        "by_stakes": {"low": 1, "medium": 1},
        "last_on": "2026-10-05",
        "under": None,
    }
    assert (overview["points"], overview["narratives"]) == (3, 1)


def test_the_latest_value_is_that_of_the_last_encounter_not_of_the_last_send(desk, story, learner):
    desk.hear(
        story.points(story.point(MEDICAL, 5), encounter_date=dt.date(2026, 10, 9)),
        story.points(story.point(MEDICAL, 1), encounter_date=dt.date(2026, 9, 1), sent_at=NOW),
    )
    assert desk.overview(learner, story)["areas"][0]["latest"]["value"] == 5


def test_a_newer_revision_replaces_the_points_of_the_older(desk, story, learner):
    first = story.points(story.point(MEDICAL, 2), story.point(TALKING, 2))
    newer = story.points(story.point(MEDICAL, 4), contribution_id=first.contribution_id, revision=2)
    desk.hear(first, newer, first)
    areas = desk.overview(learner, story)["areas"]
    assert [(area["lineage"], area["latest"]["value"]) for area in areas] == [(MEDICAL, 4)]


def test_a_withdrawn_contribution_leaves_nothing_even_when_it_comes_first(desk, story, learner):
    first = story.points(story.point(MEDICAL, 2))
    gone = story.points(contribution_id=first.contribution_id, revision=2)
    desk.hear(story.opened(), gone, first)
    assert desk.overview(learner, story)["points"] == 0


def test_requests_goals_registrations_and_decisions_are_summed_up(desk, story, learner):
    answered = story.request()
    old = {"state": "superseded", "decided_on": dt.date(2026, 8, 1)}
    decision = story.decision()
    desk.hear(
        answered,
        story.request(request_id=answered.request_id, state="submitted", version=2),
        story.request(asked_at=NOW - dt.timedelta(days=8)),
        story.request(),
        story.goal(),
        story.goal(state="met"),
        story.goal(state="withdrawn"),
        story.registration(),
        story.registration(state="registered", hours=4.5, on=dt.date(2026, 9, 3)),
        story.registration(state="withdrawn"),
        decision,
        story.decision(**old),
    )
    overview = desk.overview(learner, story)
    assert overview["requests"] == {"open": 2, "overdue": 1, "answered": 1}
    assert overview["goals"] == {"open": 1, "finished": 1}
    assert overview["registrations"] == [
        {
            "kind": "shift",
            "count": 2,
            "approved": 1,
            "hours": 12.5,
            "hours_approved": 8.0,
            "last_on": "2026-09-03",
        }
    ]
    assert overview["decisions"] == [
        {
            "decision_id": str(decision.decision_id),
            "kind": "competence_statement",
            "result": "granted",
            "light": "go",
            "outcome": None,
            "decided_on": "2026-09-10",
            "valid_from": "2026-09-10",
            "valid_until": None,
            "record_id": str(decision.record_id),
            "advice": False,
        }
    ]


def test_requirements_say_what_is_behind_by_the_encounter_date(desk, story, learner):
    desk.hear(story.opened(), *[story.record() for _ in range(8)])
    desk.hear(story.record(state="running"), story.record(encounter_date=dt.date(2026, 1, 1)))
    desk.fetch_programmes()
    kpb, combel = desk.overview(learner, story)["requirements"]
    assert (kpb["title"], kpb["count"], kpb["needed"]) == ({"en": "Short assessment"}, 8, 12)
    assert (kpb["expected"], kpb["state"]) == (8, "on_track")
    assert (combel["count"], combel["expected"], combel["state"]) == (0, 2, "behind")
    assert (kpb["period_from"], kpb["period_to"]) == ("2026-03-01", "2027-02-28")


def test_a_part_timer_is_not_behind_at_the_pace_of_full_time(desk, story, learner):
    desk.hear(story.opened(), *[story.record() for _ in range(4)])
    desk.fetch_programmes()
    assert desk.overview(learner, story)["requirements"][0]["state"] == "behind"
    desk.hear(story.enrolled(part_time=50))
    kpb = desk.overview(learner, story)["requirements"][0]
    assert (kpb["state"], kpb["period_to"]) == ("on_track", "2028-02-29")


def test_an_enrolment_that_was_taken_back_says_nothing_of_the_pace(desk, story, learner):
    enrolled = story.enrolled(part_time=50)
    desk.hear(enrolled, dataclasses.replace(enrolled, version=2, ended=True))
    desk.hear(story.opened(), *[story.record() for _ in range(4)])
    desk.fetch_programmes()
    assert desk.overview(learner, story)["requirements"][0]["state"] == "behind"


def test_being_behind_comes_with_the_calendar(desk, story, learner, clock):
    desk.hear(story.opened(), *[story.record() for _ in range(8)])
    desk.fetch_programmes()
    before = desk.overview(learner, story)
    assert before["requirements"][0]["state"] == "on_track"
    clock.forward(days=90)
    desk.fire("evaluate", use_cases.evaluate)
    after = desk.overview(learner, story)
    assert after["requirements"][0]["state"] == "behind"
    assert after["version"] > before["version"]
    clock.forward(days=1)
    from libs.chassis.timers import due_timers

    assert [timer.key for timer in due_timers(desk.database, "evaluate")] == [
        str(story.portfolio_id)
    ]


def test_every_change_of_a_view_is_told_once_with_its_version(desk, story, learner, database):
    event = story.points(story.point(MEDICAL, 3))
    desk.hear(event)
    told = testing.outbox(database, ViewChangedV1)
    assert [one.topic for one in told] == [f"portfolio:{story.portfolio_id}"]
    assert told[0].version == desk.overview(learner, story)["version"]
    desk.hear(event)
    assert len(testing.outbox(database, ViewChangedV1)) == 1


@pytest.mark.parametrize("role", ["head", "secretary", "committee"])
def test_staff_of_the_institution_may_read(desk, story, role):
    desk.hear(story.opened())
    assert desk.overview(person(story, role), story)["learner_id"] == str(story.learner_id)


@pytest.mark.parametrize("kind", ["supervises", "teaches", "coaches"])
def test_a_relation_opens_the_portfolio_from_its_first_to_its_last_day(desk, story, kind, clock):
    somebody = person(story, "trainer")
    today = NOW.date()
    relation = story.relation(
        somebody.person_id, kind=kind, starts_on=today, ends_on=today + dt.timedelta(days=2)
    )
    desk.hear(story.opened(), relation)
    clock.forward(days=2)
    assert desk.overview(somebody, story)
    clock.forward(days=1)
    with pytest.raises(NotFound):
        desk.overview(somebody, story)


def test_the_others_find_nothing(desk, story):
    desk.hear(story.opened())
    for somebody in (
        person(story, "learner"),
        person(story, "trainer"),
        person(story, "local_admin"),
        person(story, "national_admin"),
        person(story, "head", institution_id=uuid.uuid4()),
        person(story, "learner", person_id=story.learner_id, institution_id=uuid.uuid4()),
    ):
        with pytest.raises(NotFound):
            desk.overview(somebody, story)
    with pytest.raises(NotFound):
        desk.overview(person(story, "head"), Story(seed=2))


def test_points_for_some_roles_are_counted_for_them_only(desk, story, learner, head):
    teacher = person(story, "teacher")
    desk.hear(
        story.opened(),
        story.relation(teacher.person_id),
        story.points(story.point(MEDICAL, 3), story.point(MEDICAL, 1, see=["teacher", "head"])),
        story.points(story.point(TALKING, 2, see=["head"]), story.point(LEADING, 1, see=[])),
    )

    def counts(who):
        return {a["lineage"]: a["points"] for a in desk.overview(who, story)["areas"]}

    assert counts(learner) == {MEDICAL: 1}
    assert counts(teacher) == {MEDICAL: 2}
    assert counts(head) == {MEDICAL: 2, TALKING: 1}
    assert desk.overview(teacher, story)["points"] == 2


def test_points_that_name_their_readers_are_counted_for_those_only(desk, story):
    trainers = [person(story, "trainer") for _ in range(2)]
    named = [str(trainers[0].person_id), "teacher"]
    desk.hear(
        story.opened(),
        *(story.relation(one.person_id, kind="supervises") for one in trainers),
        story.points(story.point(MEDICAL, 3), story.flag(see=named)),
        story.points(story.point(MEDICAL, 1, see=named)),
    )
    assert [desk.overview(one, story)["points"] for one in trainers] == [2, 1]
    concerns = [desk.learners(one)["learners"][0]["concerns"] for one in trainers]
    assert concerns == [1, 0]


def test_goals_registrations_and_decisions_for_few_are_told_to_those_alone(
    desk, story, learner, head
):
    teacher = person(story, "teacher")
    hidden = story.decision(kind="remediation", result="not_met", see=("head",))
    desk.hear(
        story.opened(),
        story.relation(teacher.person_id),
        story.goal(),
        story.goal(see=("learner",)),
        story.goal(state="met", see=("head", "learner")),
        story.registration(),
        story.registration(on=dt.date(2026, 9, 8), see=("learner",)),
        story.decision(),
        hidden,
    )

    def told(who):
        found = desk.overview(who, story)
        (shifts,) = found["registrations"]
        decided = [one["kind"] for one in found["decisions"]]
        return found["goals"], (shifts["count"], shifts["hours"], shifts["last_on"]), decided

    few, every = (1, 8.0, "2026-09-01"), (2, 16.0, "2026-09-08")
    granted = ["competence_statement"]
    assert told(teacher) == ({"open": 1, "finished": 0}, few, granted)
    assert told(learner) == ({"open": 2, "finished": 1}, every, granted)
    goals, shifts, decided = told(head)
    assert (goals, shifts) == ({"open": 1, "finished": 1}, few)
    assert sorted(decided) == ["competence_statement", "remediation"]
    assert "audience" not in str(desk.overview(head, story))


def test_what_came_before_readers_were_told_is_mended_by_saying_it_again(desk, story, head):
    before = story.goal(), story.registration(), story.decision()
    desk.hear(story.opened(), *before)
    desk.hear(*(dataclasses.replace(one, see=("learner",)) for one in before))
    found = desk.overview(head, story)
    assert found["goals"] == {"open": 0, "finished": 0}
    assert found["registrations"] == found["decisions"] == []


def test_reading_is_written_down(desk, story, head, database):
    import sqlalchemy as sa

    desk.hear(story.opened())
    desk.overview(head, story)
    with database.transaction(head) as tx:
        lines = tx.session.execute(
            sa.text("SELECT action, user_id, subject_id, basis FROM audit")
        ).all()
    assert lines == [("dashboard.read", head.person_id, story.learner_id, "staff")]


def test_the_tables_are_what_the_migrations_made(fresh_database):
    assert drift("services.dashboards", fresh_database("dashboards").owner_url) == []
