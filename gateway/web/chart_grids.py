"""Geometry of the other charts: dots in lanes over time, stacked bars, heat grids. Pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from gateway.web.charts import (
    NARROW,
    WIDE,
    Frame,
    Mark,
    Point,
    Tick,
    day_scale,
    heat_level,
    month_ticks,
    shape_path,
)

LANE = 40.0
CELL = 40.0


@dataclasses.dataclass(frozen=True, slots=True)
class Lane:
    """One row of a dot timeline, e.g. an activity."""

    label: str
    points: Sequence[Point]


@dataclasses.dataclass(frozen=True, slots=True)
class DrawnLane:
    lane: Lane
    y: float
    marks: tuple[Mark, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class DotDrawing:
    frame: Frame
    lanes: tuple[DrawnLane, ...]
    x_ticks: tuple[Tick, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class DotTimeline:
    narrow: DotDrawing
    wide: DotDrawing


def dot_timeline(lanes: Sequence[Lane]) -> DotTimeline:
    """Dots per lane over the time that all lanes share. Values stand as figures in the dots."""
    return DotTimeline(_dots(lanes, NARROW), _dots(lanes, WIDE))


def _dots(lanes: Sequence[Lane], width: float) -> DotDrawing:
    """On a phone the label stands above its lane, otherwise beside it."""
    above = width < 500
    height_of_lane = LANE + 14 if above else LANE
    left = 8.0 if above else 200.0
    frame = Frame(
        width, height_of_lane * len(lanes) + 30, left, width - 8, 4, height_of_lane * len(lanes) + 4
    )
    days = [point.day for lane in lanes for point in lane.points]
    at_day = day_scale(days, frame.left + 14, frame.right - 14)
    drawn = []
    for index, lane in enumerate(lanes):
        y = frame.top + height_of_lane * (index + (0.68 if above else 0.5))
        drawn.append(DrawnLane(lane, y, _marks(lane, at_day, y)))
    ticks = tuple(Tick(at_day(day), day) for day in month_ticks(days, 4 if above else 6))
    return DotDrawing(frame, tuple(drawn), ticks)


def _marks(lane: Lane, at_day: Callable[[dt.date], float], y: float) -> tuple[Mark, ...]:
    found = []
    for point in sorted(lane.points, key=lambda one: one.day):
        x = at_day(point.day)
        found.append(Mark(x, y, shape_path("circle", x, y, 10), point))
    return tuple(found)


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A part of a stacked bar in percent of its width; `number` is its colour."""

    label: str
    value: float
    x: float
    width: float
    number: int


def stacked_bar(values: Mapping[str, float]) -> tuple[Piece, ...]:
    """Parts of a whole side by side, 0 to 100; those of nought are left out, colours stay."""
    whole = sum(values.values())
    pieces: list[Piece] = []
    x = 0.0
    for number, (label, value) in enumerate(values.items(), start=1):
        if value > 0 and whole > 0:
            width = 100 * value / whole
            pieces.append(Piece(label, value, round(x, 2), round(width, 2), (number - 1) % 8 + 1))
            x += width
    return tuple(pieces)


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a heat grid; `level` 0 to 4 is its darkness, the count stands in it as well."""

    row: str
    column: str
    count: int
    level: int
    x: float
    y: float
    width: float
    height: float


@dataclasses.dataclass(frozen=True, slots=True)
class HeatDrawing:
    width: float
    height: float
    left: float
    top: float
    rows: tuple[tuple[float, str], ...]
    columns: tuple[tuple[float, str], ...]
    cells: tuple[Cell, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class HeatGrid:
    narrow: HeatDrawing
    wide: HeatDrawing


def heat_grid(
    rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[str, str], int]
) -> HeatGrid:
    """Counts per row and column, e.g. activities by month. Absent counts are nought."""
    return HeatGrid(_heat(rows, columns, counts, NARROW), _heat(rows, columns, counts, WIDE))


def _heat(
    rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[str, str], int], width: float
) -> HeatDrawing:
    above = width < 500
    left = 0.0 if above else 200.0
    label = 22.0 if above else 0.0
    step = (width - left) / max(1, len(columns))
    top, high = 24.0, CELL + label
    most = max(counts.values(), default=0)
    cells = tuple(
        _cell(
            row,
            column,
            counts.get((row, column), 0),
            most,
            left + step * c,
            top + high * r + label,
            step,
        )
        for r, row in enumerate(rows)
        for c, column in enumerate(columns)
    )
    return HeatDrawing(
        width,
        top + high * len(rows),
        left,
        top,
        tuple(
            (top + high * r + (15 if above else CELL / 2 + 4), row) for r, row in enumerate(rows)
        ),
        tuple((left + step * (c + 0.5), column) for c, column in enumerate(columns)),
        cells,
    )


def _cell(row: str, column: str, count: int, most: int, x: float, y: float, step: float) -> Cell:
    return Cell(
        row,
        column,
        count,
        heat_level(count, most),
        round(x + 1.5, 2),
        round(y + 1.5, 2),
        round(step - 3, 2),
        CELL - 3,
    )
