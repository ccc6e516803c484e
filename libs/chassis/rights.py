"""By what right, and for what, an act was done: basis and purpose of its audit line (NEN 7513).

A use case that knows a finer basis (a relation, an invitation) or another purpose says so.
"""

from __future__ import annotations

from libs.chassis.principal import Principal

# What a right is given for. The basis of a stage is `<right>:<stage>`.
PURPOSES = {
    "self": "own_account",
    "anonymous": "own_account",
    "password": "own_account",
    "owner": "own_portfolio",
    "learner": "own_portfolio",
    "supervises": "guidance",
    "teaches": "guidance",
    "coaches": "guidance",
    "relation": "guidance",
    "trainer": "guidance",
    "teacher": "guidance",
    "coach": "guidance",
    "participant": "assessment",
    "invitation": "assessment",
    "link": "assessment",
    "staff": "oversight",
    "office": "oversight",
    "head": "oversight",
    "secretary": "administration",
    "local_admin": "administration",
    "national_admin": "administration",
}


def basis_of(who: Principal) -> str:
    """The right of whoever acts by what they are: the roles they act in, or else their kind."""
    return ",".join(sorted(who.roles)) or who.kind


def purpose_of(basis: str, who: Principal) -> str:
    """What a right is for: what a service does by itself is operation, what a role of a process
    (`chair:decide`) does in a record is assessment, and of several roles the first counts."""
    right = basis.partition(":")[0].partition(",")[0]
    return PURPOSES.get(right, "operation" if who.kind == "service" else "assessment")
