"""What an audit line says of right and purpose where a use case says nothing finer."""

import pytest

from libs.chassis.principal import KINDS, ROLES, Principal
from libs.chassis.rights import basis_of, purpose_of


@pytest.mark.parametrize(
    ("basis", "purpose"),
    [
        ("owner", "own_portfolio"),
        ("participant:assess", "assessment"),
        ("chair:decide", "assessment"),
        ("supervises", "guidance"),
        ("head,teacher", "oversight"),
        ("local_admin", "administration"),
    ],
)
def test_a_right_is_given_for_a_purpose(basis, purpose):
    assert purpose_of(basis, Principal(kind="person", issuer="gateway")) == purpose


def test_what_a_service_does_by_itself_is_operation():
    itself = Principal(kind="service", issuer="portfolio")
    assert basis_of(itself) == "service"
    assert purpose_of("clock", itself) == "operation"


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_role_has_a_basis_and_a_purpose(role):
    who = Principal(kind="person", issuer="gateway", roles=frozenset({role}))
    assert basis_of(who) == role
    assert purpose_of(basis_of(who), who)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_caller_has_a_basis_and_a_purpose(kind):
    who = Principal(kind=kind, issuer="gateway")
    assert basis_of(who) == kind
    assert purpose_of(kind, who)
