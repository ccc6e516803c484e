"""The form engine: pure, no input or output. Definitions are documents of `form/1` (docs/forms.md).

`parse` makes a checked definition of an author's document, `read_frozen` opens one that was
published. `start`, `may_act` and `advance` run a record,
`validate_answers` checks what is filled in, `visible` says who may see what now, and `emit` gives
the data points. Time and ids always come in as arguments.
"""

from libs.formengine.anonymity import Cell, RoundSummary, Summary, suppressed
from libs.formengine.answers.defaults import filled_beforehand
from libs.formengine.answers.mentions import Mentions, Named, mentions
from libs.formengine.answers.validating import AnswerError, Checked, validate_answers
from libs.formengine.answers.values import Known, accepts
from libs.formengine.asking import asked_first, is_named, namers
from libs.formengine.building import shared_scale
from libs.formengine.canonical import canonical, content_hash
from libs.formengine.comparing import Lines, line_of, lines, measures_alike
from libs.formengine.contribution import Contribution, answers_by_stage
from libs.formengine.differences import Change, Diff, diff
from libs.formengine.emission import emit
from libs.formengine.emitted import Emission, Outcome
from libs.formengine.migrating import migrate_answers
from libs.formengine.model import IN_BATCH, WALK_IN, Definition, Emit, Level, Role, Scale, Stage
from libs.formengine.page_facts import page_facts
from libs.formengine.parsing import check, check_to_publish, parse, read_frozen
from libs.formengine.problems import DefinitionError, Problem
from libs.formengine.ratings import Rating, ratings
from libs.formengine.records.acting import (
    Act,
    Revising,
    begun_unasked,
    counted,
    may_act,
    may_cancel,
    may_close_round,
    may_revise,
)
from libs.formengine.records.clock import settle
from libs.formengine.records.joining import (
    add_participant,
    answer_walking_in,
    exchange,
    has_acted,
    withdraw_request,
)
from libs.formengine.records.moves import advance, start
from libs.formengine.records.state import (
    Action,
    ContributionStatus,
    NotAllowed,
    Participant,
    RecordState,
    RecordStatus,
    StageStatus,
)
from libs.formengine.records.timing import (
    Due,
    due_times,
    newly_open,
    next_wake_at,
    opened_rounds,
    settled_at,
)
from libs.formengine.sentences import sentence
from libs.formengine.shapes.document import json_schema
from libs.formengine.tallies import Part, Tally
from libs.formengine.visibility import (
    Reading,
    View,
    ever_known,
    has_left,
    is_known,
    is_through,
    keeps_back,
    opens_on_send,
    visible,
)
from libs.formengine.wording import wording

__all__ = [
    "IN_BATCH",
    "WALK_IN",
    "Act",
    "Action",
    "AnswerError",
    "Cell",
    "Change",
    "Checked",
    "Contribution",
    "ContributionStatus",
    "Definition",
    "DefinitionError",
    "Diff",
    "Due",
    "Emission",
    "Emit",
    "Known",
    "Level",
    "Mentions",
    "Named",
    "NotAllowed",
    "Outcome",
    "Part",
    "Participant",
    "Problem",
    "Rating",
    "Reading",
    "RecordState",
    "RecordStatus",
    "Revising",
    "Role",
    "RoundSummary",
    "Scale",
    "Stage",
    "StageStatus",
    "Summary",
    "Tally",
    "View",
    "Lines",
    "accepts",
    "add_participant",
    "advance",
    "answer_walking_in",
    "answers_by_stage",
    "asked_first",
    "begun_unasked",
    "canonical",
    "check",
    "check_to_publish",
    "content_hash",
    "counted",
    "diff",
    "due_times",
    "emit",
    "ever_known",
    "exchange",
    "filled_beforehand",
    "has_acted",
    "has_left",
    "is_known",
    "is_through",
    "is_named",
    "json_schema",
    "keeps_back",
    "line_of",
    "lines",
    "measures_alike",
    "may_act",
    "may_cancel",
    "may_close_round",
    "may_revise",
    "mentions",
    "migrate_answers",
    "namers",
    "newly_open",
    "next_wake_at",
    "opened_rounds",
    "opens_on_send",
    "page_facts",
    "parse",
    "ratings",
    "read_frozen",
    "sentence",
    "settle",
    "settled_at",
    "shared_scale",
    "start",
    "suppressed",
    "validate_answers",
    "visible",
    "withdraw_request",
    "wording",
]
