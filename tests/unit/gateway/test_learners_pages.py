"""My learners: who needs help and why; and the page of one learner."""

from __future__ import annotations

import copy
import re

import pytest

from libs.contracts import portfolio
from libs.contracts.faults import Conflict, NotFound
from tests.unit.gateway.staff_samples import (
    DOSSIERS,
    GOALS,
    LEARNERS,
    MY_LEARNERS,
    PORTFOLIO,
    UNANSWERED,
    learner,
    record_card,
    unanswered,
)
from tests.unit.gateway.staff_world import an_id, days_ago, flashed, gateway, me, post

TEACHER = me("teacher")
COHORT = {
    "dashboards__learners": LEARNERS,
    "dashboards__unanswered": UNANSWERED,
    "accounts__my_learners": MY_LEARNERS,
}
ONE = {
    "portfolio__portfolio_of": PORTFOLIO,
    "portfolio__dossiers": DOSSIERS,
    "portfolio__goals": GOALS,
    "portfolio__records": {"records": [record_card(1)], "next": None},
}


def test_each_learner_says_in_words_why_they_need_help():
    with gateway(TEACHER, **COHORT) as (browser, _fake):
        page = browser.get("/learners").text
    for reason in (
        "behind on Short practice assessments: 3 of 8",
        "silent for 24 days",
        "2 requests unanswered",
        "1 concern reported",
        "decision on 3 Dec 2026",
    ):
        assert f"<span>{reason}</span>" in page


def test_who_is_fine_is_on_track_and_open_requests_are_no_reason_to_worry():
    fine = LEARNERS | {"learners": [learner(3, open_requests=1)]}
    with gateway(TEACHER, **(COHORT | {"dashboards__learners": fine})) as (browser, _fake):
        page = browser.get("/learners").text
    assert "Practice, year 1 · on track · 1 request open" in page
    assert 'class="reasons"' not in page


def test_the_order_of_the_service_is_kept():
    with gateway(TEACHER, **COHORT) as (browser, _fake):
        page = browser.get("/learners").text
    names = ["Sanne de Vries", "Daan Bakker", "Fatima El Amrani"]
    places = [page.index(f'">{name}</a>') for name in names]
    assert places == sorted(places)


def test_a_filter_asks_for_that_need_and_shows_all_counts():
    with gateway(TEACHER, **COHORT) as (browser, fake):
        page = browser.get("/learners?need=silent").text
    assert fake.fields_of("dashboards.learners")["need"] == "silent"
    assert fake.fields_of("dashboards.unanswered")["need"] == "silent"
    assert 'Behind <span class="number">1</span>' in page
    assert 'href="/learners?need=silent" aria-current="true"' in page


def test_an_unknown_filter_is_everybody():
    with gateway(TEACHER, **COHORT) as (browser, fake):
        assert browser.get("/learners?need=tall").status_code == 200
    assert fake.fields_of("dashboards.learners")["need"] is None


def test_one_screen_asks_each_service_at_most_once_per_question():
    with gateway(TEACHER, **COHORT) as (browser, fake):
        browser.get("/learners")
    for method in ("dashboards.learners", "dashboards.unanswered", "accounts.my_learners"):
        assert fake.times(method) == 1


def test_unanswered_requests_say_who_was_asked_by_whom_and_since_when():
    with gateway(TEACHER, **COHORT) as (browser, _fake):
        page = browser.get("/learners").text
    assert "Somebody asked by e-mail" in page
    assert "Joris van den Berg-Hoogenboom" in page
    assert "for Sanne de Vries · Short practice assessment · asked" in page
    assert "reminded 2 times" in page


def test_learners_without_a_portfolio_are_named_apart():
    with gateway(TEACHER, **COHORT) as (browser, _fake):
        page = browser.get("/learners").text
    assert "Mei Ling Chen" in page.partition("Not started yet")[2]


def test_a_name_is_found_by_its_words():
    with gateway(TEACHER, **COHORT) as (browser, _fake):
        page = browser.get("/learners?q=el+fatima").text
    assert "1 learner found" in page
    assert f"/learners/{an_id(12)}" in page


def test_somebody_without_learners_hears_who_links_them():
    nobody = LEARNERS | {"learners": [], "counts": {"all": 0}}
    empty = {"requests": [], "next": None, "as_of": None}
    with gateway(
        TEACHER,
        dashboards__learners=nobody,
        dashboards__unanswered=empty,
        accounts__my_learners={"people": []},
    ) as (browser, _fake):
        page = browser.get("/learners").text
    assert "You have no learners yet" in page


def test_the_next_page_of_learners_comes_as_a_part():
    more = LEARNERS | {"next": "16:abc"}
    with gateway(TEACHER, **(COHORT | {"dashboards__learners": more})) as (browser, fake):
        page = browser.get("/learners?cursor=24:x", headers={"HX-Request": "true"}).text
    assert "<html" not in page
    assert "cursor=16:abc" in page
    assert fake.fields_of("dashboards.learners")["cursor"] == "24:x"


