"""What a row of the matrix is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from tests.e2e.api.callers import Ask
from tests.e2e.api.cast import Cast

# A wrong role of the same institution, where a row names none.
WRONG_ROLE = {"local_admin": "learner", "national_admin": "local_admin", "trainer": "local_admin"}
WRONG_ROLE |= {"learner": "local_admin", "head": "trainer"}


# What is everybody's own is asked by a role it is not meant for.
OTHER_ROLE = {"learner": "local_admin", "trainer": "peer", "head": "peer"}


@dataclasses.dataclass(frozen=True)
class Row:
    """One operation with a valid request of institution A and who must not get through.

    `right` may do it. `their`: the answer to the same role of the unrelated institution, and of the
    sister institute in the same network; `role`:
    to a wrong role of the own one; `peer`: to another learner of the own one; `link`: to an
    external assessor of another record. `each`: everybody makes a request of their own.
    `also`: what, besides success, the right one may be told (a reminder too soon).
    """

    operation: str
    right: str
    make: Callable[[Cast], Ask]
    their: int = 404
    role: int = 404
    peer: int = 404
    link: int = 403
    wrong_role: str = ""
    their_role: str = ""
    each: bool = False
    also: tuple[int, ...] = ()

    def refused(self) -> dict[str, int]:
        """Expected status by name in the cast."""
        return {
            f"their {self.their_role or self.right}": self.their,
            f"sister {self.their_role or self.right}": self.their,
            self.wrong_role or WRONG_ROLE[self.right]: self.role,
            "link": self.link,
            "nobody": 401,
            "peer": self.peer,
        }


def office(operation: str, make: Callable[[Cast], Ask], **expected: Any) -> Row:
    """A row for administrators: learners of the institution are told that their role lacks it."""
    return Row(operation, "local_admin", make, **{"role": 403, "peer": 403, **expected})


@dataclasses.dataclass(frozen=True)
class Own:
    """An operation on whatever is the caller's own: everybody signed in may, and nobody meets
    anything of another institution. `link`: the answer to an external assessor;
    `wrong_role`: somebody of the own institution in a role it is not meant for, who gets `role`
    (None: their own, as the right one does) and meets nothing of the learner's."""

    operation: str
    right: str
    make: Callable[[Cast], Ask] = lambda _cast: Ask()
    link: int = 403
    wrong_role: str = ""
    role: int | None = None

    @property
    def other(self) -> str:
        return self.wrong_role or OTHER_ROLE[self.right]


@dataclasses.dataclass(frozen=True)
class Open:
    """An operation for who has not signed in (yet)."""

    operation: str
    make: Callable[[Cast], Ask]
