"""Accounts kept by administrators; who may see and change what."""

import datetime as dt
import uuid

import pytest

from libs.contracts import accounts as contract
from libs.contracts.accounts import (
    AlreadyInUse,
    LinkEnded,
    MembershipChangedV1,
    PersonChangedV1,
    SecretWantedV1,
    SecurityNoticeV1,
)
from libs.contracts.faults import Forbidden, InvalidRequest, NotFound
from services.accounts.domain.people import email_hash
from services.accounts.queries import account, colleagues, institutions
from services.accounts.queries import people as people_queries
from services.accounts.use_cases import email as emails
from services.accounts.use_cases import people
from tests.service.accounts.world import (
    ANONYMOUS,
    ELSEWHERE,
    NETWORK,
    NOTIFICATIONS,
    OOST,
    WEST,
)

TODAY = dt.date(2026, 3, 2)


def create(world, who, **fields):
    return world.write(
        who,
        contract.CREATE_PERSON,
        people.create_person,
        **{
            "given_name": "Sanne",
            "family_name": "de Vries",
            "user_name": "sanne",
            "email": "sanne@post.example",
            "language": "nl",
            "roles": ["learner"],
            "starts_on": None,
            "ends_on": None,
            **fields,
        },
    )["person"]


def change(world, who, person_id, **changes):
    return world.write(
        who, contract.CHANGE_PERSON, people.change_person, person_id=person_id, **changes
    )["person"]


def page(world, who, **request):
    return world.read(who, contract.PEOPLE, people_queries.people, **request)


def read(world, who, person_id):
    return world.read(who, contract.PERSON, people_queries.person, person_id=person_id)


def test_an_administrator_makes_an_account_and_its_owner_is_mailed(world):
    made = create(world, world.administrator())
    assert (made["name"], made["state"], made["roles"]) == (
        "Sanne de Vries",
        "invited",
        ["learner"],
    )
    changed = world.events(PersonChangedV1)[-1]
    assert (changed.state, changed.language, changed.version) == ("invited", "nl", 1)
    member = world.events(MembershipChangedV1)[-1]
    assert (member.roles, member.version, member.institution_id) == (("learner",), 1, OOST)
    assert str(world.events(SecretWantedV1)[-1].person_id) == made["person_id"]


@pytest.mark.parametrize("role", ["learner", "trainer", "teacher", "secretary", "head"])
def test_only_administrators_make_accounts(world, role):
    who = world.acting(world.add("x-y-z", role), role)
    with pytest.raises(Forbidden):
        create(world, who)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("local_admin", True),
        ("secretary", True),
        ("head", True),
        ("learner", False),
        ("trainer", False),
        ("teacher", False),
        ("committee", False),
    ],
)
def test_who_may_look_people_up(world, role, allowed):
    who = world.acting(world.add("x-y-z", role), role)
    for look in (lambda: page(world, who), lambda: read(world, who, who.person_id)):
        if allowed:
            assert look()
        else:
            with pytest.raises(Forbidden):
                look()


def test_people_of_another_institution_do_not_exist_for_an_administrator(world):
    person_id = world.add("sanne", at=WEST)
    for who in (world.administrator(OOST), world.administrator(ELSEWHERE)):
        assert person_id not in [uuid.UUID(one["person_id"]) for one in page(world, who)["people"]]
        with pytest.raises(NotFound):
            read(world, who, person_id)
        with pytest.raises(NotFound):
            change(world, who, person_id, given_name="X")
        with pytest.raises(NotFound):
            world.write(who, contract.RESEND_ACCESS, people.resend_access, person_id=person_id)


def test_user_name_and_address_are_unique_in_any_case(world):
    administrator = world.administrator()
    create(world, administrator)
    with pytest.raises(AlreadyInUse) as in_use:
        create(world, administrator, user_name="SANNE", email="else@post.example")
    assert in_use.value.params == {"field": "user_name"}
    with pytest.raises(AlreadyInUse) as in_use:
        create(world, administrator, user_name="other", email="Sanne@Post.example")
    assert in_use.value.params == {"field": "email"}
    with pytest.raises(AlreadyInUse):
        create(world, administrator)


def test_somebody_of_another_institution_joins_when_name_and_address_both_fit(world):
    person_id = world.add("tom", "trainer")
    joined = create(
        world,
        world.administrator(WEST),
        user_name="Tom",
        email="tom@post.example",
        given_name="Somebody",
        roles=["trainer"],
    )
    assert joined["person_id"] == str(person_id)
    assert joined["given_name"] == "Tom"
    with pytest.raises(AlreadyInUse):
        create(world, world.administrator(ELSEWHERE), user_name="tom", email="t@x.example")


