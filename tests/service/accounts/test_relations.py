"""Enrolments, relations of staff with learners, and look-ups of people."""

import dataclasses
import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from libs.chassis.principal import Principal
from libs.contracts import accounts as contract
from libs.contracts.accounts import LearnerEnrolledV1, RelationChangedV1
from libs.contracts.faults import Forbidden, InvalidRequest, NotFound
from services.accounts.queries import colleagues
from services.accounts.queries import people as people_queries
from services.accounts.use_cases import relations
from tests.service.accounts.world import NETWORK, OOST, WEST

TODAY = dt.date(2026, 3, 2)


def read(world, who, person_id):
    return world.read(who, contract.PERSON, people_queries.person, person_id=person_id)


def enrol(world, who, person_id, **fields):
    return world.write(
        who,
        contract.ENROL,
        relations.enrol,
        **{"person_id": person_id, "programme_key": "gp", "starts_on": TODAY, **fields},
    )["enrolment_id"]


def relate(world, who, staff, learner, kind="supervises", **fields):
    return world.write(
        who,
        contract.RELATE,
        relations.relate,
        **{
            "kind": kind,
            "person_id": staff,
            "learner_id": learner,
            "starts_on": TODAY,
            **fields,
        },
    )["relation_id"]


def test_enrolling_twice_changes_the_one_enrolment_and_the_version_grows(world):
    administrator, learner = world.administrator(), world.add("sanne")
    first = enrol(world, administrator, learner)
    assert enrol(world, administrator, learner) == first
    assert enrol(world, administrator, learner, part_time=80, cohort="2026-1") == first
    told = world.events(LearnerEnrolledV1)
    assert [(one.version, one.part_time) for one in told] == [(1, 100), (2, 80)]
    trainer = world.add("tom", "trainer")
    with pytest.raises(InvalidRequest):
        enrol(world, administrator, trainer)


def end_enrolment(world, who, enrolment_id, published):
    world.write(
        who,
        contract.END_ENROLMENT,
        relations.end_enrolment,
        enrolment_id=uuid.UUID(enrolment_id),
        published=published,
    )


def test_an_enrolment_in_a_programme_that_nobody_published_is_taken_back(world):
    administrator, learner = world.administrator(), world.add("sanne")
    mistaken = enrol(world, administrator, learner, programme_key="gp-old")
    enrol(world, administrator, learner)
    with pytest.raises(Forbidden):
        end_enrolment(world, world.acting(learner, "learner"), mistaken, ["gp"])
    with pytest.raises(NotFound):
        end_enrolment(world, world.administrator(WEST), mistaken, ["gp"])
    end_enrolment(world, administrator, mistaken, ["gp"])
    told = world.events(LearnerEnrolledV1)[-1]
    assert (str(told.enrolment_id), told.version, told.ended) == (mistaken, 2, True)
    shown = read(world, administrator, learner)
    assert [one["programme_key"] for one in shown["enrolments"]] == ["gp"]
    assert "enrolment.end" in [line["what"] for line in shown["log"]]
    with pytest.raises(NotFound):
        end_enrolment(world, administrator, mistaken, ["gp"])


def test_an_enrolment_in_a_published_programme_is_not_taken_back(world):
    administrator, learner = world.administrator(), world.add("sanne")
    enrolled = enrol(world, administrator, learner)
    with pytest.raises(InvalidRequest):
        end_enrolment(world, administrator, enrolled, ["gp", "nursing"])
    assert len(read(world, administrator, learner)["enrolments"]) == 1
    assert not any(one.ended for one in world.events(LearnerEnrolledV1))


def test_a_relation_needs_the_right_roles_on_both_sides(world):
    administrator = world.administrator()
    learner, trainer = world.add("sanne"), world.add("tom", "trainer")
    with pytest.raises(InvalidRequest):
        relate(world, administrator, trainer, learner, kind="teaches")
    with pytest.raises(InvalidRequest):
        relate(world, administrator, trainer, trainer)
    with pytest.raises(NotFound):
        relate(world, administrator, world.add("west", "trainer", at=WEST), learner)
    first = relate(world, administrator, trainer, learner, place="Praktijk Zuid")
    assert relate(world, administrator, trainer, learner, place="Praktijk Zuid") == first
    assert [one.version for one in world.events(RelationChangedV1)] == [1]


