"""Retiring, offering to others, and what is told of a definition's past."""

import threading
import uuid

import pytest

from libs.chassis import testing
from libs.contracts.faults import Forbidden, NotFound
from libs.contracts.forms import DefinitionRefused, DefinitionRetiredV1
from services.forms import use_cases
from tests.service.forms.documents import FORM, FRAMEWORK, PROGRAMME, changed


@pytest.fixture
def admin(as_somebody):
    desk = as_somebody("local_admin")
    desk.publish("framework", FRAMEWORK)
    desk.publish("form", FORM)
    return desk


def test_a_retired_definition_is_marked_wherever_it_is_read_and_can_be_brought_back(
    admin, database
):
    assert admin.retire("form", "short-obs") == {"is_retired": True}
    assert [one["is_retired"] for one in admin.definitions("form")] == [True]
    assert admin.definition("form", "short-obs")["is_retired"] is True
    assert admin.definition("form", "short-obs")["document"] == FORM
    admin.retire("form", "short-obs")
    admin.retire("form", "short-obs", False)
    assert admin.definition("form", "short-obs")["is_retired"] is False
    told = testing.outbox(database, DefinitionRetiredV1)
    assert [(one.key, one.is_retired) for one in told] == [
        ("short-obs", True),
        ("short-obs", False),
    ]


def test_what_is_retired_does_not_come_back_beside_another_of_its_title(admin):
    admin.retire("form", "short-obs")
    admin.publish("form", changed(FORM, key="other-obs"))
    with pytest.raises(DefinitionRefused) as refused:
        admin.retire("form", "short-obs", False)
    assert refused.value.errors["title"]["code"] == "definition.title_taken"
    assert [one["key"] for one in admin.definitions("form") if not one["is_retired"]] == [
        "other-obs"
    ]
    admin.retire("form", "other-obs")
    assert admin.retire("form", "short-obs", False) == {"is_retired": False}


def test_of_two_forms_of_one_title_published_at_once_one_is_refused(admin, database):
    """The second waits until the first is there, and then finds its title taken."""
    refused = []

    def publish_another():
        try:
            admin.publish("form", changed(FORM, key="second", title={"en": "Same"}))
        except DefinitionRefused as fault:
            refused.append(fault.errors["title"]["code"])

    with database.transaction(admin.principal) as tx:
        one = changed(FORM, key="first", title={"en": "Same"})
        use_cases.publish_definition(tx, kind="form", document=one)
        other = threading.Thread(target=publish_another)
        other.start()
        other.join(timeout=1)
        assert other.is_alive()
    other.join(timeout=30)
    assert refused == ["definition.title_taken"]


def test_a_programme_that_asks_for_a_retired_form_alone_is_told_so(admin):
    admin.publish("form", changed(FORM, key="other-obs", title={"en": "Other"}))
    admin.publish("programme", PROGRAMME)
    admin.retire("form", "short-obs")
    told = admin.check("programme", PROGRAMME)
    assert [(one["path"], one["code"]) for one in told] == [
        ("requirements/1/form", "definition.form_retired")
    ]
    decided = {"key": "end", "title": {"en": "End"}, "form": "short-obs"} | {"after_months": 12}
    only = changed(PROGRAMME, requirements=[], decisions=[decided])
    assert [one["path"] for one in admin.check("programme", only)] == ["decisions/end/form"]
    either = {"forms": ["short-obs", "other-obs"], "count": 10, "phase": "year-1"}
    dossiers = [PROGRAMME["dossiers"][0] | {"forms": ["short-obs", "other-obs"]}]
    both = changed(PROGRAMME, requirements=[either], dossiers=dossiers)
    assert admin.check("programme", both) == []


def test_retiring_is_the_owners_alone(admin, as_somebody):
    national = as_somebody("national_admin")
    national.publish("framework", changed(FRAMEWORK, key="x"), "network")
    with pytest.raises(Forbidden):
        admin.retire("framework", "x")
    with pytest.raises(NotFound):
        as_somebody("local_admin").retire("form", "short-obs")
    with pytest.raises(NotFound):
        as_somebody("local_admin").offer("form", "short-obs")
    assert national.retire("framework", "x")["is_retired"]
    assert admin.definition("framework", "x")["is_retired"] is True


def test_an_own_definition_of_a_retired_national_key_is_not_retired(admin, as_somebody):
    national = as_somebody("national_admin")
    national.publish("framework", FRAMEWORK, "network")
    national.retire("framework", "gp-areas")
    assert admin.definition("framework", "gp-areas")["is_retired"] is False
    assert [one["is_retired"] for one in admin.definitions("framework")] == [False]


