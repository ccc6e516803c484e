"""Settings of this service: those of every service, nothing more."""

from libs.chassis.settings import ServiceSettings

__all__ = ["ServiceSettings"]
