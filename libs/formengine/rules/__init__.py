"""The rule language: small, total, typed JSON rules for conditions and scores.

A rule is a literal or `{operation: arguments}` with one of 26 operations. `check` looks at a rule
before anybody uses it, `evaluate` gives its value, `truth` tells whether a condition holds. The
golden vectors in `golden/rules.json` fix the meaning for every implementation.
"""

from libs.formengine.rules.evaluate import Facts, RuleError, evaluate, truth
from libs.formengine.rules.kinds import Kind, check, infer
from libs.formengine.rules.shape import (
    MAX_DEPTH,
    MAX_NODES,
    OPERATIONS,
    RuleProblem,
    paths,
    shape_problems,
    taken,
)

__all__ = [
    "MAX_DEPTH",
    "MAX_NODES",
    "OPERATIONS",
    "Facts",
    "Kind",
    "RuleError",
    "RuleProblem",
    "check",
    "evaluate",
    "infer",
    "paths",
    "shape_problems",
    "taken",
    "truth",
]
