"""What an example says is exact: one word too many or too few and it does not hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.library.example import Telling, example

Change = Callable[[list[dict[str, Any]]], object]
SENT = 3  # the step at which Joost sends his assessment


def told(change: Change) -> Telling:
    found = example("kpb")
    change(found["steps"])
    return Telling(found)


WRONG: dict[str, Change] = {
    "a point left out": lambda steps: steps[SENT]["then"]["points"].pop(),
    "a point too many": lambda steps: steps[SENT]["then"]["points"].append(
        {"item": "areas.science", "outcome": "area/science", "value": 2}
    ),
    "another value": lambda steps: steps[SENT]["then"]["points"][0].update(value=3),
    "another scale": lambda steps: steps[SENT]["then"]["points"][0].update(scale="combel@1"),
    "somebody may do something": lambda steps: steps[SENT]["then"].pop("may_act"),
    "nobody waits for this": lambda steps: steps[SENT]["then"]["may_act"].update(Joost=["assess"]),
    "somebody reads": lambda steps: steps[SENT]["then"]["reads"].pop("Coach"),
    "nobody reads this": lambda steps: steps[1]["then"]["reads"].update(Coach=["ask", "assess"]),
    "it is readable": lambda steps: steps[1]["then"].update(hidden={"Joost": ["ask.focus"]}),
    "it is not readable": lambda steps: steps[1]["then"].update(shown={"Joost": ["ask.x"]}),
    "everybody knows": lambda steps: steps[1]["then"].update(unaware=["Coach"]),
    "another score": lambda steps: steps[SENT]["then"]["computed"].update(areas_seen=3),
    "another status": lambda steps: steps[SENT]["then"].update(status={"assess": "open"}),
    "not done yet": lambda steps: steps[SENT]["then"].update(record="open"),
    "no such round": lambda steps: steps[SENT]["then"].update(rounds={"Sanne": {"n": 8}}),
    "refused as something else": lambda steps: steps[0].update(refused="too_late"),
    "not refused at all": lambda steps: steps[1].update(refused=True),
    "another mistake": lambda steps: steps[2].update(wrong=["strong"]),
    "answers that are not valid": lambda steps: steps[1]["answers"].update(epa="epa/flying"),
    "nothing said": lambda steps: steps[1].pop("then"),
    "a word that is not known": lambda steps: steps[1]["then"].update(may_read={}),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_an_example_that_tells_something_else_does_not_hold(change: Change):
    with pytest.raises(AssertionError):
        told(change).run()


def test_the_example_itself_holds():
    told(lambda steps: None).run()
