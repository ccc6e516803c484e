"""Who hears what: event name -> consumers as `<service>.<handler>`.

The whole topology is declared from this list before any service starts, and the relay asks the
broker to return an event that no queue takes. A test compares it with the services' entrypoints.
Queues of the live-events process are transient and not listed.
"""

from __future__ import annotations

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
    "accounts.person_changed.v1": ("portfolio.person_changed", "notifications.person_changed"),
    "accounts.membership_changed.v1": (
        "portfolio.membership_changed",
        "documents.membership_changed",
        "dashboards.membership_changed",
    ),
    "accounts.learner_enrolled.v1": ("portfolio.learner_enrolled", "dashboards.learner_enrolled"),
    "accounts.relation_changed.v1": (
        "portfolio.relation_changed",
        "documents.relation_changed",
        "dashboards.relation_changed",
        "notifications.relation_changed",
    ),
    "accounts.secret_wanted.v1": ("notifications.secret_wanted",),
    "accounts.security_notice.v1": ("notifications.security_notice",),
    "accounts.person_erased.v1": ("portfolio.person_erased", "documents.person_erased"),
    "forms.definition_published.v1": ("portfolio.definition_published",),
    "forms.definition_retired.v1": ("portfolio.definition_retired",),
    "portfolio.portfolio_opened.v1": ("documents.portfolio_opened", "dashboards.portfolio_changed"),
    "portfolio.record_changed.v1": ("documents.record_changed", "dashboards.portfolio_changed"),
    "portfolio.data_points_recorded.v1": ("dashboards.portfolio_changed",),
    "portfolio.request_changed.v1": (
        "accounts.request_changed",
        "documents.request_changed",
        "dashboards.portfolio_changed",
        "notifications.request_changed",
    ),
    "portfolio.plan_adapted.v1": ("dashboards.portfolio_changed",),
    "portfolio.goal_changed.v1": ("dashboards.portfolio_changed",),
    "portfolio.registration_changed.v1": ("dashboards.portfolio_changed",),
    "portfolio.decision_issued.v1": ("dashboards.portfolio_changed",),
    "portfolio.person_informed.v1": ("notifications.person_informed",),
    "portfolio.file_left_out.v1": ("documents.file_left_out",),
    "documents.file_stored.v1": ("portfolio.file_stored",),
    "documents.file_refused.v1": ("portfolio.file_refused",),
    "dashboards.report_ready.v1": ("notifications.report_ready",),
}
