"""Outcomes below another one: they have an area of their own and count in all above them."""

import datetime as dt

import pytest
import sqlalchemy as sa

from services.dashboards.projections import programmes
from services.dashboards.tables import Programme
from tests.service.dashboards.conftest import person
from tests.service.dashboards.models import service, snapshot
from tests.service.dashboards.stories import FETCHED, LINEAGES, Story

MEDICAL, TALKING, LEADING = LINEAGES
LISTENING, ASKING = "gp-areas/listening", "gp-areas/asking"
BELOW = [
    {"code": "listening", "parent": "talking", "title": {"en": "Listening"}},
    {"code": "asking", "parent": "listening", "title": {"en": "Asking on"}},
]
FRAMEWORK = FETCHED["frameworks"]["gp-areas@2023"]
TREE = FETCHED | {
    "frameworks": {"gp-areas@2023": FRAMEWORK | {"outcomes": [*FRAMEWORK["outcomes"], *BELOW]}}
}
DAYS = [dt.date(2026, month, 3) for month in range(3, 11)]


def below(story: Story, lineage: str, value: float | None, **more) -> dict:
    """A data point of another item than that of the others."""
    return story.point(lineage, value, item=lineage) | more


def areas_of(desk, reader, story) -> dict:
    return {one["lineage"]: one for one in desk.overview(reader, story)["areas"]}


@pytest.fixture
def grown(desk, story):
    """Points on an area and on what is below it, at two depths, in a programme with a tree."""
    desk.hear(story.opened())
    desk.fetch_programmes(TREE)
    desk.hear(
        story.points(story.point(TALKING, 2), encounter_date=dt.date(2026, 8, 1)),
        story.points(below(story, LISTENING, 3), encounter_date=dt.date(2026, 9, 1)),
        story.points(below(story, ASKING, 5), story.narrative(ASKING, item="words")),
        story.points(story.point(MEDICAL, 1)),
    )
    return story


def test_what_is_said_of_an_outcome_counts_in_its_area_at_the_top(desk, grown, learner):
    found = areas_of(desk, learner, grown)
    top = found[TALKING]
    assert (top["points"], top["narratives"], top["by_role"]) == (3, 1, {"assessor": 3})
    assert (top["outcome"], top["last_on"]) == ("talking", "2026-10-01")
    assert top["latest"] == {"value": 5, "scale": "five@1", "on": "2026-10-01"}
    assert (found[LISTENING]["under"], found[ASKING]["under"]) == (TALKING, TALKING)
    assert (top["under"], found[MEDICAL]["points"]) == (None, 1)


def test_it_counts_on_every_level_in_between_too(desk, grown, learner):
    found = areas_of(desk, learner, grown)
    middle = found[LISTENING]
    assert (middle["points"], middle["narratives"], middle["outcome"]) == (2, 1, "listening")
    assert middle["latest"] == {"value": 5, "scale": "five@1", "on": "2026-10-01"}
    assert (found[ASKING]["points"], found[ASKING]["narratives"]) == (1, 1)
    area = desk.area(learner, grown, LISTENING)
    assert (area["parts"], area["area"]["points"]) == ([ASKING], 2)
    assert [point["value"] for point in area["series"][0]["points"]] == [3, 5]


def test_a_level_in_between_of_which_nothing_was_said_itself_shows_what_is_below_it(
    desk, story, learner
):
    desk.hear(story.opened())
    desk.fetch_programmes(TREE)
    desk.hear(story.points(below(story, ASKING, 4)))
    found = areas_of(desk, learner, story)
    assert [found[one]["points"] for one in (TALKING, LISTENING, ASKING)] == [1, 1, 1]


def test_nothing_is_counted_twice_in_the_totals(desk, grown, learner):
    overview = desk.overview(learner, grown)
    assert (overview["points"], overview["narratives"]) == (4, 1)


def test_the_report_of_the_top_names_its_parts_and_shows_their_values_in_order(
    desk, grown, learner
):
    area = desk.area(learner, grown, TALKING)
    assert area["parts"] == [LISTENING, ASKING]
    assert [point["value"] for point in area["series"][0]["points"]] == [2, 3, 5]
    assert area["by_form"] == [{"form_key": "kpb", "count": 3, "last_on": "2026-10-01"}]
    part = desk.area(learner, grown, ASKING)
    assert (part["parts"], part["area"]["under"], part["area"]["points"]) == ([], TALKING, 1)


