"""The inbox, its badge, and what people chose to hear by mail."""

import datetime as dt
import uuid

import pytest

from libs.chassis import testing
from libs.contracts import notifications as contract
from libs.contracts.dashboards import ReportReadyV1
from libs.contracts.faults import InvalidRequest
from services.notifications import queries


def badges(world):
    return [event.unread for event in testing.outbox(world.database, contract.BadgeChangedV1)]


def test_news_arrives_in_the_inbox_and_moves_the_badge(world, sanne):
    world.inform(sanne, "returned")
    world.inform(sanne, "feedback_sent")
    seen = world.inbox(sanne)
    assert {message["kind"] for message in seen["messages"]} == {"returned", "feedback_sent"}
    assert seen["messages"][0]["record_id"] == str(uuid.UUID(int=7))
    assert (seen["unread"], badges(world)) == (2, [1, 2])


def test_reading_moves_the_badge_back(world, sanne):
    for kind in ("returned", "opened", "approved"):
        world.inform(sanne, kind)
    first = world.inbox(sanne)["messages"][0]["message_id"]
    assert world.mark_read(sanne, [uuid.UUID(first)]) == {"unread": 2}
    assert world.mark_read(sanne, [uuid.UUID(first)]) == {"unread": 2}
    assert world.mark_read(sanne) == {"unread": 0}
    assert badges(world) == [1, 2, 3, 2, 0]
    assert all(message["read"] for message in world.inbox(sanne)["messages"])


def test_nobody_reads_or_marks_the_messages_of_another(world, sanne):
    world.inform(sanne)
    message = world.inbox(sanne)["messages"][0]["message_id"]
    ahmed = world.person("Ahmed Bouali", "Ahmed")
    assert world.inbox(ahmed)["messages"] == []
    world.mark_read(ahmed, [uuid.UUID(message)])
    assert world.inbox(sanne)["unread"] == 1
    assert world.inbox(sanne, institution_id=uuid.uuid4())["messages"] == []


def test_a_long_inbox_comes_in_pages_without_gap_or_repetition(world, sanne):
    for _ in range(7):
        world.inform(sanne, "opened")
        world.clock.forward(minutes=1)
    world.inform(sanne, "opened")
    world.inform(sanne, "approved")
    pages, cursor = [], None
    while True:
        page = world.inbox(sanne, cursor, limit=4)
        pages.extend(message["message_id"] for message in page["messages"])
        cursor = page["next"]
        if cursor is None:
            break
    assert len(pages) == len(set(pages)) == 9
    with pytest.raises(InvalidRequest):
        world.inbox(sanne, "nonsense")


def test_a_request_is_in_the_inbox_until_it_ends(world, sanne):
    trainer = world.person("Piet Jansen", "Piet")
    request_id = world.ask(sanne, assessor_id=trainer)
    (message,) = world.inbox(trainer)["messages"]
    assert message["params"]["request_id"] == str(request_id)
    world.request_event(request_id, "submitted", version=2)
    assert world.inbox(trainer)["unread"] == 0
    assert badges(world) == [1, 0]


def test_a_colleague_with_an_account_is_led_to_the_record(world, sanne):
    trainer = world.person("Piet Jansen", "Piet", language="nl")
    world.ask(sanne, assessor_id=trainer)
    world.fire_due()
    (message,) = world.post.received
    text = message.get_body(("plain",)).get_content()
    assert message["Subject"].startswith("Sanne de Vries vraagt uw feedback")
    assert "https://tessera.example/records/" in text and "/r/" not in text


def test_old_news_is_shown_as_read_and_not_mailed(world, sanne):
    world.inform(sanne, "returned", occurred_at=world.clock() - dt.timedelta(days=60))
    (message,) = world.inbox(sanne)["messages"]
    assert message["read"] and message["at"].startswith("2026-09-23")
    world.fire_due()
    assert world.post.received == [] and badges(world) == []


def report(world, sanne, state, file_id=None):
    return ReportReadyV1(
        institution_id=world.institution_id,
        report_id=uuid.uuid4(),
        portfolio_id=uuid.uuid4(),
        learner_id=sanne,
        ordered_by=sanne,
        file_id=file_id,
        state=state,
    )


def test_a_report_that_failed_is_mailed_as_such_to_who_wishes(world, sanne):
    world.prefer(sanne, preferences={"report_ready": {"mail": "at_once"}})
    world.hear(report(world, sanne, "failed"))
    world.fire_due()
    (mail,) = world.post.received
    assert mail["Subject"] == "Je rapport kon niet worden gemaakt: vraag het opnieuw aan"


def test_a_report_is_announced_with_its_file(world, sanne):
    file_id = uuid.uuid4()
    world.hear(report(world, sanne, "ready", file_id))
    (message,) = world.inbox(sanne)["messages"]
    assert message["kind"] == "report_ready"
    assert message["params"]["file_id"] == str(file_id)
    world.fire_due()
    assert world.post.received == []


