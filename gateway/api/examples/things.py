"""Who and what the examples speak of, so that one answer fits the next question."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]
AT = "2026-11-22T09:30:00Z"
LATER = "2026-11-22T09:31:00Z"
DAY = "2026-11-20"
INSTITUTION_ID = "019a2f6e-0002-7c55-9d1e-5b8f0c1d2e3f"
NETWORK_ID = "019a2f6e-0003-7c55-9d1e-5b8f0c1d2e3f"
LEARNER_ID = "019a2f6e-0101-7c55-9d1e-5b8f0c1d2e3f"
ASSESSOR_ID = "019a2f6e-0102-7c55-9d1e-5b8f0c1d2e3f"
PORTFOLIO_ID = "019a2f6e-0201-7c55-9d1e-5b8f0c1d2e3f"
RECORD_ID = "019a2f6e-0202-7c55-9d1e-5b8f0c1d2e3f"
REQUEST_ID = "019a2f6e-0203-7c55-9d1e-5b8f0c1d2e3f"
PARTICIPANT_ID = "019a2f6e-0204-7c55-9d1e-5b8f0c1d2e3f"
CONTRIBUTION_ID = "019a2f6e-0205-7c55-9d1e-5b8f0c1d2e3f"
GOAL_ID = "019a2f6e-0206-7c55-9d1e-5b8f0c1d2e3f"
DECISION_ID = "019a2f6e-0207-7c55-9d1e-5b8f0c1d2e3f"
NOTE_ID = "019a2f6e-0208-7c55-9d1e-5b8f0c1d2e3f"
FILE_ID = "019a2f6e-0209-7c55-9d1e-5b8f0c1d2e3f"
FOLDER_ID = "019a2f6e-020a-7c55-9d1e-5b8f0c1d2e3f"
REPORT_ID = "019a2f6e-020b-7c55-9d1e-5b8f0c1d2e3f"
OTHER_ID = "019a2f6e-020c-7c55-9d1e-5b8f0c1d2e3f"
HASH = "3f1c0a6de4f6b8a5f6a9a0a3d2a1f0b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d"
TITLE = {"en": "Short observation", "nl": "Korte observatie"}
OUTCOME = "gp-areas@2023/medical"
LINEAGE = "gp-areas/medical"
NOTHING: Example = {}
