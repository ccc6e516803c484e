"""Asking feedback: what is mistyped comes back, with what was typed and why it does not fit."""

from __future__ import annotations

import pytest

from libs.contracts import portfolio
from libs.contracts.faults import InvalidRequest
from tests.unit.gateway.link_samples import FORM, replies
from tests.unit.gateway.staff_world import an_id, days_ago, gateway, me, post

PORTFOLIO = an_id(901)
OFFER = {
    "form_key": FORM,
    "title": {"en": "Short practice assessment"},
    "hash": FORM.ljust(64, "0"),
    "asks": True,
}
TYPED = {"form_key": FORM, "who": "new", "email": "j@umc.example", "name": "Jan", "place": "Ward 3"}


def asking(fault):
    return replies(
        portfolio__dossiers={"dossiers": [{"key": "d", "title": {"en": "D"}, "forms": [OFFER]}]},
        accounts__find_colleagues={"people": []},
        portfolio__recent_assessors={"assessors": []},
        portfolio__reference_choices={"choices": {}},
        portfolio__ask_feedback=fault,
    )


def sent(fault, **typed):
    with gateway(me("learner"), **asking(fault)) as (browser, _fake):
        return post(browser, f"/ask/{PORTFOLIO}", TYPED | typed)


@pytest.mark.parametrize(
    ("errors", "field"),
    [
        ({"assessor": {"name": ["Longer than 200."]}}, "name"),
        ({"context": {"encounter_date": ["Not a valid date."]}}, "encounter_date"),
        ({"context": {"place": ["Longer than 200."]}}, "place"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_and_in_the_summary(errors, field):
    reply = sent(InvalidRequest(errors=errors))
    assert reply.status_code == 422
    assert f'id="{field}-error"' in reply.text and f'href="#{field}"' in reply.text
    for typed in ("j@umc.example", "Jan", "Ward 3"):
        assert f'value="{typed}"' in reply.text


def test_half_an_address_is_no_dead_end():
    reply = sent({}, email="j.jansen@umc")
    assert reply.status_code == 422
    assert 'id="email-error"' in reply.text and 'href="#email"' in reply.text
    assert 'value="j.jansen@umc"' in reply.text and 'value="Jan"' in reply.text


def test_somebody_asked_already_is_said_at_the_address():
    reply = sent(portfolio.AlreadyAsked(request_id=an_id(5)))
    assert 'id="email-error"' in reply.text and 'name="again"' in reply.text


def test_nobody_chosen_is_said_at_the_choice_that_can_be_seen():
    reply = sent({}, who="", email="")
    assert reply.status_code == 422
    assert 'id="who-error"' in reply.text and 'href="#who"' in reply.text


def test_half_an_address_at_the_password_page_comes_back_too():
    refused = InvalidRequest(errors={"email": ["Not a valid address."]})
    with gateway(None, accounts__ask_password_link=refused) as (browser, _fake):
        reply = post(browser, "/password", {"user_name": "els", "email": "foo@"})
    assert reply.status_code == 422
    assert 'value="foo@"' in reply.text and 'value="els"' in reply.text
    assert 'id="email-error"' in reply.text and 'href="#email"' in reply.text


def test_an_address_with_an_accent_is_refused_in_words_before_a_mail_gets_stuck():
    reply = sent({}, email="é@x.example")
    assert reply.status_code == 422
    assert "Mail reaches only addresses without accents" in reply.text


def test_a_language_the_platform_does_not_speak_is_refused_at_the_door():
    fields = {"portfolio_id": PORTFOLIO, "form_key": FORM, "context": {}, "language": "xx"}
    assert "language" in portfolio.ASK_FEEDBACK.request().validate(fields)
    assert "language" in portfolio.START_RECORD.request().validate(fields)


def test_a_mail_that_did_not_arrive_is_said_where_the_learner_follows_requests():
    asked = {
        "request_id": an_id(5),
        "record_id": an_id(900),
        "title": {"en": "KPB"},
        "assessor": {"person_id": None, "name": "Jan", "role": "assessor"},
        "asked_at": days_ago(1),
        "state": "open",
    }
    own = {"portfolio_id": PORTFOLIO, "own": True, "programme": {"en": "GP"}, "phase": "ha1"}
    given = {
        "portfolio__home": {"portfolios": [own], "waiting": [], "asked": [asked]},
        "portfolio__dossiers": {"dossiers": []},
        "notifications__mail_states": {"states": {an_id(5): {"state": "failed"}}},
    }
    with gateway(me("learner"), **given) as (browser, _fake):
        page = browser.get("/dossiers").text
    assert "The mail could not be delivered: check the address." in page


def test_the_address_of_somebody_new_is_not_called_optional():
    with gateway(me("learner"), **asking({})) as (browser, _fake):
        page = browser.get(f"/ask/{PORTFOLIO}").text
    label = page[page.index('for="email"') :].split("</label>")[0]
    assert "optional" not in label
    assert "optional" in page[page.index('for="name"') :].split("</label>")[0]