# Wishes --------------------------------------------------------------------------------------


def test_wishes_begin_with_the_defaults_and_keep_what_is_not_named(world, sanne):
    call = testing.call(world.who(sanne), contract.PREFERENCES)
    before = world.database.read(call, queries.preferences, {})
    assert before["preferences"]["request"] == {"mail": "at_once", "in_app": True}
    assert (before["quiet"], before["paused_until"]) == (None, None)
    world.prefer(sanne, preferences={"returned": {"mail": "off"}})
    after = world.prefer(sanne, quiet={"from": "22:00", "to": "07:00"})
    assert after["preferences"]["returned"] == {"mail": "off", "in_app": True}
    assert after["quiet"] == {"from": "22:00", "to": "07:00"}
    assert world.prefer(sanne, quiet=None)["quiet"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"preferences": {"gossip": {"mail": "off"}}},
        {"preferences": {"returned": {"mail": "always"}}},
        {"preferences": {"returned": {"sms": True}}},
        {"preferences": {"returned": "off"}},
        {"quiet": {"from": "22:00"}},
        {"quiet": {"from": "late", "to": "early"}},
    ],
)
def test_a_wish_we_do_not_know_is_refused(world, sanne, wrong):
    with pytest.raises(InvalidRequest):
        world.prefer(sanne, **wrong)


def test_mail_that_was_switched_off_stays_away_and_the_inbox_shows_it(world, sanne):
    world.prefer(sanne, preferences={"returned": {"mail": "off"}})
    world.inform(sanne, "returned")
    world.clock.forward(days=10)
    world.fire_due()
    assert world.post.received == []
    assert world.inbox(sanne)["unread"] == 1


def test_what_the_inbox_does_not_show_may_still_be_mailed(world, sanne):
    world.prefer(sanne, preferences={"returned": {"in_app": False}})
    world.inform(sanne, "returned")
    world.fire_due()
    assert world.inbox(sanne)["messages"] == []
    assert len(world.post.received) == 1


def test_quiet_hours_hold_a_mail_until_they_end(world, sanne):
    world.prefer(sanne, quiet={"from": "09:00", "to": "12:00"})
    world.inform(sanne, "returned")
    world.clock.forward(minutes=119)
    world.fire_due()
    assert world.post.received == []
    world.clock.forward(minutes=1)
    world.fire_due()
    assert len(world.post.received) == 1


def test_a_pause_holds_mail_until_the_morning_after(world, sanne):
    world.prefer(sanne, paused_until=dt.date(2026, 11, 24))
    world.inform(sanne, "returned")
    world.clock.now = dt.datetime(2026, 11, 25, 6, 29, tzinfo=dt.UTC)
    world.fire_due()
    assert world.post.received == []
    world.clock.forward(minutes=1)
    world.fire_due()
    assert len(world.post.received) == 1


def test_the_weekly_digest_comes_on_monday_morning_there(world):
    lotte = world.person("Lotte Smit", "Lotte", timezone="America/Paramaribo")
    for kind in ("feedback_sent", "opened"):
        world.inform(lotte, kind)
    world.clock.now = dt.datetime(2026, 11, 23, 10, 29, tzinfo=dt.UTC)
    world.fire_due()
    assert world.post.received == []
    world.clock.forward(minutes=1)
    world.fire_due()
    (message,) = world.post.received
    assert message["Subject"] == "Je week in Tessera: 2 berichten"
    assert message["List-Unsubscribe"] == "<https://tessera.example/account>"
    world.inform(lotte, "approved")
    world.clock.forward(days=7)
    world.fire_due()
    assert world.post.received[1]["Subject"] == "Je week in Tessera: 1 bericht"


def test_what_was_read_meanwhile_is_no_news(world, sanne):
    world.inform(sanne, "feedback_sent")
    world.mark_read(sanne)
    world.clock.forward(days=2)
    world.fire_due()
    assert world.post.received == []


def test_a_digest_that_could_not_go_keeps_its_news(world, sanne):
    world.inform(sanne, "feedback_sent")
    world.clock.forward(days=1)
    world.post.stop()
    world.fire_due()
    world.post.start()
    world.clock.forward(minutes=5)
    world.fire_due()
    assert len(world.post.received) == 1


def test_requests_in_a_digest_wait_for_the_next_morning_not_for_monday(world, sanne):
    trainer = world.person("Piet Jansen", "Piet")
    world.prefer(trainer, preferences={"request": {"mail": "digest"}})
    world.clock.now = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    world.ask(sanne, assessor_id=trainer)
    world.ask(sanne, assessor_id=trainer)
    world.fire_due()
    assert world.post.received == []
    world.clock.now = dt.datetime(2026, 11, 25, 6, 30, tzinfo=dt.UTC)
    world.fire_due()
    (message,) = world.post.received
    assert message["Subject"] == "2 verzoeken wachten op uw feedback (2 min)"
