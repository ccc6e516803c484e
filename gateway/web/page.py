"""What every page shows around its content: who you are, where you can go, what is live."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, flash, g, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import notifications as notifications_client
from gateway.identity import csrf
from gateway.identity.requests import new_key
from gateway.web.template_filters import register_filters
from gateway.web.times import register_times
from gateway.wording import sentence_of
from libs.contracts.faults import NotSignedIn

ROLE_NAMES = {
    "learner": _l("Learner"),
    "trainer": _l("Trainer"),
    "teacher": _l("Teacher"),
    "coach": _l("Coach"),
    "head": _l("Head of programme"),
    "committee": _l("Committee member"),
    "secretary": _l("Secretariat"),
    "local_admin": _l("Administrator"),
    "national_admin": _l("National administrator"),
}
# The most of one list on one page; programs turn pages by cursor.
MOST_SHOWN = 500
TEACHING = frozenset({"trainer", "teacher", "coach", "head", "committee", "secretary"})
ADMINISTRATION = frozenset({"local_admin", "national_admin", "secretary"})
SETTING_UP = frozenset({"local_admin", "national_admin"})
DESIGN = frozenset({"local_admin", "head", "national_admin"})


def register(app: Flask) -> None:
    app.context_processor(_surroundings)
    register_filters(app)
    register_times(app)
    app.jinja_env.globals.update(new_key=new_key, sentence_of=sentence_of, role_name=role_name)


def role_name(role: str) -> str:
    return str(ROLE_NAMES.get(role, role))


def signed_in() -> dict[str, Any]:
    """The Me of the person who looks at the page; raises NotSignedIn, which leads to the log-in
    and back."""
    me: dict[str, Any] | None = g.get("me")
    if me is None:
        raise NotSignedIn()
    return me


def roles() -> frozenset[str]:
    return frozenset((g.get("me") or {}).get("roles") or ())


def render(template: str, *, current: str = "", title: str = "", **context: Any) -> str:
    """A page. `current` is the key of the navigation item it belongs to."""
    g.current_nav = current
    if g.get("me") is not None and "badges" not in g:
        g.badges = {"inbox": notifications_client.unread()}
    return render_template(template, **{"page_title": title, **context})


def flash_with_way(text: str, label: str, href: str) -> None:
    """A short message with a link to what it is about."""
    flash({"text": text, "action": {"label": label, "href": href}})  # type: ignore[arg-type]


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def navigation(current: str) -> list[dict[str, Any]]:
    """The main navigation of the person's roles; the first item is where log-in lands."""
    mine = roles()
    items: list[tuple[str, str, str, str]] = []
    if "learner" in mine:
        items += [
            ("dossiers", _("Dossiers"), "/dossiers", "folder-open"),
            ("dashboard", _("Dashboard"), "/dashboard", "chart-line"),
            ("documents", _("My documents"), "/documents", "file-text"),
        ]
    if mine & TEACHING:
        items += [
            ("waiting", _("Waiting for me"), "/waiting", "inbox"),
            ("learners", _("My learners"), "/learners", "users"),
        ]
    if mine & ADMINISTRATION:
        items.append(("people", _("People"), "/people", "id-card"))
    if mine & DESIGN:
        items.append(("design", _("Design"), "/design", "layers"))
    items.append(("inbox", _("Messages"), "/inbox", "bell"))
    badge = g.get("badges") or {}
    return [
        {
            "key": key,
            "label": label,
            "href": href,
            "icon": icon,
            "current": key == current,
            "badge": badge.get(key),
        }
        for key, label, href, icon in items
    ]


def home_path() -> str:
    """Where log-in lands: Dossiers for learners, their tasks for staff, for administrators what
    is left to set up, else people."""
    mine = roles()
    if "learner" in mine:
        return "/dossiers"
    if mine & TEACHING:
        return "/waiting"
    return "/setup/begin" if mine & SETTING_UP else "/people"


def _languages() -> list[dict[str, Any]]:
    """The languages as links to this same page."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return [
        {"code": code, "label": label, "href": "?" + urlencode([*kept, ("lang", code)])}
        for code, label in (("en", "English"), ("nl", "Nederlands"))
    ]


def _surroundings() -> dict[str, Any]:
    me = g.get("me")
    shown = None
    if me is not None:
        shown = {
            "name": me["name"],
            "initials": me.get("initials", ""),
            "roles": [role_name(role) for role in me.get("roles", ())],
            "institution_name": me.get("institution_name"),
        }
    settings = current_app.config["SETTINGS"]
    return {
        "me": shown,
        "nav": navigation(g.get("current_nav", "")) if me is not None else [],
        "lang": g.get("language", "en"),
        "languages": _languages(),
        "theme": request.cookies.get(settings.theme_cookie),
        "theme_cookie": settings.theme_cookie,
        "csrf_token": csrf.token() if g.get("visit") else "",
        "events_href": f"{settings.live_origin}/events",
        "live_topics": [],
        "page_title": "",
    }
