"""Answers on plans and programmes."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text, wording


class FollowedProgramme(Shape):
    key = text()
    version = fields.Integer()
    hash = text("SHA-256 of the frozen version")


class Adaptation(Shape):
    adaptation_id = fields.UUID()
    kind = text("count, waived, due_on, added, pace, route or goal")
    requirement = text(allow_none=True)
    changes = fields.Dict()
    from_on = fields.Date()
    reason = text()
    by = text("Name of who changed it")
    at = fields.DateTime()
    ended_at = fields.DateTime(allow_none=True)
    ended_by = text(allow_none=True)
    ended_because = text(allow_none=True)


class PlannedRequirement(Shape):
    key = text()
    title = wording()
    count = fields.Integer()
    level = fields.Integer(allow_none=True)
    scale = text("Of the level, with its version", allow_none=True)
    own = fields.Boolean(metadata={"description": "Added for this learner"})


class PlanOption(Shape):
    key = text()
    title = wording()


class PlanChoice(Shape):
    key = text()
    title = wording()
    by = text("learner or teacher")
    pick = fields.Integer()
    may = fields.Boolean()
    options = listed(PlanOption)
    chosen = fields.List(fields.String())


class PlanForm(Shape):
    form_key = text()
    title = wording()
    is_kept = fields.Boolean(
        metadata={"description": "In a dossier of this learner; others can be added"}
    )


class PlanDossier(Shape):
    key = text()
    title = wording()


class PlanGoal(Shape):
    goal_id = fields.UUID()
    title = text()
    state = text("open, met, partly or dropped")
    due_on = fields.Date(allow_none=True)


class Plan(Shape):
    programme = fields.Nested(FollowedProgramme)
    adaptations = listed(Adaptation)
    may = fields.List(fields.String(), metadata={"description": "Kinds I may change"})
    requirements = listed(PlannedRequirement)
    choices = listed(PlanChoice)
    forms = listed(PlanForm)
    dossiers = listed(PlanDossier)
    goals = listed(PlanGoal)


class Adapted(Shape):
    adaptation_id = fields.UUID()


class EffectOnRequirement(Shape):
    requirement = text()
    title = wording()
    newly_behind = fields.List(fields.UUID())
    no_longer_behind = fields.List(fields.UUID())


class Move(Shape):
    from_on = fields.Date()
    to_on = fields.Date()
    count = fields.Integer(metadata={"description": "For how many learners"})


class KeyAndTitle(Shape):
    key = fields.String()
    title = wording()


class Altered(Shape):
    """What of an alteration is the same whoever is told of it; what else belongs to its kind is
    there for that kind only."""

    kind = text(
        "cohort_joins, cohort_leaves, phase_ends, course_ends (from_months, to_months); "
        "phase_changes (to, to_title); requirement_new, requirement_gone, requirement_changed "
        "(was, now: as in the programme, or null); choice_new, choice_gone, choice_changed (was, "
        "now: {pick, of: [title]}, or null); option_gone (option, option_title); route_new, "
        "route_gone, route_taken (was, now: title of the option, or null); dossier_new, "
        "dossier_gone (forms: [{key, title}]); form_new, form_gone (dossier, dossier_title)"
    )
    key = text("Of the phase, requirement, choice, route, dossier or form")
    title = wording()
    everybody = fields.Boolean(metadata={"description": "It concerns all who follow it"})
    was = fields.Raw(allow_none=True)
    now = fields.Raw(allow_none=True)
    from_months = fields.Float()
    to_months = fields.Float()
    to = fields.String(allow_none=True)
    to_title = wording()
    option = fields.String()
    option_title = wording()
    dossier = fields.String()
    dossier_title = wording()
    forms = listed(KeyAndTitle)


class Alteration(Altered):
    count = fields.Integer(metadata={"description": "How many learners it concerns"})
    learners = fields.List(
        fields.UUID(), metadata={"description": "Who; empty where it concerns everybody"}
    )
    moves = listed(Move)
    with_records = fields.Integer(
        metadata={"description": "How many learners have records in what goes, and keep them"}
    )


_NUMBER = {"metadata": {"description": "A number of learners; null for one or two"}}


class EffectInNumbers(Shape):
    requirement = text()
    title = wording()
    newly_behind = fields.Integer(allow_none=True, **_NUMBER)
    no_longer_behind = fields.Integer(allow_none=True, **_NUMBER)


class AlterationInNumbers(Altered):
    count = fields.Integer(allow_none=True, **_NUMBER)
    with_records = fields.Integer(allow_none=True, **_NUMBER)


class EffectOnInstitution(Shape):
    institution_id = fields.UUID()
    own_version = fields.Boolean(
        metadata={"description": "It keeps a version of its own; nothing is counted"}
    )
    learners = fields.Integer(allow_none=True, **_NUMBER)
    changes = listed(EffectInNumbers)
    alterations = listed(AlterationInNumbers)


class EffectOfProgramme(Shape):
    learners = fields.Integer(metadata={"description": "Who follow it, of those I may see"})
    changes = listed(EffectOnRequirement)
    alterations = listed(Alteration)
    phases = fields.Dict(
        keys=fields.String(),
        values=wording(),
        metadata={"description": "Titles of phases by key, also of those that go"},
    )
    institutions = fields.List(
        fields.Nested(EffectOnInstitution),
        metadata={
            "description": "With owner network: each institution in which it is followed. Nobody is"
            " named; of fewer than three learners only the cohort is told"
        },
    )
