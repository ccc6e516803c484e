"""What waits for staff, and approving several at once."""

from __future__ import annotations

from libs.contracts import portfolio
from libs.contracts.faults import ServiceUnavailable
from tests.unit.gateway.staff_samples import WAITING, task
from tests.unit.gateway.staff_world import an_id, flashed, gateway, me, post

TRAINER = me("trainer")


def test_tasks_stand_under_what_is_to_be_done_decisions_first():
    with gateway(TRAINER, portfolio__waiting=WAITING) as (browser, _fake):
        page = browser.get("/waiting").text
    places = [page.index(f">{heading}</h2>") for heading in ("To decide", "To approve")]
    assert places == sorted(places)
    assert "To fill in" in page
    assert "Daan Bakker – Kpb" not in page.split("To fill in")[0]


def test_only_what_the_form_allows_can_be_ticked():
    with gateway(TRAINER, portfolio__waiting=WAITING) as (browser, _fake):
        page = browser.get("/waiting").text
    assert page.count('name="ticked"') == 2
    assert f'value="{an_id(102)}|approval"' in page
    assert f'value="{an_id(104)}|approval"' not in page


def test_releasing_in_one_go_is_said_as_such_but_a_round_is_read_first():
    stages = [{"id": "feedback", "act": "release", "batch": True}]
    results = {"document": {"stages": stages}}
    waiting = {"waiting": [task(1, "release", "test", form_hash="8" * 64)], "next": None}
    with gateway(TRAINER, portfolio__waiting=waiting, forms__definition_by_hash=results) as (
        browser,
        _fake,
    ):
        page = browser.get("/waiting").text
    assert "Release the ticked ones" in page and "Approve" not in page
    around = {"document": {"stages": [{"id": "collect", "anonymous": {"min_group": 3}}, *stages]}}
    waiting = {"waiting": [task(1, "release", "round", form_hash="7" * 64)], "next": None}
    with gateway(TRAINER, portfolio__waiting=waiting, forms__definition_by_hash=around) as (
        browser,
        _fake,
    ):
        assert 'name="ticked"' not in browser.get("/waiting").text


def test_what_was_released_in_one_go_is_told_as_released():
    with gateway(TRAINER, portfolio__approve_many={"approved": 2}) as (browser, _fake):
        ticked = [f"{an_id(102)}|release", f"{an_id(103)}|release"]
        post(browser, "/waiting/approve", {"act": "release", "ticked": ticked})
        assert flashed(browser) == "2 are released."


def test_a_form_that_signs_in_a_batch_is_read_from_its_pinned_version():
    pinned = {"document": {"stages": [{"id": "approval", "act": "approve", "batch": True}]}}
    waiting = {"waiting": [task(1, "approve", "plan", form_hash="9" * 64)], "next": None}
    with gateway(TRAINER, portfolio__waiting=waiting, forms__definition_by_hash=pinned) as (
        browser,
        fake,
    ):
        page = browser.get("/waiting").text
    assert 'name="ticked"' in page
    assert fake.fields_of("forms.definition_by_hash") == {"hash": "9" * 64}


def test_nothing_waiting_says_so_and_shows_the_way_on():
    with gateway(TRAINER, portfolio__waiting={"waiting": [], "next": None}) as (browser, _fake):
        page = browser.get("/waiting").text
    assert "Nothing waits for you" in page
    assert 'href="/learners"' in page


def test_the_ticked_ones_are_approved_together():
    with gateway(TRAINER, portfolio__approve_many={"approved": 2}) as (browser, fake):
        ticked = [f"{an_id(102)}|approval", f"{an_id(103)}|approval"]
        reply = post(browser, "/waiting/approve", {"ticked": ticked, "listed": [*ticked, "x|y"]})
        assert flashed(browser) == "2 are approved."
    assert reply.location == "/waiting"
    assert fake.fields_of("portfolio.approve_many") == {
        "records": [
            {"record_id": an_id(102), "stage": "approval"},
            {"record_id": an_id(103), "stage": "approval"},
        ]
    }


def test_what_was_begun_and_not_sent_is_no_box_to_tick_but_a_form_to_open():
    begun = task(3, "approve", "shift", begun=True)
    waiting = {"waiting": [task(2, "approve", "shift", begun=False), begun], "next": None}
    with gateway(TRAINER, portfolio__waiting=waiting) as (browser, _fake):
        page = browser.get("/waiting").text
    assert page.count('name="ticked"') == page.count('name="listed"') == 1
    assert f'value="{an_id(103)}|approval"' not in page
    assert f'href="/records/{an_id(103)}"' in page
    assert page.count("begun, not sent yet") == 1


def test_what_was_begun_meanwhile_is_told_as_left_beside_those_that_are_done():
    left = [{"record_id": an_id(103), "stage": "approval", "code": "begun"}]
    ticked = [f"{an_id(102)}|approval", f"{an_id(103)}|approval"]
    for done, told in ((1, "1 is approved. 1 was left as it is"), (0, "1 was left as it is")):
        reply = {"approved": done, "left": left}
        with gateway(TRAINER, portfolio__approve_many=reply) as (browser, _fake):
            post(browser, "/waiting/approve", {"act": "approve", "ticked": ticked})
            assert flashed(browser).startswith(told)


def test_all_that_were_listed_can_be_approved_without_ticking():
    listed = [f"{an_id(number)}|approval" for number in (102, 103, 104)]
    with gateway(TRAINER, portfolio__approve_many={"approved": 3}) as (browser, fake):
        post(browser, "/waiting/approve", {"all": "1", "listed": listed})
    assert len(fake.fields_of("portfolio.approve_many")["records"]) == 3


def test_ticking_nothing_approves_nothing():
    with gateway(TRAINER) as (browser, fake):
        post(browser, "/waiting/approve", {"listed": [f"{an_id(102)}|approval"]})
        assert "Nothing was done" in flashed(browser)
    assert fake.times("portfolio.approve_many") == 0


def test_a_refusal_says_that_nothing_was_approved():
    refused = portfolio.NotNow(code="not_in_batch")
    with gateway(TRAINER, portfolio__approve_many=refused) as (browser, _fake):
        post(browser, "/waiting/approve", {"ticked": [f"{an_id(102)}|approval"]})
        assert flashed(browser).startswith("Nothing was done. One of them has changed")


def test_a_service_that_is_down_gives_a_page_that_says_when_to_come_back():
    with gateway(TRAINER, portfolio__waiting=ServiceUnavailable()) as (browser, _fake):
        reply = browser.get("/waiting")
    assert reply.status_code == 503
    assert reply.headers["Retry-After"]


def test_the_list_keeps_itself_up_to_date():
    with gateway(TRAINER, portfolio__waiting=WAITING) as (browser, _fake):
        page = browser.get("/waiting").text
    assert 'data-live-topics="learners"' in page
    assert f'data-topic="cohort:{TRAINER["institution_id"]} badges"' in page


def test_without_a_session_the_log_in_comes_first():
    with gateway(None) as (browser, _fake):
        reply = browser.get("/waiting")
    assert reply.status_code == 302
    assert reply.location.startswith("/sign-in?next=/waiting")
