"""Messages and their count; help and privacy, which open for everybody."""

from __future__ import annotations

from libs.contracts.faults import ServiceUnavailable
from tests.unit.gateway.people_samples import INBOX, message
from tests.unit.gateway.staff_world import an_id, flashed, gateway, me, post

TRAINER = me("trainer")


def test_messages_say_what_happened_in_words():
    with gateway(TRAINER, notifications__inbox=INBOX) as (browser, _fake):
        page = browser.get("/inbox").text
    for words in (
        "Sanne de Vries asks for your feedback",
        "You got feedback",
        "A decision about Sanne de Vries was taken",
        "A report is ready",
        "There is news",
    ):
        assert words in page
    assert "something_newer" not in page
    assert f'?to=file:{an_id(70)}"' in page
    assert page.count("message--new") == 3


def test_a_report_that_failed_says_so_and_leads_to_where_it_is_ordered_again():
    failed = message(5, "report_ready", record_id=None, params={"state": "failed"})
    inbox = {"messages": [failed], "unread": 0, "next": None}
    with gateway(TRAINER, notifications__inbox=inbox) as (browser, _fake):
        page = browser.get("/inbox").text
    assert "A report could not be made. Order it again." in page
    assert "A report is ready" not in page
    assert f'?to=portfolio:{an_id(300)}"' in page


def test_following_a_message_reads_it_and_leads_to_the_form():
    with gateway(TRAINER, notifications__mark_read={"unread": 2}) as (browser, fake):
        reply = browser.get(f"/inbox/{an_id(1000)}?to=record:{an_id(600)}")
        report = browser.get(f"/inbox/{an_id(1003)}?to=file:{an_id(70)}")
        nowhere = browser.get(f"/inbox/{an_id(1000)}?to=https://evil.example")
    assert reply.location == f"/records/{an_id(600)}"
    assert report.location == f"/files/{an_id(70)}"
    assert nowhere.location == "/inbox"
    assert fake.fields_of("notifications.mark_read") == {"message_ids": [an_id(1000)]}


def test_all_can_be_read_at_once():
    with gateway(TRAINER, notifications__mark_read={"unread": 0}) as (browser, fake):
        post(browser, "/inbox/read", {})
        assert flashed(browser) == "All messages are read."
    assert fake.fields_of("notifications.mark_read") == {}


def test_the_count_of_new_messages_stands_in_the_navigation():
    with gateway(TRAINER) as (browser, _fake):
        page = browser.get("/help").text
    assert '<span class="visually-hidden">new: </span>3</span>' in page


def test_pages_do_without_the_count_while_notifications_is_down():
    with gateway(TRAINER, notifications__badge=ServiceUnavailable()) as (browser, fake):
        first, second = browser.get("/help"), browser.get("/help")
        assert fake.times("notifications.badge") == 1
    assert (first.status_code, second.status_code) == (200, 200)
    assert "new: " not in first.text


def test_an_empty_inbox_says_what_will_come():
    empty = {"messages": [], "unread": 0, "next": None}
    with gateway(TRAINER, notifications__inbox=empty) as (browser, _fake):
        page = browser.get("/inbox").text
    assert "Nothing here yet" in page
    assert "Mark all as read" not in page


def test_help_names_the_contact_first_then_the_administrators():
    with gateway(TRAINER) as (browser, _fake):
        page = browser.get("/help").text
    places = [
        page.index(words)
        for words in (
            "Karin Smit",
            "the administrator of your institution",
            "national administrator of Huisartsopleiding Nederland",
        )
    ]
    assert places == sorted(places)
    assert 'href="tel:0201234567"' in page


def test_first_steps_are_those_of_my_roles():
    with gateway(me("local_admin")) as (browser, _fake):
        page = browser.get("/help").text
    assert "/people/import" in page
    assert "/dossiers" not in page


def test_help_and_privacy_open_without_a_session():
    with gateway(None) as (browser, fake):
        pages = [browser.get(path) for path in ("/help", "/privacy")]
    assert [page.status_code for page in pages] == [200, 200]
    assert "Set your password" in pages[0].text
    assert fake.times("accounts.institution") == 0


def test_help_opens_while_accounts_is_down():
    with gateway(TRAINER, accounts__institution=ServiceUnavailable()) as (browser, _fake):
        page = browser.get("/help")
    assert page.status_code == 200
    assert "The contact person of your institution" in page.text
