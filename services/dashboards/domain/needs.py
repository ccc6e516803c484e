"""Who needs help first. Never a ranking of people by their scores.

The thresholds are ours (no source gives them) apart from the 21 days of silence.
"""

SILENT_AFTER_DAYS = 21
OVERDUE_AFTER_DAYS = 7  # the second and last reminder goes out on day 7
CONCERN_DAYS = 180
DECISION_WITHIN_DAYS = 42

OPEN_REQUESTS = ("open", "seen", "started")
ANSWERED_REQUESTS = ("submitted",)
OPEN_GOALS = ("open",)
FINISHED_GOALS = ("met", "partly", "dropped")
SHOWN_DECISIONS = ("active", "expired")
# Flags are raised for more than worries: an appeal, a test to do again, a talk about the course.
# Those whose key or kind is one of these are concerns, until they are closed.
CONCERNS = ("concern", "safety", "professionalism")
CLOSED_CONCERNS = ("closed", "agreed")

# In the order of the list: who is behind comes before who is only silent, and so on.
NEEDS = ("behind", "silent", "unanswered", "concern", "decision")
