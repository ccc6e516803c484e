"""The geometry of charts: places, paths and ticks from figures."""

from __future__ import annotations

import datetime as dt

import pytest

from gateway.web.chart_grids import Lane, dot_timeline, heat_grid, stacked_bar
from gateway.web.charts import (
    Break,
    Point,
    Series,
    day_scale,
    heat_level,
    line_chart,
    look,
    month_ticks,
    path_through,
    shape_path,
    split_at_breaks,
    value_scale,
    value_ticks,
)

JAN, FEB, MAR = dt.date(2026, 1, 10), dt.date(2026, 2, 10), dt.date(2026, 3, 10)


def series(*values: tuple[dt.date, float], key: str = "a") -> Series:
    return Series(key, key.upper(), [Point(day, value) for day, value in values])


def test_the_ends_of_the_scale_are_the_edges_of_the_drawing() -> None:
    place = value_scale(1, 10, 300, 30)
    assert (place(1), place(10), place(5.5)) == (300, 30, 165)


def test_dates_keep_their_distances_and_a_single_date_stands_in_the_middle() -> None:
    place = day_scale([JAN, JAN + dt.timedelta(100)], 0, 100)
    assert place(JAN + dt.timedelta(25)) == 25
    assert day_scale([JAN], 0, 100)(JAN) == 50
    assert day_scale([], 0, 100)(JAN) == 50


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (1, 10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        (1, 5, [1, 2, 3, 4, 5]),
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0, 17, [0, 17]),
        (3, 3, [3]),
    ],
)
def test_value_ticks_hold_both_ends(low: float, high: float, ticks: list[float]) -> None:
    assert value_ticks(low, high) == ticks


def test_month_ticks_stand_on_first_days_and_are_never_too_many() -> None:
    days = [dt.date(2025, 6, 20), dt.date(2026, 10, 3)]
    found = month_ticks(days, 7)
    assert found[0] == dt.date(2025, 7, 1)
    assert all(day.day == 1 and days[0] <= day <= days[1] for day in found)
    assert len(found) <= 7
    assert month_ticks([JAN, JAN + dt.timedelta(3)], 7) == [JAN, JAN + dt.timedelta(3)]
    assert month_ticks([dt.date(2026, 1, 1), dt.date(2026, 3, 1)], 7) == [
        dt.date(2026, 1, 1),
        dt.date(2026, 2, 1),
        dt.date(2026, 3, 1),
    ]
    assert month_ticks([], 7) == []
    assert len(month_ticks([dt.date(2000, 1, 1), dt.date(2026, 1, 1)], 7)) <= 7


def test_no_line_crosses_a_version_break() -> None:
    points = [Point(JAN, 5), Point(FEB, 6), Point(MAR, 7)]
    assert split_at_breaks(points, []) == [points]
    assert split_at_breaks(points, [Break(FEB, "new")]) == [points[:1], points[1:]]
    chart = line_chart(
        [series((JAN, 5), (FEB, 6), (MAR, 7))], low=1, high=10, breaks=[Break(FEB, "new")]
    )
    assert len(chart.wide.lines[0].paths) == 1, "one point before the break is a dot, not a line"
    assert len(chart.wide.lines[0].marks) == 3


def test_points_are_drawn_in_order_of_encounter_whatever_order_they_came_in() -> None:
    chart = line_chart([series((MAR, 7), (JAN, 5), (FEB, 6))], low=1, high=10)
    places = [mark.x for mark in chart.wide.lines[0].marks]
    assert places == sorted(places)


def test_equal_scores_of_two_lines_stand_beside_each_other() -> None:
    chart = line_chart([series((JAN, 5), key="a"), series((JAN, 5), key="b")], low=1, high=10)
    first, second = (line.marks[0] for line in chart.narrow.lines)
    assert first.y == second.y
    assert first.x < second.x


def test_everything_stays_inside_the_drawing() -> None:
    many = [series((JAN, 1), (MAR, 10), key=f"s{number}") for number in range(8)]
    chart = line_chart(many, low=1, high=10)
    for drawing in (chart.narrow, chart.wide):
        for line in drawing.lines:
            for mark in line.marks:
                assert drawing.frame.left <= mark.x <= drawing.frame.right
                assert drawing.frame.top <= mark.y <= drawing.frame.bottom


def test_one_point_is_no_line() -> None:
    assert not line_chart([series((JAN, 5))], low=1, high=10).has_a_line
    assert line_chart([series((JAN, 5), (FEB, 5))], low=1, high=10).has_a_line
    assert not line_chart([], low=1, high=10).has_a_line


def test_lines_differ_in_colour_dash_and_shape() -> None:
    looks = [look(number) for number in range(8)]
    assert len({(one.number, one.dash, one.shape) for one in looks}) == 8
    assert len({one.shape for one in looks}) == 8
    assert look(8) != look(0), "the ninth has the first colour but another dash"
    assert look(8).number == look(0).number


def test_paths_are_plain_svg() -> None:
    assert path_through([(1, 2), (3.14159, 4)]) == "M1.0 2.0 L3.1 4.0"
    assert shape_path("square", 10, 10, 10) == "M1.0 1.0 19.0 1.0 19.0 19.0 1.0 19.0Z"
    assert shape_path("circle", 10, 10, 5).startswith("M5.0 10.0a5 5 0 1 0 10 0")


def test_heat_goes_in_quarters_of_the_highest_and_nought_is_nothing() -> None:
    assert [heat_level(count, 8) for count in (0, 1, 2, 3, 4, 6, 7, 8)] == [0, 1, 1, 2, 2, 3, 4, 4]
    assert heat_level(3, 0) == 0


def test_a_stacked_bar_fills_its_width_and_keeps_colours_when_a_part_is_nought() -> None:
    pieces = stacked_bar({"a": 2, "b": 0, "c": 6})
    assert [(piece.label, piece.x, piece.width, piece.number) for piece in pieces] == [
        ("a", 0, 25, 1),
        ("c", 25, 75, 3),
    ]
    assert stacked_bar({"a": 0}) == ()


def test_a_heat_grid_has_a_cell_for_every_pair() -> None:
    grid = heat_grid(["x", "y"], ["jan", "feb", "mar"], {("x", "feb"): 4})
    assert len(grid.wide.cells) == 6
    assert {(cell.row, cell.column): cell.level for cell in grid.wide.cells if cell.count} == {
        ("x", "feb"): 4
    }
    assert max(cell.x + cell.width for cell in grid.narrow.cells) <= 360


def test_lanes_without_points_stay_visible() -> None:
    chart = dot_timeline([Lane("asked", [Point(JAN, 3)]), Lane("never", [])])
    assert [drawn.lane.label for drawn in chart.wide.lanes] == ["asked", "never"]
    assert chart.narrow.frame.height > chart.wide.frame.height