def test_the_chart_has_a_line_for_the_top_and_none_for_its_parts(desk, grown, learner):
    series = {one["lineage"]: one["points"] for one in desk.progress(learner, grown)["series"]}
    assert set(series) == {MEDICAL, TALKING}
    assert [point["value"] for point in series[TALKING]] == [2, 3, 5]


def test_scales_never_meet_at_the_top(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes(TREE)
    desk.hear(
        story.points(below(story, LISTENING, 4, scale="five@1")),
        story.points(below(story, ASKING, 4, scale="six@1")),
    )
    series = desk.area(learner, story, TALKING)["series"]
    assert [(one["scale"], len(one["points"])) for one in series] == [("five@1", 1), ("six@1", 1)]


def test_one_answer_that_says_something_of_several_counts_once_at_the_top(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes(TREE)
    desk.hear(story.points(*[story.point(one, 3) for one in (TALKING, LISTENING, ASKING)]))
    found = areas_of(desk, learner, story)
    assert [found[one]["points"] for one in (TALKING, LISTENING, ASKING)] == [1, 1, 1]


def test_what_is_taken_back_no_longer_counts_at_the_top(desk, grown, learner):
    event = grown.points(below(grown, LISTENING, 1))
    desk.hear(event)
    assert areas_of(desk, learner, grown)[TALKING]["points"] == 4
    again = {"contribution_id": event.contribution_id, "record_id": event.record_id}
    desk.hear(grown.points(revision=2, **again))
    assert areas_of(desk, learner, grown)[TALKING]["points"] == 3


@pytest.mark.parametrize("first", ["programme", "points"])
def test_the_programme_may_come_before_or_after_the_points(desk, first):
    story = Story(seed=7)
    points = [story.points(below(story, one, 3)) for one in (LISTENING, ASKING, MEDICAL)]
    reader = person(story, "learner", person_id=story.learner_id)
    if first == "points":
        desk.hear(*points)
        assert TALKING not in areas_of(desk, reader, story)
    desk.hear(story.opened())
    desk.fetch_programmes(TREE)
    if first == "programme":
        desk.hear(*points)
    assert areas_of(desk, reader, story)[TALKING]["points"] == 2


def test_another_programme_groups_what_is_there_anew(desk, grown, learner):
    grown.programme_hash = "c" * 64
    desk.hear(grown.opened(version=2))
    desk.fetch_programmes(FETCHED)
    found = areas_of(desk, learner, grown)
    assert (found[TALKING]["points"], found[LISTENING]["under"]) == (1, None)


def test_a_programme_that_was_kept_without_its_tree_is_fetched_once_more(
    desk, database, grown, learner
):
    forget_the_tree(database, grown)
    desk.hear(grown.opened(version=2))
    desk.fetch_programmes(TREE)
    assert areas_of(desk, learner, grown)[LISTENING]["under"] == TALKING


def forget_the_tree(database, story):
    with database.transaction(service(story)) as tx:
        row = tx.session.scalars(sa.select(Programme)).one()
        row.areas = [{name: one[name] for name in one if name != "under"} for one in row.areas]
    programmes._cache.clear()


def without_parent(inner: dict) -> dict:
    return {name: value for name, value in inner.items() if name != "parent"}


def test_a_programme_that_was_kept_without_what_is_in_between_is_fetched_once_more(
    desk, database, grown, learner
):
    with database.transaction(service(grown)) as tx:
        row = tx.session.scalars(sa.select(Programme)).one()
        row.areas = [
            one | {"under": [without_parent(inner) for inner in one["under"]]} for one in row.areas
        ]
    programmes._cache.clear()
    desk.hear(grown.opened(version=2))
    desk.fetch_programmes(TREE)
    assert areas_of(desk, learner, grown)[LISTENING]["points"] == 2


def test_a_new_point_below_touches_only_its_own_month(desk, database, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes(TREE)
    for day in DAYS:
        desk.hear(story.points(below(story, LISTENING, 3), encounter_date=day))
    before = snapshot(database, story, ("area_month",))["area_month"]
    desk.hear(story.points(below(story, ASKING, 4), encounter_date=DAYS[0]))
    after = snapshot(database, story, ("area_month",))["area_month"]
    assert len(set(after) - set(before)) == 3, "its own and those above it, of one month"
    assert len(set(before) - set(after)) == 2
