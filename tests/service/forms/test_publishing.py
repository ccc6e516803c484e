"""Publishing: who may, what is refused, and that published is for ever."""

import hashlib
import json
import uuid

import pytest
import sqlalchemy as sa

from libs.chassis import testing
from libs.contracts.faults import Forbidden, NotFound
from libs.contracts.forms import DefinitionPublishedV1, DefinitionRefused
from libs.formengine import canonical
from tests.service.forms.documents import FORM, FRAMEWORK, PROGRAMME, changed


@pytest.fixture
def admin(as_somebody):
    desk = as_somebody("local_admin")
    desk.publish("framework", FRAMEWORK)
    return desk


def test_the_first_publication_is_version_one_and_is_named_by_its_hash(admin):
    published = admin.publish("form", FORM)
    assert published["version"] == 1
    assert published["hash"] == hashlib.sha256(canonical(FORM)).hexdigest()
    assert admin.definition("form", "short-obs")["document"] == FORM


def test_the_same_content_again_changes_nothing(admin, database):
    first = admin.publish("form", FORM)
    again = admin.publish("form", json.loads(json.dumps(FORM, sort_keys=True)))
    assert again == first
    told = testing.outbox(database, DefinitionPublishedV1)
    assert [event.key for event in told] == ["gp-areas", "short-obs"]


def test_other_content_is_the_next_version_and_the_old_one_stays(admin):
    first = admin.publish("form", FORM)
    second = admin.publish("form", changed(FORM, minutes=3))
    assert (first["version"], second["version"]) == (1, 2)
    assert admin.definition("form", "short-obs")["version"] == 2
    assert admin.definition("form", "short-obs", 1)["document"] == FORM
    assert admin.by_hash(first["hash"])["document"] == FORM


def test_going_back_to_an_older_content_is_a_new_version(admin):
    admin.publish("form", FORM)
    admin.publish("form", changed(FORM, minutes=3))
    assert admin.publish("form", FORM)["version"] == 3


def test_a_framework_keeps_the_version_it_states(admin):
    assert admin.definition("framework", "gp-areas")["version"] == 2023
    older = changed(FRAMEWORK, version=2016, outcomes=FRAMEWORK["outcomes"][:1])
    assert admin.publish("framework", older)["version"] == 2016
    assert admin.definition("framework", "gp-areas")["version"] == 2023
    assert admin.publish("framework", older)["version"] == 2016


def test_a_stated_version_cannot_get_another_content(admin):
    with pytest.raises(DefinitionRefused) as refused:
        admin.publish("framework", changed(FRAMEWORK, outcomes=FRAMEWORK["outcomes"][:1]))
    assert refused.value.errors["version"]["code"] == "definition.version_taken"


def test_a_form_with_problems_is_refused_with_all_of_them(admin, database):
    broken = changed(FORM, stages=[{"id": "ask", "by": ["learner"], "next": "nowhere"}])
    with pytest.raises(DefinitionRefused) as refused:
        admin.publish("form", broken)
    assert refused.value.errors
    problems = admin.check("form", broken)
    assert {problem["path"] for problem in problems} == set(refused.value.errors)
    assert all(problem["message"] and problem["code"] for problem in problems)
    with pytest.raises(NotFound):
        admin.definition("form", "short-obs")


def test_a_form_bound_to_an_unknown_framework_is_refused(admin):
    problems = admin.check("form", changed(FORM, frameworks={"area": "gp-areas@2042"}))
    assert [problem["code"] for problem in problems] == ["definition.unknown_reference"]
    assert "gp-areas@2042" in problems[0]["message"]


def test_an_outcome_that_the_framework_lacks_is_a_problem(admin):
    item = FORM["items"][0] | {"outcomes": ["area/flying"]}
    assert admin.check("form", changed(FORM, items=[item]))


def test_a_programme_needs_its_forms_to_be_published(admin):
    problems = admin.check("programme", PROGRAMME)
    assert {problem["params"]["given"] for problem in problems} == {"short-obs"}
    admin.publish("form", FORM)
    assert admin.check("programme", PROGRAMME) == []
    assert admin.publish("programme", PROGRAMME)["version"] == 1


@pytest.mark.parametrize("role", ["learner", "trainer", "teacher", "secretary", "national_admin"])
def test_others_cannot_publish_for_an_institution(as_somebody, role):
    with pytest.raises(Forbidden):
        as_somebody(role).publish("framework", FRAMEWORK)


def test_only_a_national_administrator_publishes_for_the_network(as_somebody):
    with pytest.raises(Forbidden):
        as_somebody("local_admin", "head").publish("framework", FRAMEWORK, "network")
    assert as_somebody("national_admin").publish("framework", FRAMEWORK, "network")["hash"]


def test_without_a_network_nothing_can_be_published_for_it(as_somebody):
    with pytest.raises(Forbidden):
        as_somebody("national_admin", network=None).publish("framework", FRAMEWORK, "network")


def test_publication_is_told_with_its_owner(as_somebody, database, network_id):
    desk = as_somebody("local_admin", "national_admin")
    desk.publish("framework", FRAMEWORK)
    desk.publish("framework", FRAMEWORK, "network")
    own, shared = testing.outbox(database, DefinitionPublishedV1)
    assert own.institution_id == desk.principal.institution_id
    assert (shared.institution_id, shared.network_id) == (None, network_id)
    assert (shared.kind, shared.key, shared.definition_version) == ("framework", "gp-areas", 2023)


def test_a_repeated_network_publication_with_the_same_key_answers_the_same(as_somebody):
    desk = as_somebody("national_admin")
    call = testing.call(desk.principal, _publish_method(), idempotency_key=str(uuid.uuid4()))
    request = {"kind": "framework", "document": FRAMEWORK, "owner": "network"}
    first = desk.database.write(call, _publish_use_case(), request)
    assert desk.database.write(call, _publish_use_case(), request) == first


def test_the_audit_tells_who_published(admin, database):
    with database.transaction(admin.principal) as tx:
        lines = tx.session.execute(
            sa.text("SELECT action, user_id FROM audit WHERE action = 'definition.publish'")
        ).all()
    assert lines == [("definition.publish", admin.principal.person_id)]


def _publish_method():
    from libs.contracts.forms import PUBLISH_DEFINITION

    return PUBLISH_DEFINITION


def _publish_use_case():
    from services.forms.use_cases import publish_definition

    return publish_definition