def test_a_relation_ends_on_a_day_and_not_before_it_began(world):
    administrator = world.administrator()
    relation = relate(world, administrator, world.add("tom", "trainer"), world.add("sanne"))
    end = {"method": contract.END_RELATION, "use_case": relations.end_relation}
    with pytest.raises(InvalidRequest):
        world.write(
            administrator,
            end["method"],
            end["use_case"],
            relation_id=uuid.UUID(relation),
            ends_on=TODAY - dt.timedelta(days=1),
        )
    world.write(
        administrator,
        end["method"],
        end["use_case"],
        relation_id=uuid.UUID(relation),
        ends_on=TODAY,
    )
    told = world.events(RelationChangedV1)[-1]
    assert (told.ends_on, told.version) == (TODAY, 2)
    with pytest.raises(NotFound):
        world.write(
            world.administrator(WEST),
            end["method"],
            end["use_case"],
            relation_id=uuid.UUID(relation),
            ends_on=TODAY,
        )


def test_the_page_of_a_person_shows_relations_enrolments_and_what_was_done(world):
    administrator = world.administrator()
    learner, trainer = world.add("sanne"), world.add("tom", "trainer")
    enrol(world, administrator, learner)
    relate(world, administrator, trainer, learner, place="Praktijk Zuid")
    shown = read(world, administrator, learner)
    assert [(one["kind"], one["name"], one["place"]) for one in shown["relations"]] == [
        ("supervises", "Tom de Vries", "Praktijk Zuid")
    ]
    assert [one["programme_key"] for one in shown["enrolments"]] == ["gp"]
    assert "relation.put" in [line["what"] for line in shown["log"]]
    again = read(world, administrator, learner)["log"][0]
    assert (again["what"], again["by"]) == ("person.read", "Localadmin-1 de Vries")


def test_learners_find_staff_with_their_own_trainer_first(world):
    administrator = world.administrator()
    learner = world.add("sanne")
    world.add("anton", "trainer", family_name="Aarts")
    trainer = world.add("tom", "trainer", family_name="Zwart")
    world.add("west", "trainer", at=WEST)
    world.add("gone", "trainer", ends_on=TODAY - dt.timedelta(days=1))
    relate(world, administrator, trainer, learner)
    found = world.read(
        world.acting(learner, "learner"), contract.FIND_COLLEAGUES, colleagues.find_colleagues
    )["people"]
    assert [(one["name"], one["related"]) for one in found] == [
        ("Tom Zwart", True),
        ("Anton Aarts", False),
    ]


def found(world, who, role: str, **wanted: object) -> list[tuple[str, bool]]:
    people = world.read(
        world.acting(who, role), contract.FIND_COLLEAGUES, colleagues.find_colleagues, **wanted
    )["people"]
    return [(one["name"], one["related"]) for one in people]


@pytest.fixture
def group(world):
    """Sanne with a teacher; one learner of the same intake, one of an earlier one, one nurse."""
    administrator = world.administrator()
    people = {
        name: world.add(name, family_name=family)
        for name, family in (("sanne", "Smit"), ("daan", "Zaal"), ("noor", "Aarts"), ("kim", "Bos"))
    }
    for name, programme, cohort in (
        ("sanne", "gp", "2026-03"),
        ("daan", "gp", "2026-03"),
        ("noor", "gp", "2025-09"),
        ("kim", "nursing", "2026-03"),
    ):
        enrol(world, administrator, people[name], programme_key=programme, cohort=cohort)
    people["ilse"] = world.add("ilse", "teacher", family_name="Teun")
    relate(world, administrator, people["ilse"], people["sanne"], kind="teaches")
    return people


def test_who_guides_a_learner_finds_the_fellow_learners_with_the_same_intake_first(world, group):
    assert found(world, group["ilse"], "teacher", fellows_of=group["sanne"]) == [
        ("Daan Zaal", True),
        ("Noor Aarts", False),
    ]
    assert found(world, group["ilse"], "teacher") == []


