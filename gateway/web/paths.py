"""Addresses that come back with a form: only ever pages of ours."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(wanted: str | None) -> str:
    """The path if it leads to a page of this site, else ''.

    Browsers read `//elsewhere` and `/\\elsewhere` as another site, and drop tabs and line ends
    before they look: a control character or a backslash stands in no address of ours.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return ""
    if "\\" in wanted or any(not one.isprintable() for one in wanted):
        return ""
    parts = urlsplit(wanted)
    return "" if parts.netloc or parts.scheme else wanted
