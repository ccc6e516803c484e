"""What else a changed programme alters, and what a network is told of all its institutions."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
import sqlalchemy as sa

from libs.contracts import dashboards as contract
from libs.contracts.faults import Forbidden
from services.dashboards import queries
from tests.service.dashboards.conftest import person
from tests.service.dashboards.models import service
from tests.service.dashboards.stories import FETCHED, PROGRAMME, Story
from tests.service.dashboards.test_plans import change, plan

NETWORK = uuid.UUID(int=77)
YEAR_1, YEAR_2 = PROGRAMME["phases"]
KPB, COMBEL = PROGRAMME["requirements"]


def effect(desk, who, document=PROGRAMME, **request):
    method = contract.PROGRAMME_EFFECT
    return desk.read(who, method, queries.programme_effect, document=document, **request)


def altered(desk, who, **members):
    """The alterations by kind, of the programme with other members."""
    found = effect(desk, who, PROGRAMME | members)["alterations"]
    return {one["kind"]: one for one in found}


def names(one):
    return [one[name] for name in ("key", "count", "everybody")]


@pytest.fixture
def two(desk, story):
    """A learner who began in March and one who began in April, of two intakes."""
    other = Story(story.institution_id, seed=2)
    april = dt.date(2026, 4, 1)
    desk.hear(story.opened(), other.opened(cohort="2027", starts_on=april))
    desk.fetch_programmes()
    return story, other


def test_the_same_programme_alters_nothing(desk, two, head):
    assert effect(desk, head)["alterations"] == []


def test_a_longer_phase_moves_its_end_from_day_to_day_for_who_is_in_it(desk, two, head):
    found = altered(desk, head, phases=[YEAR_1 | {"months": 15}, YEAR_2])
    ends = found["phase_ends"]
    assert (ends["title"], ends["count"]) == (YEAR_1["title"], 2)
    assert (ends["from_months"], ends["to_months"]) == (12, 15)
    assert ends["moves"] == [
        {"from_on": "2027-02-28", "to_on": "2027-05-31", "count": 1},
        {"from_on": "2027-03-31", "to_on": "2027-06-30", "count": 1},
    ]
    assert found["course_ends"]["moves"][0]["to_on"] == "2028-05-31"


def test_nobody_is_told_of_a_phase_that_stays_as_it_is(desk, two, head):
    assert set(altered(desk, head, phases=[YEAR_1, YEAR_2 | {"months": 6}])) == {"course_ends"}


def test_a_phase_that_goes_puts_its_learners_in_another(desk, two, head):
    found = altered(desk, head, phases=[YEAR_2], requirements=[])
    assert found["phase_changes"]["to_title"] == YEAR_2["title"]
    assert names(found["phase_changes"]) == ["year-1", 2, True]


def test_requirements_that_come_go_or_change_are_told_with_both_wordings(desk, two, head):
    new = {"key": "goal", "form": "goal", "count": 1, "title": {"en": "Goals"}}
    found = altered(desk, head, requirements=[KPB | {"count": 16, "assessors": 2}, new])
    assert found["requirement_changed"]["was"] == KPB
    assert found["requirement_changed"]["now"]["assessors"] == 2
    assert names(found["requirement_gone"]) == ["combel-year-1", 2, True]
    assert (found["requirement_new"]["title"], found["requirement_new"]["was"]) == (
        {"en": "Goals"},
        None,
    )


def test_what_was_agreed_with_a_learner_is_not_altered_by_the_number_of_the_programme(
    desk, two, head
):
    story, other = two
    desk.hear(plan(story, change("count", count=3)))
    found = altered(desk, head, requirements=[KPB | {"count": 16}, COMBEL])
    assert found["requirement_changed"]["learners"] == [str(other.learner_id)]


def test_a_requirement_of_a_phase_that_is_over_concerns_nobody(desk, story, head):
    desk.hear(story.opened(starts_on=dt.date(2025, 3, 1)))
    desk.fetch_programmes()
    assert altered(desk, head, requirements=[KPB | {"count": 16}, COMBEL]) == {}


def test_dossiers_and_processes_that_go_tell_who_has_records_there(desk, two, head):
    story, _ = two
    desk.hear(story.record(), story.record(record_id=story.id(), state="draft"))
    work = PROGRAMME["dossiers"][0]
    found = altered(desk, head, dossiers=[work | {"forms": ["combel", "starrt"]}])
    assert found["form_gone"]["title"] == {"en": "Short assessment"}
    assert (found["form_gone"]["dossier_title"], found["form_gone"]["with_records"]) == (
        {"en": "Work"},
        1,
    )
    assert names(found["form_new"]) == ["starrt", 2, True]
    other = {"key": "talks", "title": {"en": "Talks"}, "forms": ["combel"]}
    found = altered(desk, head, dossiers=[other])
    assert names(found["dossier_new"]) == ["talks", 2, True]
    assert (names(found["dossier_gone"]), found["dossier_gone"]["with_records"]) == (
        ["work", 2, True],
        1,
    )


def test_a_draft_tells_nothing_of_a_dossier_that_goes(desk, two, head):
    story, _ = two
    desk.hear(story.record(state="draft"))
    assert altered(desk, head, dossiers=[])["dossier_gone"]["with_records"] == 0


ROUTE = {
    "key": "way",
    "title": {"en": "Way"},
    "options": [
        {"key": "a", "title": {"en": "Ward"}, "requirements": ["kpb-year-1"]},
        {"key": "b", "title": {"en": "Home"}, "requirements": ["combel-year-1"]},
    ],
}
ELECTIVES = {
    "key": "one-of",
    "title": {"en": "One of"},
    "pick": 1,
    "of": ["kpb-year-1", "combel-year-1"],
}


def chose(story, choice, option):
    return plan(story, change("route", None, choice=choice, option=option))


def with_choices(desk, story, **members):
    """Two learners of a programme with choices; the first of them is the story's."""
    other = Story(story.institution_id, seed=2)
    desk.hear(story.opened(), other.opened())
    desk.fetch_programmes(FETCHED | {"document": PROGRAMME | members})


