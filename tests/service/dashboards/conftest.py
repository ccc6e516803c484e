"""A dashboards database of each test's own, fed by hand as the consumers would."""

import uuid
from functools import partial

import pytest

from libs.chassis import testing
from libs.chassis.database import Database
from libs.chassis.delivery import Delivery
from libs.chassis.principal import DEFAULT_ZONE, Principal
from libs.chassis.timers import due_timers
from libs.contracts import accounts
from libs.contracts import dashboards as contract
from services.dashboards import projections, queries, use_cases
from services.dashboards.projections import programmes
from tests.service.dashboards.stories import FETCHED, NOW, Story

HANDLERS = {
    accounts.RelationChangedV1: projections.relation_changed,
    accounts.MembershipChangedV1: projections.membership_changed,
    accounts.LearnerEnrolledV1: projections.learner_enrolled,
    **projections.OF_A_PORTFOLIO,
}


class Desk:
    """What the service does, called as its entrypoints would."""

    def __init__(self, database, clock):
        self.database, self.clock = database, clock

    def hear(self, *events, zone=DEFAULT_ZONE):
        for event in events:
            envelope = {"consumer": "dashboards.test", "occurred_at": self.clock.now, "zone": zone}
            delivery = Delivery.of(event, **envelope)
            self.database.consume(delivery, HANDLERS[type(event)])

    def hear_together(self, *events):
        """As one batch: those of portfolios in one transaction, the others one by one."""
        of_portfolios = [one for one in events if type(one) in projections.OF_A_PORTFOLIO]
        self.hear(*(one for one in events if type(one) not in projections.OF_A_PORTFOLIO))
        self.database.consume_all(
            [
                Delivery.of(one, consumer="dashboards.test", occurred_at=self.clock.now)
                for one in of_portfolios
            ],
            projections.of_a_portfolio,
            order="portfolio_id",
            before=projections.have_at_hand,
        )

    def fetch_programmes(self, fetched=FETCHED):
        for timer in due_timers(self.database, programmes.FETCH):
            self.database.fire(timer, partial(use_cases.keep_programme, fetched=fetched))

    def fire(self, kind, use_case):
        for timer in due_timers(self.database, kind):
            self.database.fire(timer, use_case)

    def read(self, principal, method, query, **request):
        return self.database.read(testing.call(principal, method), query, request)

    def overview(self, principal, story):
        fields = {"portfolio_id": story.portfolio_id}
        return self.read(principal, contract.OVERVIEW, queries.overview, **fields)

    def area(self, principal, story, lineage):
        fields = {"portfolio_id": story.portfolio_id, "lineage": lineage}
        return self.read(principal, contract.AREA, queries.one_area, **fields)

    def progress(self, principal, story):
        fields = {"portfolio_id": story.portfolio_id}
        return self.read(principal, contract.PROGRESS, queries.progress, **fields)

    def learners(self, principal, **request):
        return self.read(principal, contract.LEARNERS, queries.learners, **request)

    def unanswered(self, principal, **request):
        return self.read(principal, contract.UNANSWERED, queries.unanswered, **request)


@pytest.fixture
def clock():
    return testing.FixedClock(NOW)


@pytest.fixture
def database(fresh_database, clock):
    url = fresh_database("dashboards").app_url
    opened = Database.standalone(url, service="dashboards", clock=clock)
    programmes._cache.clear()
    yield opened
    opened.close()


@pytest.fixture
def desk(database, clock):
    return Desk(database, clock)


@pytest.fixture
def story():
    return Story(seed=1)


def person(story, *roles, person_id=None, institution_id=None):
    """Somebody signed in at the story's institution."""
    return Principal(
        kind="person",
        issuer="gateway",
        person_id=person_id or uuid.uuid4(),
        institution_id=institution_id or story.institution_id,
        roles=frozenset(roles),
    )


@pytest.fixture
def learner(story):
    return person(story, "learner", person_id=story.learner_id)


@pytest.fixture
def head(story):
    return person(story, "head")
