"""A whole round of feedback from the team over HTTP, eight colleagues by mailed links; afterwards
nothing that the platform kept tells who said what."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from kombu import Connection
from playwright.sync_api import expect

from deploy.local.demo.people import PASSWORD, Learner
from deploy.local.platform import Platform
from libs.contracts.base import ISSUERS
from services.portfolio.domain.addresses import address_hash
from tests.e2e.api.callers import Caller, signed_in
from tests.e2e.browsing import Visits
from tests.e2e.linking import Round, best_orders, everything, joined
from tests.e2e.mails import Mails
from tests.e2e.nights import let_a_night_pass
from tests.e2e.world import World

ROWS = ("trust", "speech", "team", "access", "safety")
ROUNDS = 4


class TeamRound:
    """One learner's round: the learner, the coach, eight colleagues outside."""

    def __init__(self, world: World, mails: Mails) -> None:
        self.world, self.mails = world, mails
        self.people: Learner = world.learner()
        self.learner = signed_in(world.origin, self.people.person.user_name, PASSWORD)
        self.coach = signed_in(world.origin, self.people.teacher.user_name, PASSWORD)
        own = uuid.uuid4().hex[:6]
        self.addresses = [f"collega-{number}-{own}@praktijk.example" for number in range(8)]
        self.words = [f"woorden-{uuid.uuid4().hex[:10]}" for _ in self.addresses]
        self.record = ""
        self.tokens: list[str] = []

    def start(self) -> None:
        portfolio = self.world.portfolio_id(self.people)
        fields = {"form_key": "team-feedback", "context": {"encounter_date": _today()}}
        reply = self.learner.done("POST", f"/portfolios/{portfolio}/records", fields)
        self.record = reply["record_id"]
        self.send(self.learner, "self", {"own": dict.fromkeys(ROWS, {"v": 3})})
        self.send(self.learner, "choose", {"raters": [self._named(n) for n in range(8)]})
        self.send(self.coach, "agree", {})
        self.tokens = [self.mails.link_to(one, "/r/").rsplit("/", 1)[1] for one in self.addresses]

    def _named(self, number: int) -> dict[str, Any]:
        group = "doctors" if number < 4 else "others"
        who = {"name": f"Collega {number}", "email": self.addresses[number], "group": group}
        return {"_id": f"r{number}", "who": who}

    def send(self, who: Caller, stage: str, answers: dict[str, Any]) -> None:
        path = f"/records/{self.record}/stages/{stage}/send"
        who.done("POST", path, {"answers": answers})

    def read(self, who: Caller) -> dict[str, Any]:
        return who.done("GET", f"/records/{self.record}")

    def answer(self, number: int) -> None:
        """As the page does it: look, begin, keep a draft, send."""
        caller = Caller(self.world.origin, f"Link {self.tokens[number]}")
        caller.done("GET", f"/records/{self.record}")
        stage = f"/records/{self.record}/stages/collect"
        caller.done("POST", f"{stage}/seen")
        answers = {
            "view": dict.fromkeys(ROWS, {"v": 2 + number % 2}),
            "strong": self.words[number],
        }
        part = {"answers": {"strong": self.words[number]}}
        caller.done("PUT", f"{stage}/draft", part, headers={"If-Match": '"0"'})
        caller.done("POST", f"{stage}/send", {"answers": answers})

    def run(self) -> None:
        """From start to release."""
        self.start()
        for number in range(8):
            self.answer(number)
        self.close()
        self.release()

    def close(self) -> None:
        path = f"/records/{self.record}/stages/collect/close"
        assert self.coach.send("POST", path).status_code == 409, "today's answers count already"
        let_a_night_pass(self.world.platform, self.record)
        self.coach.done("POST", path)

    def release(self) -> None:
        # The coach reads the sum only when the last undo is past.
        until(lambda: [one for one in self.read(self.coach)["may"] if one["stage"] == "release"])
        self.send(self.coach, "release", {"comment": "Goed gesprek waard."})


def _today() -> str:
    return time.strftime("%Y-%m-%d")


def until(found: Callable[[], Any], within_s: float = 40.0) -> Any:
    limit = time.monotonic() + within_s
    while time.monotonic() < limit:
        if value := found():
            return value
        time.sleep(0.5)
    raise AssertionError("it did not happen in time")


@pytest.fixture(scope="module")
def rounds(world: World, mails: Mails) -> list[TeamRound]:
    """Several whole rounds, up to their release."""
    found = [TeamRound(world, mails) for _ in range(ROUNDS)]
    for each in found:
        each.start()
    for number in range(8):
        for each in found:
            each.answer(number)
    for each in found:
        each.close()
    for each in found:
        each.release()
    return found


def test_the_coach_reads_the_sum_before_the_release_and_the_learner_after_it(
    rounds: list[TeamRound], visits: Visits
):
    team = rounds[0]
    (summed,) = team.read(team.coach)["rounds"]
    assert summed["n"] == 8 and summed["groups"] == {"doctors": 4, "others": 4}
    (released,) = until(lambda: team.read(team.learner)["rounds"])
    assert sorted(released["comments"]["strong"]) == sorted(team.words)
    page = visits.phone(team.people.person.user_name)
    page.goto(f"/records/{team.record}")
    main = page.locator("main")
    expect(main).to_contain_text("8 answers")
    for word in team.words:
        expect(main).to_contain_text(word)
    together = main.locator("section.card").filter(has_text="answers together")
    expect(together).not_to_contain_text("Collega")


def test_nothing_that_was_kept_links_an_answer_to_a_rater(
    rounds: list[TeamRound], platform: Platform, mails: Mails
):
    for each in rounds:
        until(lambda each=each: each.read(each.learner)["rounds"])
    admin = platform.backing.database_admin()
    sent = [
        mail | {"to": one}
        for each in rounds
        for one in each.addresses
        for mail in mails.all_to(one)
    ]
    rows = everything(admin, platform.run / "logs", sent)
    attacked = [Round(_identities(admin, each), each.words) for each in rounds]
    assert joined(rows, attacked) == []
    likely = best_orders(rows, attacked)
    assert any("round_answer" in answers for answers, _ in likely), "the attack found no answers"
    # So many pairs of orders are tried that one of them may look good by chance alone.
    assert {pair: p for pair, p in likely.items() if p < 0.01 / len(likely)} == {}


def test_no_event_of_a_round_was_parked(rounds: list[TeamRound], platform: Platform):
    with Connection(platform.backing.amqp_admin()) as connection, connection.channel() as channel:
        for service in sorted(ISSUERS - {"gateway"}):
            queue = channel.queue_declare(f"parking.{service}", passive=True)
            assert queue.message_count == 0


def _identities(admin: str, each: TeamRound) -> list[frozenset[str]]:
    """All that names a rater: address, hash, token, participant, request."""
    found = []
    place, _, _ = admin.rpartition("/")
    with psycopg2.connect(f"{place}/tessera_portfolio") as connection:
        cursor = connection.cursor()
        for address, token in zip(each.addresses, each.tokens, strict=True):
            cursor.execute(
                "SELECT p.id::text, r.id::text FROM participant p JOIN request r"
                " ON r.participant_id = p.id WHERE p.record_id = %s AND p.email = %s",
                (each.record, address),
            )
            (participant, request) = cursor.fetchone()
            found.append(frozenset({address, address_hash(address), token, participant, request}))
    return found
