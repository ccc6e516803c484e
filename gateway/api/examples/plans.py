"""Examples of plans and of the effect of a programme."""

LEARNER = "0198f0c2-7d1e-7a51-9a11-3f8f2f1e0001"
ADAPTATION = "0198f0c2-7d1e-7a51-9a11-3f8f2f1e0002"
GOAL = "0198f0c2-7d1e-7a51-9a11-3f8f2f1e0003"
SET_GOAL = "0198f0c2-7d1e-7a51-9a11-3f8f2f1e0004"

ADAPT = {
    "kind": "count",
    "requirement": "kpb",
    "changes": {"count": 4},
    "from_on": "2026-11-01",
    "reason": "Three months of leave",
}
ADAPTED = {"adaptation_id": ADAPTATION}
END = {"reason": "Back at work"}
PLAN = {
    "programme": {"key": "gp-specialty-training", "version": 3, "hash": "5f" * 32},
    "adaptations": [
        {
            "adaptation_id": ADAPTATION,
            **ADAPT,
            "by": "Noor Visser",
            "at": "2026-11-01T09:30:00Z",
            "ended_at": None,
            "ended_by": None,
            "ended_because": None,
        },
        {
            "adaptation_id": SET_GOAL,
            "kind": "goal",
            "requirement": GOAL,
            "changes": {
                "title": "Ask for help before the shift is full",
                "due_on": "2027-03-01",
            },
            "from_on": "2026-10-20",
            "reason": "Came up in the progress talk",
            "by": "Noor Visser",
            "at": "2026-10-20T09:30:00Z",
            "ended_at": None,
            "ended_by": None,
            "ended_because": None,
        },
    ],
    "may": ["count", "waived", "due_on", "added", "pace", "goal"],
    "requirements": [
        {
            "key": "kpb",
            "title": {"en": "Short practice assessments"},
            "count": 6,
            "level": None,
            "scale": None,
            "own": False,
        }
    ],
    "choices": [],
    "forms": [
        {"form_key": "kpb", "title": {"en": "Short practice assessment"}, "is_kept": True},
        {"form_key": "written-product", "title": {"en": "Written product"}, "is_kept": False},
    ],
    "dossiers": [{"key": "work", "title": {"en": "Work"}}],
    "goals": [
        {
            "goal_id": GOAL,
            "title": "Ask for help before the shift is full",
            "state": "open",
            "due_on": "2027-03-01",
        }
    ],
}
EFFECT = {
    "owner": "institution",
    "document": {
        "format": "programme/1",
        "key": "gp-specialty-training",
        "title": {"en": "GP specialty training"},
        "phases": [{"key": "year-1", "title": {"en": "Year 1"}, "months": 12}],
        "dossiers": [{"key": "work", "title": {"en": "Work"}, "forms": ["kpb"]}],
        "requirements": [
            {
                "key": "kpb",
                "form": "kpb",
                "count": 6,
                "per": "half_year",
                "assessors": 2,
                "level": {"scale": "supervision@2", "min": 3},
            }
        ],
    },
}
EFFECT_OF_IT = {
    "learners": 48,
    "changes": [
        {
            "requirement": "kpb",
            "title": {"en": "Short practice assessments"},
            "newly_behind": [LEARNER],
            "no_longer_behind": [],
        }
    ],
    "alterations": [
        {
            "kind": "phase_ends",
            "key": "year-1",
            "title": {"en": "Year 1"},
            "from_months": 12,
            "to_months": 15,
            "count": 1,
            "everybody": False,
            "learners": [LEARNER],
            "moves": [{"from_on": "2027-02-28", "to_on": "2027-05-31", "count": 1}],
        }
    ],
    "phases": {"year-1": {"en": "Year 1"}},
    "institutions": [],
}
