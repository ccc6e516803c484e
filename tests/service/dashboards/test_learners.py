"""The cohort: who needs help first, what waits, and who may follow it live."""

import datetime as dt
import uuid
from functools import partial

import pytest

from libs.chassis import testing
from libs.contracts import dashboards as contract
from libs.contracts.dashboards import ViewChangedV1
from libs.contracts.faults import InvalidRequest
from services.dashboards import queries, use_cases
from services.dashboards.clients import OURSELVES
from services.dashboards.use_cases import upkeep
from tests.service.dashboards.conftest import person
from tests.service.dashboards.stories import NOW, Story

RECENT = NOW - dt.timedelta(days=1)


class Cohort:
    """Learners of one institution, each with one need, and one without any."""

    def __init__(self, desk):
        self.desk, self.institution_id = desk, uuid.uuid4()
        self.fine = self.learner(1)
        self.behind = self.learner(2, done=0)
        self.silent = self.learner(3, last=NOW - dt.timedelta(days=22))
        self.unanswered = self.learner(4)
        desk.hear(self.unanswered.request(asked_at=NOW - dt.timedelta(days=8)))
        self.concern = self.learner(5)
        desk.hear(self.concern.points(self.concern.flag()))
        self.decision = self.learner(6, starts_on=dt.date(2025, 12, 15))
        desk.fetch_programmes()

    def learner(self, seed, *, done=12, last=RECENT, starts_on=dt.date(2026, 3, 1)):
        story = Story(self.institution_id, seed)
        self.desk.hear(story.opened(starts_on=starts_on))
        for _ in range(done):
            self.desk.hear(story.record(changed_at=last))
        for _ in range(4):
            self.desk.hear(story.record(form_key="combel", changed_at=last))
        return story

    def everybody(self):
        return [self.behind, self.silent, self.unanswered, self.concern, self.decision, self.fine]


@pytest.fixture
def cohort(desk):
    return Cohort(desk)


def test_those_who_need_help_come_first_and_each_need_is_named(desk, cohort):
    reply = desk.learners(person(cohort, "head"))
    listed = [(row["portfolio_id"], row["need"]) for row in reply["learners"]]
    assert listed == [
        (str(cohort.behind.portfolio_id), ["behind"]),
        (str(cohort.silent.portfolio_id), ["silent"]),
        (str(cohort.unanswered.portfolio_id), ["unanswered"]),
        (str(cohort.concern.portfolio_id), ["concern"]),
        (str(cohort.decision.portfolio_id), ["decision"]),
        (str(cohort.fine.portfolio_id), []),
    ]
    assert reply["counts"] == {
        "all": 6,
        "behind": 1,
        "silent": 1,
        "unanswered": 1,
        "concern": 1,
        "decision": 1,
    }
    first, second = reply["learners"][:2]
    assert [one["key"] for one in first["behind"]] == ["kpb-year-1"]
    assert (second["silent_days"], second["last_activity_on"]) == (22, "2026-10-31")
    assert reply["learners"][4]["next_decision_on"] == "2026-12-15"
    assert first["phase"] == "year-1"


def test_a_need_filters_and_the_counts_stay(desk, cohort):
    reply = desk.learners(person(cohort, "head"), need="silent")
    assert [row["learner_id"] for row in reply["learners"]] == [str(cohort.silent.learner_id)]
    assert reply["counts"]["all"] == 6


def test_pages_follow_each_other_without_gaps_or_repeats(desk, cohort):
    who, cursor, found = person(cohort, "head"), None, []
    while True:
        reply = desk.learners(who, cursor=cursor, limit=2)
        found += [row["portfolio_id"] for row in reply["learners"]]
        cursor = reply["next"]
        if cursor is None:
            break
    assert found == [str(story.portfolio_id) for story in cohort.everybody()]


def test_a_made_up_cursor_is_refused(desk, cohort):
    for asked in (desk.learners, desk.unanswered):
        with pytest.raises(InvalidRequest):
            asked(person(cohort, "head"), cursor="nonsense")


def test_a_teacher_sees_the_own_learners_only(desk, cohort):
    teacher = person(cohort, "teacher")
    assert desk.learners(teacher)["learners"] == []
    desk.hear(cohort.silent.relation(teacher.person_id))
    desk.hear(cohort.fine.relation(teacher.person_id, ends_on=NOW.date() - dt.timedelta(days=1)))
    reply = desk.learners(teacher)
    assert [row["learner_id"] for row in reply["learners"]] == [str(cohort.silent.learner_id)]
    assert reply["counts"]["all"] == 1


def test_another_institution_sees_nobody(desk, cohort):
    stranger = person(cohort, "head", institution_id=uuid.uuid4())
    assert desk.learners(stranger)["counts"]["all"] == 0
    assert desk.unanswered(stranger)["requests"] == []


def test_concerns_are_counted_for_those_who_may_know(desk, cohort):
    story = cohort.fine
    teacher, trainer = person(cohort, "teacher"), person(cohort, "trainer")
    desk.hear(
        story.relation(teacher.person_id),
        story.relation(trainer.person_id, kind="supervises"),
        story.points(story.flag(see=["teacher", "head"])),
    )
    assert desk.learners(teacher)["learners"][0]["concerns"] == 1
    assert desk.learners(trainer)["learners"][0]["concerns"] == 0
    assert desk.learners(person(cohort, "head"))["counts"]["concern"] == 2
    assert desk.learners(person(cohort, "local_admin"))["counts"]["concern"] == 1


def concerns(desk, cohort, story):
    listed = desk.learners(person(cohort, "head"))["learners"]
    return {one["portfolio_id"]: one["concerns"] for one in listed}[str(story.portfolio_id)]


