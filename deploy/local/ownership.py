"""Whose databases and queues those on somebody else's server are: those of one run.

Their names are the same in every checkout, so two on one server would change each other's
passwords and read each other's queues. A run marks what it makes there with its own id, and keeps
away from what carries another mark or none.
"""

import secrets
from collections.abc import Sequence
from pathlib import Path

import amqp

from deploy.local.databases import marks_of
from deploy.local.problem import Problem
from libs.chassis.amqp.connection import connect

FIRST_WORD = "tessera-run-"
# Says whose the virtual host is by its alternate exchange, which the broker compares.
CLAIM = "tessera.run"


def mark(run: Path) -> str:
    """The mark of a run; made once."""
    file = run / "id"
    if not file.exists():
        run.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{secrets.token_hex(8)}\n")
    return FIRST_WORD + file.read_text().strip()


def refuse_others_databases(
    run: Path, admin_url: str, databases: Sequence[str], roles: Sequence[str]
) -> None:
    """Raise Problem when any of these is there and was not made by this run."""
    own = mark(run)
    others = {name: of for name, of in marks_of(admin_url, databases, roles).items() if of != own}
    if others:
        whose = {str(of).removeprefix(FIRST_WORD) for of in others.values()}
        is_a_run = len(whose) == 1 and str(next(iter(others.values()))).startswith(FIRST_WORD)
        raise Problem(
            "DATABASE_URL: this server holds databases or roles that this run did not make: "
            f"{', '.join(others)}. One server serves one checkout: name another one. When nobody "
            "runs on it any more (a .run/ that was removed), drop them there"
            + (f", or take them over: echo {whose.pop()} > {run}/id" if is_a_run else ".")
        )


def claim_virtual_host(run: Path, url: str) -> None:
    """Mark a virtual host as this run's. Raises Problem when it is another's, and amqp's errors."""
    own = mark(run)
    with connect(url, name="claim") as connection:
        try:
            connection.channel().exchange_declare(
                CLAIM, "fanout", durable=True, auto_delete=False, arguments=alternate(own)
            )
        except amqp.PreconditionFailed as error:
            raise Problem(
                "AMQP_URL: another checkout uses this virtual host, or this one did before its "
                ".run/ was removed. Name a virtual host of its own; when nobody uses this one any "
                "more, it can be deleted and made again."
            ) from error


def alternate(own: str) -> dict[str, str]:
    """The property by which the broker tells one mark from another."""
    return {"alternate-exchange": own}
