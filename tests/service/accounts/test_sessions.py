"""Sessions: how long they last, who ends them, and in which institution they act."""

import uuid

import pytest
import sqlalchemy as sa

from libs.contracts import accounts as contract
from libs.contracts.accounts import AccessRevokedV1, CodeRefused, MembershipChangedV1
from libs.contracts.faults import NotFound, NotSignedIn, TooManyRequests
from services.accounts.queries import account, institutions
from services.accounts.use_cases import codes, people, sessions
from tests.service.accounts.world import ANONYMOUS, ELSEWHERE, OOST, WEST


def test_staff_are_signed_out_after_half_an_hour_without_a_request(world):
    world.add("tom", "trainer")
    _, token = world.signed_in("tom")
    world.clock.forward(minutes=29)
    world.resume(token)
    world.clock.forward(minutes=29)
    world.resume(token)
    world.clock.forward(minutes=30)
    with pytest.raises(NotSignedIn):
        world.resume(token)


def test_learners_are_signed_out_after_twelve_hours_without_a_request(world):
    world.add("sanne", "learner")
    _, token = world.signed_in("sanne")
    world.clock.forward(hours=11, minutes=59)
    world.resume(token)
    world.clock.forward(hours=12)
    with pytest.raises(NotSignedIn):
        world.resume(token)


@pytest.mark.parametrize(("role", "hours", "step"), [("trainer", 12, 0.25), ("learner", 168, 11)])
def test_no_session_lives_longer_than_its_absolute_limit(world, role, hours, step):
    world.add("sanne", role)
    _, token = world.signed_in("sanne")
    passed = 0.0
    while passed + step < hours:
        world.clock.forward(hours=step)
        passed += step
        world.resume(token)
    world.clock.forward(hours=hours - passed)
    with pytest.raises(NotSignedIn):
        world.resume(token)


def test_the_idle_clock_is_touched_at_most_once_a_minute(world):
    world.add("sanne")
    who, token = world.signed_in("sanne")
    started = world.clock.now
    world.clock.forward(seconds=59)
    world.resume(token)
    assert _last_seen(world, who) == started
    world.clock.forward(seconds=1)
    world.resume(token)
    assert _last_seen(world, who) == world.clock.now


def test_what_an_open_page_asks_by_itself_keeps_no_session_alive(world):
    world.add("sanne", "trainer")
    who, token = world.signed_in("sanne")
    started = world.clock.now
    for _ in range(29):
        world.clock.forward(minutes=1)
        world.resume(token, by_itself=True)
    assert _last_seen(world, who) == started
    world.clock.forward(minutes=1)
    with pytest.raises(NotSignedIn):
        world.resume(token, by_itself=True)


def _last_seen(world, who):
    return world.start_up(
        lambda tx: tx.session.execute(
            sa.text("SELECT last_seen_at FROM session WHERE id = :id"), {"id": who.session_id}
        ).scalar_one(),
        OOST,
    )


def test_a_token_of_no_session_is_not_signed_in(world):
    with pytest.raises(NotSignedIn):
        world.resume("y" * 43)


def test_signing_out_ends_the_session_and_is_told(world):
    world.add("sanne")
    who, token = world.signed_in("sanne")
    for _ in range(2):
        world.write(ANONYMOUS, contract.SIGN_OUT, sessions.sign_out, session_token=token)
    with pytest.raises(NotSignedIn):
        world.resume(token)
    told = [event.session_id for event in world.events(AccessRevokedV1)]
    assert told == [who.session_id]


def test_one_sees_the_own_sessions_and_which_is_this_one(world):
    world.add("sanne")
    first, _ = world.signed_in("sanne")
    world.clock.forward(minutes=5)
    second, _ = world.signed_in("sanne")
    world.add("bram")
    world.signed_in("bram")
    shown = world.read(second, contract.SESSIONS, account.sessions)["sessions"]
    assert [(one["id"], one["current"]) for one in shown] == [
        (str(second.session_id), True),
        (str(first.session_id), False),
    ]


