"""A worked example (`example/1`): one record told from beginning to end, checked at every step.

The format is described in docs/library.md. What an example says about a step is exact: who is not
named may do nothing, reads nothing of others, and knows that the record exists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from libs.formengine import (
    Contribution,
    Emission,
    Named,
    NotAllowed,
    Participant,
    RecordState,
    add_participant,
    emit,
    is_named,
    mentions,
    newly_open,
    validate_answers,
    withdraw_request,
)
from libs.formengine.records.state import FILLABLE

from .definitions import LIBRARY, definition, known_outcomes
from .described import brief, dotted, matches, plain, round_of, says_enough
from .story import WITHOUT_ANSWERS, Story

EXAMPLES = LIBRARY / "examples"
TOP = frozenset({"format", "form", "title", "context", "files", "people", "steps", "unasked"})
PERSON = frozenset({"role", "group", "auth", "from_start"})
WHAT = ("does", "wait", "ask", "take_back")
STEP = frozenset({*WHAT, "who", "stage", "answers", "reason", "to", "refused", "wrong", "then"})
THEN = frozenset(
    {"may_act", "reads", "hidden", "shown", "unaware", "points", "computed", "rounds"}
    | {"status", "record"}
)


class Wrong(Exception):
    """Answers that are refused: `items` says where the mistakes are."""

    def __init__(self, items: list[str]) -> None:
        super().__init__(", ".join(items))
        self.items = items


def examples() -> list[str]:
    return sorted(path.stem for path in EXAMPLES.glob("*.json"))


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return found


class Telling:
    """Runs one example. `run` raises AssertionError with the step where it is not as told."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.definition = definition(document["form"])
        self.people = {name: _participant(name, one) for name, one in document["people"].items()}
        present = {
            name: self.people[name]
            for name, one in document["people"].items()
            if one.get("from_start", True) and not is_named(self.definition, one["role"])
        }
        self.story = Story(self.definition, document.get("unasked", False), **present)
        self.story.people = dict(self.people)
        self.context = document["context"]
        self.out: dict[str, list[Emission]] = {}
        self.computed: dict[str, Any] = {}
        self.refusals = 0
        self.reached: set[str] = set()

    def run(self) -> None:
        _known(self.document, TOP)
        for one in self.document["people"].values():
            _known(one, PERSON)
        for number, step in enumerate(self.document["steps"], 1):
            try:
                self._step(step)
            except (AssertionError, NotAllowed, Wrong) as fault:
                kind = "" if isinstance(fault, AssertionError) else f"{type(fault).__name__} "
                raise AssertionError(f"step {number}: {kind}{fault}") from fault

    def _step(self, step: Mapping[str, Any]) -> None:
        _known(step, STEP)
        assert sum(name in step for name in WHAT) == 1, f"a step is one of {WHAT}"
        before = self.story.state
        if "refused" in step:
            self._refused(step, before)
        else:
            assert "then" in step, "says nothing about what it leads to"
            self._happen(step)
        state = self.story.state
        assert RecordState.from_json(state.to_json()) == state, "does not survive being stored"
        self.reached |= {name for name, one in state.stages.items() if one.status.value == "done"}
        came = self._came_out(before, step)
        if "then" in step:
            self._check(step["then"], came)

    def _refused(self, step: Mapping[str, Any], before: RecordState) -> None:
        self.refusals += 1
        try:
            self._happen(step)
        except NotAllowed as fault:
            code, items = fault.code, []
        except Wrong as fault:
            code, items = "answers", fault.items
        else:
            raise AssertionError("was not refused")
        assert step["refused"] in (True, code), f"was refused as {code} {items}"
        assert "wrong" not in step or step["wrong"] == items, f"wrong items are {items}"
        assert self.story.state == before, "a refused step changed the record"

    def _happen(self, step: Mapping[str, Any]) -> None:
        story, before = self.story, self.story.state
        if "wait" in step:
            story.wait(**step["wait"])
        elif "ask" in step:
            for name in step["ask"]:
                who = self.people[name]
                story.state = add_participant(self.definition, story.state, who, story.now)
        elif "take_back" in step:
            story.state = withdraw_request(
                self.definition, story.state, step["take_back"], story.now, story.by_stage()
            )
        else:
            self._act(step)
        self._let_in_named(before)

    def _let_in_named(self, before: RecordState) -> None:
        """Whoever was named takes part once their stage is open, as the portfolio service does it;
        where somebody agrees with the choice, only in the step that opens it."""
        story = self.story
        for one in [each for given in story.contributions for each in self._named_in(given)]:
            role = self.definition.roles[one.role or ""]
            who = self.people[one.person_id or one.name or ""]
            assert who.role == role.key, f"{who.id} is not named as {role.key}"
            opened = [
                stage.id
                for stage in self.definition.stages
                if role.key in stage.by
                and story.state.stages[stage.id].status in FILLABLE
                and not (role.approve_by and before.stages[stage.id].status in FILLABLE)
            ]
            if opened and who.id not in story.state.participants:
                story.state = add_participant(self.definition, story.state, who, story.now)

    def _named_in(self, given: Contribution) -> list[Named]:
        items = self.definition.fillable(given.stage, given.role)
        return [one for one in mentions(items, given.answers).people if one.role]

    def _is_outside(self, name: str) -> bool:
        """Somebody who is to be named and was not yet: for the record they do not exist."""
        named = is_named(self.definition, self.people[name].role)
        return named and name not in self.story.state.participants

    def _act(self, step: Mapping[str, Any]) -> None:
        kept = (self.story.state, list(self.story.contributions))
        more = {name: step[name] for name in ("stage", "reason") if name in step}
        if "to" in step:
            more["to"] = self.people[step["to"]]
        waiting = self.story.to_do(step["who"])
        stage = step.get("stage") or (waiting[0] if waiting else "")
        wrong = self._wrong(step, stage)
        self.story.does(step["who"], step["does"], step.get("answers"), **more)
        if wrong:
            self.story.state, self.story.contributions = kept
            raise Wrong(wrong)

    def _wrong(self, step: Mapping[str, Any], stage: str) -> list[str]:
        """Where answers are not valid, before they are sent."""
        if step["does"] in WITHOUT_ANSWERS:
            assert "answers" not in step, f"{step['does']} carries no answers"
            return []
        checked = validate_answers(
            self.definition,
            stage=stage,
            role=self.people[step["who"]].role,
            answers=step.get("answers", {}),
            context=self.context,
            today=self.story.now.date(),
            complete=True,
            outcomes=known_outcomes(),
            attachments=self.document.get("files", {}),
            by_stage=self.story.by_stage(),
        )
        self.computed = checked.computed
        return [dotted(one.item, one.row) or "" for one in checked.errors]

    def _came_out(self, before: RecordState, step: Mapping[str, Any]) -> list[Emission]:
        """What is new after this step: as the owner of records asks for it."""
        came: list[Emission] = []
        for stage in dict.fromkeys(self._touched(before, step)):
            found = emit(
                self.definition, self.story.contributions, self.context, stage, self.story.state
            )
            was = self.out.get(stage, [])
            came += [one for one in found if one not in was]
            self.out[stage] = found
        return came

    def _touched(self, before: RecordState, step: Mapping[str, Any]) -> Iterator[str]:
        after = self.story.state
        if "does" in step and "refused" not in step and step["does"] not in WITHOUT_ANSWERS:
            yield from (one for one in after.stages if _gave(before, after, one, step["who"]))
        if step.get("does") == "correct":
            yield from (one for one, there in after.stages.items() if there.given())
        yield from newly_open(before, after)

    def _check(self, then: Mapping[str, Any], came: list[Emission]) -> None:
        _known(then, THEN)
        inside = [name for name in self.people if not self._is_outside(name)]
        acts = {name: self.story.to_do(name) for name in inside}
        _same("may_act", {name: stages for name, stages in acts.items() if stages}, then)
        reads = {name: sorted(self.story.reads(name)) for name in inside}
        told = {name: sorted(stages) for name, stages in then.get("reads", {}).items()}
        _same("reads", {name: stages for name, stages in reads.items() if stages}, {"reads": told})
        unaware = {name for name in inside if not self.story.sees(name).listed}
        assert unaware == set(then.get("unaware", ())), f"unaware are {sorted(unaware)}"
        self._check_items(then)
        self._check_points(then.get("points", []), came)
        for name, status in then.get("status", {}).items():
            assert self.story.status(name) == status, f"{name} is {self.story.status(name)}"
        now = self.story.state.status.value
        assert then.get("record", now) == now, f"the record is {now}"
        for name, value in then.get("computed", {}).items():
            assert self.computed.get(name) == value, f"{name} is {self.computed.get(name)}"

    def _check_items(self, then: Mapping[str, Any]) -> None:
        for wanted, told in (("hidden", False), ("shown", True)):
            for name, items in then.get(wanted, {}).items():
                seen = self._items(name)
                for item in items:
                    assert (item in seen) is told, f"{name} reads {sorted(seen)}"
        for name, told_round in then.get("rounds", {}).items():
            found = [round_of(one) for one in self.story.sees(name).rounds]
            known = [{key: one[key] for key in told_round if key in one} for one in found]
            assert told_round in known, f"{name} sees {found}"

    def _items(self, name: str) -> set[str]:
        """`stage.item` of everything of others that somebody reads."""
        view = self.story.sees(name)
        found = {
            f"{one.stage}.{key}" for one in view.readings if not one.own for key in one.answers
        }
        for one in view.rounds:
            found |= {f"{one.stage}.{value.item}" for value in one.values}
            found |= {f"{one.stage}.{key}" for key in one.comments}
        return found

    def _check_points(self, told: list[dict[str, Any]], came: list[Emission]) -> None:
        left = [self._written(one) for one in came]
        for point in told:
            wanted = {"kind": "point", **point}
            match = next((one for one in left if matches(wanted, one)), None)
            assert match is not None, f"{point} did not come out but {brief(left)}"
            says_enough(point)
            left.remove(match)
        assert not left, f"more came out: {brief(left)}"

    def _written(self, one: Emission) -> dict[str, Any]:
        """An emission as examples write it: outcomes by the form's own prefix, people by name."""
        prefixes = {bound: prefix for prefix, bound in self.definition.frameworks.items()}
        sources = {given.id: given.participant_id for given in self.story.contributions}
        where = one.outcome and prefixes[f"{one.outcome.framework}@{one.outcome.version}"]
        return {
            "kind": one.kind,
            "key": one.key,
            "item": dotted(one.item, one.row),
            "outcome": one.outcome and f"{where}/{one.outcome.code}",
            "value": one.value,
            "scale": one.scale and f"{one.scale}@{one.scale_version}",
            "stakes": one.stakes,
            "who": sources.get(one.contribution_id or ""),
            "group": one.group,
            "n": one.n,
            "see": list(one.see) if one.see is not None else None,
            "fields": {key: plain(value) for key, value in one.fields.items()},
            "texts": dict(one.texts),
        }


def _gave(before: RecordState, after: RecordState, stage: str, name: str) -> bool:
    """Whether this stage has something new of this person, or has just ended as a round."""
    old, new = before.stages[stage], after.stages[stage]
    if new.cycle > old.cycle or bool(new.answered) > bool(old.answered):
        return True
    mine = new.contributions.get(name)
    was = old.contributions.get(name)
    return bool(mine and mine.revision > (was.revision if was else 0))


def _participant(name: str, one: Mapping[str, Any]) -> Participant:
    return Participant(name, one["role"], one.get("group"), one.get("auth", "account"))


def _known(part: Mapping[str, Any], names: frozenset[str]) -> None:
    assert set(part) <= names, f"unknown: {sorted(set(part) - names)}"


def _same(name: str, found: object, then: Mapping[str, Any]) -> None:
    assert found == then.get(name, {}), f"{name} is {json.dumps(found)}"