def test_a_learners_user_name_follows_the_scheme_of_the_institution(world):
    world.set_up(OOST, user_name_scheme="BIG-")
    administrator = world.administrator()
    with pytest.raises(InvalidRequest) as refused:
        create(world, administrator)
    assert list(refused.value.errors) == ["user_name"]
    assert create(world, administrator, user_name="big-19051234567")["state"] == "invited"
    create(world, administrator, user_name="tom", email="t@x.example", roles=["trainer"])


def test_only_the_institution_that_keeps_an_account_changes_its_address(world):
    person_id = world.add("tom", "trainer")
    west = world.administrator(WEST)
    create(world, west, user_name="tom", email="tom@post.example", roles=["trainer"])
    with pytest.raises(Forbidden):
        change(world, west, person_id, email="thief@post.example")
    assert change(world, west, person_id, roles=["teacher"])["roles"] == ["teacher"]
    home = change(world, world.administrator(OOST), person_id, email="new@post.example")
    assert (home["email"], home["roles"]) == ("new@post.example", ["trainer"])


def test_a_local_administrator_neither_makes_nor_takes_over_a_national_one(world):
    local = world.administrator()
    national = world.administrator(OOST, "national_admin")
    with pytest.raises(Forbidden):
        create(world, local, roles=["national_admin"])
    with pytest.raises(Forbidden):
        change(world, local, local.person_id, roles=["local_admin", "national_admin"])
    with pytest.raises(Forbidden):
        change(world, local, national.person_id, email="thief@post.example")
    with pytest.raises(Forbidden):
        change(world, local, national.person_id, roles=["trainer"])
    with pytest.raises(Forbidden):
        change(world, local, national.person_id, ends_on=TODAY)


def test_an_administrator_cannot_lock_themself_out(world):
    administrator = world.administrator()
    with pytest.raises(InvalidRequest):
        change(world, administrator, administrator.person_id, roles=["trainer"])
    with pytest.raises(InvalidRequest):
        yesterday = TODAY - dt.timedelta(days=1)
        change(world, administrator, administrator.person_id, ends_on=yesterday)


def test_a_refused_change_leaves_nothing_behind(world):
    administrator = world.administrator()
    person_id = world.add("sanne")
    world.add("bram")
    before = len(world.events())
    with pytest.raises(AlreadyInUse):
        change(world, administrator, person_id, given_name="Anna", email="bram@post.example")
    assert read(world, administrator, person_id)["given_name"] == "Sanne"
    assert len(world.events()) == before


def test_a_changed_address_is_told_to_the_old_one_and_ends_links_mailed_there(world):
    person_id = world.add("sanne", password=None)
    old_link = world.mailed()["secret"]
    change(world, world.administrator(), person_id, email="new@post.example")
    assert [event.what for event in world.events(SecurityNoticeV1)] == ["email_changed"]
    address = world.read(
        NOTIFICATIONS, contract.ADDRESS_OF, colleagues.address_of, person_id=person_id
    )
    assert (address["email"], address["former_email"]) == (
        "new@post.example",
        "sanne@post.example",
    )
    from services.accounts.queries import password_rules

    seen = world.read(
        ANONYMOUS, contract.OPEN_PASSWORD_LINK, password_rules.open_password_link, token=old_link
    )
    assert seen["state"] == "expired"
    assert world.mailed()["email"] == "new@post.example"


def test_search_finds_every_word_in_names_user_name_and_address(world):
    administrator = world.administrator()
    world.add("anna", given_name="Anna", family_name="Jansen")
    world.add("bram", given_name="Bram", family_name="Jansen")
    world.add("100%", given_name="Per", family_name="Cent", email="p@post.example")
    found = [one["name"] for one in page(world, administrator, search="jan ann")["people"]]
    assert found == ["Anna Jansen"]
    assert [one["name"] for one in page(world, administrator, search="%")["people"]] == ["Per Cent"]
    assert page(world, administrator, search="_____")["people"] == []


