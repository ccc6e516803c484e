"""Filters the parts need: the reader's language, dates and file sizes as people write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from babel.dates import format_date
from flask import Flask

from gateway.web.charts import shape_path
from gateway.web.times import civil_day
from gateway.web.wrong_fields import summary_at


def words(wording: Mapping[str, str] | str | None, lang: str) -> str:
    """A language map in `lang`, else its base language, else the first given; texts stay."""
    if isinstance(wording, str):
        return wording
    if not wording:
        return ""
    for wanted in (lang, lang.split("-")[0]):
        if wording.get(wanted):
            return wording[wanted]
    return next(iter(wording.values()))


def day(value: dt.date | str | None, lang: str, length: str = "long") -> str:
    """A civil date in words: `20 November 2026`; of an instant, the date it has where the reader
    is. What is no date is shown as it is."""
    if value is None:
        return ""
    try:
        date = civil_day(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    pattern = {"long": "d MMMM y", "short": "d MMM y", "near": "EEEE d MMMM", "month": "MMM yy"}[
        length
    ]
    return format_date(date, pattern, locale=lang.replace("-", "_"))


def number(value: Any, lang: str) -> str:
    """A number with the reader's decimal mark: 7.5 -> 7,5 in Dutch; 4.0 -> 4."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    return text if lang.startswith("en") else text.replace(".", ",")


def step_name(label: str, value: Any) -> str:
    """The short name of a step: its label's own (`3a` of "3a Reactive supervision") where that
    begins with a digit, else its value. The value of 3a may well be 3 and that of 3b be 4, and
    nobody should read "3. 3a"."""
    return label.split()[0].rstrip(".:)") if label[:1].isdigit() else str(value)


def register_filters(app: Flask) -> None:
    """Make the filters, and the shapes of a chart's points, known to all templates."""
    app.jinja_env.filters.update(
        words=words, day=day, number_words=number, step_name=step_name, summary_at=summary_at
    )
    app.jinja_env.globals["shape_path"] = shape_path
