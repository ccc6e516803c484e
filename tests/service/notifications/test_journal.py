"""The send journal against a mail server that refuses, stalls, dies and hangs up."""

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from libs.chassis import testing
from libs.contracts.faults import ServiceUnavailable
from services.notifications.mail import sender
from services.notifications.use_cases import journal

JANSEN = "p.jansen@ziekenhuis.example"


class Crash(BaseException):
    """What kill -9 looks like from inside."""


def test_an_invitation_goes_out_once_and_portfolio_hears_it(world, sanne):
    request_id = world.ask(sanne, JANSEN)
    assert world.states(request_id)[str(request_id)]["state"] == "waiting"
    world.fire_due()
    world.fire_due()
    (message,) = world.post.received
    assert message.recipients == [JANSEN]
    assert message["Reply-To"] == "sanne@praktijk.example"
    state = world.states(request_id)[str(request_id)]
    assert (state["state"], state["reminders"]) == ("sent", 0)
    (event,) = world.mailed()
    assert (event.request_id, event.reminder, event.state) == (request_id, 0, "sent")


def test_a_request_is_open_until_a_day_of_where_the_learner_is(world):
    """Of somebody without an account no zone is known. An hour past midnight in Auckland."""
    aroha = world.person("Aroha Ngata", "Aroha", timezone="Pacific/Auckland")
    request_id = world.ask(aroha, JANSEN)
    told = world.peers.replies["request_for_mail", str(request_id)]
    told["request"]["expires_at"] = "2026-12-20T12:00:00Z"
    world.fire_due()
    (message,) = world.post.received
    assert "until 21 December" in message.get_body(("plain",)).get_content()


def test_the_token_is_fresh_and_nothing_of_the_mail_is_kept(world, sanne, urls):
    world.ask(sanne, JANSEN, message="Thank you for watching")
    world.fire_due()
    (message,) = world.post.received
    text = message.get_body(("plain",)).get_content()
    assert "https://tessera.example/r/token-" in text
    engine = sa.create_engine(urls.owner_url.replace("postgresql:", "postgresql+psycopg2:"))
    with engine.connect() as connection:
        connection.execute(sa.text("SET row_security = on"))
        connection.execute(
            sa.text("SELECT set_config('app.institution', :id, false)"),
            {"id": str(world.institution_id)},
        )
        stored = "".join(
            str(row)
            for table in ("mail", "message", "request", "outbox", "timers", "audit", "inbox")
            for row in connection.execute(sa.text(f"SELECT * FROM {table}"))
        )
    engine.dispose()
    assert "invitation:" in stored
    for secret in ("token-", JANSEN, "Jansen", "Sanne", "watching"):
        assert secret not in stored


def test_the_mail_server_may_be_down_for_an_hour(world, sanne):
    world.post.stop()
    request_id = world.ask(sanne, JANSEN)
    for _ in range(60):
        world.fire_due()
        world.clock.forward(minutes=1)
    assert world.states(request_id)[str(request_id)]["state"] == "waiting"
    world.post.start()
    world.clock.forward(hours=1)
    world.fire_due()
    assert len(world.post.received) == 1
    assert world.states(request_id)[str(request_id)]["state"] == "sent"


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_temporary_refusal_is_tried_again(world, sanne, step):
    world.post.script.say(**{step: ["450 busy", "451 still busy"]})
    request_id = world.ask(sanne, JANSEN)
    world.fire_due()
    assert world.post.received == []
    world.clock.forward(seconds=59)
    world.fire_due()
    world.clock.forward(minutes=2)
    world.fire_due()
    assert len(world.post.received) == 1
    assert world.states(request_id)[str(request_id)]["state"] == "sent"


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_bounce_is_final_and_told(world, sanne, step):
    world.post.script.say(**{step: ["550 no such mailbox"]})
    request_id = world.ask(sanne, JANSEN)
    world.fire_due()
    world.clock.forward(days=1)
    world.fire_due()
    assert world.post.received == []
    assert world.states(request_id)[str(request_id)]["state"] == "failed"
    (event,) = world.mailed()
    assert event.state == "failed"


def test_three_days_without_a_mail_server_are_a_failure_that_shows(world, sanne):
    world.post.stop()
    request_id = world.ask(sanne, JANSEN)
    for _ in range(80):
        world.fire_due()
        world.clock.forward(hours=1)
    assert world.states(request_id)[str(request_id)]["state"] == "failed"