def test_names_are_escaped():
    people = {"people": [MY_LEARNERS["people"][0] | {"name": "<b>Bobby</b>"}]}
    with gateway(TEACHER, **(COHORT | {"accounts__my_learners": people})) as (browser, _fake):
        page = browser.get("/learners").text
    assert "<b>Bobby" not in page
    assert "&lt;b&gt;Bobby" in page


def test_a_request_of_a_form_that_is_gone_is_shown_without_its_title():
    gone = UNANSWERED | {"requests": [unanswered(1, form_key="gone")]}
    with gateway(TEACHER, **(COHORT | {"dashboards__unanswered": gone})) as (browser, _fake):
        page = browser.get("/learners").text
    assert "for Sanne de Vries · asked" in page


def test_a_mail_that_did_not_arrive_is_said_in_the_list_of_unanswered_requests():
    given = {"states": {an_id(401): {"state": "failed", "at": days_ago(1), "reminders": 0}}}
    late = UNANSWERED | {"requests": [unanswered(1), unanswered(2)]}
    replies = COHORT | {"dashboards__unanswered": late, "notifications__mail_states": given}
    with gateway(TEACHER, **replies) as (browser, fake):
        page = browser.get("/learners").text
    assert page.count("The mail could not be delivered: check the address.") == 1
    assert fake.times("notifications.mail_states") == 1


def test_the_list_of_unanswered_requests_promises_no_number_of_reminders():
    with gateway(TEACHER, **COHORT) as (browser, _fake):
        page = browser.get("/learners").text
    assert "They are reminded by mail." in page


def test_the_page_of_a_learner_offers_what_may_be_started_and_where_to_look():
    with gateway(TEACHER, **ONE) as (browser, _fake):
        page = browser.get(f"/learners/{an_id(10)}").text
    assert f"/learners/{an_id(10)}/start/combel" in page
    assert "/start/kpb" not in page
    assert f'href="/dashboard/{an_id(300)}"' in page
    assert "Explaining risks in plain words" in page
    assert "Practice, year 1 · started on 1 March 2026 · You are the trainer" in page
    assert f'data-topic="portfolio:{an_id(300)}"' in page


def test_starting_a_form_asks_when_it_was_and_goes_on_to_the_form():
    with gateway(TEACHER, **ONE) as (browser, _fake):
        page = browser.get(f"/learners/{an_id(10)}/start/combel").text
        refused = browser.get(f"/learners/{an_id(10)}/start/kpb")
    assert f'action="/portfolios/{an_id(300)}/start"' in page
    assert 'name="dossier_key" value="practice"' in page
    assert refused.status_code == 404


@pytest.mark.parametrize("wish", ["required", "optional"])
def test_a_form_about_a_placement_asks_where_and_which_period_before_it_begins(wish: str):
    dossiers = copy.deepcopy(ONE["portfolio__dossiers"])
    dossiers["dossiers"][0]["forms"][0]["context"] = {"placement": wish, "period": wish}
    with gateway(TEACHER, **ONE | {"portfolio__dossiers": dossiers}) as (browser, _fake):
        page = browser.get(f"/learners/{an_id(10)}/start/combel").text
    for name in ("place", "period_from", "period_to"):
        (field,) = re.findall(rf'<input [^>]*name="{name}"[^>]*>', page)
        assert ("required" in field) == (wish == "required")


def test_all_forms_of_a_learner_can_be_searched():
    with gateway(TEACHER, **ONE) as (browser, fake):
        page = browser.get(f"/learners/{an_id(10)}/forms?q=linde&dossier=practice").text
    asked = fake.fields_of("portfolio.records")
    assert (asked["search"], asked["dossier_key"]) == ("linde", "practice")
    assert "Short practice assessment" in page


def test_a_learner_without_portfolio_is_explained_and_a_stranger_is_not_there():
    with gateway(TEACHER, portfolio__portfolio_of=NotFound()) as (browser, _fake):
        known = browser.get(f"/learners/{an_id(10)}")
    with gateway(TEACHER, portfolio__portfolio_of=NotFound(), accounts__names={"names": {}}) as (
        browser,
        _fake,
    ):
        stranger = browser.get(f"/learners/{an_id(99)}")
    assert "There is no portfolio you can see yet" in known.text
    assert stranger.status_code == 404


def test_a_form_that_needs_somebody_else_says_whom_and_comes_back():
    nobody = portfolio.NotNow(code="nobody_in_role", role="teacher")
    sent = {"form_key": "combel", "back": f"/learners/{an_id(10)}"}
    with gateway(TEACHER, portfolio__start_record=nobody) as (browser, _fake):
        reply = post(browser, f"/portfolios/{an_id(300)}/start", sent)
        assert "somebody in the role of teacher" in flashed(browser)
    assert reply.location == f"/learners/{an_id(10)}"


def test_a_refusal_without_a_page_of_its_own_is_said_in_its_own_words():
    with gateway(TEACHER, portfolio__start_record=Conflict()) as (browser, _fake):
        reply = post(browser, f"/portfolios/{an_id(300)}/start", {"form_key": "combel"})
    assert reply.status_code == 409
    assert "This was changed in the meantime." in reply.text
    assert "our side" not in reply.text
