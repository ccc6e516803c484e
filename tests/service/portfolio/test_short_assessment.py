"""The main path: ask somebody by e-mail, they fill it without an account, it counts."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, NotFound, RevisionMismatch, TooManyRequests
from services.portfolio import queries, use_cases

from .world import KPB, World


def test_asking_by_address_makes_a_request_and_tells_notifications(world: World):
    asked = world.ask()
    assert asked["sent_to"] == "j…@praktijk.nl"
    (event,) = world.events(contract.RequestChangedV1)
    assert (event.state, event.stage, event.role) == ("open", "assess", "assessor")
    assert event.assessor_id is None
    assert event.expires_at == world.clock() + dt.timedelta(days=28)
    assert str(event.request_id) == asked["request_id"]


def test_the_mail_learns_what_it_needs_and_nothing_of_the_answers(world: World):
    from libs.chassis.principal import Principal

    asked = world.ask(message="Zou je willen kijken?")
    notifications = Principal(
        kind="service",
        issuer="notifications",
        institution_id=world.institution,
        network_id=world.network,
    )
    mail = world.see(
        notifications,
        contract.REQUEST_FOR_MAIL,
        queries.request_for_mail,
        request_id=asked["request_id"],
    )
    assert mail["email"] == "jansen@praktijk.nl"
    assert (mail["auth"], mail["minutes"], mail["message"]) == ("link", 4, "Zou je willen kijken?")
    assert "Consult bij hoofdpijn" not in str(mail)


def test_a_sent_assessment_gives_data_points_and_the_learner_reads_who_gave_it(world: World):
    asked = world.ask()
    link = world.link(asked["record_id"])
    receipt = world.send(
        link, asked["record_id"], "assess", KPB, actor_name="J. Jansen", actor_role="Huisarts"
    )
    assert receipt["state"] == "done"
    assert receipt["revision"] == 1
    (event,) = [e for e in world.events(contract.DataPointsRecordedV1) if e.role == "assessor"]
    lineages = {point["lineage"]: point["value"] for point in event.points if point["value"]}
    assert lineages == {"gp-areas/medical": 2, "gp-areas/communication": 3}
    assert all(point["scale"] == "expected@1" for point in event.points if point["value"])
    read = world.record(world.learner, asked["record_id"])
    (given,) = [one for one in read["contributions"] if one["stage"] == "assess"]
    assert given["answers"]["strong"] == KPB["strong"]
    assert given["actor"]["name"] == "J. Jansen"
    assert given["actor"]["verified"] == "link"
    assert given["actor"]["email"] == "jansen@praktijk.nl"


def test_events_hold_no_names_and_no_narrative(world: World):
    asked = world.ask()
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB, actor_name="Jan")
    told = " ".join(row[0] for row in world.rows("SELECT body FROM outbox"))
    for secret in ("Jansen", "jansen", "Rustige", "Vat vaker", "ruimte voor", "hoofdpijn", 'Jan"'):
        assert secret not in told


def test_an_incomplete_form_is_refused_and_nothing_of_it_is_stored(world: World):
    asked = world.ask()
    link = world.link(asked["record_id"])
    with pytest.raises(contract.AnswersIncomplete) as refused:
        world.send(link, asked["record_id"], "assess", {"areas": {"medical": {"v": 9}}})
    errors = refused.value.errors
    assert "areas.medical" in errors
    assert set(errors["areas.medical"]["message"]) == {"en", "nl"}
    assert world.rows("SELECT 1 FROM contribution WHERE stage = 'assess'") == []
    assert world.rows("SELECT 1 FROM data_point") == []


def test_drafts_are_kept_by_revision_and_seen_by_their_writer_alone(world: World):
    asked = world.ask()
    link, record_id = world.link(asked["record_id"]), asked["record_id"]
    saved = world.do(
        link,
        contract.SAVE_DRAFT,
        use_cases.save_draft,
        record_id=record_id,
        stage="assess",
        rev=0,
        answers={"strong": "Nog niet af"},
    )
    assert saved["rev"] == 1
    with pytest.raises(RevisionMismatch) as stale:
        world.do(
            link,
            contract.SAVE_DRAFT,
            use_cases.save_draft,
            record_id=record_id,
            stage="assess",
            rev=0,
            answers={},
        )
    assert stale.value.params == {"rev": 1}
    (own,) = [one for one in world.record(link, record_id)["may"] if one["stage"] == "assess"]
    assert own["answers"] == {"strong": "Nog niet af"}
    for other in (world.learner, world.trainer, world.head):
        assert "Nog niet af" not in str(world.record(other, record_id))


def test_seeing_and_starting_are_told_once_each(world: World):
    asked = world.ask()
    link, record_id = world.link(asked["record_id"]), asked["record_id"]
    for _ in range(2):
        world.do(link, contract.SEEN, use_cases.seen, record_id=record_id, stage="assess")
    fields = {"record_id": record_id, "stage": "assess", "answers": {}}
    world.do(link, contract.SAVE_DRAFT, use_cases.save_draft, rev=0, **fields)
    world.do(link, contract.SAVE_DRAFT, use_cases.save_draft, rev=1, **fields)
    states = [event.state for event in world.events(contract.RequestChangedV1)]
    assert states == ["open", "seen", "started"]


def test_asking_the_same_person_again_offers_a_reminder_instead(world: World):
    first = world.ask()
    with pytest.raises(contract.AlreadyAsked) as known:
        world.ask(assessor={"email": "Jansen@Praktijk.NL"})
    assert known.value.params["request_id"] == first["request_id"]
    again = world.ask(again=True)
    assert again["request_id"] != first["request_id"]


def test_nobody_assesses_themselves_by_account_or_address(world: World):
    learner = world.person("learner", email="sanne@example.org")
    world.enrol(learner)
    own = world.portfolio_of(learner)
    with pytest.raises(contract.OwnAddress):
        world.ask(who=learner, portfolio_id=own, assessor={"email": "Sanne@Example.org"})
    with pytest.raises(contract.OwnAddress):
        world.ask(who=learner, portfolio_id=own, assessor={"person_id": learner.person_id})


def test_passing_on_to_the_learner_is_refused(world: World):
    learner = world.person("learner", email="sanne@example.org")
    world.enrol(learner)
    asked = world.ask(who=learner, portfolio_id=world.portfolio_of(learner))
    link = world.link(asked["record_id"])
    with pytest.raises(contract.OwnAddress):
        world.do(
            link,
            contract.PASS_ON,
            use_cases.pass_on,
            record_id=asked["record_id"],
            stage="assess",
            email="sanne@example.org",
        )


def test_the_learner_cannot_fill_the_assessors_part(world: World):
    asked = world.ask()
    with pytest.raises(NotFound):
        world.send(world.learner, asked["record_id"], "assess", KPB)


def test_declining_tells_the_learner_and_ends_the_request(world: World):
    asked = world.ask()
    reply = world.do(
        world.link(asked["record_id"]),
        contract.DECLINE,
        use_cases.decline,
        record_id=asked["record_id"],
        stage="assess",
        reason="Ik was er niet bij.",
    )
    assert reply == {"state": "withdrawn"}
    assert world.events(contract.RequestChangedV1)[-1].state == "declined"
    told = world.events(contract.PersonInformedV1)[-1]
    assert (told.kind, told.person_id) == ("declined", world.learner.person_id)
    (request,) = world.see(
        world.learner, contract.ASKED, queries.asked, portfolio_id=world.portfolio_id
    )["requests"]
    assert request["reason"] == "Ik was er niet bij."


def test_handing_back_puts_the_question_with_the_learner_again(world: World):
    asked = world.ask()
    record_id = asked["record_id"]
    link = world.link(record_id)
    fields = {"record_id": record_id, "stage": "assess", "reason": "Over welk consult gaat dit?"}
    world.do(link, contract.RETURN_RECORD, use_cases.return_record, **fields)
    (task,) = world.see(world.learner, contract.WAITING, queries.waiting)["waiting"]
    assert (task["record_id"], task["stage"]) == (record_id, "ask")
    world.send(world.learner, record_id, "ask", {"situation": "Dat van dinsdag"})
    assert world.send(link, record_id, "assess", KPB)["state"] == "done"


def test_passing_on_makes_a_new_request_and_ends_the_old_link(world: World):
    asked = world.ask()
    record_id, old = asked["record_id"], world.link(asked["record_id"])
    reply = world.do(
        old,
        contract.PASS_ON,
        use_cases.pass_on,
        record_id=record_id,
        stage="assess",
        email="bakker@praktijk.nl",
    )
    assert reply["sent_to"] == "b…@praktijk.nl"
    with pytest.raises(contract.NotNow):
        world.send(old, record_id, "assess", KPB)
    new = world.link(record_id, "bakker@praktijk.nl")
    assert world.send(new, record_id, "assess", KPB)["state"] == "done"
    states = {e.request_id: e.state for e in world.events(contract.RequestChangedV1)}
    assert sorted(states.values()) == ["passed_on", "submitted"]


def test_undo_within_a_minute_takes_the_points_back(world: World):
    asked = world.ask()
    link, record_id = world.link(asked["record_id"]), asked["record_id"]
    world.send(link, record_id, "assess", KPB)
    world.clock.forward(seconds=59)
    fields = {"record_id": record_id, "stage": "assess"}
    assert world.do(link, contract.UNDO_SEND, use_cases.undo_send, **fields)["rev"] == 1
    first, undone = [e for e in world.events(contract.DataPointsRecordedV1) if e.role == "assessor"]
    assert undone.points == ()
    assert undone.revision > first.revision
    assert world.events(contract.RequestChangedV1)[-1].state == "started"
    world.send(link, record_id, "assess")
    third = world.events(contract.DataPointsRecordedV1)[-1]
    assert third.revision > undone.revision
    assert len(third.points) == len(first.points)


def test_undo_after_a_minute_is_too_late(world: World):
    asked = world.ask()
    link = world.link(asked["record_id"])
    world.send(link, asked["record_id"], "assess", KPB)
    world.clock.forward(seconds=61)
    with pytest.raises(contract.RecordClosed):
        world.do(
            link,
            contract.UNDO_SEND,
            use_cases.undo_send,
            record_id=asked["record_id"],
            stage="assess",
        )


def test_a_correction_within_a_day_replaces_the_points_and_keeps_the_history(world: World):
    asked = world.ask()
    link, record_id = world.link(asked["record_id"]), asked["record_id"]
    world.send(link, record_id, "assess", KPB)
    world.clock.forward(hours=23)
    fields = {"record_id": record_id, "stage": "assess"}
    rev = world.do(link, contract.CORRECT, use_cases.correct, **fields)["rev"]
    better = KPB | {"areas": {"medical": {"v": 3}, "communication": {"v": 3}}}
    receipt = world.send(link, record_id, "assess", better, rev=rev)
    assert receipt["revision"] == 2
    current = world.rows(
        "SELECT lineage, value FROM data_point WHERE superseded_at IS NULL AND kind = 'point'"
        " ORDER BY lineage"
    )
    assert [tuple(row) for row in current] == [
        ("gp-areas/communication", 3),
        ("gp-areas/medical", 3),
    ]
    (last,) = [e for e in world.events(contract.DataPointsRecordedV1) if e.revision == 2]
    assert sum(point["kind"] == "point" for point in last.points) == 2
    kinds = world.rows(
        "SELECT h.kind FROM contribution_revision h JOIN contribution c ON c.id ="
        " h.contribution_id WHERE c.stage = 'assess' ORDER BY h.revision"
    )
    assert [row[0] for row in kinds] == ["sent", "corrected"]


def test_a_finished_record_cannot_be_changed_after_a_day(world: World):
    asked = world.ask()
    link = world.link(asked["record_id"])
    world.send(link, asked["record_id"], "assess", KPB)
    world.clock.forward(hours=24)
    fields = {"record_id": asked["record_id"], "stage": "assess"}
    with pytest.raises(contract.RecordClosed):
        world.do(link, contract.CORRECT, use_cases.correct, **fields)
    with pytest.raises((contract.RecordClosed, contract.NotNow)):
        world.send(link, asked["record_id"], "assess", KPB)


def test_sending_twice_with_one_key_is_one_contribution(world: World):
    asked = world.ask()
    link, key = world.link(asked["record_id"]), str(uuid.uuid4())
    first = world.send(link, asked["record_id"], "assess", KPB, key=key)
    assert world.send(link, asked["record_id"], "assess", KPB, key=key) == first
    assert len(world.rows("SELECT 1 FROM contribution WHERE stage = 'assess'")) == 1


def test_reminders_by_hand_at_most_once_a_day(world: World):
    asked = world.ask()
    fields = {"request_id": asked["request_id"]}
    with pytest.raises(TooManyRequests):
        world.do(world.learner, contract.REMIND, use_cases.remind, **fields)
    world.clock.forward(days=1)
    reply = world.do(world.learner, contract.REMIND, use_cases.remind, **fields)
    assert reply["request"]["reminders"] == 1
    assert world.events(contract.RequestChangedV1)[-1].remind_now == 1
    with pytest.raises(TooManyRequests):
        world.do(world.learner, contract.REMIND, use_cases.remind, **fields)


def test_the_clock_reminds_on_the_forms_days_and_then_lets_the_request_expire(world: World):
    asked = world.ask()
    reminded = []
    for day in range(1, 30):
        world.pass_time(days=1)
        reminded.append((day, world.events(contract.RequestChangedV1)[-1].remind_now))
    growth = [
        day for (day, n), (_, before) in zip(reminded[1:], reminded, strict=False) if n > before
    ]
    assert growth == [3, 7, 14]
    assert world.events(contract.RequestChangedV1)[-1].state == "expired"
    assert world.events(contract.PersonInformedV1)[-1].kind == "expired"
    assert world.record(world.learner, asked["record_id"])["record"]["state"] == "expired"


def test_a_reminder_by_hand_takes_the_place_of_the_clocks_next_one(world: World):
    asked = world.ask()
    world.pass_time(days=2, hours=12)
    world.do(world.learner, contract.REMIND, use_cases.remind, request_id=asked["request_id"])
    world.pass_time(hours=12)
    assert world.events(contract.RequestChangedV1)[-1].remind_now == 1
    world.pass_time(days=4)
    assert world.events(contract.RequestChangedV1)[-1].remind_now == 2


def test_an_answered_request_is_not_reminded(world: World):
    asked = world.ask()
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB)
    world.pass_time(days=8)
    assert world.events(contract.RequestChangedV1)[-1].remind_now == 0


def test_a_withdrawn_request_shuts_the_link(world: World):
    asked = world.ask()
    link = world.link(asked["record_id"])
    reply = world.do(
        world.learner,
        contract.WITHDRAW_REQUEST,
        use_cases.withdraw_request,
        request_id=asked["request_id"],
    )
    assert reply["request"]["state"] == "withdrawn"
    with pytest.raises((contract.NotNow, contract.RecordClosed)):
        world.send(link, asked["record_id"], "assess", KPB)


def test_recent_assessors_come_back_with_their_open_request(world: World):
    first = world.ask()
    world.send(world.link(first["record_id"]), first["record_id"], "assess", KPB)
    world.clock.forward(hours=1)
    second = world.ask(assessor={"email": "bakker@praktijk.nl", "name": "B. Bakker"})
    found = world.see(
        world.learner,
        contract.RECENT_ASSESSORS,
        queries.recent_assessors,
        portfolio_id=world.portfolio_id,
    )["assessors"]
    assert [one["email_hint"] for one in found] == ["b…@praktijk.nl", "j…@praktijk.nl"]
    assert found[0]["open_request_id"] == second["request_id"]
    assert found[1]["open_request_id"] is None


def test_an_account_holder_is_asked_by_person_and_finds_the_task(world: World):
    colleague = world.person("trainer")
    asked = world.ask(assessor={"person_id": colleague.person_id})
    (task,) = world.see(colleague, contract.WAITING, queries.waiting)["waiting"]
    assert task["record_id"] == asked["record_id"]
    receipt = world.send(colleague, asked["record_id"], "assess", KPB)
    assert receipt["state"] == "done"
    assert world.see(colleague, contract.WAITING, queries.waiting)["waiting"] == []


def test_a_person_of_another_institution_cannot_be_asked_by_id(world: World, elsewhere: World):
    with pytest.raises(NotFound):
        world.ask(assessor={"person_id": elsewhere.trainer.person_id})


def test_a_form_outside_the_programme_is_not_offered(world: World):
    with pytest.raises(contract.FormNotOffered):
        world.ask(form_key="holiday-request")


def test_staff_cannot_ask_on_the_learners_behalf(world: World):
    with pytest.raises(Forbidden):
        world.ask(who=world.trainer)
