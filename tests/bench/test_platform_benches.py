"""Short runs of the benches of the whole platform: their keys and their exactness; the bounds on
time are the full benches' own."""

import pytest

from tests.bench import dashboards, footprint, forms, submit


@pytest.mark.timeout(600)
def test_what_is_submitted_is_kept_once_and_soon_shown(whole_platform):
    figures = submit.measure(whole_platform, count=90, per_second=5)

    assert {
        *("per_second", "p99_ms", "freshness_p50_ms", "freshness_p99_ms", "lost", "twice"),
    } <= set(figures)
    assert (figures["lost"], figures["twice"]) == (0, 0)
    assert figures["per_second"] > 0
    assert figures["freshness_p50_ms"] < 1000


@pytest.mark.timeout(600)
def test_a_dashboard_equals_the_facts_at_any_size(whole_platform):
    figures = dashboards.measure(whole_platform, sizes=(100, 300, 700), rounds=5, pages=4)

    assert figures["wrong"] == 0
    assert [figures[f"points_{size}"] >= size for size in (100, 300, 700)] == [True] * 3
    assert figures["growth"] < 1.5


def test_the_footprint_names_every_process_and_a_second_start(whole_platform):
    figures = footprint.measure(whole_platform)

    assert {"mib_per_service_max", "mib_total", "ready_s", "mib_portfolio", "mib_rabbitmq"} <= set(
        figures
    )
    assert 20 < figures["mib_per_service_max"] <= 110
    assert figures["mib_total"] > figures["mib_services"]
    assert 0 < figures["ready_s"] < 120


@pytest.mark.timeout(600)
def test_a_large_form_is_kept_as_sent_by_sixteen_at_once(whole_platform, browser):
    figures = forms.measure(whole_platform, rounds=2, drafts=3, sends=2, browser=browser)

    assert (figures["refused"], figures["lost"]) == (0, 0), figures
    assert figures["per_second"] > 0 and figures["send_per_second"] > 0
    assert figures["cpu_over_marshmallow"] <= 3
    assert figures["interactive_ms"] > 0 and 0 < figures["script_bytes"] < 25_000
    # Twice the bound of the full bench: here other tests share the computer.
    assert 0 < figures["library_interactive_ms"] <= 6_000
    assert 0 < figures["library_script_bytes"] < 25_000