def test_peers_that_are_away_only_delay_a_mail(world, sanne):
    world.peers.down = ServiceUnavailable()
    request_id = world.ask(sanne, JANSEN)
    world.fire_due()
    assert world.states(request_id)[str(request_id)]["state"] == "waiting"
    world.peers.down = None
    world.clock.forward(minutes=2)
    world.fire_due()
    assert len(world.post.received) == 1


# Crashes -------------------------------------------------------------------------------------


def crash_at(monkeypatch, owner, name, *, after):
    """Let `owner.name` happen (or not) and then end the process."""
    real = getattr(owner, name)

    def crash(*args, **more):
        if after:
            real(*args, **more)
        raise Crash()

    monkeypatch.setattr(owner, name, crash)


@pytest.mark.parametrize(
    ("owner", "name", "after", "most"),
    [
        (sender.PostOffice, "_draft", False, 1),
        (sender.PostOffice, "_hand_over", False, 1),
        (sender.Transport, "deliver", False, 1),
        (sender.Transport, "deliver", True, 2),
        (sender.PostOffice, "_hand_over", True, 1),
    ],
)
def test_a_crash_at_any_step_loses_no_mail_and_doubles_at_most_one(
    world, sanne, monkeypatch, owner, name, after, most
):
    request_id = world.ask(sanne, JANSEN)
    with monkeypatch.context() as broken, pytest.raises(Crash):
        crash_at(broken, owner, name, after=after)
        world.fire_due()
    for _ in range(5):
        world.clock.forward(minutes=4)
        world.fire_due()
    assert 1 <= len(world.post.received) <= most
    assert len({message["Message-ID"] for message in world.post.received}) == 1
    assert world.states(request_id)[str(request_id)]["state"] == "sent"
    assert len(world.mailed()) == 1


def test_a_crash_is_visible_in_the_journal_until_it_is_made_good(world, sanne, monkeypatch):
    request_id = world.ask(sanne, JANSEN)
    with monkeypatch.context() as broken, pytest.raises(Crash):
        crash_at(broken, sender.Transport, "deliver", after=True)
        world.fire_due()
    assert world.states(request_id)[str(request_id)]["state"] == "sending"
    world.fire_due()
    assert len(world.post.received) == 1, "the lease is not over"


def test_a_mail_interrupted_twice_is_left_in_doubt_and_shown(world, sanne):
    world.post.script.say(data=["drop", "drop"])
    request_id = world.ask(sanne, JANSEN)
    for _ in range(5):
        world.fire_due()
        world.clock.forward(minutes=4)
    assert len(world.post.received) == 2
    assert world.states(request_id)[str(request_id)]["state"] == "unknown"
    (event,) = world.mailed()
    assert event.state == "unknown"


def test_two_replicas_with_the_same_timer_send_one_mail(world, sanne):
    from libs.chassis.timers import due_timers

    world.ask(sanne, JANSEN)
    (timer,) = due_timers(world.database, "send_mail")
    world.service.send_mail(timer)
    world.service.send_mail(timer)
    assert len(world.post.received) == 1


def test_the_same_event_twice_is_one_mail(world, sanne):
    request_id = world.ask(sanne, JANSEN)
    world.request_event(request_id)
    world.request_event(request_id, "seen", version=2)
    world.fire_due()
    assert len(world.post.received) == 1


# Reminders, ends, digests ---------------------------------------------------------------------


def test_a_reminder_goes_out_when_portfolio_says_so_and_counts(world, sanne):
    request_id = world.ask(sanne, JANSEN)
    world.fire_due()
    world.clock.forward(days=3)
    world.request_event(request_id, remind_now=1, version=2)
    world.fire_due()
    assert world.post.received[1]["Subject"].startswith("Reminder: Sanne de Vries asks")
    assert world.post.received[1]["List-Unsubscribe"].endswith("#decline>")
    assert world.states(request_id)[str(request_id)]["reminders"] == 1
    assert [event.reminder for event in world.mailed()] == [0, 1]


