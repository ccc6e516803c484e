"""Logs are JSON lines with ids, and never quote what people typed."""

import json
import logging
import warnings

import pytest
import structlog

from libs.chassis import logs


@pytest.fixture
def lines(capsys):
    kept = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure("portfolio", "INFO")
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    logging.captureWarnings(False)
    structlog.configure(**kept)
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_names_event_service_level_time_and_ids(lines):
    logs.logger("x").info("record_completed", record_id=7)

    (line,) = lines()
    assert (line["event"], line["record_id"], line["service"]) == (
        "record_completed",
        7,
        "portfolio",
    )
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")


def test_the_correlation_id_of_the_work_at_hand_is_added(lines):
    with logs.correlated("c-1"):
        logs.logger("x").info("inside")
    logs.logger("x").info("outside")

    inside, outside = lines()
    assert inside["correlation_id"] == "c-1"
    assert "correlation_id" not in outside


def test_an_exception_shows_its_type_and_places_but_not_its_message(lines):
    try:
        int("my secret diary")
    except ValueError:
        logs.logger("x").error("rpc_failed", exc_info=True)

    (line,) = lines()
    assert line["exception"] == "ValueError"
    assert "test_logs.py" in line["frames"][0]
    assert "secret diary" not in json.dumps(line)


def test_lines_of_libraries_keep_their_format_and_lose_their_arguments(lines):
    logging.getLogger("some.library").warning("could not read %s", "my secret diary")

    (line,) = lines()
    assert line["library"] == "some.library"
    assert line["text"] == "could not read %s"
    assert line["event"] == "library_log"


def test_lines_below_the_level_are_left_out(lines):
    logs.logger("x").debug("detail")

    assert lines() == []


def test_a_warning_is_a_line_with_its_place_and_kind_but_not_its_message(lines):
    warnings.warn_explicit("my secret diary", UserWarning, "/somewhere/code.py", 7)

    (line,) = lines()
    assert line["library"] == "py.warnings"
    assert line["text"] == "/somewhere/code.py:7: UserWarning"


def test_a_text_that_a_library_filled_in_itself_is_not_kept(lines):
    logging.getLogger("some.library").warning(f"could not read {'my secret diary'}")

    (line,) = lines()
    assert "secret" not in json.dumps(line)
    assert line["place"].startswith("test_logs:")
