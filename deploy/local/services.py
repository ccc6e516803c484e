"""The services. Standard library only: they are named before anything is installed."""

SERVICES = ("accounts", "forms", "portfolio", "documents", "dashboards", "notifications")