def test_what_is_offered_is_found_elsewhere_and_taken_over(admin, as_somebody):
    elsewhere = as_somebody("local_admin", network=uuid.uuid4())
    assert elsewhere.offered() == []
    admin.offer("form", "short-obs")
    newest = admin.publish("form", changed(FORM, minutes=3))
    (found,) = elsewhere.offered("form")
    assert (found["key"], found["version"], found["hash"]) == ("short-obs", 2, newest["hash"])
    assert (found["title"], found["minutes"]) == (FORM["title"], 3)
    assert found["institution_id"] == str(admin.principal.institution_id)
    elsewhere.publish("framework", FRAMEWORK)
    begun = elsewhere.start("form", "their-obs", how="extends", hash=found["hash"])
    assert begun["document"]["based_on"] == {"form": "short-obs", "version": 2, "how": "extends"}
    assert elsewhere.offered("framework") == []


def test_what_is_no_longer_offered_or_retired_is_not_found_elsewhere(admin, as_somebody):
    elsewhere = as_somebody("local_admin")
    admin.offer("form", "short-obs")
    admin.offer("framework", "gp-areas")
    assert [one["kind"] for one in elsewhere.offered()] == ["form", "framework"]
    admin.offer("form", "short-obs", False)
    admin.retire("framework", "gp-areas")
    assert elsewhere.offered() == []


def test_nobody_is_offered_what_is_theirs_already(admin, as_somebody):
    national = as_somebody("national_admin")
    national.publish("framework", changed(FRAMEWORK, key="x"), "network")
    national.offer("framework", "x")
    admin.offer("form", "short-obs")
    assert admin.offered() == []
    assert [one["key"] for one in as_somebody("head", network=uuid.uuid4()).offered()] == [
        "short-obs",
        "x",
    ]


def test_only_staff_who_design_look_around(admin, as_somebody):
    for role in ("learner", "trainer", "teacher"):
        desk = as_somebody(role, institution_id=admin.principal.institution_id)
        with pytest.raises(Forbidden):
            desk.offered()
        with pytest.raises(Forbidden):
            desk.history("form", "short-obs")


def test_the_history_tells_every_version_and_who_names_it(admin):
    admin.publish("form", changed(FORM, minutes=3))
    admin.publish("programme", PROGRAMME)
    admin.offer("form", "short-obs")
    found = admin.history("form", "short-obs")
    assert [one["version"] for one in found["versions"]] == [2, 1]
    assert {one["published_by"] for one in found["versions"]} == {str(admin.principal.person_id)}
    assert (found["is_retired"], found["is_offered"]) == (False, True)
    assert found["uses"] == [
        {
            "kind": "programme",
            "key": "gp-training",
            "version": 1,
            "title": PROGRAMME["title"],
        }
    ]
    assert [one["key"] for one in admin.history("framework", "gp-areas")["uses"]] == ["short-obs"]


def test_a_framework_is_charted_where_a_programme_or_a_form_of_it_names_it(admin):
    admin.publish("programme", PROGRAMME)
    bare = {"title": {"en": "Named"}, "dossiers": PROGRAMME["dossiers"], "requirements": []}
    named = changed(PROGRAMME, key="named", frameworks={"area": "gp-areas@2023"}, **bare)
    admin.publish("programme", named)
    found = admin.history("framework", "gp-areas")
    assert {one["key"] for one in found["dashboards"]} == {"gp-training", "named"}
    assert admin.history("form", "short-obs")["dashboards"] == []


def test_every_version_tells_what_it_changed_since_the_one_before(admin, as_somebody):
    admin.publish("form", changed(FORM, minutes=3))
    first, second = reversed(admin.history("form", "short-obs")["versions"])
    told = admin.version_changes(second["hash"])
    assert told["since"] == 1
    assert [one["path"] for one in told["safe"]] and not told["refused"]
    assert admin.version_changes(first["hash"]) == {
        "since": None,
        "safe": [],
        "careful": [],
        "refused": [],
    }
    with pytest.raises(NotFound):
        as_somebody("local_admin").version_changes(second["hash"])
    with pytest.raises(Forbidden):
        as_somebody("trainer").version_changes(second["hash"])


def test_the_history_of_another_institution_is_not_found(admin, as_somebody):
    with pytest.raises(NotFound):
        as_somebody("local_admin").history("form", "short-obs")
