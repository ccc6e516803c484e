"""Roles of forms as people say them, where many forms are told together and none of them is at
hand to ask for its own label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from flask_babel import gettext as _


def role_of_one(role: str) -> str:
    """What one person is in a form; '' for a role that only an institution's own form knows."""
    return {
        "assessor": _("assessor"),
        "trainer": _("trainer"),
        "next_trainer": _("trainer"),
        "teacher": _("teacher"),
        "learner": _("self"),
        "trainee": _("self"),
        "coach": _("coach"),
        "head": _("head of programme"),
        "rater": _("colleague"),
        "colleague": _("colleague"),
        "peer": _("fellow learner"),
        "patient": _("patient"),
        "supervisor": _("supervisor"),
        "examiner": _("examiner"),
        "third": _("examiner"),
        "committee": _("committee"),
        "board": _("committee"),
        "chair": _("chair"),
        "reviewer": _("committee"),
        "secretary": _("secretary"),
    }.get(role, "")


def role_of_many(role: str) -> str:
    """The word beside a count of a role of the library; one that only an institution's own form
    knows is `others`."""
    several = {
        "assessor": _("assessors"),
        "rater": _("colleagues"),
        "colleague": _("colleagues"),
        "peer": _("fellow learners"),
        "patient": _("patients"),
        "examiner": _("examiners"),
        "third": _("examiners"),
        "chair": _("committee"),
    }
    return several.get(role) or role_of_one(role) or _("others")


def roles_counted(by_role: Mapping[str, int]) -> list[str]:
    """`assessors 4`, in the order given; roles with the same word are counted together."""
    counts = Counter[str]()
    for role, count in by_role.items():
        counts[role_of_many(role)] += count
    return [f"{word} {count}" for word, count in counts.items()]
