"""Why a learner needs help, in words. A list of reasons, never a ranking by marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from gateway.web.template_filters import day
from libs.formengine import wording

# The filters of the list, in the order of urgency.
NEEDS = {
    "behind": _l("Behind"),
    "silent": _l("Silent"),
    "unanswered": _l("Unanswered"),
    "concern": _l("Concern"),
    "decision": _l("Decision soon"),
}
BEHIND_SHOWN = 3

Reason = dict[str, str]


def reasons(learner: Mapping[str, Any]) -> list[Reason]:
    """One {icon, tone, text} per reason; empty for somebody who is on track."""
    needs = learner["need"]
    found = _behind(learner["behind"])
    if "silent" in needs:
        found.append(_reason("clock", "care", _silent(int(learner["silent_days"]))))
    if learner["overdue_requests"]:
        text = ngettext(
            "%(num)s request unanswered", "%(num)s requests unanswered", learner["overdue_requests"]
        )
        found.append(_reason("hourglass", "care", text))
    if "concern" in needs:
        concerns = int(learner["concerns"])
        text = ngettext("%(num)s concern reported", "%(num)s concerns reported", concerns)
        found.append(_reason("flag", "stop", text))
    if "decision" in needs:
        on = day(learner["next_decision_on"], g.language, "short")
        found.append(_reason("calendar", "brand", _("decision on %(day)s", day=on)))
    return found


def _behind(requirements: Sequence[Mapping[str, Any]]) -> list[Reason]:
    found = [
        _reason("triangle-alert", "stop", _behind_on(one)) for one in requirements[:BEHIND_SHOWN]
    ]
    more = len(requirements) - BEHIND_SHOWN
    if more > 0:
        text = ngettext("and on %(num)s more", "and on %(num)s more", more)
        found.append(_reason("triangle-alert", "stop", text))
    return found


def _behind_on(one: Mapping[str, Any]) -> str:
    return _(
        "behind on %(what)s: %(done)s of %(needed)s",
        what=wording(one["title"], g.language),
        done=one["count"],
        needed=one["needed"],
    )


def _silent(days: int) -> str:
    return ngettext("silent for %(num)s day", "silent for %(num)s days", days)


def _reason(icon: str, tone: str, text: str) -> Reason:
    return {"icon": icon, "tone": tone, "text": text}
