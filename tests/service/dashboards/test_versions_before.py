"""Data points of an earlier version of a framework, through its crosswalk, on a real database."""

import sqlalchemy as sa

from libs.chassis.timers import due_timers
from libs.contracts import forms
from libs.contracts.faults import NotFound
from services.dashboards import clients
from services.dashboards.projections import programmes
from services.dashboards.tables import Programme
from tests.service.dashboards.models import service
from tests.service.dashboards.stories import FETCHED, LINEAGES

MEDICAL, TALKING, LEADING = LINEAGES
NEWEST = FETCHED["frameworks"]["gp-areas@2023"]
OLDER = {"key": "gp-areas", "outcomes": [{"code": "managing", "title": {"en": "Managing"}}]}
MANAGING = "gp-areas/managing"
CROSSWALKS = [
    {
        "to": "gp-areas@2016",
        "maps": [{"from": "leading", "to": "managing", "as": "broader"}],
    }
]
CROSSED = FETCHED | {
    "frameworks": {"gp-areas@2023": NEWEST | {"crosswalks": CROSSWALKS}},
    "versions_before": {"gp-areas@2016": OLDER},
}


def areas_of(desk, reader, story):
    return {one["lineage"]: one for one in desk.overview(reader, story)["areas"]}


def managed(story, value):
    return story.points(story.point(MANAGING, value, framework="gp-areas@2016", item="older"))


def test_what_was_said_of_an_older_outcome_counts_in_the_one_that_holds_it(desk, story, learner):
    desk.hear(story.opened(), managed(story, 2))
    desk.fetch_programmes(CROSSED)
    desk.hear(story.points(story.point(LEADING, 4)))
    found = areas_of(desk, learner, story)
    assert (found[LEADING]["points"], found[MANAGING]["under"]) == (2, LEADING)
    report = desk.area(learner, story, LEADING)
    assert report["parts"] == [MANAGING]
    assert sorted(one["value"] for one in report["series"][0]["points"]) == [2, 4]
    assert desk.overview(learner, story)["points"] == 2


def test_a_programme_kept_before_crosswalks_counted_is_fetched_once_more(
    desk, database, story, learner
):
    desk.hear(story.opened(), managed(story, 2))
    desk.fetch_programmes(FETCHED)
    assert areas_of(desk, learner, story)[LEADING]["points"] == 0
    with database.transaction(service(story)) as tx:
        row = tx.session.scalars(sa.select(Programme)).one()
        row.areas = [{name: one[name] for name in one if name != "before"} for one in row.areas]
    programmes._cache.clear()
    desk.hear(story.opened(version=2))
    desk.fetch_programmes(CROSSED)
    assert areas_of(desk, learner, story)[LEADING]["points"] == 1


class Forms:
    """Three versions of a framework, of which the oldest is not there."""

    def __init__(self):
        self.there = {
            2023: NEWEST | {"crosswalks": CROSSWALKS},
            2016: OLDER | {"crosswalks": [{"to": "gp-areas@2005", "maps": []}]},
        }

    def call(self, method, _who, **asked):
        if method is forms.DEFINITION_BY_HASH:
            return {"document": FETCHED["document"] | {"dossiers": [], "requirements": []}}
        if asked["version"] not in self.there:
            raise NotFound()
        return {"document": self.there[asked["version"]]}


def test_versions_before_are_fetched_as_far_as_crosswalks_lead(desk, story):
    desk.hear(story.opened())
    (timer,) = due_timers(desk.database, programmes.FETCH)
    fetched = clients.fetch_programme(Forms(), timer)
    assert set(fetched["frameworks"]) == {"gp-areas@2023"}
    assert set(fetched["versions_before"]) == {"gp-areas@2016"}
