"""What happened to a student of the bachelor: products, a project group, a coach. No decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from deploy.local.demo.story import Moment, Story

CRITERIA = ("insight", "question", "analysis", "weighing", "writing")
OUTCOMES = ("insight", "question", "analysis", "writing", "team", "steering")
BEHAVIOUR = ("shares", "listens", "argues", "learns")
SMALLEST_GROUP = 3


class BachelorStory(Story):
    """`words` is words/bachelor.json."""

    def moments(self) -> list[Moment]:
        return self._told(
            self._products(),
            self._rounds(),
            self._self_evaluations(),
            self._own_goals(),
            self._elective(),
        )

    def _shown(self, names: tuple[str, ...], at: dt.datetime, unseen: float) -> dict[str, Any]:
        """A step of three for what could be seen; at least three always can."""
        bold = set(self._chance.sample(names, 3))
        return {
            name: {"v": self._step(at)}
            if name in bold or self._chance.random() > unseen
            else {"v": None, "na": True}
            for name in names
        }

    def _step(self, at: dt.datetime) -> int:
        raw = 1.5 + self._growth(at) * 1.4 + self.learner.level * 0.3 + self._chance.gauss(0, 0.5)
        return max(1, min(3, round(raw)))

    def _products(self) -> Iterator[Moment]:
        for number, at in enumerate(self._days(0.8)):
            kind, title, abstract = self._one("products")
            key = f"product-{number}"
            answers = {"kind": kind, "title": title, "abstract": abstract}
            answers["focus"] = self._one("focus")
            facts = {"key": key, "form": "bachelor-product", "who": "learner", "stage": "hand_in"}
            yield Moment(at, "begin", {**facts, "answers": answers})
            if self._chance.random() < 0.9:
                yield from self._held_against_outcomes(key, at)

    def _held_against_outcomes(self, key: str, handed_in: dt.datetime) -> Iterator[Moment]:
        days = dt.timedelta(days=self._chance.randrange(3, 15))
        at = self._working_hour(handed_in + days)
        criteria = self._shown(CRITERIA, at, unseen=0.5)
        spoken = self._chance.choice([name for name in CRITERIA if criteria[name]["v"]])
        criteria[spoken]["comment"] = self._one("comments")
        answers = {
            "criteria": criteria,
            "strong": self._one("strong"),
            "next_step": self._one("next"),
        }
        yield self._next(at, key, "teacher", "feedback", answers)
        if self._chance.random() < 0.6:
            later = self._working_hour(at + dt.timedelta(days=self._chance.randrange(1, 6)))
            answers = {"takeaway": self._one("takeaways")}
            yield self._next(later, key, "learner", "respond", answers)

    def _rounds(self) -> Iterator[Moment]:
        """The project group, once in each half year; a small group has no round."""
        if len(self.learner.peers) < SMALLEST_GROUP:
            return
        for number, days in enumerate(range(95, 1000, 180)):
            at = self._working_hour(self._begin + dt.timedelta(days=days))
            if at < self._first:
                continue
            key = f"group-{number}"
            facts = {"key": key, "form": "bachelor-peer-feedback", "peers": self.learner.peers}
            yield Moment(at, "ask_group", {**facts, "answers": {"work": self._one("works")}})
            yield from self._told_by_group(key, at)

    def _told_by_group(self, key: str, asked: dt.datetime) -> Iterator[Moment]:
        for peer in self.learner.peers:
            at = self._working_hour(asked + dt.timedelta(days=self._chance.randrange(1, 8)))
            part = {name: {"v": self._chance.choice((2, 3, 3, 4, 4))} for name in BEHAVIOUR}
            answers = {"part": part, "strong": self._one("brings")}
            if tip := self._one("helps"):
                answers["next_step"] = tip
            facts = {"key": key, "peer": peer, "stage": "collect", "answers": answers}
            yield Moment(at, "tell", facts)
        at = self._working_hour(asked + dt.timedelta(days=11))
        yield Moment(at, "close_round", {"key": key, "who": "teacher", "stage": "collect"})
        at += dt.timedelta(minutes=20)
        yield self._next(at, key, "teacher", "release", {"comment": self._one("released")})
        at = self._working_hour(at + dt.timedelta(days=2))
        yield self._next(at, key, "learner", "respond", {"takeaway": self._one("heard")})

    def _self_evaluations(self) -> Iterator[Moment]:
        for number, days in enumerate(range(70, 1000, 150)):
            at = self._working_hour(self._begin + dt.timedelta(days=days))
            if at < self._first:
                continue
            proud, doubt, seen, question, plan = self._one("selves")
            answers = {
                "outcomes": self._shown(OUTCOMES, at, unseen=0.2),
                "proud": proud,
                "doubt": doubt,
            }
            key = f"self-{number}"
            facts = {"key": key, "form": "bachelor-self-evaluation", "who": "learner"}
            yield Moment(at, "begin", {**facts, "stage": "write", "answers": answers})
            at = self._working_hour(at + dt.timedelta(days=self._chance.randrange(3, 10)))
            yield self._next(at, key, "teacher", "review", {"seen": seen, "question": question})
            at = self._working_hour(at + dt.timedelta(days=self._chance.randrange(2, 9)))
            yield self._next(at, key, "learner", "plan", {"plan_words": plan})

    def _own_goals(self) -> Iterator[Moment]:
        yield from self._learning_goals("bachelor-goal", "outcome", "teacher")

    def _elective(self) -> Iterator[Moment]:
        """Who goes fast rather sets goals than evaluates; the others have not chosen."""
        if self.learner.pace > 1:
            yield from self._choose(60, "own-learning", ["group", "goal"])

    def _next(
        self, at: dt.datetime, key: str, who: str, stage: str, answers: dict[str, Any]
    ) -> Moment:
        facts = {"key": key, "who": who, "stage": stage, "answers": answers}
        return Moment(at, "go_on", facts)
