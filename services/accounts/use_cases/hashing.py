"""argon2id, off the event loop: 19 MiB, two passes (OWASP's figures for argon2id)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from libs.chassis.offload import offload
from services.accounts.domain.passwords import normalised

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# The hash of a password nobody knows: names without an account cost the same time as others.
_NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$b1SzzxYuOK9PfCzXbHgmDQ$"
    "CQEQ2U4q0GxS7mCrJXl2VFy0cZ1kPnRjv2SgYVZBY0Y"
)


def hashed(password: str) -> str:
    return offload(_HASHER.hash, normalised(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash. Without a hash it is not, in the same time."""
    right = offload(_verify, password_hash or _NOBODYS, normalised(password))
    return right and password_hash is not None


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
