"""Which revisions of its database a service has outgrown."""

import importlib
import inspect
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from libs.chassis.schema import outgrown
from tests.architecture.test_house import SERVICES


def service_class(name):
    module = importlib.import_module(f"services.{name}.service")
    (found,) = (
        one
        for _, one in inspect.getmembers(module, inspect.isclass)
        if one.__module__ == module.__name__ and isinstance(getattr(one, "name", None), str)
    )
    return found


def test_a_service_without_migrations_has_outgrown_nothing():
    class Bare:
        name = "bare"

    assert outgrown(Bare) == frozenset()


@pytest.mark.parametrize("name", SERVICES)
def test_every_revision_but_the_latest_is_outgrown_as_alembic_sees_it(name):
    service = service_class(name)
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option(
        "script_location", str(Path(inspect.getfile(service)).parent / "migrations")
    )
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}

    assert known
    assert outgrown(service) == known - set(scripts.get_heads())
