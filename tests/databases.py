"""Migrated databases for tests: migrations run once a session, copies are made from a template."""

import importlib
import importlib.util
import itertools

from deploy.local.databases import (
    Databases,
    copy_database,
    drop_database,
    make_database,
    make_role,
    with_login,
)

PASSWORD = "for-tests-only"


class ServiceDatabases:
    """Calling it with a service's name gives the addresses of tessera_<service>."""

    def __init__(self, admin_url: str) -> None:
        self.admin_url = admin_url
        self._ready: dict[str, Databases] = {}
        self._made: set[str] = set()
        self._numbers = itertools.count(1)

    def __call__(self, service: str) -> Databases:
        self._make_roles(service)
        if service not in self._ready:
            self._template(service)
            self._ready[service] = self.copy(service, f"tessera_{service}")
        return self._ready[service]

    def copy(self, service: str, name: str) -> Databases:
        """A new database `name` with the service's tables and nothing of other tests in it."""
        self._template(service)
        self._make_roles(service)
        owner, app = f"{service}_owner", f"{service}_app"
        copy_database(self.admin_url, f"template_{service}", name, owner, [app])
        return self._addresses(service, name)

    def next_name(self, service: str) -> str:
        """A database name no other test has."""
        return f"tessera_{service}_{next(self._numbers)}"

    def _template(self, service: str) -> None:
        owner, app, name = f"{service}_owner", f"{service}_app", f"template_{service}"
        if name in self._made:
            return
        self._make_roles(service)
        make_database(self.admin_url, name, owner, [app])
        _migrate(service, self._addresses(service, name).owner_url)
        self._made.add(name)

    def _make_roles(self, service: str) -> None:
        """Each time anew: a test may have given them other passwords."""
        for role in (f"{service}_owner", f"{service}_app"):
            make_role(self.admin_url, role, PASSWORD)

    def _addresses(self, service: str, name: str) -> Databases:
        return Databases(
            owner_url=with_login(self.admin_url, f"{service}_owner", PASSWORD, name),
            app_url=with_login(self.admin_url, f"{service}_app", PASSWORD, name),
        )


class FreshDatabases:
    """Calling it gives a database of one test; `drop_all` ends them."""

    def __init__(self, databases: ServiceDatabases) -> None:
        self._databases = databases
        self._names: list[str] = []

    def __call__(self, service: str) -> Databases:
        name = self._databases.next_name(service)
        self._names.append(name)
        return self._databases.copy(service, name)

    def drop_all(self) -> None:
        """Drop what this test made, and whoever is still connected."""
        for name in self._names:
            drop_database(self._databases.admin_url, name)


def _migrate(service: str, owner_url: str) -> None:
    """Run the service's migrations; a service without any keeps an empty database."""
    package = f"services.{service}"
    if importlib.util.find_spec(package) is None:
        return
    if importlib.util.find_spec(f"{package}.migrations") is not None:
        importlib.import_module("libs.chassis.migrate").upgrade(package, owner_url)