def test_the_list_is_read_in_pages_without_gaps_or_doubles(world):
    administrator = world.administrator()
    for number in range(7):
        world.add(f"learner{number}", password=None)
    seen, cursor = [], None
    while True:
        reply = page(world, administrator, limit=3, cursor=cursor)
        seen += [one["person_id"] for one in reply["people"]]
        cursor = reply["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 8
    with pytest.raises(InvalidRequest):
        page(world, administrator, cursor="nonsense")


def test_the_filters_by_state_agree_with_what_the_list_shows(world):
    administrator = world.administrator()
    world.add("invited", password=None)
    world.add("active")
    world.add("left", ends_on=TODAY - dt.timedelta(days=1), starts_on=None)
    world.add("blocked")
    for _ in range(3):
        with pytest.raises(Exception, match="not right|blocked"):
            world.sign_in("blocked", "Wrong-password-1!")
    everybody = page(world, administrator)["people"]
    for state in ("invited", "active", "left", "blocked"):
        filtered = page(world, administrator, state=state)["people"]
        expected = [one["person_id"] for one in everybody if one["state"] == state]
        assert [one["person_id"] for one in filtered] == expected
        assert expected
    only = page(world, administrator, role="local_admin")["people"]
    assert [one["roles"] for one in only] == [["local_admin"]]


def test_a_person_changes_language_and_time_zone(world):
    world.add("sanne")
    who, _ = world.signed_in("sanne")
    me = world.write(
        who,
        contract.CHANGE_MY_ACCOUNT,
        people.change_my_account,
        language="en",
        timezone="America/Curacao",
    )["me"]
    assert (me["language"], me["timezone"]) == ("en", "America/Curacao")
    told = world.events(PersonChangedV1)[-1]
    assert (told.language, told.timezone) == ("en", "America/Curacao")
    with pytest.raises(InvalidRequest):
        world.write(
            who, contract.CHANGE_MY_ACCOUNT, people.change_my_account, timezone="Mars/Olympus"
        )


def test_a_person_changes_the_own_address_by_a_link_sent_to_the_new_one(world):
    world.add("sanne")
    world.add("bram")
    who, _ = world.signed_in("sanne")

    def ask(address):
        return world.write(who, contract.ASK_EMAIL_CHANGE, emails.ask_email_change, email=address)

    def confirm(token):
        return world.write(
            ANONYMOUS, contract.CONFIRM_EMAIL_CHANGE, emails.confirm_email_change, token=token
        )

    assert ask("new@post.example") == {"sent_to": "new@post.example"}
    assert world.resume_by(who)["email"] == "sanne@post.example"
    mail = world.mailed()
    assert (mail["purpose"], mail["email"]) == ("email", "new@post.example")
    confirm(mail["secret"])
    assert world.resume_by(who)["email"] == "new@post.example"
    assert world.events(PersonChangedV1)[-1].email_hash == email_hash("new@post.example")
    with pytest.raises(LinkEnded):
        confirm(mail["secret"])
    ask("bram@post.example")
    with pytest.raises(AlreadyInUse):
        confirm(world.mailed()["secret"])


def test_my_account_shows_who_helps_and_how_one_signs_on(world):
    world.add("sanne")
    who, _ = world.signed_in("sanne")
    shown = world.read(who, contract.MY_ACCOUNT, account.my_account)
    assert (shown["user_name"], shown["sign_on"]) == ("sanne", "password")
    assert shown["contact"]["email"] == "help@oost.example"


def test_the_institution_is_shown_to_its_own_people_and_to_links(world):
    who = world.acting(world.add("sanne"), "learner")
    shown = world.read(who, contract.INSTITUTION, institutions.institution)
    assert (shown["name"], shown["short_name"]) == ("Instituut Oost", "Oost")
    assert shown["network"] == {"id": str(NETWORK), "name": "Huisartsopleiding"}
    assert shown["password_profile"] == "classic"


def test_only_national_administrators_list_institutions(world):
    with pytest.raises(Forbidden):
        world.read(world.administrator(), contract.INSTITUTIONS, institutions.institutions)


def test_a_reset_link_mailed_to_the_old_address_ends_with_it(world):
    from services.accounts.queries import password_rules
    from services.accounts.use_cases import passwords

    person_id = world.add("sanne")
    world.write(
        ANONYMOUS,
        contract.ASK_PASSWORD_LINK,
        passwords.ask_password_link,
        user_name="sanne",
        email="sanne@post.example",
    )
    token = world.mailed()["secret"]
    change(world, world.administrator(), person_id, email="new@post.example")
    seen = world.read(
        ANONYMOUS, contract.OPEN_PASSWORD_LINK, password_rules.open_password_link, token=token
    )
    assert seen["state"] == "expired"
