"""Settings: read once from the environment, checked all at once, frozen afterwards."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

S = TypeVar("S")


class SettingsError(Exception):
    """Settings are missing or malformed; the text names every one of them."""


def env(name: str, *, default: Any = None, parse: Callable[[str], Any] = str) -> Any:
    """A dataclass field filled from the environment variable `name`.

    Without a default the variable must be set and not empty. `parse` turns the text into a value
    and raises ValueError if it cannot.
    """
    return dataclasses.field(metadata={"env": name, "parse": parse, "default": default})


def load(settings: type[S], environment: Mapping[str, str] | None = None) -> S:
    """An instance of a frozen dataclass of `env` fields. Raises SettingsError naming all faults."""
    source = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    missing: list[str] = []
    malformed: list[str] = []
    for field in dataclasses.fields(settings):  # type: ignore[arg-type]
        name, text = field.metadata["env"], source.get(field.metadata["env"], "")
        try:
            values[field.name] = _value(field.metadata, text)
        except KeyError:
            missing.append(name)
        except ValueError:
            malformed.append(name)
    _complain(missing, malformed)
    return settings(**values)


def _value(metadata: Mapping[str, Any], text: str) -> Any:
    if text:
        return metadata["parse"](text)
    if metadata["default"] is None:
        raise KeyError
    return metadata["default"]


def _complain(missing: list[str], malformed: list[str]) -> None:
    sentences = []
    if missing:
        sentences.append(f"Set {', '.join(missing)} in the environment.")
    if malformed:
        sentences.append(f"The value of {', '.join(malformed)} cannot be read.")
    if sentences:
        raise SettingsError(" ".join(sentences))


def amqp_address(text: str) -> str:
    """An address this system can connect to: `amqp://user:password@host:port/vhost`."""
    parts = urlsplit(text)
    if parts.scheme != "amqp" or not parts.hostname:
        raise ValueError("not an amqp:// address")
    return text


@dataclass(frozen=True, kw_only=True)
class ServiceSettings:
    """What every service process needs; services with more subclass this."""

    amqp_url: str = env("AMQP_URL", parse=amqp_address)
    passport_private_key_file: str = env("PASSPORT_PRIVATE_KEY_FILE")
    passport_public_keys_file: str = env("PASSPORT_PUBLIC_KEYS_FILE")
    metrics_port: int = env("METRICS_PORT", parse=int)
    metrics_host: str = env("METRICS_HOST", default="127.0.0.1")
    log_level: str = env("LOG_LEVEL", default="INFO")
    rpc_workers: int = env("RPC_WORKERS", default=10, parse=int)
    stop_within_s: int = env("STOP_WITHIN_S", default=25, parse=int)
    amqp_heartbeat_s: int = env("AMQP_HEARTBEAT_S", default=10, parse=int)
    event_workers: int = env("EVENT_WORKERS", default=5, parse=int)
