"""Requirements of a learner's own on a real database: levels, breadth, plans in any order."""

import datetime as dt
import random
import uuid
from itertools import permutations

import pytest
import sqlalchemy as sa

from libs.contracts import dashboards as contract
from libs.contracts import portfolio
from libs.contracts.faults import InvalidRequest
from services.dashboards import queries
from tests.service.dashboards.conftest import person
from tests.service.dashboards.models import service
from tests.service.dashboards.stories import FETCHED, PROGRAMME, Story

TRAINER = {"assessor": "t", "role": "trainer", "kind": "trainer"}
NURSE = {"assessor": "n", "role": "assessor", "kind": "nurse"}


def fetched(*requirements, **members):
    """A programme with other requirements, as forms would give it."""
    return FETCHED | {"document": PROGRAMME | {"requirements": list(requirements)} | members}


def only(overview):
    (found,) = overview["requirements"]
    return found


def observed(story, value, *, scale="five@1", by=TRAINER, role="trainer", **more):
    """A finished record with one rating, as two events."""
    record = story.record(assessors=(by,), **more)
    rating = story.points(
        story.point(value=value, scale=scale),
        record_id=record.record_id,
        role=role,
        encounter_date=record.encounter_date,
    )
    return record, rating


LEVELLED = {
    "key": "level",
    "form": "kpb",
    "count": 2,
    "phase": "year-1",
    "level": {"scale": "five@1", "min": 3},
}


