"""How dashboards knows the network of a portfolio, and which institutions keep an own version."""

import uuid

import sqlalchemy as sa

from libs.chassis import migrate
from libs.chassis.principal import Principal
from libs.contracts import forms
from services.dashboards import clients
from tests.service.dashboards.stories import Story

BEFORE = "20261128_0200"
NETWORK = uuid.UUID(int=77)
PACKAGE = "services.dashboards"
WALL = sa.text("SELECT set_config('app.institution', :institution, true)")
PORTFOLIO = sa.text(
    "INSERT INTO portfolio (id, institution_id, learner_id, programme_key, programme_hash,"
    " starts_on, cohort, part_time, state, version) VALUES (:id, :institution, :id, 'gp', 'h',"
    " '2026-01-01', '', 100, 'active', 1)"
)
TIMER = sa.text(
    "INSERT INTO timers (kind, key, due_at, payload, institution_id, network_id, tries)"
    " VALUES ('evaluate', :id, now(), '{}', :institution, :network, 0)"
)
FOLLOWING = sa.text("SELECT institution FROM institutions_following(:network, 'gp')")


def test_portfolios_that_were_there_get_the_network_their_timer_knows(fresh_database):
    urls = fresh_database("dashboards")
    migrate.downgrade(PACKAGE, urls.owner_url, BEFORE)
    known, unknown = uuid.uuid4(), uuid.uuid4()
    engine = sa.create_engine(urls.app_url.replace("postgresql://", "postgresql+psycopg2://", 1))
    with engine.begin() as connection:
        for institution in (known, unknown):
            connection.execute(WALL, {"institution": str(institution)})
            row = {"id": str(uuid.uuid4()), "institution": institution}
            connection.execute(PORTFOLIO, row)
            if institution == known:
                connection.execute(TIMER, row | {"network": NETWORK})
    migrate.upgrade(PACKAGE, urls.owner_url)
    with engine.begin() as connection:
        assert list(connection.scalars(FOLLOWING, {"network": NETWORK})) == [known]
        # The wall stands again: without an institution nothing is seen.
        assert connection.execute(sa.text("SELECT count(*) FROM portfolio")).scalar_one() == 0
    engine.dispose()


class Forms:
    """Answers whose the newest version is, by the institution of who asks."""

    def __init__(self, own):
        self.own, self.asked = own, []

    def gather(self, requests):
        self.asked += requests
        return [{"owner": self.own.get(who.institution_id, "network")} for _, who, _ in requests]


def test_whose_the_newest_version_is_is_asked_behind_the_wall_of_each_institution():
    story, own, other = Story(seed=3), uuid.uuid4(), uuid.uuid4()
    caller = Principal(
        kind="person",
        issuer="gateway",
        person_id=story.learner_id,
        institution_id=story.institution_id,
        network_id=NETWORK,
        roles=frozenset({"national_admin"}),
    )
    bus = Forms({own: "institution"})
    found = clients.with_own_version(bus, caller, [str(own), str(other)], "gp")
    assert found == {str(own)}
    for method, who, fields in bus.asked:
        assert (method, fields) == (forms.DEFINITION, {"kind": "programme", "key": "gp"})
        assert (who.kind, who.issuer, who.network_id) == ("service", "dashboards", NETWORK)
        # The caller's roles are not lent to the service.
        assert who.roles == frozenset()
