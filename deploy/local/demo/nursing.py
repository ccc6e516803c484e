"""What happened to a student of nursing: activities (EPAs) seen at work, at growing trust."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from deploy.local.demo.story import Moment, Story

NURSES = (
    ("M. Dijkstra", "m.dijkstra@ziekenhuis-haven.example", "verpleegkundige longziekten"),
    ("A. Kaya", "a.kaya@wijkzorg-haven.example", "wijkverpleegkundige"),
    ("R. Bos", "r.bos@ziekenhuis-haven.example", "verpleegkundige chirurgie"),
    ("S. de Graaf", "s.degraaf@verpleeghuis-zeezicht.example", "verpleegkundige"),
    ("H. Benali", "h.benali@ggz-haven.example", "verpleegkundige in de ggz"),
    ("J. Kramer", "j.kramer@ziekenhuis-haven.example", "verpleegkundig specialist"),
)
SETTINGS = ("hospital", "hospital", "hospital", "home", "nursing_home", "mental_health")
COMPLEXITY = ("low", "middle", "middle", "high")
# A first-year student begins with daily care; the last days come later.
ORDER = (
    "daily-care",
    "medication",
    "transfer",
    "wounds",
    "deterioration",
    "coordination",
    "last-days",
)
# After so many days without an answer a request is over.
OBSERVED_WITHIN_DAYS = 28


class NursingStory(Story):
    """`words` is words/nursing.json."""

    def moments(self) -> list[Moment]:
        return self._told(
            self._observations(),
            self._short(),
            self._reflections(),
            self._goals(),
            self._statement(),
            self._route(),
        )

    def _activity(self, at: dt.datetime) -> str:
        known = 3 + round(4 * min(1.0, self._growth(at) * 2))
        return self._chance.choice(ORDER[:known])

    def _observations(self) -> Iterator[Moment]:
        for number, at in enumerate(self._days(1.6)):
            epa, key = self._activity(at), f"observation-{number}"
            asked = {"epa": f"epa/{epa}", "situation": self._one("situations", epa)}
            if focus := self._one("focus"):
                asked["focus"] = focus
            facts = {
                "key": key,
                "form": "nursing-epa-observation",
                "assessor": None if self._chance.random() < 0.4 else self._chance.choice(NURSES),
                "seen_on": (at - dt.timedelta(days=self._chance.choice((0, 0, 1)))).date(),
                "answers": asked,
                "message": self._one("messages"),
            }
            yield Moment(at, "request", facts)
            yield from self._observed(key, at, epa)

    def _observed(self, key: str, asked: dt.datetime, epa: str) -> Iterator[Moment]:
        fate = self._chance.random()
        delay = dt.timedelta(days=min(26.0, 0.2 + self._chance.expovariate(1 / 3.0)))
        at = max(self._working_hour(asked + delay), asked + dt.timedelta(minutes=25))
        if fate < 0.05:
            yield Moment(at, "decline", {"key": key, "reason": self._one("declines")})
        elif fate < 0.88:
            answers = self._judged(epa, at)
            yield Moment(at, "answer", {"key": key, "stage": "assess", "answers": answers})
            if self._chance.random() < 0.4:
                yield self._taken(key, at)
        else:
            yield self._over(key, asked, OBSERVED_WITHIN_DAYS)

    def _judged(self, epa: str, at: dt.datetime) -> dict[str, Any]:
        return {
            "setting": self._chance.choice(SETTINGS),
            "complexity": self._chance.choice(COMPLEXITY),
            "level": min(4, self._supervision(at)),
            "strong": self._one("strong", epa),
            "next_step": self._one("next", epa),
        }

    def _taken(self, key: str, at: dt.datetime) -> Moment:
        later = self._working_hour(at + dt.timedelta(days=1 + self._chance.random() * 3))
        answers = {"takeaway": self._one("takeaways")}
        facts = {"key": key, "who": "learner", "stage": "respond", "answers": answers}
        return Moment(later, "go_on", facts)

    def _short(self) -> Iterator[Moment]:
        """Feedback that nobody asked for, from the work supervisor."""
        for number, at in enumerate(self._days(1.2)):
            strong, tip = self._one("short")
            answers = {"epa": f"epa/{self._activity(at)}", "strong": strong}
            if tip:
                answers["next_step"] = tip
            facts = {"key": f"short-{number}", "form": "nursing-short-observation"}
            yield Moment(at, "begin", {**facts, "who": "trainer", "stage": "assess"} | _of(answers))

    def _reflections(self) -> Iterator[Moment]:
        for number, at in enumerate(self._days(0.5)):
            title, happened, felt, learned, next_time, epa, role = self._one("reflections")
            answers = {"title": title, "happened": happened, "felt": felt, "learned": learned}
            answers |= {"next_time": next_time, "epa": f"epa/{epa}", "roles": [f"role/{role}"]}
            key = f"reflection-{number}"
            facts = {"key": key, "form": "nursing-reflection", "who": "learner", "stage": "write"}
            yield Moment(at, "begin", facts | _of(answers))
            if self._chance.random() < 0.7:
                later = self._working_hour(at + dt.timedelta(days=self._chance.randrange(2, 12)))
                reply = {"key": key, "who": "teacher", "stage": "respond"}
                yield Moment(later, "go_on", reply | _of({"reply": self._one("replies")}))

    def _goals(self) -> Iterator[Moment]:
        yield from self._learning_goals("nursing-goal", "epa", "trainer")

    def _route(self) -> Iterator[Moment]:
        """Who learns with a team in the neighbourhood takes that route in the second year."""
        if self.learner.place.startswith("Wijkteam"):
            yield from self._choose(350, "setting", "home")

    def _statement(self) -> Iterator[Moment]:
        """After a year of steady work the head entrusts daily care."""
        if (self.now - self._begin).days < 300 or self.learner.pace < 0.9:
            return
        at = self._working_hour(self._begin + dt.timedelta(days=290))
        answers = {
            "epa": "epa/daily-care",
            "result": "granted",
            "level": 4,
            "valid_from": at.date(),
            "valid_until": at.date() + dt.timedelta(days=730),
            "rationale": self.words["statement"],
            "attest": True,
        }
        facts = {"key": "statement", "form": "nursing-entrustment", "who": "head"}
        yield Moment(at, "begin", facts | {"stage": "decide"} | _of(answers))


def _of(answers: dict[str, Any]) -> dict[str, Any]:
    return {"answers": answers}
