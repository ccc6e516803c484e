"""The services' databases of one run: roles, databases, migrations."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

from deploy.local.databases import Databases, make_database, make_role, with_login
from deploy.local.environment import RUN_MARK, SERVICES
from deploy.local.files import read_json, write_private
from deploy.local.ownership import mark, refuse_others_databases
from deploy.local.problem import Problem

ROLES = [f"{service}_{kind}" for service in SERVICES for kind in ("owner", "app")]


class Schema:
    """Databases on one server; the roles' passwords are kept in the run directory."""

    def __init__(self, run: Path, checkout: Path) -> None:
        self._run = run
        self._checkout = checkout

    def databases(self, admin_url: str) -> dict[str, Databases]:
        """The addresses of each service's database."""
        passwords = self._passwords()

        def address(service: str, role: str) -> str:
            return with_login(admin_url, role, passwords[role], f"tessera_{service}")

        return {
            service: Databases(
                owner_url=address(service, f"{service}_owner"),
                app_url=address(service, f"{service}_app"),
            )
            for service in SERVICES
        }

    def refuse_others(self, admin_url: str) -> None:
        """Raise Problem when another run made databases or roles of our names there."""
        databases = [f"tessera_{service}" for service in SERVICES]
        refuse_others_databases(self._run, admin_url, databases, ROLES)

    def bring_up_to_date(self, admin_url: str) -> None:
        """Make what databases and roles are missing, and run all migrations. Raises Problem."""
        passwords = self._passwords()
        for service in SERVICES:
            owner, app = f"{service}_owner", f"{service}_app"
            make_role(admin_url, owner, passwords[owner], mark(self._run))
            make_role(admin_url, app, passwords[app], mark(self._run))
            make_database(admin_url, f"tessera_{service}", owner, [app])
        self._migrate(admin_url)

    def _migrate(self, admin_url: str) -> None:
        databases = self.databases(admin_url)
        done = subprocess.run(
            [sys.executable, "-m", "deploy.local.migrations"],
            input=json.dumps({name: one.owner_url for name, one in databases.items()}),
            env={**os.environ, "PYTHONPATH": str(self._checkout), RUN_MARK: str(self._run)},
            cwd=self._checkout,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Problem(f"The databases could not be brought up to date:\n{done.stderr[-3000:]}")

    def _passwords(self) -> dict[str, str]:
        file = self._run / "secrets.json"
        known = read_json(file)
        lacking = [role for role in ROLES if role not in known]
        if lacking:
            known |= {role: secrets.token_urlsafe(24) for role in lacking}
            write_private(file, json.dumps(known))
        return known