def test_a_route_that_vanishes_is_told_for_who_takes_it(desk, story, head):
    with_choices(desk, story, routes=[ROUTE])
    desk.hear(chose(story, "way", "b"))
    first = ROUTE | {"options": ROUTE["options"][:1]}
    found = altered(desk, head, routes=[first])
    assert (found["route_taken"]["was"], found["route_taken"]["now"]) == (
        {"en": "Home"},
        {"en": "Ward"},
    )
    assert found["route_taken"]["learners"] == [str(story.learner_id)]


def test_another_pick_concerns_everybody_and_an_elective_that_goes_who_chose_it(desk, story, head):
    with_choices(desk, story, choices=[ELECTIVES])
    desk.hear(chose(story, "one-of", "combel-year-1"))
    found = altered(desk, head, choices=[ELECTIVES | {"of": ["kpb-year-1"]}])
    assert names(found["choice_changed"]) == ["one-of", 2, True]
    assert found["option_gone"]["learners"] == [str(story.learner_id)]
    assert found["option_gone"]["option_title"] == {"en": "ComBeL"}


def test_who_leaves_or_joins_the_cohort_of_a_programme_is_named(desk, two, head):
    _, other = two
    found = altered(desk, head, cohort={"names": ["2026"]})
    assert found["cohort_leaves"]["learners"] == [str(other.learner_id)]
    assert found["cohort_leaves"]["everybody"] is False


def test_who_was_of_no_cohort_of_the_newest_version_joins_by_a_wider_one(desk, story, head):
    other = Story(story.institution_id, seed=2)
    desk.hear(story.opened(cohort="2026"), other.opened(cohort="2027"))
    narrow = PROGRAMME | {"cohort": {"names": ["2026"]}}
    desk.fetch_programmes(FETCHED | {"document": narrow})
    found = altered(desk, head)
    assert found["cohort_joins"]["learners"] == [str(other.learner_id)]


def national(story):
    who = person(story, "national_admin")
    return replace(who, network_id=NETWORK)


def institute(desk, count, *, network_id=NETWORK, **opened):
    """An institution of so many learners who have done nothing yet."""
    institution_id = uuid.uuid4()
    for _ in range(count):
        one = Story(institution_id, seed=uuid.uuid4().int)
        desk.hear(replace(one.opened(**opened), network_id=network_id))
    desk.fetch_programmes()
    return str(institution_id)


