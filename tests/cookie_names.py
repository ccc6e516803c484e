"""What a browser knows the cookies of a running platform by."""

from __future__ import annotations

from deploy.local.platform import Platform


def cookie_of(platform: Platform, cookie: str) -> str:
    """The name of a cookie there: a local run gives all of them its suffix."""
    return cookie + platform.environment("gateway")["COOKIE_SUFFIX"]
