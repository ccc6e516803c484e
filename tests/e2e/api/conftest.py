"""The cast of the walks, in the platform of the end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.api.cast import Cast
from tests.e2e.mails import Mails
from tests.e2e.world import World


@pytest.fixture(scope="package")
def cast(world: World, mails: Mails) -> Iterator[Cast]:
    """People of two unrelated institutions; the demo is there."""
    people = Cast(world.platform, mails)
    yield people
    people.close()
