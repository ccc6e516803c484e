"""Which roles may do what with accounts. Everything else follows from the walls."""

from __future__ import annotations

from collections.abc import Collection

ADMINISTRATORS = frozenset({"local_admin", "national_admin"})
# Who may look people up and read a person's page.
READERS = ADMINISTRATORS | {"secretary", "head"}
STAFF = frozenset(
    {
        "trainer",
        "teacher",
        "coach",
        "head",
        "committee",
        "secretary",
        "local_admin",
        "national_admin",
    }
)
# Whom a learner can ask for feedback; being an administrator is no reason to be asked.
COLLEAGUES = frozenset({"trainer", "teacher", "coach", "head", "committee"})
# The role a person must have before such a relation with a learner can begin.
ROLES_FOR_RELATION = {
    "supervises": frozenset({"trainer"}),
    "teaches": frozenset({"teacher"}),
    "coaches": frozenset({"coach", "teacher"}),
}


def may_read_people(roles: Collection[str]) -> bool:
    return not READERS.isdisjoint(roles)


def may_change_people(roles: Collection[str]) -> bool:
    return not ADMINISTRATORS.isdisjoint(roles)


def may_give_roles(
    own: Collection[str], *, before: Collection[str], after: Collection[str]
) -> bool:
    """Whether somebody with roles `own` may turn the roles `before` of a person into `after`.

    Only national administrators make or unmake national administrators.
    """
    if ("national_admin" in before) != ("national_admin" in after):
        return "national_admin" in own
    return may_change_people(own)


def may_change_identity(own: Collection[str], *, theirs: Collection[str], is_home: bool) -> bool:
    """Whether names and e-mail address of a person may be changed.

    Whoever controls the address controls the account, in every institution the person belongs to.
    So only the institution that keeps the account may, and nobody below a national administrator
    touches one.
    """
    if "national_admin" in theirs and "national_admin" not in own:
        return False
    return is_home and may_change_people(own)
