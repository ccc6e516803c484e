"""Anonymous rounds of the library, filled by as many raters as a test wants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from libs.formengine import Definition, NotAllowed, Participant, Stage, check, may_close_round
from tests.library.definitions import FORMS, definition
from tests.library.story import Story

Answers = Mapping[str, Any]
# What `tried_to_close` tells of a round that waits for answers.
NOT_YET = ((), "round_not_closable")
ROUNDS = [name for name in FORMS if any(one.anonymous for one in definition(name).stages)]


def collecting(form: Definition) -> Stage:
    """The anonymous stage of a form."""
    return next(stage for stage in form.stages if stage.anonymous)


def rater_role(form: Definition) -> str:
    return collecting(form).by[0]


def releasing(form: Definition) -> Stage:
    """The stage that releases the round."""
    role = collecting(form).release_by
    return next(stage for stage in form.stages if stage.act == "release" and role in stage.by)


def rating(
    form: Definition, value: float, words: str | None = None, **own: float | None
) -> Answers:
    """One rater who gives `value` everywhere, and `own` values per row (None: not observed)."""
    found: dict[str, Any] = {}
    for item in form.fillable(collecting(form).id, rater_role(form)):
        if item.type == "rubric":
            found[item.key] = {
                row.key: _given(own.get(row.key, value))
                for row in item.rows  # type: ignore[attr-defined]
            }
        elif item.type == "scale":
            found[item.key] = _given(own.get(item.key, value))
        elif item.type == "text" and words:
            found[item.key] = f"{words} ({item.key})"
    return found


def _given(value: float | None) -> dict[str, Any]:
    return {"v": None, "na": True} if value is None else {"v": value}


def opened(form: Definition, groups: Mapping[str | None, int]) -> Story:
    """A record whose round is open for so many raters per group; rater `doctors3` is in doctors."""
    role = rater_role(form)
    raters = {
        f"{group or role}{number}": Participant(f"{group or role}{number}", role, group)
        for group, many in groups.items()
        for number in range(many)
    }
    others = {name: name for name, one in form.roles.items() if name != role and one.min > 0}
    story = Story(form, **others, **raters)
    while story.status(collecting(form).id) == "waiting":
        name, act = next((n, story.to_do(n)[0]) for n in others if story.to_do(n))
        verbs = {"fill": "send", "prepare": "send", "approve": "approve"}
        story.does(name, verbs[form.stage(act).act], _yes(form, act, name), stage=act)
    return story


def _yes(form: Definition, stage: str, role: str) -> Answers:
    """Yes to every question of yes or no: some rounds are only held when somebody asks for it."""
    return {item.key: True for item in form.fillable(stage, role) if item.type == "yesno"}


def answered(story: Story, given: Mapping[str, Answers]) -> Story:
    for name, answers in given.items():
        story.does(name, "send", answers, stage=collecting(story.definition).id)
    return story


def closed(story: Story) -> Story:
    """The morning after the last answer the releaser closes the round and looks at it."""
    stage = collecting(story.definition)
    return story.wait(days=1).does(str(stage.release_by), "close", stage=stage.id)


def tried_to_close(story: Story) -> tuple[tuple[str, ...], str]:
    """What the releaser is offered, and what comes of closing the round; it stays as it is."""
    stage = collecting(story.definition)
    releaser = story.people[str(stage.release_by)]
    offered = may_close_round(story.definition, story.state, releaser, story.now)
    before = story.state
    try:
        story.does(releaser.id, "close", stage=stage.id)
    except NotAllowed as fault:
        return offered, fault.code
    story.state = before
    return offered, ""


def released(story: Story) -> Story:
    stage = collecting(story.definition)
    story.does(str(stage.release_by), "release").wait(seconds=60)
    return story


def everybody(story: Story) -> list[str]:
    return [*story.people, "head", "secretary"]


def shown(story: Story, names: Iterable[str] | None = None) -> dict[str, Sequence[Any]]:
    """What each reader sees of the round: readers who see nothing are left out."""
    found = {name: story.sees(name).rounds for name in names or everybody(story)}
    return {name: rounds for name, rounds in found.items() if rounds}


def groups_of(form: Definition, more: int = 1) -> dict[str | None, int]:
    """As many raters as the form needs, spread over its groups, and some more."""
    role = form.roles[rater_role(form)]
    keys = [group.key for group in role.groups] or [None]
    many = -(-role.min // len(keys)) + more
    return dict.fromkeys(keys, many)


def filled(form: Definition, more: int = 1) -> tuple[Story, dict[str, Answers]]:
    """An open round and what its raters answer: each value of the scale in turn."""
    story = opened(form, groups_of(form, more))
    raters = [name for name in story.people if story.people[name].role == rater_role(form)]
    values = collecting_values(form)
    given = {
        name: rating(form, values[number % len(values)], f"Words of {name}")
        for number, name in enumerate(raters)
    }
    return story, given


def collecting_values(form: Definition) -> list[float]:
    """The values of the scale on which most of the round is judged."""
    item = next(i for i in form.by_key.values() if i.type == "rubric" and rater_role(form) in i.by)
    return list(form.scales[item.scale].values)  # type: ignore[attr-defined]


def codes(form: dict[str, Any]) -> set[str]:
    """What the static check says about a document."""
    return {one.code for one in check(form)}