def test_only_ratings_on_the_named_scale_version_reach_the_level(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes(fetched(LEVELLED))
    for value, scale in ((4, "five@1"), (5, "five@2"), (9, "ten@1"), (2, "five@1")):
        desk.hear(*observed(story, value, scale=scale))
    assert only(desk.overview(learner, story))["count"] == 1


def test_a_rating_that_comes_before_or_after_its_record_counts_the_same(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes(fetched(LEVELLED))
    record, rating = observed(story, 4)
    desk.hear(record, rating)
    record, rating = observed(story, 4)
    desk.hear(rating, record)
    assert only(desk.overview(learner, story))["state"] == "done"


def test_a_withdrawn_rating_counts_no_more(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes(fetched(LEVELLED))
    record, rating = observed(story, 4)
    desk.hear(record, rating)
    gone = {"record_id": record.record_id, "contribution_id": rating.contribution_id}
    desk.hear(story.points(revision=2, **gone))
    assert only(desk.overview(learner, story))["count"] == 0


def test_what_learners_say_of_themselves_reaches_no_level(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes(fetched(LEVELLED))
    desk.hear(*observed(story, 5, role="learner"))
    assert only(desk.overview(learner, story))["count"] == 0


def test_people_places_and_months_are_counted_over_what_counts(desk, story, learner):
    asked = {"form": "kpb", "count": 3, "phase": "year-1"}
    broad = {"assessors": 2, "assessor_roles": 2, "contexts": 2, "months": 2}
    desk.hear(story.opened())
    desk.fetch_programmes(fetched(asked | broad))
    september, october = dt.date(2026, 9, 10), dt.date(2026, 10, 10)
    for by, on, place in (
        (TRAINER, october, "a"),
        (TRAINER, october, "a"),
        (TRAINER, october, None),
    ):
        desk.hear(story.record(assessors=(by,), encounter_date=on, context=place))
    found = only(desk.overview(learner, story))
    assert {one["kind"]: one["have"] for one in found["missing"]} == dict.fromkeys(broad, 1)
    desk.hear(story.record(assessors=(NURSE,), encounter_date=september, context="b"))
    found = only(desk.overview(learner, story))
    assert (found["state"], "missing" in found) == ("done", False)


def test_hours_of_approved_registrations_are_added_up_with_a_spread(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes(
        fetched(
            {"registration": "shift", "hours": True, "count": 20, "phase": "year-1", "months": 2}
        )
    )
    desk.hear(story.registration(hours=12.0), story.registration(hours=12.0))
    found = only(desk.overview(learner, story))
    assert (found["count"], found["missing"][0]["have"]) == (24, 1)


def plan(story, *adaptations, version=1):
    return portfolio.PlanAdaptedV1(
        institution_id=story.institution_id,
        portfolio_id=story.portfolio_id,
        learner_id=story.learner_id,
        adaptations=adaptations,
        version=version,
    )


def change(kind, requirement="kpb-year-1", from_on="2026-11-01", **changes):
    return {"kind": kind, "requirement": requirement, "changes": changes, "from_on": from_on}


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_newest_plan_holds_in_any_order(desk, order):
    story = Story(seed=uuid.uuid4().int)
    events = [
        story.opened(),
        plan(story, change("count", count=2), version=1),
        plan(story, change("count", count=3), version=3),
        plan(story, version=2),
    ]
    for place in order:
        desk.hear(events[place])
    desk.fetch_programmes()
    owner = person(story, "learner", person_id=story.learner_id)
    found = {one["key"]: one for one in desk.overview(owner, story)["requirements"]}
    assert (found["kpb-year-1"]["needed"], found["kpb-year-1"]["adapted"]) == (3, True)
    assert found["combel-year-1"]["needed"] == 4


def test_a_plan_changes_what_is_behind_at_once_and_its_end_gives_it_back(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes()
    before = desk.overview(learner, story)
    assert {one["state"] for one in before["requirements"]} == {"behind"}
    desk.hear(plan(story, change("waived"), change("waived", "combel-year-1")))
    after = desk.overview(learner, story)
    assert after["requirements"] == []
    assert after["version"] > before["version"]
    desk.hear(plan(story, version=2))
    assert desk.overview(learner, story)["requirements"] == before["requirements"]


def test_a_slower_pace_moves_the_end_of_the_phase_and_lowers_what_is_expected(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes()
    before = desk.overview(learner, story)["requirements"][0]
    desk.hear(plan(story, change("pace", None, from_on="2026-07-01", percent=50)))
    after = desk.overview(learner, story)["requirements"][0]
    assert (before["expected"], after["expected"]) == (8, 6)
    assert before["period_to"] == "2027-02-28"
    assert after["period_to"] > "2027-10-01"


def test_no_decision_is_shown_where_nothing_is_at_stake(desk, story, learner):
    desk.hear(story.opened(), story.decision())
    desk.fetch_programmes(fetched(stakes="off"))
    found = desk.overview(learner, story)
    assert found["decisions"] == []
    assert found["programme"]["is_developmental"] is True


def test_plans_of_one_institution_change_nothing_in_another(desk, story, learner):
    elsewhere = Story(seed=random.randrange(10**9))
    desk.hear(story.opened(), elsewhere.opened())
    desk.fetch_programmes()
    desk.hear(plan(elsewhere, change("waived")))
    assert len(desk.overview(learner, story)["requirements"]) == 2


def effect(desk, who, document):
    return desk.read(who, contract.PROGRAMME_EFFECT, queries.programme_effect, document=document)


def cohort_of_two(desk, story, head):
    """Two learners of one institution: one has done 8 short assessments, the other none."""
    other = Story(story.institution_id, seed=2)
    desk.hear(story.opened(), other.opened(cohort="2027"))
    desk.hear(*(story.record(record_id=story.id()) for _ in range(8)))
    desk.fetch_programmes()
    return other


def test_the_effect_of_a_programme_names_who_becomes_behind_and_who_no_longer_is(desk, story, head):
    other = cohort_of_two(desk, story, head)
    harder = PROGRAMME | {"requirements": [{"form": "kpb", "count": 16, "phase": "year-1"}]}
    found = effect(desk, head, harder)
    changes = {one["requirement"]: one for one in found["changes"]}
    assert found["learners"] == 2
    assert changes["kpb-year-1"]["newly_behind"] == [str(story.learner_id)]
    assert changes["kpb-year-1"]["title"] == {"en": "Short assessment"}
    both = sorted([str(story.learner_id), str(other.learner_id)])
    assert changes["combel-year-1"]["no_longer_behind"] == both


def test_an_effect_changes_nothing(desk, story, head, learner):
    cohort_of_two(desk, story, head)
    before = desk.overview(learner, story)
    effect(desk, head, PROGRAMME | {"requirements": []})
    assert desk.overview(learner, story) == before


def test_a_line_of_an_effect_is_kept_where_learners_are_named(desk, database, story, head):
    cohort_of_two(desk, story, head)

    def lines():
        counted = sa.text("SELECT count(*) FROM audit WHERE action = 'programme.effect'")
        return database.run(service(story), lambda tx: tx.session.execute(counted).scalar_one())

    found = effect(desk, head, PROGRAMME)
    assert (found["learners"], found["changes"], found["alterations"]) == (2, [], [])
    assert lines() == 0
    assert effect(desk, head, PROGRAMME | {"requirements": []})["changes"]
    assert lines() == 1


def test_the_effect_reaches_its_cohort_only(desk, story, head):
    cohort_of_two(desk, story, head)
    for_later = PROGRAMME | {"requirements": [], "cohort": {"names": ["2027"]}}
    assert effect(desk, head, for_later)["learners"] == 1


def test_the_effect_respects_what_was_agreed_with_a_learner(desk, story, head):
    cohort_of_two(desk, story, head)
    desk.hear(plan(story, change("waived")))
    harder = PROGRAMME | {"requirements": [{"form": "kpb", "count": 16, "phase": "year-1"}]}
    newly = [one["newly_behind"] for one in effect(desk, head, harder)["changes"]]
    assert str(story.learner_id) not in sum(newly, [])


def test_who_sees_no_learners_is_told_of_none(desk, story, head):
    cohort_of_two(desk, story, head)
    harder = PROGRAMME | {"requirements": []}
    elsewhere = person(story, "head", institution_id=uuid.uuid4())
    for who in (person(story, "trainer"), elsewhere):
        found = effect(desk, who, harder)
        assert (found["learners"], found["changes"], found["alterations"]) == (0, [], [])


def test_a_programme_that_cannot_be_read_is_refused(desk, story, head):
    cohort_of_two(desk, story, head)
    for broken in ({}, {"key": "gp-training", "requirements": [{"form": "kpb"}]}):
        with pytest.raises(InvalidRequest):
            effect(desk, head, broken)
