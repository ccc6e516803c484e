"""Roles are told in words, also those of forms that an institution made itself."""

import pytest
from flask import g

from gateway.web.form_roles import roles_counted
from tests.unit.gateway.staff_world import gateway


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", ["medelerenden 4", "anderen 4"]), ("en", ["fellow learners 4", "others 4"])],
)
def test_a_role_of_an_own_form_is_told_without_its_key(language, told):
    counts = {"peer": 4, "buddy": 3, "wise_owl": 1}
    with (
        gateway(None) as (browser, _fake),
        browser.application.test_request_context("/"),
    ):
        g.language = language
        assert roles_counted(counts) == told


def test_roles_with_one_word_are_counted_together():
    with gateway(None) as (browser, _fake), browser.application.test_request_context("/"):
        counts = roles_counted({"trainer": 2, "next_trainer": 1, "teacher": 1})
    assert [one.split()[-1] for one in counts] == ["3", "1"]
