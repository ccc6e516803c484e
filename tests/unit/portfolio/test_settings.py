"""How long a Send can be taken back: a minute, unless the environment says otherwise."""

from __future__ import annotations

import datetime as dt

import pytest

from libs.chassis.settings import SettingsError, load
from services.portfolio.settings import PortfolioSettings


def test_a_send_can_be_taken_back_for_a_minute_unless_said_otherwise():
    assert load(PortfolioSettings, {}).undo == dt.timedelta(seconds=60)
    assert load(PortfolioSettings, {"UNDO_S": "6"}).undo == dt.timedelta(seconds=6)


@pytest.mark.parametrize("text", ["0", "-5", "a while"])
def test_no_time_at_all_is_refused_by_its_name(text: str):
    with pytest.raises(SettingsError, match="UNDO_S"):
        load(PortfolioSettings, {"UNDO_S": text})
