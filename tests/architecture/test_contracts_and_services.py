"""What services offer is what their contracts say: methods, events, queues, tables."""

import importlib

import pytest

from libs.chassis.migrate import drift
from libs.contracts.base import Event, Method, all_events
from libs.contracts.subscriptions import SUBSCRIPTIONS
from tests.architecture.test_house import SERVICES


def service_class(service):
    # Not by libs.chassis.run: importing that makes this whole process green.
    module = importlib.import_module(f"services.{service}.service")
    return next(
        value
        for value in vars(module).values()
        if isinstance(value, type) and getattr(value, "name", None) == service
    )


def entrypoints(service):
    for attribute in vars(service_class(service)).values():
        for entrypoint in getattr(attribute, "nameko_entrypoints", ()):
            yield attribute.__name__, entrypoint


def contract_methods(service):
    module = importlib.import_module(f"libs.contracts.{service}")
    return {value for value in vars(module).values() if isinstance(value, Method)}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_serves_every_method_of_its_contract(service):
    served = {
        entrypoint.method.name
        for _, entrypoint in entrypoints(service)
        if hasattr(entrypoint, "method")
    }
    assert served == {
        method.name for method in contract_methods(service) if method.service == service
    }


def test_the_list_of_subscriptions_is_what_the_services_hear():
    heard = {}
    for service in SERVICES:
        for name, entrypoint in entrypoints(service):
            for event in getattr(entrypoint, "names", ()):
                heard.setdefault(event, set()).add(f"{service}.{name}")
    listed = {
        event: set(consumers)
        for event, consumers in SUBSCRIPTIONS.items()
        if consumers and event.split(".", 1)[0] in SERVICES
    }
    assert listed == heard


def test_event_names_begin_with_their_service_and_end_with_a_version():
    for name, event in all_events().items():
        source, _, version = name.split(".")
        if source in SERVICES:
            assert f"{event.__module__}.".startswith(f"libs.contracts.{source}.")
            assert event.__name__.endswith(version.upper())
            assert issubclass(event, Event)


@pytest.mark.parametrize("service", SERVICES)
def test_tables_and_migrations_agree(service, service_database):
    assert drift(f"services.{service}", service_database(service).owner_url) == []
