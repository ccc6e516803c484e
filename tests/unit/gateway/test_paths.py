"""After a log-in or a button people land on a page of ours, whatever the form says."""

import pytest

from gateway.web.paths import own_path


@pytest.mark.parametrize("wanted", ["/", "/people?role=learner", "/dashboard/1/areas/gp-areas/a"])
def test_pages_of_ours_are_followed(wanted):
    assert own_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "people",
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "/people\r\nSet-Cookie: a=b",
        "/people\x00",
        "/people\x7f",
        "/people\u2028",
        "/people/..\\..\\elsewhere.example",
        "javascript:alert(1)",
    ],
)
def test_other_sites_are_not(wanted):
    assert own_path(wanted) == ""