def test_one_ends_an_own_session_but_nobody_elses(world):
    world.add("sanne")
    world.add("bram")
    sanne, token = world.signed_in("sanne")
    bram, _ = world.signed_in("bram")
    with pytest.raises(NotFound):
        end(world, bram, sanne.session_id)
    assert world.resume(token)
    end(world, sanne, sanne.session_id)
    with pytest.raises(NotSignedIn):
        world.resume(token)


def end(world, who, session_id):
    return world.write(who, contract.END_SESSION, sessions.end_session, session_id=session_id)


def test_ending_the_other_sessions_says_how_many_there_were(world):
    world.add("sanne")
    for _ in range(2):
        world.signed_in("sanne")
    who, token = world.signed_in("sanne")
    reply = world.write(who, contract.END_OTHER_SESSIONS, sessions.end_other_sessions)
    assert reply == {"ended": 2}
    assert world.resume(token)


def join(world, user_name, *roles, at):
    return world.start_up(
        people.create_person,
        at,
        given_name="x",
        family_name="y",
        user_name=user_name,
        email=f"{user_name}@post.example",
        roles=roles,
    )


def choose(world, who, membership_id):
    return world.write(
        who, contract.CHOOSE_MEMBERSHIP, sessions.choose_membership, membership_id=membership_id
    )["me"]


def membership_at(world, who, institution_id):
    return next(
        one["membership_id"]
        for one in world.resume_by(who)["memberships"]
        if one["institution_id"] == str(institution_id)
    )


def test_a_trainer_of_two_institutions_acts_in_one_at_a_time(world):
    world.add("tom", "trainer")
    join(world, "tom", "teacher", at=ELSEWHERE)
    who, token = world.signed_in("tom")
    assert [one["institution_name"] for one in world.resume_by(who)["memberships"]] == [
        "Hogeschool Zuid",
        "Instituut Oost",
    ]
    me = choose(world, who, membership_at(world, who, ELSEWHERE))
    assert (me["institution_name"], me["roles"], me["network_id"]) == (
        "Hogeschool Zuid",
        ["teacher"],
        None,
    )
    assert world.resume(token)["institution_name"] == "Hogeschool Zuid"
    back = choose(world, world.principal_of(me), membership_at(world, who, OOST))
    assert back["institution_name"] == "Instituut Oost"


def test_nobody_acts_with_a_membership_of_somebody_else_or_an_ended_one(world):
    world.add("tom", "trainer")
    world.add("bram", "trainer", at=WEST)
    join(world, "tom", "trainer", at=WEST)
    tom, _ = world.signed_in("tom")
    bram, _ = world.signed_in("bram")
    with pytest.raises(NotFound):
        choose(world, tom, membership_at(world, bram, WEST))
    with pytest.raises(NotFound):
        choose(world, tom, uuid.uuid4())
    own_west = membership_at(world, tom, WEST)
    world.write(
        world.administrator(WEST),
        contract.CHANGE_PERSON,
        people.change_person,
        person_id=tom.person_id,
        ends_on=world.clock().date(),
    )
    world.clock.forward(days=1)
    with pytest.raises(NotFound):
        choose(world, tom, own_west)


def test_taking_a_role_away_shows_at_the_next_page(world):
    person_id = world.add("tom", "trainer", "head")
    _, token = world.signed_in("tom")
    world.write(
        world.administrator(),
        contract.CHANGE_PERSON,
        people.change_person,
        person_id=person_id,
        roles=["trainer"],
    )
    assert world.events(AccessRevokedV1)[-1].person_id == person_id
    assert world.resume(token)["roles"] == ["trainer"]
    assert world.events(MembershipChangedV1)[-1].version == 2


