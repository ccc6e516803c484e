"""What people are told once everything runs."""

from pathlib import Path

from deploy.local import report
from deploy.local.environment import Addresses, Storage

SHOWN = {
    "learner": "BIG-19050000001",
    "trainer": "BIG-19050000002",
    "teacher": "oost.docent",
    "head": "oost.hoofd",
    "local_admin": "oost.beheer",
}
LOGINS = [
    {"role": role, "name": "M. Bakker", "username": name, "password": f"secret of {role}"}
    for role, name in SHOWN.items()
]


def addresses(inbox: str | None) -> Addresses:
    return Addresses(
        amqp={},
        databases={},
        storage=Storage("", "", "", "", ""),
        smtp="",
        inbox=inbox,
        clamd="",
        ports={"gateway": 8123},
        keys=Path(),
    )


def test_the_welcome_names_the_address_the_inbox_and_a_log_in_for_each_of_five_roles():
    lines = report.welcome(addresses("http://localhost:8025"), LOGINS).splitlines()
    assert sum(line.endswith("  http://localhost:8123") for line in lines) == 1
    assert sum(line.endswith("  http://localhost:8025") for line in lines) == 1
    told = [line.split(maxsplit=2) for line in lines[lines.index("Log in as") + 1 :] if line]
    assert told == [[role, name, f"secret of {role}"] for role, name in SHOWN.items()]


def test_the_welcome_is_silent_about_an_inbox_and_log_ins_that_are_not_there():
    told = report.welcome(addresses(None), [])
    assert told.split() == ["Tessera", "is", "ready:", "http://localhost:8123"]
