"""Who hears what: event name -> consumers as `<service>.<handler>`.

The whole topology is declared from this list before any service starts, and the relay asks the
broker to return an event that no queue takes. A test compares it with the services' entrypoints.
"""

from __future__ import annotations

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {}
