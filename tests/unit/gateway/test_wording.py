"""Every refusal has a sentence for people, in both languages."""

from gateway import wording
from libs.contracts.base import Fault
from libs.contracts.faults import NotFound
from tests.contract import published
from tests.unit.gateway.staff_world import gateway, me

# What only programs and developers can cause; the fault's own English sentence goes out.
FOR_DEVELOPERS = {
    "chassis.unknown_method",
    "chassis.unknown_fault",
    "chassis.fault",
}


def test_every_fault_code_has_a_sentence():
    assert set(published.faults()) - set(wording.SENTENCES) - FOR_DEVELOPERS == set()


def test_no_sentence_is_kept_for_a_code_that_is_gone():
    assert set(wording.SENTENCES) - set(published.faults()) == set()


def test_a_code_of_a_newer_service_is_told_in_its_own_words():
    class OfTomorrow(Fault):
        code = "toy.of_tomorrow"
        message = "The moon is full."

    with gateway(me("learner")) as (browser, _fake), browser.application.test_request_context():
        assert wording.sentence_of(OfTomorrow()) == "The moon is full."


def test_sentences_are_in_the_language_of_the_caller():
    with gateway(me("learner"), portfolio__home=NotFound()) as (browser, _fake):
        browser.set_cookie("tessera-language", "en")
        title = browser.get("/api/v1/home").json["title"]
    assert title == "There is nothing here, or it is not yours to see."
