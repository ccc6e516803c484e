"""A platform whose services can be made to die, and a school in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import environment
from deploy.local.platform import Platform
from tests.faults.breaking import Breaker
from tests.submissions.school import School, school
from tests.submissions.truth import Truth


@pytest.fixture(scope="package")
def breaker(server_directory: Path) -> Iterator[Breaker]:
    """The whole platform, every service with the points of `crashing` in it."""
    crashes = server_directory / "crashes"
    crashes.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TESSERA_CRASHES", str(crashes))
        usual = environment._command
        patch.setattr(environment, "_command", lambda name: _crashing(usual(name)))
        platform = Platform(server_directory / "breakable")
        platform.start()
        try:
            yield Breaker(platform, crashes)
        finally:
            platform.stop()
            platform.backing.postgres.remove()


def _crashing(command: tuple[str, ...]) -> tuple[str, ...]:
    ours = {"libs.chassis.run": "tests.faults.crashing"}
    return tuple(ours.get(part, part) for part in command)


@pytest.fixture(scope="package")
def founded(breaker: Breaker) -> Iterator[School]:
    """A school with sixteen learners, one of whom signs in, for all tests of the session.

    One request each, so that sessions and definitions are there before nobody can ask for them.
    """
    with school(breaker.platform, 16, signing_in=1) as one:
        one.ask(16)
        yield one


@pytest.fixture
def truth(breaker: Breaker, founded: School) -> Iterator[Truth]:
    """The truth about the school; the platform is healthy before and after each test."""
    breaker.heals()
    yield Truth(breaker.platform, founded.institution.id)
    breaker.heals()


@pytest.fixture(scope="package")
def seed() -> int:
    """Of FAULTS_SEED, or a new one; printed, so that a run can be repeated."""
    return int(os.environ.get("FAULTS_SEED") or int.from_bytes(os.urandom(4), "big"))
