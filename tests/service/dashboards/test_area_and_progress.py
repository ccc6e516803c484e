"""One competency and the line chart: series, thinning, scales kept apart, version breaks."""

import datetime as dt

import pytest
import sqlalchemy as sa

from libs.contracts.faults import NotFound
from tests.service.dashboards.conftest import person
from tests.service.dashboards.stories import LINEAGES, Story

MEDICAL, TALKING, LEADING = LINEAGES
FIRST = dt.date(2026, 3, 1)


def test_an_area_shows_its_series_forms_and_what_is_missing(desk, story, learner):
    event = story.points(story.point(MEDICAL, 3), story.narrative(MEDICAL))
    desk.hear(story.opened(), event)
    desk.fetch_programmes()
    area = desk.area(learner, story, MEDICAL)
    assert area["series"] == [
        {
            "scale": "five@1",
            "role": "assessor",
            "points": [
                {
                    "on": "2026-10-01",
                    "value": 3,
                    "record_id": str(event.record_id),
                    "form_key": "kpb",
                }
            ],
        }
    ]
    assert area["by_form"] == [{"form_key": "kpb", "count": 1, "last_on": "2026-10-01"}]
    assert area["missing"] == ["combel"]
    assert area["area"] == desk.overview(learner, story)["areas"][0]


