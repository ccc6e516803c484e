"""One function per thing the portfolio service can do: each is one transaction."""

from .asking import ask_feedback, remind, withdraw_request
from .attachments import (
    allow_file,
    forget_file,
    note_file,
    note_finished,
    own_file,
    readable_file,
    removable,
)
from .clock import wake_record
from .decisions import expire_decision
from .device import confirm, hand_over, send_on_device
from .goals import link_to_goal, unlink_from_goal
from .moving import move_drafts, plan_moves
from .notes import delete_note, write_note
from .plans import adapt_plan, end_adaptation
from .raters import ask_rater
from .records import cancel_draft, save_draft, seen, start_record, withdraw_record
from .responding import approve_many, decline, object_to, pass_on, return_record
from .restating import restate
from .round_links import open_round_link, refuse_shut_door, stop_round_link
from .rounds import close_round
from .sending import correct, send, undo_send
from .unsent import forget_unsent

__all__ = [
    "confirm",
    "hand_over",
    "send_on_device",
    "allow_file",
    "forget_file",
    "forget_unsent",
    "note_file",
    "note_finished",
    "own_file",
    "readable_file",
    "removable",
    "adapt_plan",
    "approve_many",
    "ask_rater",
    "ask_feedback",
    "cancel_draft",
    "close_round",
    "correct",
    "decline",
    "delete_note",
    "end_adaptation",
    "expire_decision",
    "link_to_goal",
    "move_drafts",
    "object_to",
    "open_round_link",
    "refuse_shut_door",
    "stop_round_link",
    "pass_on",
    "plan_moves",
    "remind",
    "restate",
    "return_record",
    "save_draft",
    "seen",
    "send",
    "start_record",
    "undo_send",
    "unlink_from_goal",
    "wake_record",
    "withdraw_record",
    "withdraw_request",
    "write_note",
]
