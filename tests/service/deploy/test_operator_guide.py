"""The steps of the operator's guide, carried out: an operator who copies them gets a platform."""

import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg2
import pytest

from deploy.local.broker_users import permissions
from deploy.local.databases import with_login
from deploy.local.environment import ISSUERS, SERVICES
from libs.chassis.migrate import upgrade
from libs.chassis.passport import new_keys
from libs.contracts.faults import DeadlineExceeded, ServiceUnavailable
from tests.architecture import guide, manifests

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path):
    guide.shell(guide.block("passwords"), tmp_path)
    return tmp_path


def test_passwords_are_long_private_and_all_different(folder):
    files = list((folder / "passwords").iterdir())
    assert {file.stat().st_mode & 0o077 for file in files} == {0}
    assert len({file.read_text() for file in files}) == len(files) == 2 * len(SERVICES) + 8
    assert all(len(file.read_text().strip()) == 48 for file in files)


@pytest.mark.parametrize("issuer", ISSUERS)
def test_the_brokers_users_get_the_rights_of_every_other_installation(issuer):
    assert guide.broker_rights()[issuer] == permissions(issuer)


def test_every_secret_of_the_manifests_is_made_with_its_keys(folder):
    new_keys(folder / "keys", ISSUERS)
    given = {"S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "b", "SMTP_URL": "smtp://mail.example:25"}
    calls = guide.said_to("kubectl", guide.block("secrets"), folder, **given)
    made = {
        call[5] if call[4] == "generic" else call[4]: {
            part.split("=")[1] for part in call if part.startswith("--from-")
        }
        for call in calls
        if "create" in call
    }
    assert made == {name: set(keys) for name, keys in manifests.example_secrets().items()}


@pytest.fixture
def installed(folder, postgres_admin_url):
    """The databases of the guide on a server where they are new, and gone afterwards."""
    renamed = guide.block("databases").replace("tessera_${service}", "guide_${service}")
    renamed = renamed.replace("${service}_owner", "guide_${service}_owner")
    renamed = renamed.replace("${service}_app", "guide_${service}_app")
    guide.shell(renamed, folder, ADMIN_URL=postgres_admin_url)
    yield lambda service, kind: with_login(
        postgres_admin_url,
        f"guide_{service}_{kind}",
        (folder / "passwords" / f"{service}.{kind}").read_text().strip(),
        f"guide_{service}",
    )
    _forget(postgres_admin_url)


def _forget(admin_url):
    connection = psycopg2.connect(admin_url)
    connection.autocommit = True
    cursor = connection.cursor()
    for service in SERVICES:
        cursor.execute(f"DROP DATABASE guide_{service} WITH (FORCE)")
        cursor.execute(f"DROP ROLE guide_{service}_owner, guide_{service}_app")
    connection.close()


def test_databases_made_by_the_guide_take_the_migrations_and_the_first_institution(
    installed, monkeypatch
):
    for service in ("accounts", "forms"):
        monkeypatch.setenv("APP_ROLE", f"guide_{service}_app")
        upgrade(f"services.{service}", installed(service, "owner"))
    institution = str(uuid.uuid4())
    for service in ("accounts", "forms"):
        done = subprocess.run(
            [sys.executable, "-"],
            input=guide.block(service),
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "INSTITUTION": institution,
                "DATABASE_URL": installed(service, "app"),
            },
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
    told = _rows(installed("accounts", "app"), "SELECT name FROM outbox")
    assert ("accounts.secret_wanted.v1",) in told
    published = _rows(installed("forms", "app"), "SELECT name FROM outbox")
    assert ("forms.definition_published.v1",) in published


def test_one_services_role_cannot_open_anothers_database(installed):
    app = installed("accounts", "app")
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        psycopg2.connect(app.removesuffix("accounts") + "forms")


def test_the_guide_names_only_metrics_and_faults_that_exist():
    folders = ("libs", "services", "gateway")
    sources = [file.read_text() for one in folders for file in (ROOT / one).rglob("*.py")]
    named = re.findall(r"\b(?:tessera_([a-z_]+)|(chassis\.[a-z_]+))[`{]", guide.GUIDE.read_text())
    wanted = {metric or fault for metric, fault in named} - set(SERVICES)
    assert len(wanted) >= 8
    missing = {one for one in wanted if not any(f'"{one}"' in source for source in sources)}
    assert missing == set()


def test_the_guide_explains_every_figure():
    folders = ("libs", "services", "gateway")
    sources = [file.read_text() for one in folders for file in (ROOT / one).rglob("*.py")]
    kind = r'\b(?:counter|gauge|histogram)\(\s*"([a-z_]+)"'
    made = {name for source in sources for name in re.findall(kind, source)}
    assert len(made) > 20
    explained = set(re.findall(r"`tessera_([a-z_]+)", guide.GUIDE.read_text()))
    assert made - explained == set()


@pytest.mark.parametrize(
    ("metric", "code"),
    [("rpc_client_faults", ServiceUnavailable.code), ("rpc_faults", DeadlineExceeded.code)],
)
def test_an_alarm_about_calls_looks_where_its_fault_is_counted(metric, code):
    """A service that is gone counts nothing: only its callers do."""
    alarms = [line for line in guide.GUIDE.read_text().splitlines() if code in line]
    assert any(f"`tessera_{metric}`" in line for line in alarms)
    gone = [line for line in alarms if "chassis.unavailable" in line]
    assert all("`tessera_rpc_client_faults`" in line for line in gone)


def _rows(url, query):
    connection = psycopg2.connect(url)
    cursor = connection.cursor()
    cursor.execute(query)
    rows = cursor.fetchall()
    connection.close()
    return rows