def test_learners_find_their_own_fellows_beside_the_staff(world, group):
    assert found(world, group["sanne"], "learner", fellows_of=group["sanne"]) == [
        ("Ilse Teun", True),
        ("Daan Zaal", True),
        ("Noor Aarts", False),
    ]
    assert found(world, group["sanne"], "learner") == [("Ilse Teun", True)]


def test_fellow_learners_are_found_by_name_and_never_by_address_or_number(world, group):
    wanted = {"fellows_of": group["sanne"]}
    assert found(world, group["sanne"], "learner", search="da za", **wanted) == [
        ("Daan Zaal", True)
    ]
    for secret in ("daan@", "post.example"):
        names = dict(found(world, group["sanne"], "learner", search=secret, **wanted))
        assert "Daan Zaal" not in names


def test_nobody_else_finds_the_fellows_of_a_learner(world, group):
    stranger = world.add("tom", "trainer")
    for who, role in ((stranger, "trainer"), (group["daan"], "learner")):
        with pytest.raises(NotFound):
            found(world, who, role, fellows_of=group["sanne"])


def test_staff_see_their_own_learners_and_heads_see_all(world):
    administrator = world.administrator()
    sanne, bram = world.add("sanne"), world.add("bram")
    trainer = world.add("tom", "trainer")
    relate(world, administrator, trainer, sanne)
    relate(world, administrator, trainer, bram, starts_on=TODAY + dt.timedelta(days=1))
    mine = world.read(
        world.acting(trainer, "trainer"), contract.MY_LEARNERS, colleagues.my_learners
    )["people"]
    assert [(one["person_id"], one["relation"]) for one in mine] == [(str(sanne), "supervises")]
    head = world.acting(world.add("hans", "head"), "head")
    everybody = world.read(head, contract.MY_LEARNERS, colleagues.my_learners)["people"]
    assert [(one["name"], one["relation"]) for one in everybody] == [
        ("Bram de Vries", "staff"),
        ("Sanne de Vries", "staff"),
    ]


def test_names_leave_out_who_is_not_of_this_institution(world):
    here, there = world.add("sanne"), world.add("west", at=WEST)
    who = world.acting(here, "learner")
    named = world.read(
        who, contract.NAMES, colleagues.names, person_ids=[here, there, uuid.uuid4()]
    )["names"]
    assert named == {str(here): {"name": "Sanne de Vries", "given_name": "Sanne", "initials": "SV"}}


def test_a_line_of_names_is_kept_where_names_were_seen_and_never_of_a_round_link(world):
    sanne, there = world.add("sanne"), world.add("west", at=WEST)
    who = world.acting(sanne, "learner")
    link = Principal(kind="link", issuer="gateway", institution_id=OOST, network_id=NETWORK)

    def lines(reader, *person_ids):
        before = _name_lines(world)
        world.read(reader, contract.NAMES, colleagues.names, person_ids=list(person_ids))
        return _name_lines(world) - before

    assert lines(who, sanne, there) == 1
    assert lines(dataclasses.replace(link, email_hash="0" * 64), sanne) == 1
    assert lines(who, there, uuid.uuid4()) == 0
    assert lines(who) == 0
    assert lines(link, sanne) == 0


def _name_lines(world):
    counted = sa.text("SELECT count(*) FROM audit WHERE action = 'names.read'")
    return world.start_up(lambda tx: tx.session.execute(counted).scalar_one(), OOST)


def test_nobody_is_enrolled_in_a_programme_that_is_not_offered_but_who_is_goes_on(world):
    who, learner = world.administrator(), world.add("sanne", "learner")
    with pytest.raises(InvalidRequest) as refused:
        enrol(world, who, learner, programme_key="nonsense", offered={"gp": ["GP"]})
    assert "programme_key" in refused.value.errors
    first = enrol(world, who, learner)
    request = {"person_id": learner, "programme_key": "gp", "starts_on": TODAY, "part_time": 80}
    again = world.write(who, contract.ENROL, relations.enrol, **request, offered={})
    assert again["enrolment_id"] == first