@pytest.mark.parametrize("state", ["submitted", "declined", "withdrawn", "expired", "passed_on"])
def test_nothing_is_mailed_after_a_request_ended(world, sanne, state):
    world.post.stop()
    request_id = world.ask(sanne, JANSEN)
    world.fire_due()
    world.request_event(request_id, state, remind_now=1, version=2)
    world.post.start()
    world.clock.forward(days=1)
    world.fire_due()
    assert world.post.received == []
    assert world.states(request_id) == {}


def test_an_old_event_that_arrives_late_changes_nothing(world, sanne):
    request_id = world.ask(sanne, JANSEN)
    world.request_event(request_id, "submitted", version=3)
    world.request_event(request_id, "open", remind_now=1, version=2)
    world.clock.forward(minutes=1)
    world.fire_due()
    assert world.post.received == []


def test_imported_and_restated_requests_are_not_mailed(world, sanne):
    long_ago = world.clock() - dt.timedelta(days=30)
    request_id = uuid.uuid4()
    world.requests[request_id] = (sanne, None)
    world.peers.replies["request_for_mail", str(request_id)] = {
        "request": {"record_id": str(uuid.uuid4()), "participant_id": str(uuid.uuid4())}
    }
    world.request_event(request_id, asked_at=long_ago, occurred_at=long_ago)
    world.request_event(request_id, remind_now=1, version=2, occurred_at=long_ago)
    world.fire_due()
    assert world.post.received == []


def test_several_requests_for_one_assessor_become_one_digest(world, sanne):
    world.post.stop()
    ahmed, lotte = world.person("Ahmed Bouali", "Ahmed"), world.person("Lotte Smit", "Lotte")
    asked = [world.ask(learner, JANSEN) for learner in (sanne, ahmed, lotte)]
    world.fire_due()
    world.post.start()
    world.clock.forward(minutes=5)
    for _ in range(3):
        world.fire_due()
        world.clock.forward(minutes=5)
    (message,) = world.post.received
    assert message["Subject"] == "3 learners wait for your feedback (3 min)"
    text = message.get_body(("plain",)).get_content()
    assert text.count("https://tessera.example/r/token-") == 3
    assert {state["state"] for state in world.states(*asked).values()} == {"sent"}
    assert {event.request_id for event in world.mailed()} == set(asked)


def test_a_burst_of_requests_is_one_mail_at_the_first_try(world, sanne):
    ahmed, other = world.person("Ahmed Bouali", "Ahmed"), "k.smit@ziekenhuis.example"
    asked = [world.ask(sanne, JANSEN), world.ask(ahmed, JANSEN), world.ask(sanne, other)]
    world.fire_due()
    subjects = {tuple(m.recipients): m["Subject"] for m in world.post.received}
    assert len(world.post.received) == 2
    assert subjects[JANSEN,] == "2 learners wait for your feedback (2 min)"
    assert subjects[other,].startswith("Sanne de Vries asks")
    assert len(world.mailed()) == len(asked)


def test_a_second_request_within_a_day_names_the_first_one_too(world, sanne):
    world.ask(sanne, JANSEN)
    world.fire_due()
    world.clock.forward(hours=3)
    world.ask(world.person("Ahmed Bouali", "Ahmed"), JANSEN.upper())
    world.fire_due()
    assert world.post.received[1]["Subject"] == "2 learners wait for your feedback (2 min)"
    world.clock.forward(hours=30)
    world.ask(world.person("Lotte Smit", "Lotte"), JANSEN)
    world.fire_due()
    assert world.post.received[2]["Subject"].startswith("Lotte Smit asks your feedback")


def test_a_digest_that_bounces_fails_for_every_request_in_it(world, sanne):
    world.post.script.say(rcpt=["450 busy", "550 gone"])
    asked = [world.ask(sanne, JANSEN), world.ask(sanne, JANSEN)]
    world.fire_due()
    world.clock.forward(seconds=20)
    world.fire_due()
    assert {state["state"] for state in world.states(*asked).values()} == {"failed"}


def test_every_final_state_leaves_no_timer(world, sanne, database):
    world.ask(sanne, JANSEN)
    world.fire_due()
    with database.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM timers")).scalar() == 0


def test_the_outbox_of_a_dropped_mail_is_silent(world, sanne):
    request_id = world.ask(sanne, JANSEN)
    world.request_event(request_id, "withdrawn", version=2)
    assert world.mailed() == []
    assert journal.SEND == "send_mail"
    assert testing.outbox(world.database) == []
