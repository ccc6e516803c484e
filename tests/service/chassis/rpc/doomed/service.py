"""The doomed service: a thread of one of its extensions dies soon after the start."""

import eventlet
from nameko.extensions import DependencyProvider


class Doom(DependencyProvider):
    def start(self):
        self.container.spawn_managed_thread(self._die)

    def _die(self):
        eventlet.sleep(0.3)
        raise RuntimeError("a bug")


class DoomedService:
    name = "doomed"
    doom = Doom()
