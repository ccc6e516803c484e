"""Areas from data points: medians that were really given, whatever the order they come in."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.dashboards.domain.areas import summarise
from services.dashboards.domain.audience import audience, may_read, words
from services.dashboards.domain.medians import lower_median, thin
from services.dashboards.domain.months import Tile

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31))


def tile(on, value, **more):
    fields = {
        "id": uuid.uuid4(),
        "record_id": uuid.uuid4(),
        "kind": "point",
        "lineage": "gp/medical",
        "outcome": "medical",
        "framework": "gp@1",
        "value": value,
        "scale": "five@1",
        "audience": "",
        "role": "assessor",
        "form_key": "kpb",
        "stakes": "low",
        "on": on,
        "sent_at": dt.datetime.combine(on, dt.time(12), dt.UTC),
    }
    return Tile(**fields | more)


TILES = st.lists(st.builds(tile, DAYS, st.integers(1, 5)), max_size=120)


@given(TILES, st.randoms())
def test_the_order_of_arrival_does_not_matter(tiles, shuffler):
    shuffled = list(tiles)
    shuffler.shuffle(shuffled)
    assert summarise(shuffled) == summarise(tiles)


@given(TILES)
def test_no_line_and_no_series_has_more_than_sixty_points(tiles):
    found = summarise(tiles)
    for line in (found or {"series": [], "lines": []})["series"]:
        assert 0 < len(line["points"]) <= 60
    for line in (found or {"lines": []})["lines"]:
        assert 0 < len(line["points"]) <= 60
        assert line["points"] == sorted(line["points"], key=lambda point: point["on"])


@given(TILES)
def test_every_value_shown_was_given_on_that_day(tiles):
    given_values = {(one.on.isoformat(), one.value) for one in tiles}
    for line in (summarise(tiles) or {"series": []})["series"]:
        assert {(point["on"], point["value"]) for point in line["points"]} <= given_values


def test_flags_are_not_part_of_an_area():
    assert summarise([tile(dt.date(2026, 1, 1), 1, kind="flag")]) is None


def test_the_median_of_an_even_number_is_the_lower_one():
    assert lower_median([1, 2, 4, 5]) == 2
    assert lower_median([3]) == 3


def test_a_very_long_series_goes_from_months_to_quarters_to_years():
    tiles = [tile(dt.date(1990 + number // 12, number % 12 + 1, 1), 3) for number in range(300)]
    (line,) = summarise(tiles)["series"]
    assert len(line["points"]) == 25
    (shorter,) = summarise(tiles[:120])["series"]
    assert len(shorter["points"]) == 40
    months = [{"on": one.on.isoformat(), "value": 1} for one in tiles[:60]]
    assert thin(months) == months


def test_a_month_of_very_many_points_keeps_its_median_only():
    tiles = [tile(dt.date(2026, 5, 1 + number % 28), number % 5 + 1) for number in range(200)]
    found = summarise(tiles)
    (line,) = found["series"]
    assert [point["value"] for point in line["points"]] == [3]
    assert found["points"] == 200


@pytest.mark.parametrize(
    ("see", "reader", "expected"),
    [
        (None, words(["owner"], []), True),
        (["teacher"], words(["owner"], []), False),
        (["teacher"], words(["teaches"], []), True),
        (["trainer", "teacher"], words(["supervises"], []), True),
        (["head"], words([], ["head"]), True),
        (["local_admin"], words([], ["local_admin"]), False),
        ([], words(["owner", "teaches"], ["head"]), False),
    ],
)
def test_a_point_is_read_by_its_audience_only(see, reader, expected):
    assert may_read(audience(see), reader) is expected