def test_ending_a_membership_ends_the_sessions_in_it(world):
    person_id = world.add("tom", "trainer")
    who, token = world.signed_in("tom")
    import datetime as dt

    world.write(
        world.administrator(),
        contract.CHANGE_PERSON,
        people.change_person,
        person_id=person_id,
        ends_on=world.clock().date() - dt.timedelta(days=1),
    )
    assert world.events(AccessRevokedV1)[-1].session_id == who.session_id
    with pytest.raises(NotSignedIn):
        world.resume(token)


def test_a_national_administrator_sees_the_institutions_of_the_network_and_acts_in_each(world):
    world.administrator(OOST, "national_admin")
    who, _ = world.signed_in("nationaladmin-1")
    world.add("sanne", at=WEST)
    shown = world.read(who, contract.INSTITUTIONS, institutions.institutions)["institutions"]
    assert [(one["name"], one["people"]) for one in shown] == [
        ("Instituut Oost", 1),
        ("Instituut West", 2),
    ]
    me = choose(world, who, membership_at(world, who, WEST))
    assert me["roles"] == ["national_admin"]


def test_an_institution_that_joins_the_network_gets_its_national_administrators(world):
    world.administrator(OOST, "national_admin")
    from services.accounts.use_cases import bootstrap
    from tests.service.accounts.world import NETWORK

    north = uuid.uuid4()
    world.start_up(
        bootstrap.found_institution,
        institution_id=north,
        network_id=NETWORK,
        name="Instituut Noord",
        short_name="Noord",
    )
    who, _ = world.signed_in("nationaladmin-1")
    assert membership_at(world, who, north)


# The mailed code


def ask_code(world, who):
    return world.write(who, contract.ASK_CODE, codes.ask_code, purpose="sign_decision")


def confirm(world, who, code):
    return world.write(who, contract.CONFIRM_CODE, codes.confirm_code, code=code)


def test_a_mailed_code_raises_the_assurance_for_ten_minutes(world):
    world.add("hans", "head")
    who, token = world.signed_in("hans")
    reply = ask_code(world, who)
    assert reply["sent_to"] == "h…@p….example"
    mail = world.mailed()
    assert mail["purpose"] == "code"
    assert mail["secret"].isdigit() and len(mail["secret"]) == 6
    assert confirm(world, who, mail["secret"])["me"]["session"]["assurance"] == "code"
    world.clock.forward(minutes=9, seconds=59)
    assert world.resume(token)["session"]["assurance"] == "code"
    world.clock.forward(seconds=1)
    assert world.resume(token)["session"]["assurance"] == "password"


def test_a_code_allows_five_tries(world):
    world.add("hans", "head")
    who, _ = world.signed_in("hans")
    ask_code(world, who)
    right = world.mailed()["secret"]
    wrong = "000000" if right != "000000" else "111111"
    left = []
    for _ in range(5):
        with pytest.raises(CodeRefused) as refused:
            confirm(world, who, wrong)
        left.append(refused.value.params["tries_left"])
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(CodeRefused):
        confirm(world, who, right)


def test_a_code_works_once_for_ten_minutes_in_its_own_session(world):
    world.add("hans", "head")
    who, _ = world.signed_in("hans")
    other, _ = world.signed_in("hans")
    ask_code(world, who)
    code = world.mailed()["secret"]
    with pytest.raises(CodeRefused):
        confirm(world, other, code)
    confirm(world, who, f"{code[:3]} {code[3:]}")
    with pytest.raises(CodeRefused):
        confirm(world, who, code)
    ask_code(world, who)
    late = world.mailed()["secret"]
    world.clock.forward(minutes=10)
    with pytest.raises(CodeRefused):
        confirm(world, who, late)


def test_codes_cannot_be_asked_for_without_end(world):
    world.add("hans", "head")
    who, _ = world.signed_in("hans")
    for _ in range(5):
        ask_code(world, who)
    with pytest.raises(TooManyRequests):
        ask_code(world, who)
