"""What happened to one learner: a list of moments, made from chance with a seed of their name.

It looks like the real thing: busy and quiet months, feedback that comes after days or never,
growth with setbacks, nothing on most weekends. Pure; `writer` carries the moments out.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import random
import uuid
from collections.abc import Iterator
from typing import Any

from deploy.local.demo.names import EXTERNALS
from deploy.local.demo.people import Learner
from libs.chassis.principal import Principal

AREAS = (
    "medical",
    "communication",
    "collaboration",
    "leadership",
    "society",
    "science",
    "professionalism",
)
# After so many days without an answer a request of this form is over.
ASKED_FOR_DAYS = {"kpb": 28, "micro-cex": 14}
# From setting a goal to looking back on it, or to now where nobody did.
GOAL_OPEN_AT_MOST = dt.timedelta(days=170)
# How long the institutions of the demo have worked with the portfolio.
PORTFOLIO_SINCE = dt.timedelta(days=540)
NOTHING: dict[str, Any] = {"answers": {}}
SHIFTS = ("evening", "evening", "weekend", "night", "holiday")


@dataclasses.dataclass(frozen=True, order=True)
class Moment:
    """`at` is UTC. `kind` names a method of `writer.Writer`, `facts` are its arguments."""

    at: dt.datetime
    kind: str = dataclasses.field(compare=False)
    facts: dict[str, Any] = dataclasses.field(compare=False, default_factory=dict)


@dataclasses.dataclass
class Opened:
    """A record of the story: its id, and for a request whom it went to."""

    record_id: uuid.UUID
    form: str
    assessor: Principal | None = None
    assessor_name: str | None = None
    epa: str | None = None


@dataclasses.dataclass
class Story:
    """`words` are the texts of the learner's language."""

    learner: Learner
    words: dict[str, Any]
    now: dt.datetime

    def __post_init__(self) -> None:
        self._chance = random.Random(f"story {self.learner.person.user_name}")
        self._told_in_turn: dict[tuple[str, ...], Iterator[Any]] = {}
        self._goals_until: dict[str, dt.datetime] = {}

    def moments(self) -> list[Moment]:
        """Everything up to `now`, in order of time."""
        return self._told(
            self._assessments(),
            self._combels(),
            self._reflections(),
            self._goals(),
            self._shifts(),
        )

    def _told(self, *parts: Iterator[Moment]) -> list[Moment]:
        found = [moment for part in parts for moment in part]
        return sorted(moment for moment in found if moment.at <= self.now)

    def _one(self, *path: str) -> Any:
        """One of the texts under this name. None comes twice before all have come once."""
        if path not in self._told_in_turn:
            found: Any = self.words
            for name in path:
                found = found[name]
            shuffled = self._chance.sample(found, len(found))
            self._told_in_turn[path] = itertools.cycle(shuffled)
        return next(self._told_in_turn[path])

    @property
    def _begin(self) -> dt.datetime:
        """Of the training."""
        start = self.learner.starts_on
        return dt.datetime(start.year, start.month, start.day, 8, tzinfo=dt.UTC)

    @property
    def _first(self) -> dt.datetime:
        """From when on there is anything: who trains longer came over from paper."""
        since = (self.now - PORTFOLIO_SINCE).replace(hour=8, minute=0, second=0, microsecond=0)
        return max(self._begin, since)

    def _days(self, per_month: float) -> Iterator[dt.datetime]:
        """Moments on working days, so many a month on average, in bursts and pauses."""
        at = self._first + dt.timedelta(days=self._chance.uniform(6, 20))
        while at <= self.now:
            yield self._working_hour(at)
            mean = 30 / max(0.05, per_month * self.learner.pace)
            at += dt.timedelta(days=max(0.4, self._chance.expovariate(1 / mean)))

    def _working_hour(self, at: dt.datetime) -> dt.datetime:
        while at.weekday() > 4:
            at += dt.timedelta(days=1)
        return at.replace(
            hour=self._chance.randrange(8, 17),
            minute=self._chance.randrange(60),
            second=self._chance.randrange(60),
        )

    def _growth(self, at: dt.datetime) -> float:
        """0 at the start, towards 1 after three years."""
        return min(1.0, (at - self._begin).days / 1000)

    def _assessments(self) -> Iterator[Moment]:
        for number, at in enumerate(self._days(1.5)):
            situation, area, epa = self._one("situations")
            asked_of_trainer = self._chance.random() < 0.4
            facts = {
                "key": f"kpb-{number}",
                "form": "kpb" if self._chance.random() < 0.8 else "micro-cex",
                "assessor": None if asked_of_trainer else self._chance.choice(EXTERNALS),
                "seen_on": (at - dt.timedelta(days=self._chance.choice((0, 0, 1, 2)))).date(),
                "epa": epa,
                "situation": situation,
                "message": self._one("messages"),
            }
            yield Moment(at, "ask", facts)
            yield from self._answer(facts["key"], at, area, ASKED_FOR_DAYS[facts["form"]])

    def _answer(self, key: str, asked: dt.datetime, area: str, days: int) -> Iterator[Moment]:
        """What became of a request: answered after some days, declined, or silence."""
        fate = self._chance.random()
        delay = dt.timedelta(days=min(days - 2.0, 0.2 + self._chance.expovariate(1 / 4.0)))
        at = max(self._working_hour(asked + delay), asked + dt.timedelta(minutes=25))
        if fate < 0.05:
            reason = self._one("declines")
            yield Moment(at, "decline", {"key": key, "reason": reason})
        elif fate < 0.86:
            yield Moment(at, "assess", {"key": key, **self._judgement(area, at)})
            if self._chance.random() < 0.35:
                reply = self._working_hour(at + dt.timedelta(days=1 + self._chance.random() * 3))
                takeaway = self._one("takeaways")
                if takeaway:
                    yield Moment(reply, "respond", {"key": key, "takeaway": takeaway})
        else:
            yield self._over(key, asked, days)

    def _over(self, key: str, asked: dt.datetime, days: int) -> Moment:
        return Moment(asked + dt.timedelta(days=days, minutes=1), "let_pass", {"key": key})

    def _judgement(self, area: str, at: dt.datetime) -> dict[str, Any]:
        seen = {area, "medical", *self._chance.sample(AREAS, 2)}
        return {
            "areas": {one: self._expected(at) for one in seen},
            "trust": self._supervision(at),
            "strong": self._one("strong", area),
            "next_step": self._one("next", area),
        }

    def _expected(self, at: dt.datetime) -> int:
        raw = 2.0 + self.learner.level * 0.4 + self._chance.gauss(0, 0.45)
        return max(1, min(3, round(raw)))

    def _supervision(self, at: dt.datetime) -> int:
        raw = 2.1 + 2.2 * self._growth(at) + self.learner.level * 0.3 + self._chance.gauss(0, 0.5)
        return max(1, min(5, round(raw)))

    def _combels(self) -> Iterator[Moment]:
        """A ComBeL each three months: trainer, teacher some days later, report, approval."""
        bias = {area: self._chance.gauss(0, 0.5) for area in AREAS}
        begin, number = self._begin, 0
        while begin + dt.timedelta(days=85) < self.now:
            end = begin + dt.timedelta(days=90)
            if end - dt.timedelta(days=10) < self._first:
                begin, number = end, number + 1
                continue
            at = self._working_hour(end - dt.timedelta(days=self._chance.randrange(0, 8)))
            period = {"period_from": begin.date(), "period_to": end.date()}
            key = f"combel-{number}"
            late = self._chance.random() < 0.15
            yield Moment(at, "combel", {"key": key, **period, **self._scores(at, bias)})
            second = self._working_hour(at + dt.timedelta(days=self._chance.randrange(1, 9)))
            if not (late and second > self.now - dt.timedelta(days=100)):
                scores = self._scores(second, bias)
                yield Moment(second, "combel_second", {"key": key, **scores})
                yield from self._talk(key, second)
            begin, number = end, number + 1

    def _talk(self, key: str, at: dt.datetime) -> Iterator[Moment]:
        talk = self._working_hour(at + dt.timedelta(days=self._chance.randrange(2, 9)))
        # Nothing closes what was agreed on in a talk, so only the last one speaks of goals.
        is_last = talk > self.now - dt.timedelta(days=100)
        wanted = self._new_goal(talk) if is_last else None
        goal = wanted[0] if wanted else None
        report = self._one("reports")
        due = (talk + dt.timedelta(days=90)).date()
        yield Moment(talk, "report", {"key": key, "report": report, "goal": goal, "due": due})
        approve = self._working_hour(talk + dt.timedelta(days=self._chance.randrange(1, 6)))
        yield Moment(approve, "approve_talk", {"key": key})

    def _scores(self, at: dt.datetime, bias: dict[str, float]) -> dict[str, Any]:
        base = 4.2 + 4.0 * self._growth(at) + self.learner.level
        scores = {
            area: max(1, min(9, round(base + bias[area] + self._chance.gauss(0, 0.55))))
            for area in AREAS
        }
        best, worst = max(scores, key=lambda a: scores[a]), min(scores, key=lambda a: scores[a])
        comments = {
            best: self._one("strong", best),
            worst: self._one("next", worst),
        }
        return {
            "scores": scores,
            "comments": comments,
            "overall": self._one("overall"),
        }

    def _reflections(self) -> Iterator[Moment]:
        for number, at in enumerate(self._days(0.45)):
            texts = self._one("reflections")
            yield Moment(at, "reflect", {"key": f"reflection-{number}", "texts": texts})
            if self._chance.random() < 0.5 or at < self.now - dt.timedelta(days=60):
                later = self._working_hour(at + dt.timedelta(days=self._chance.randrange(2, 12)))
                reply = self._one("replies")
                yield Moment(later, "reply", {"key": f"reflection-{number}", "reply": reply})

    def _goals(self) -> Iterator[Moment]:
        for number, at in enumerate(self._days(0.3)):
            wanted = self._new_goal(at)
            if wanted is None:
                continue
            what, how = wanted
            due = at + dt.timedelta(days=90)
            facts = {"key": f"goal-{number}", "what": what, "how": how, "due": due.date()}
            yield Moment(at, "set_goal", facts)
            agreed = self._working_hour(at + dt.timedelta(days=self._chance.randrange(1, 8)))
            yield Moment(agreed, "agree_goal", {"key": f"goal-{number}"})
            yield from self._linked(f"goal-{number}", agreed)
            if self._chance.random() < 0.75 or due < self.now - dt.timedelta(days=60):
                end = self._working_hour(due + dt.timedelta(days=self._chance.randrange(-5, 15)))
                result = self._chance.choice(("met", "met", "partly", "dropped"))
                yield Moment(end, "evaluate_goal", {"key": f"goal-{number}", "result": result})

    def _new_goal(self, at: dt.datetime) -> list[str] | None:
        """One that is not being worked on; None when all are."""
        for _ in self.words["goals"]:
            found: list[str] = self._one("goals")
            if self._goals_until.get(found[0], at) <= at:
                self._goals_until[found[0]] = at + GOAL_OPEN_AT_MOST
                return found
        return None

    def _linked(self, goal: str, since: dt.datetime) -> Iterator[Moment]:
        """Most goals get some of the feedback of the next months, a while after it came."""
        if self._chance.random() < 0.85:
            for days in sorted(self._chance.sample(range(7, 80), self._chance.randrange(1, 4))):
                at = self._working_hour(since + dt.timedelta(days=days))
                yield Moment(at, "link_feedback", {"goal": goal})

    def _shifts(self) -> Iterator[Moment]:
        """Out-of-hours shifts of the years in a practice; the trainer approves them in batches."""
        open_keys: list[str] = []
        last = self._first
        for number, at in enumerate(self._days(2.0)):
            if 365 < (at - self._begin).days < 730:
                continue
            key = f"shift-{number}"
            facts = {
                "key": key,
                "on": (at - dt.timedelta(days=1)).date(),
                "shift": self._chance.choice(SHIFTS),
                "hours": self._chance.choice((6, 7, 7.5, 8, 8)),
                "supervision": self._supervision(at),
                "learned": self._one("learned"),
            }
            yield Moment(at, "log_shift", facts)
            open_keys.append(key)
            if (at - last).days > 25:
                approve = self._working_hour(at + dt.timedelta(days=2))
                yield Moment(approve, "approve_shifts", {"keys": tuple(open_keys)})
                open_keys, last = [], at
        if (self.now - self._begin).days > 400 and self.learner.pace >= 0.9:
            after_a_year = self._begin + dt.timedelta(days=385)
            at = self._working_hour(max(after_a_year, self._first + dt.timedelta(days=30)))
            yield Moment(at, "state_competence", {"key": "statement"})

    def _choose(self, after_days: int, choice: str, option: str | list[str]) -> Iterator[Moment]:
        """The learner takes a route, or electives, so many days after the start."""
        at = max((self._begin + dt.timedelta(days=after_days)).replace(hour=10), self._first)
        facts = {"choice": choice, "option": option, "reason": self.words["choices"][choice]}
        yield Moment(at, "choose", facts)

    def _learning_goals(self, form: str, prefix: str, agreed_by: str) -> Iterator[Moment]:
        """Goals of any form made from the learning goal: set, agreed on, most looked back on."""
        for number, at in enumerate(self._days(0.35)):
            wanted = self._new_goal(at)
            if wanted is None:
                continue
            what, how, about = wanted
            due, goal = at + dt.timedelta(days=90), {"key": f"goal-{number}"}
            answers = {"what": what, "how": how, "due": due.date(), "about": [f"{prefix}/{about}"]}
            facts = {**goal, "form": form, "who": "learner", "stage": "draft", "answers": answers}
            yield Moment(at, "begin", facts)
            agreed = self._working_hour(at + dt.timedelta(days=self._chance.randrange(1, 8)))
            yield Moment(agreed, "go_on", {**goal, "who": agreed_by, "stage": "agree", **NOTHING})
            yield from self._linked(goal["key"], agreed)
            if self._chance.random() < 0.75 or due < self.now - dt.timedelta(days=60):
                end = self._working_hour(due + dt.timedelta(days=self._chance.randrange(-5, 15)))
                result = self._chance.choice(("met", "met", "partly", "dropped"))
                answers = {"result": result, "lookback": self._one("lookbacks")}
                facts = {**goal, "who": "learner", "stage": "evaluate", "answers": answers}
                yield Moment(end, "go_on", facts)
