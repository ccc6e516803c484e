"""Filling in on the learner's own device: what cannot be given there may not be asked there."""

from __future__ import annotations

from collections.abc import Iterator

from libs.formengine.items import File, Item, Repeat
from libs.formengine.model import Definition
from libs.formengine.problems import Problem

DEVICE = "device"


def device_problems(definition: Definition) -> Iterator[Problem]:
    """Files that have to be there, asked of somebody who may fill in on the learner's device.

    A file added there would be the learner's own, so none can be, and Send would be refused for
    ever. (A drawn signature is no such end: a typed name stands in for it.) Asked of who
    publishes, as the roles that nobody holds: a draft can be tried without.
    """
    told = set()
    for stage in definition.stages:
        for role in stage.by:
            if not _fills_on_device(definition, role):
                continue
            for item in definition.fillable(stage.id, role):
                if _asks_for_a_file(item) and (item.key, role) not in told:
                    told.add((item.key, role))
                    yield Problem(f"items/{item.key}", "item.file_on_device", {"role": role})


def _fills_on_device(definition: Definition, role: str) -> bool:
    found = definition.roles.get(role)
    return found is not None and found.who == "invited" and DEVICE in found.auth


def _asks_for_a_file(item: Item) -> bool:
    """Also where it is only asked under a condition, or in the rows of a list."""
    if isinstance(item, Repeat):
        return any(_asks_for_a_file(inner) for inner in item.items)
    return isinstance(item, File) and item.required not in (None, False)