def test_a_concern_counts_until_it_is_closed(desk, cohort):
    story = cohort.fine
    report, review = ({"record_id": story.id(), "contribution_id": story.id()} for _ in range(2))
    desk.hear(story.points(story.flag(slot="concern", sort=None, state="open"), **report))
    assert concerns(desk, cohort, story) == 1
    desk.hear(
        story.points(story.flag(slot="concern", sort=None, state="escalated"), **review),
        story.points(**report, revision=2),
    )
    assert concerns(desk, cohort, story) == 1
    for revision, state in enumerate(("closed", "agreed"), start=2):
        flag = story.flag(slot="concern", sort=None, state=state)
        desk.hear(story.points(flag, **review, revision=revision))
        assert concerns(desk, cohort, story) == 0
    assert desk.learners(person(cohort, "head"))["counts"]["concern"] == 1


@pytest.mark.parametrize(
    ("slot", "sort"), [("appeal", "appeal"), ("again", "consultation_again"), ("course", None)]
)
def test_a_flag_about_something_else_is_no_concern(desk, cohort, slot, sort):
    story = cohort.fine
    desk.hear(story.points(story.flag(slot=slot, sort=sort, state="open")))
    assert concerns(desk, cohort, story) == 0


@pytest.mark.parametrize(("slot", "sort"), [("concern", "other"), ("flag", "safety")])
def test_a_flag_is_a_concern_by_its_key_or_by_its_kind(desk, cohort, slot, sort):
    story = cohort.fine
    desk.hear(story.points(story.flag(slot=slot, sort=sort, state=None)))
    assert concerns(desk, cohort, story) == 1


def test_closed_portfolios_and_learners_who_left_are_not_listed(desk, cohort):
    desk.hear(cohort.fine.opened(state="closed", version=2))
    left = cohort.silent
    desk.hear(left.membership(left.learner_id, "learner", ends_on=dt.date(2026, 11, 1)))
    assert desk.learners(person(cohort, "head"))["counts"]["all"] == 4


def test_unanswered_requests_come_oldest_first(desk, cohort):
    story, head = cohort.fine, person(cohort, "head")
    assessor = uuid.uuid4()
    newest = story.request(assessor_id=assessor, remind_now=1)
    desk.hear(newest, story.request(state="submitted"), story.request(state="expired"))
    reply = desk.unanswered(head)
    assert [row["overdue"] for row in reply["requests"]] == [True, False]
    assert reply["requests"][1] == {
        "request_id": str(newest.request_id),
        "record_id": str(newest.record_id),
        "learner_id": str(story.learner_id),
        "portfolio_id": str(story.portfolio_id),
        "form_key": "kpb",
        "assessor_id": str(assessor),
        "asked_at": "2026-11-20T09:00:00Z",
        "expires_at": "2026-12-18T09:00:00Z",
        "reminders": 1,
        "overdue": False,
    }
    first = desk.unanswered(head, limit=1)
    second = desk.unanswered(head, limit=1, cursor=first["next"])
    assert first["requests"] + second["requests"] == reply["requests"]
    assert second["next"] is None
    assert len(desk.unanswered(head, need="unanswered")["requests"]) == 1


def test_topics_are_resolved_for_those_who_may_follow_them(desk, cohort):
    def topics(who, *asked):
        reply = desk.read(
            who, contract.AUTHORISE_TOPICS, queries.authorise_topics, topics=list(asked)
        )
        return reply["topics"]

    own, other = f"portfolio:{cohort.fine.portfolio_id}", f"portfolio:{uuid.uuid4()}"
    head, learner = (
        person(cohort, "head"),
        person(cohort, "learner", person_id=cohort.fine.learner_id),
    )
    assert topics(head, own, "learners", "inbox", other, "portfolio:x", "rubbish") == [
        own,
        f"cohort:{cohort.institution_id}",
        f"person:{head.person_id}",
    ]
    assert topics(learner, own, "learners") == [own]
    teacher = person(cohort, "teacher")
    assert topics(teacher, own, "learners") == []
    desk.hear(cohort.fine.relation(teacher.person_id))
    assert topics(teacher, own, "learners") == [own, f"cohort:{cohort.institution_id}"]


def test_a_cohort_is_told_once_however_much_happened(desk, cohort, database):
    database.run(OURSELVES, use_cases.tell_cohorts)
    topic = f"cohort:{cohort.institution_id}"
    told = [e for e in testing.outbox(database, ViewChangedV1) if e.topic == topic]
    assert len(told) == 1
    assert told[0].institution_id == cohort.institution_id
    database.run(OURSELVES, use_cases.tell_cohorts)
    assert len([e for e in testing.outbox(database, ViewChangedV1) if e.topic == topic]) == 1
    desk.hear(cohort.fine.goal())
    database.run(OURSELVES, use_cases.tell_cohorts)
    told = [e for e in testing.outbox(database, ViewChangedV1) if e.topic == topic]
    assert len(told) == 2
    assert told[1].version > told[0].version


def test_a_busy_cohort_is_told_at_once_and_again_after_a_rest_with_nothing_forgotten(
    desk, cohort, database, monkeypatch
):
    def told():
        database.run(OURSELVES, partial(use_cases.tell_cohorts, pace=pace))
        topic = f"cohort:{cohort.institution_id}"
        return len([e for e in testing.outbox(database, ViewChangedV1) if e.topic == topic])

    pace = use_cases.Pace()
    assert told() == 1
    desk.hear(cohort.fine.goal())
    assert told() == 1
    monkeypatch.setattr(upkeep, "REST_S", 0.0)
    assert told() == 2


def test_the_version_of_the_list_grows_with_every_change(desk, cohort):
    head = person(cohort, "head")
    before = desk.learners(head)["version"]
    desk.hear(cohort.fine.request())
    assert desk.learners(head)["version"] > before
