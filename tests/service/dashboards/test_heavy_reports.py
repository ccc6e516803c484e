"""Setting the type of a report is left to another process: the service itself goes on."""

from tests.ticking import printed_by


def test_a_long_report_holds_up_nothing_else_in_its_service():
    found = printed_by("tests.service.dashboards.green_report")
    assert found["pdf"] == "%PDF-"
    assert found["made_s"] > 0.4  # long enough to notice
    assert found["late_s"] < found["made_s"] / 3
    assert found["late_s"] < 0.3
