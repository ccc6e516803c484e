"""The day a form proposes is the day where its reader is, not the day in Greenwich."""

import datetime as dt

import pytest
from flask import g

from gateway.web import template_filters, times
from tests.unit.gateway.staff_world import gateway, me

JUST_AFTER_MIDNIGHT = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)


class Midnight(dt.datetime):
    @classmethod
    def now(cls, tz=None):
        return JUST_AFTER_MIDNIGHT.astimezone(tz)


def day_of(monkeypatch, **known):
    monkeypatch.setattr(times.dt, "datetime", Midnight)
    with gateway(None) as (browser, _fake), browser.application.test_request_context("/"):
        for name, value in known.items():
            setattr(g, name, value)
        return times.today()


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Europe/Amsterdam", 2), ("Europe/London", 1), ("America/Paramaribo", 1)],
)
def test_the_day_is_that_of_who_is_signed_in(zone, day, monkeypatch):
    known = me("learner") | {"timezone": zone}
    assert day_of(monkeypatch, me=known) == dt.date(2026, 3, day)


def test_on_the_page_of_a_link_it_is_that_of_the_institution(monkeypatch):
    link = {"institution_name": "Paramaribo", "timezone": "America/Paramaribo"}
    assert day_of(monkeypatch, link=link) == dt.date(2026, 3, 1)
    assert day_of(monkeypatch, link={}) == dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("zone", "day"), [("Europe/Amsterdam", "2 March 2026"), ("America/Paramaribo", "1 March 2026")]
)
def test_the_day_of_an_instant_is_the_one_it_has_where_the_reader_is(zone, day):
    with gateway(None) as (browser, _fake), browser.application.test_request_context("/"):
        g.me = me("learner") | {"timezone": zone}
        assert template_filters.day(JUST_AFTER_MIDNIGHT.isoformat(), "en") == day
        assert template_filters.day("2026-03-01T23:30:00Z", "en") == day
        assert template_filters.day("2026-03-01", "en") == "1 March 2026"