SHORTER = PROGRAMME | {"requirements": [KPB], "phases": [YEAR_1 | {"months": 15}, YEAR_2]}


def of_network(desk, story, document=SHORTER):
    found = effect(desk, national(story), document, owner="network")["institutions"]
    return {one["institution_id"]: one for one in found}


def test_a_network_is_told_the_number_in_each_institution_and_nobodys_name(desk, story):
    large, other = institute(desk, 4), institute(desk, 3)
    found = of_network(desk, story)
    assert set(found) == {large, other}
    assert found[large]["learners"] == 4
    assert found[large]["changes"] == [
        {
            "requirement": "combel-year-1",
            "title": {"en": "ComBeL"},
            "newly_behind": 0,
            "no_longer_behind": 4,
        }
    ]
    ends = next(one for one in found[other]["alterations"] if one["kind"] == "phase_ends")
    assert (ends["count"], ends["from_months"], ends["to_months"]) == (3, 12, 15)
    assert not {"learners", "moves"} & set(ends)


def test_of_one_or_two_learners_of_an_institution_nothing_is_told(desk, story):
    small = institute(desk, 2)
    found = of_network(desk, story)[small]
    assert (found["learners"], found["changes"], found["alterations"]) == (None, [], [])


def test_a_number_of_one_or_two_among_many_stays_unsaid(desk, story):
    institution = institute(desk, 4)
    late = Story(uuid.UUID(institution), seed=9)
    opened = late.opened(starts_on=dt.date(2025, 3, 1))
    desk.hear(replace(opened, network_id=NETWORK))
    desk.fetch_programmes()
    document = PROGRAMME | {"phases": [YEAR_1, YEAR_2 | {"months": 6}]}
    found = of_network(desk, story, document)[institution]
    counts = {one["kind"]: one["count"] for one in found["alterations"]}
    assert counts["phase_ends"] is None
    assert counts["course_ends"] == 4


def test_a_cohort_that_leaves_is_counted_where_nobody_is_left(desk, story):
    institution = institute(desk, 4)
    found = of_network(desk, story, PROGRAMME | {"cohort": {"names": ["2030"]}})[institution]
    assert found["learners"] == 0
    assert [(one["kind"], one["count"]) for one in found["alterations"]] == [("cohort_leaves", 4)]


def test_institutions_of_other_networks_and_of_none_are_never_counted(desk, story):
    institute(desk, 4, network_id=uuid.UUID(int=78))
    institute(desk, 4, network_id=None)
    institute(desk, 4, programme_key="other")
    institute(desk, 4, state="closed")
    assert of_network(desk, story) == {}


@pytest.mark.parametrize("role", ["head", "local_admin", "secretary"])
def test_only_who_writes_for_the_network_is_told_of_it(desk, story, role):
    institute(desk, 4)
    who = replace(person(story, role), network_id=NETWORK)
    with pytest.raises(Forbidden):
        effect(desk, who, owner="network")
    assert effect(desk, who)["institutions"] == []
    with pytest.raises(Forbidden):
        effect(desk, person(story, "national_admin"), owner="network")


def test_every_institution_that_was_counted_finds_a_line_of_it_in_its_own_audit(
    desk, database, story
):
    institution = institute(desk, 4)
    who = national(story)
    effect(desk, who, SHORTER, owner="network")
    there = Story(uuid.UUID(institution))
    wanted = sa.text("SELECT user_id, basis FROM audit WHERE action = 'programme.effect'")
    lines = database.run(service(there), lambda tx: tx.session.execute(wanted).all())
    assert lines == [(who.person_id, "national_admin")]


def test_an_institution_with_a_version_of_its_own_is_not_counted(desk, story):
    own, other = institute(desk, 4), institute(desk, 3)
    found = effect(desk, national(story), SHORTER, owner="network")
    told = {one["institution_id"]: one for one in queries.without_own(found, {own})["institutions"]}
    assert (told[own]["own_version"], told[own]["learners"], told[own]["changes"]) == (True, 0, [])
    assert (told[other]["own_version"], told[other]["learners"]) == (False, 3)
