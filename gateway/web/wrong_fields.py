"""What is wrong with a posted form, by field, where a service refused the fields themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from libs.contracts.faults import InvalidRequest
from libs.contracts.portfolio.terms import NO_ACCENTS

_SENTENCES = {
    "email": _l("Fill in an e-mail address, such as name@example.org."),
    "encounter_date": _l("Fill in a date."),
    "user_name": _l("Fill in your user name."),
}
# What can only be too long; lengths of the contracts (libs/contracts/portfolio/terms.py).
_LONGEST = {"name": 200, "role_title": 200, "place": 200, "actor_name": 200, "actor_role": 200}
_LONGEST |= {"message": 1000, "reason": 2000}


def wrong_fields(fault: InvalidRequest, *shown: str) -> dict[str, str]:
    """Sentences by field of the page; `shown` are the fields that it has. A refusal that none of
    them explains is raised again: a form drawn without a reason would be a riddle."""
    wrong = {field: why for field, why in _leaves(fault.errors) if field in shown}
    if not wrong:
        raise fault
    return {field: _sentence(field, why) for field, why in wrong.items()}


def _leaves(errors: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields with what was said of them, however deep a request holds them."""
    for name, inner in errors.items():
        if isinstance(inner, Mapping):
            yield from _leaves(inner)
        else:
            yield str(name), inner


def _sentence(field: str, why: Any) -> str:
    if NO_ACCENTS in why:
        return str(_("Mail reaches only addresses without accents: check the letters."))
    if field in _LONGEST:
        return str(_("At most %(most)s characters fit here.", most=_LONGEST[field]))
    return str(_SENTENCES.get(field, _("This is not filled in right.")))


def summary_at(wrong: Mapping[str, str], place: str = "%s") -> list[dict[str, str]]:
    """The same for the summary at the top; `place` makes the id of a control from its field."""
    return [{"id": place % field, "text": text} for field, text in wrong.items()]
