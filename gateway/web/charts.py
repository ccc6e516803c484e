"""Geometry of charts: series in, points, paths and ticks out. Pure; pages and PDF draw the same.

All measures are SVG user units, equal to CSS pixels at the drawn width. Every chart is worked out
twice, 360 and 720 wide, so that letters keep their size on a phone; style shows one of the two.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence

NARROW, WIDE = 360, 720
# A series is told apart by colour, by dash and by the shape of its points, never by colour alone.
DASHES = ("", "7 4", "2 4", "11 4 2 4", "5 3", "1 3", "9 3 3 3", "14 5")
SHAPES = ("circle", "square", "diamond", "up", "down", "hexagon", "bar", "cross")


@dataclasses.dataclass(frozen=True, slots=True)
class Point:
    """One value on a civil date; `title` is what a pointer shows, `href` where it leads."""

    day: dt.date
    value: float
    title: str = ""
    href: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Series:
    key: str
    label: str
    points: Sequence[Point]


@dataclasses.dataclass(frozen=True, slots=True)
class Break:
    """From this day on the form or scale means something else: no line crosses it."""

    day: dt.date
    label: str


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """How a series is drawn: `number` is its colour (series-1 to series-8)."""

    number: int
    dash: str
    shape: str


@dataclasses.dataclass(frozen=True, slots=True)
class Tick:
    at: float
    value: dt.date | float


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A drawn point: its centre and the path of its shape around it."""

    x: float
    y: float
    path: str
    point: Point


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    series: Series
    look: Look
    paths: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """The drawing's size and the edges of the area in which values stand."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float


@dataclasses.dataclass(frozen=True, slots=True)
class LineDrawing:
    frame: Frame
    lines: tuple[Line, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    breaks: tuple[tuple[float, Break], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class LineChart:
    narrow: LineDrawing
    wide: LineDrawing

    @property
    def has_a_line(self) -> bool:
        """Whether any series has two points; below that a chart only shows dots."""
        return any(len(line.series.points) > 1 for line in self.wide.lines)


def look(index: int) -> Look:
    """The look of the n-th series (from 0); after eight they come round with another dash."""
    place = index % 8
    return Look(place + 1, DASHES[(place + index // 8) % 8], SHAPES[place])


def line_chart(
    series: Sequence[Series], *, low: float, high: float, breaks: Sequence[Break] = ()
) -> LineChart:
    """Lines over time on an axis from `low` to `high` (the scale's ends, e.g. 1 and 10)."""
    return LineChart(
        narrow=_line_drawing(series, low, high, breaks, NARROW, 260),
        wide=_line_drawing(series, low, high, breaks, WIDE, 340),
    )


def _line_drawing(
    series: Sequence[Series],
    low: float,
    high: float,
    breaks: Sequence[Break],
    width: float,
    height: float,
) -> LineDrawing:
    frame = Frame(width, height, 30, width - 14, 22, height - 30)
    days = [point.day for one in series for point in one.points] + [one.day for one in breaks]
    at_day = day_scale(days, frame.left + 16, frame.right - 16)
    at_value = value_scale(low, high, frame.bottom, frame.top)
    size = 4.5 if width < 500 else 5.5
    lines = tuple(
        _line(one, look(index), breaks, _beside(at_day, index, len(series), size), at_value, size)
        for index, one in enumerate(series)
    )
    return LineDrawing(
        frame,
        lines,
        tuple(Tick(at_day(day), day) for day in month_ticks(days, 4 if width < 500 else 7)),
        tuple(Tick(at_value(value), value) for value in value_ticks(low, high)),
        tuple((at_day(one.day), one) for one in breaks),
    )


def _line(
    series: Series,
    how: Look,
    breaks: Sequence[Break],
    at_day: Callable[[dt.date], float],
    at_value: Callable[[float], float],
    size: float,
) -> Line:
    ordered = sorted(series.points, key=lambda point: point.day)
    parts = split_at_breaks(ordered, breaks)
    paths = tuple(
        path_through([(at_day(p.day), at_value(p.value)) for p in part])
        for part in parts
        if len(part) > 1
    )
    marks = tuple(_mark(p, at_day(p.day), at_value(p.value), how.shape, size) for p in ordered)
    return Line(series, how, paths, marks)


def _beside(
    at_day: Callable[[dt.date], float], index: int, count: int, size: float
) -> Callable[[dt.date], float]:
    """Each series a little to the side: equal scores on one day stay visible beside each other."""
    shift = (index - (count - 1) / 2) * size * 0.55
    return lambda day: at_day(day) + shift


def _mark(point: Point, x: float, y: float, shape: str, size: float) -> Mark:
    return Mark(x, y, shape_path(shape, x, y, size), point)


def split_at_breaks(points: Sequence[Point], breaks: Sequence[Break]) -> list[list[Point]]:
    """Points in order of day, cut where a break lies; a break's own day belongs to what follows."""
    days = sorted(one.day for one in breaks)
    parts: dict[int, list[Point]] = {}
    for point in points:
        parts.setdefault(sum(day <= point.day for day in days), []).append(point)
    return [parts[number] for number in sorted(parts)]


def path_through(places: Sequence[tuple[float, float]]) -> str:
    """`M x y L x y ...` with one decimal: straight lines, because nobody was judged in between."""
    return " ".join(
        f"{'L' if index else 'M'}{x:.1f} {y:.1f}" for index, (x, y) in enumerate(places)
    )


def value_scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """From a value to its place between `start` (low) and `end` (high)."""
    span = (high - low) or 1
    return lambda value: round(start + (value - low) / span * (end - start), 2)


def day_scale(days: Sequence[dt.date], start: float, end: float) -> Callable[[dt.date], float]:
    """From a date to its place; a single date stands in the middle."""
    first, last = (min(days), max(days)) if days else (dt.date.min, dt.date.min)
    span = (last - first).days
    if span == 0:
        return lambda day: round((start + end) / 2, 2)
    return lambda day: round(start + (day - first).days / span * (end - start), 2)


def value_ticks(low: float, high: float) -> list[float]:
    """Both ends and whole steps between: every value up to ten steps, else at most six parts."""
    span = high - low
    step = 1 if span <= 10 else next((s for s in _STEPS if span % s == 0 and span / s <= 6), span)
    values = [low + step * count for count in range(int(span // step) + 1)] if span > 0 else [low]
    return [int(value) if float(value).is_integer() else value for value in values]


_STEPS = (2, 3, 4, 5, 10, 20, 25, 50, 100)


def month_ticks(days: Sequence[dt.date], most: int) -> list[dt.date]:
    """First days of months within the span, at equal steps, at most `most`; else the days."""
    if not days:
        return []
    first, last = min(days), max(days)
    months = _months_between(first, last)
    if len(months) < 2:
        return sorted({first, last})
    for step in (1, 2, 3, 4, 6, 12, 24, 36, 60, 120):
        found = [day for day in months if (day.year * 12 + day.month - 1) % step == 0]
        if len(found) <= most:
            return found or months[:1]
    return months[:1]


def _months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    number = first.year * 12 + first.month - (1 if first.day == 1 else 0)
    stop = last.year * 12 + last.month - 1
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(number, stop + 1)]


def shape_path(shape: str, x: float, y: float, size: float) -> str:
    """The outline of a point as an SVG path around (x, y); `size` is half its width."""
    if shape == "circle":
        arc = f"a{size} {size} 0 1 0"
        return f"M{x - size:.1f} {y:.1f}{arc} {2 * size} 0{arc} {-2 * size} 0Z"
    corners = " ".join(f"{x + dx * size:.1f} {y + dy * size:.1f}" for dx, dy in _CORNERS[shape])
    return f"M{corners}Z"


_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "up": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
    "down": ((0, 1.2), (1.15, -0.9), (-1.15, -0.9)),
    "hexagon": ((-0.6, -1.05), (0.6, -1.05), (1.2, 0), (0.6, 1.05), (-0.6, 1.05), (-1.2, 0)),
    "bar": ((-0.5, -1.25), (0.5, -1.25), (0.5, 1.25), (-0.5, 1.25)),
    "cross": (
        (-0.4, -1.2),
        (0.4, -1.2),
        (0.4, -0.4),
        (1.2, -0.4),
        (1.2, 0.4),
        (0.4, 0.4),
        (0.4, 1.2),
        (-0.4, 1.2),
        (-0.4, 0.4),
        (-1.2, 0.4),
        (-1.2, -0.4),
        (-0.4, -0.4),
    ),
}


def heat_level(count: float, most: float) -> int:
    """0 for nothing, then 1 to 4 in quarters of the highest."""
    if count <= 0 or most <= 0:
        return 0
    return min(4, int(-(-count * 4 // most)))
