"""A share of the callers for each service."""

from __future__ import annotations

import threading

from libs.contracts.faults import ServiceUnavailable


class Lanes:
    """How many calls to each service are under way; a slow service must not take every thread."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._under_way: dict[str, int] = {}
        self._lock = threading.Lock()

    def enter(self, service: str) -> None:
        """Raises ServiceUnavailable when the service has as many calls as it may."""
        if not self._limit:
            return
        with self._lock:
            count = self._under_way.get(service, 0)
            if count >= self._limit:
                raise ServiceUnavailable(f"The service {service} is too busy.")
            self._under_way[service] = count + 1

    def leave(self, service: str) -> None:
        if not self._limit:
            return
        with self._lock:
            self._under_way[service] -= 1
