"""Who may look at a portfolio and begin a form in it: every right somebody has counts."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from libs import formengine
from services.dashboards.domain.audience import words
from services.portfolio.domain.access import (
    Access,
    Bond,
    access_of,
    basis,
    foremost,
    holders,
    platform_role,
    reader_roles,
)
from services.portfolio.domain.adapting import may_plan
from services.portfolio.domain.programme import Programme
from services.portfolio.domain.starting import gives_unasked, may_start, roles_held

LIBRARY = Path(__file__).parents[3] / "services" / "forms" / "library"
DAY = dt.date(2026, 9, 1)
LEARNER, STAFF = uuid.uuid4(), uuid.uuid4()


def document(place: str) -> Any:
    return json.loads((LIBRARY / f"{place}.json").read_text())


def form(key: str) -> formengine.Definition:
    return formengine.parse(document(key))


def access(roles: set[str], *bonds: Bond, person: uuid.UUID | None = STAFF) -> Access:
    return access_of(person_id=person, roles=roles, learner_id=LEARNER, bonds=bonds, day=DAY)


def bond(kind: str) -> Bond:
    return Bond(kind, STAFF, DAY, None)


def test_the_owner_is_the_owner_whatever_else_they_are():
    assert access({"head"}, person=LEARNER) == {"owner"}


def test_a_relation_counts_on_its_first_and_last_day_and_not_outside():
    for starts, ends, expected in (
        (DAY, DAY, {"teaches"}),
        (DAY + dt.timedelta(days=1), None, set()),
        (dt.date(2026, 1, 1), DAY - dt.timedelta(days=1), set()),
        (dt.date(2026, 1, 1), None, {"teaches"}),
    ):
        assert access({"teacher"}, Bond("teaches", STAFF, starts, ends)) == expected


def test_the_relation_of_somebody_else_gives_nothing():
    assert not access({"teacher"}, Bond("teaches", uuid.uuid4(), DAY, None))


@pytest.mark.parametrize("role", ["local_admin", "national_admin", "trainer", "learner"])
def test_roles_without_a_relation_read_no_content(role: str):
    assert not access({role})


@pytest.mark.parametrize("role", ["head", "secretary", "committee"])
def test_offices_read_what_was_sent(role: str):
    assert access({role}) == {"staff"}


def test_nobody_is_nobody():
    assert not access({"head"}, person=None)


def test_a_relation_takes_no_office_away_and_one_relation_no_other():
    both = access({"head", "teacher"}, bond("teaches"))
    assert both == {"teaches", "staff"}
    assert reader_roles(both, {"head", "teacher"}) == {"teacher", "head"}
    guide = access({"teacher", "coach"}, bond("coaches"), bond("teaches"))
    assert guide == {"teaches", "coaches"}
    assert reader_roles(guide, {"teacher", "coach"}) == {"teacher", "coach"}


def test_the_audit_keeps_every_right_and_a_page_shows_the_nearest():
    many = access({"head"}, bond("coaches"), bond("teaches"))
    assert (basis(many), foremost(many)) == ("teaches,coaches,staff", "teaches")
    assert (basis(Access({"link"})), foremost(Access({"link"}))) == ("link", "link")


@pytest.mark.parametrize("key", ["competence-statement", "progress-decision", "remediation"])
def test_a_head_who_also_teaches_the_learner_still_begins_what_a_head_begins(key: str):
    roles = {"head", "teacher"}
    assert may_start(form(key), access(roles, bond("teaches")), roles)
    assert not may_start(form(key), access({"teacher"}, bond("teaches")), {"teacher"})


def test_somebody_with_two_relations_holds_the_roles_of_both():
    guide = access(set(), bond("coaches"), bond("teaches"))
    assert roles_held(form("starrt"), guide, set()) == {"coach", "teacher"}
    assert roles_held(form("starrt"), Access({"owner"}), {"head"}) == {"learner"}


def test_an_office_alone_gives_no_feedback_unasked_and_with_a_relation_it_does():
    kpb = form("kpb")
    assert gives_unasked(kpb, access({"head"})) is None
    assert gives_unasked(kpb, access({"head"}, bond("coaches"))) is not None


def test_a_head_who_supervises_the_learner_still_changes_the_plan():
    programme = Programme.of(document("programmes/gp-specialty-training"))
    assert may_plan(programme, access({"head"}, bond("supervises")), {"head"})
    assert not may_plan(programme, access({"trainer"}, bond("supervises")), {"trainer"})
    assert not may_plan(programme, access({"secretary"}), {"secretary"})


@pytest.mark.parametrize("roles", [set(), {"head"}, {"head", "secretary"}, {"local_admin"}])
@pytest.mark.parametrize("kinds", [set(), {"teaches"}, {"teaches", "coaches"}, {"supervises"}])
@pytest.mark.parametrize("person", [STAFF, LEARNER])
def test_portfolio_and_dashboards_read_in_the_same_roles(person, kinds, roles):
    owner = {"owner"} if person == LEARNER else set()
    mine = access(roles, *map(bond, sorted(kinds)), person=person)
    assert reader_roles(mine, roles) == words(sorted(owner | kinds), roles)


def test_the_latest_relation_comes_first():
    old, new = uuid.uuid4(), uuid.uuid4()
    bonds = [
        Bond("supervises", old, dt.date(2025, 1, 1), None),
        Bond("supervises", new, dt.date(2026, 1, 1), None),
        Bond("teaches", uuid.uuid4(), dt.date(2026, 1, 1), None),
    ]
    assert holders(bonds, "supervises", DAY) == [new, old]


def test_readers_have_platform_roles():
    assert reader_roles(Access({"owner"}), {"head"}) == {"learner"}
    assert reader_roles(Access({"supervises"}), set()) == {"trainer"}
    assert reader_roles(Access({"staff"}), {"head", "local_admin"}) == {"head"}
    assert platform_role(who="related", key="mentor", relation=None, office=None) == "coach"
    assert platform_role(who="invited", key="colleague", relation=None, office=None) == "assessor"
