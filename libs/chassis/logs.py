"""JSON logs on standard output: a fixed event name, ids and numbers, never personal text.

An exception is logged as its type and the places it passed, without its message: messages of
databases and parsers quote the values that people typed.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import structlog

from libs.chassis import calls

Entry = MutableMapping[str, Any]
FRAMES_SHOWN = 12


def configure(service: str, level: str = "INFO") -> None:
    """Set up structlog and the standard library's logging for one process."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _add_origin,
            _name_service(service),
            _describe_exception,
            structlog.processors.JSONRenderer(default=str),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.upper()),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers[:] = [_ForeignHandler()]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)


def logger(name: str) -> Any:
    """A logger: `log.info("record_completed", record_id=...)`."""
    return structlog.get_logger(module=name)


def correlation_id() -> str | None:
    """The correlation id of the work at hand, if any."""
    origin = calls.current_origin()
    return origin.correlation_id if origin is not None else None


@contextmanager
def correlated(correlation: str) -> Iterator[None]:
    """Log, and call on, under this correlation id within the block."""
    with calls.working_for(calls.Origin(correlation)):
        yield


def _add_origin(_logger: Any, _method: str, entry: Entry) -> Entry:
    correlation = correlation_id()
    if correlation is not None:
        entry.setdefault("correlation_id", correlation)
    return entry


def _name_service(service: str) -> Any:
    def add(_logger: Any, _method: str, entry: Entry) -> Entry:
        entry["service"] = service
        return entry

    return add


def _describe_exception(_logger: Any, _method: str, entry: Entry) -> Entry:
    found = entry.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if found and found[0] is not None:
        entry["exception"] = found[0].__name__
        entry["frames"] = _frames(found[2])
    return entry


def _frames(trace: TracebackType | None) -> list[str]:
    places = traceback.extract_tb(trace)[-FRAMES_SHOWN:]
    return [f"{place.filename}:{place.lineno} {place.name}" for place in places]


def adopt(library: logging.Logger) -> None:
    """Have a library that brings handlers of its own write lines like ours."""
    library.handlers[:] = [_ForeignHandler()]
    library.propagate = False


class _ForeignHandler(logging.Handler):
    """What libraries log: where, and their format string without its arguments. A text without
    arguments is left out: it may be one with everything filled in already."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(
            record.levelno,
            "library_log",
            library=record.name,
            text=_text_of(record),
            place=f"{record.module}:{record.lineno}",
            exc_info=record.exc_info,
        )


def _text_of(record: logging.LogRecord) -> str:
    """The format string; of a warning its place and category, for it has no other fixed part."""
    if record.name != "py.warnings":
        return str(record.msg) if record.args else ""
    place = re.match(r"(.*?:\d+: \w+)", record.getMessage())
    return place[1] if place else "a warning"