def test_an_area_of_the_programme_without_points_names_the_forms_that_feed_it(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes()
    area = desk.area(learner, story, TALKING)
    assert (area["area"]["points"], area["series"]) == (0, [])
    assert area["missing"] == ["kpb", "combel"]


def test_an_unknown_area_is_not_found(desk, story, learner):
    desk.hear(story.opened())
    with pytest.raises(NotFound):
        desk.area(learner, story, "gp/flying")


def test_values_of_two_scales_never_share_a_series(desk, story, learner):
    desk.hear(
        story.points(story.point(MEDICAL, 4, scale="five@1")),
        story.points(story.point(MEDICAL, 4, scale="six@1")),
    )
    area = desk.area(learner, story, MEDICAL)
    assert [one["scale"] for one in area["series"]] == ["five@1", "six@1"]


def test_two_forms_of_which_one_goes_on_from_the_other_are_one_series_and_one_line(
    desk, story, learner
):
    older = story.point(MEDICAL, 2, scale="old-obs/sup@1")
    newer = story.point(MEDICAL, 3, scale="new-obs/sup@1", line="old-obs/sup@1")
    beside = story.point(MEDICAL, 1, scale="new-obs/other@1", line=None)
    desk.hear(
        story.points(older, form_key="old-obs", encounter_date=dt.date(2026, 8, 1)),
        story.points(newer, beside, form_key="new-obs", encounter_date=dt.date(2026, 10, 1)),
    )
    area = desk.area(learner, story, MEDICAL)
    found = {one["scale"]: [each["value"] for each in one["points"]] for one in area["series"]}
    assert found == {"new-obs/other@1": [1], "old-obs/sup@1": [2, 3]}
    assert [one["form_key"] for one in area["series"][1]["points"]] == ["old-obs", "new-obs"]
    progress = desk.progress(learner, story)
    assert (progress["scale"], progress["breaks"]) == ("old-obs/sup@1", [])
    assert [one["value"] for one in progress["series"][0]["points"]] == [2, 3]


def test_not_observed_counts_as_a_point_but_has_no_value(desk, story, learner):
    desk.hear(story.points(story.point(MEDICAL, None)))
    area = desk.area(learner, story, MEDICAL)
    assert (area["area"]["points"], area["area"]["latest"], area["series"]) == (1, None, [])


def test_a_long_series_is_thinned_to_medians_of_months_that_were_really_given(desk, story, learner):
    days = [FIRST + dt.timedelta(days=number) for number in range(120)]
    desk.hear(
        *[
            story.points(story.point(MEDICAL, 1 + number % 4), encounter_date=day)
            for number, day in enumerate(days)
        ]
    )
    points = desk.area(learner, story, MEDICAL)["series"][0]["points"]
    assert [point["on"][:7] for point in points] == ["2026-03", "2026-04", "2026-05", "2026-06"]
    given = [(day.isoformat(), 1 + number % 4) for number, day in enumerate(days)]
    for point in points:
        month = sorted(value for on, value in given if on[:7] == point["on"][:7])
        assert point["value"] == month[(len(month) - 1) // 2]
        assert (point["on"], point["value"]) in given


def test_the_line_chart_takes_the_median_of_a_day_and_shows_who_gave_what(desk, story, learner):
    on = dt.date(2026, 10, 1)
    one = story.points(story.point(MEDICAL, 6), story.point(MEDICAL, 8), role="trainer")
    other = story.points(story.point(MEDICAL, 7), role="teacher", encounter_date=on)
    desk.hear(one, other)
    progress = desk.progress(learner, story)
    assert progress["scale"] == "five@1"
    assert progress["series"] == [
        {
            "lineage": MEDICAL,
            "outcome": "medical",
            "points": [
                {
                    "on": "2026-10-01",
                    "value": 7,
                    "low": 6,
                    "high": 8,
                    "by_role": {"teacher": 7, "trainer": 6},
                    "record_ids": sorted([str(one.record_id), str(other.record_id)]),
                }
            ],
        }
    ]


def test_the_line_chart_shows_one_scale_that_which_covers_most_competencies(desk, story, learner):
    desk.hear(
        *[story.points(story.point(MEDICAL, 3, scale="five@1")) for _ in range(5)],
        story.points(*[story.point(lineage, 6, scale="ten@1") for lineage in LINEAGES]),
    )
    progress = desk.progress(learner, story)
    assert progress["scale"] == "ten@1"
    assert [line["lineage"] for line in progress["series"]] == sorted(LINEAGES)


def test_a_new_version_of_framework_or_scale_breaks_the_line_once(desk, story, learner):
    old = {"framework": "gp-areas@2016", "scale": "ten@1"}
    new = {"framework": "gp-areas@2023", "scale": "ten@2"}
    for month, version in ((3, old), (4, new), (5, old), (6, new)):
        on = dt.date(2026, month, 1)
        desk.hear(story.points(story.point(MEDICAL, 6, **version), encounter_date=on))
    progress = desk.progress(learner, story)
    assert progress["scale"] == "ten@2"
    assert progress["breaks"] == [
        {"on": "2026-04-01", "from": "gp-areas@2016", "to": "gp-areas@2023"},
        {"on": "2026-04-01", "from": "ten@1", "to": "ten@2"},
    ]


def test_no_points_give_an_empty_chart(desk, story, learner):
    desk.hear(story.opened())
    progress = desk.progress(learner, story)
    assert (progress["scale"], progress["series"], progress["breaks"]) == (None, [], [])


def test_a_line_has_at_most_sixty_points(desk, story, learner):
    days = [FIRST + dt.timedelta(days=number) for number in range(61)]
    desk.hear(*[story.points(story.point(MEDICAL, 3), encounter_date=day) for day in days[:60]])
    assert len(desk.progress(learner, story)["series"][0]["points"]) == 60
    desk.hear(story.points(story.point(MEDICAL, 3), encounter_date=days[60]))
    assert len(desk.progress(learner, story)["series"][0]["points"]) == 2


def test_a_median_over_mixed_audiences_is_worked_out_from_the_facts(desk, story, head, learner):
    desk.hear(
        story.points(
            story.point(MEDICAL, 1),
            story.point(MEDICAL, 5, see=["head"]),
            story.point(MEDICAL, 4, see=["head", "teacher"]),
        )
    )
    assert desk.progress(learner, story)["series"][0]["points"][0]["high"] == 1
    point = desk.progress(head, story)["series"][0]["points"][0]
    assert (point["low"], point["value"], point["high"]) == (1, 4, 5)


def test_the_areas_equal_plain_sql_over_the_facts(desk, learner):
    story = Story(seed=5)
    desk.hear(*story.long(60))
    who = person(story, "learner", person_id=story.learner_id)
    overview = desk.overview(who, story)
    with desk.database.transaction(who) as tx:
        counted = tx.session.execute(
            sa.text(
                "SELECT lineage, count(*) FILTER (WHERE kind = 'point'),"
                " count(*) FILTER (WHERE kind = 'narrative'), max(encounter_date)::text,"
                " (array_agg(value ORDER BY encounter_date DESC, sent_at DESC, id::text DESC)"
                "   FILTER (WHERE value IS NOT NULL))[1]"
                " FROM point WHERE portfolio_id = :portfolio GROUP BY lineage ORDER BY lineage"
            ),
            {"portfolio": story.portfolio_id},
        ).all()
    shown = [
        (a["lineage"], a["points"], a["narratives"], a["last_on"], a["latest"]["value"])
        for a in overview["areas"]
    ]
    assert shown == [tuple(row) for row in counted]
    assert sum(row[1] for row in counted) == overview["points"] > 60


def test_reading_costs_the_same_number_of_statements_with_many_points(desk, learner):
    small, large = Story(seed=6), Story(seed=7)
    desk.hear(*small.long(3))
    desk.hear(*large.long(80))
    counts = []
    for story in (small, large):
        who = person(story, "learner", person_id=story.learner_id)
        statements = statements_of(desk, who, story)
        assert not any("FROM point" in statement for statement in statements)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def statements_of(desk, who, story):
    """The SQL of an overview and a line chart."""
    found = []

    def listen(_connection, _cursor, statement, *_more):
        found.append(statement)

    sa.event.listen(desk.database.engine, "before_cursor_execute", listen)
    desk.overview(who, story)
    desk.progress(who, story)
    sa.event.remove(desk.database.engine, "before_cursor_execute", listen)
    return found
