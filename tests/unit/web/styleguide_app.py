"""Shows every part with sample data: `python -m tests.unit.web.styleguide_app [port]`.

Only for people who work on the look of Tessera; the product has no such page.
"""

from __future__ import annotations

import queue
import sys
from typing import Any

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_babel import Babel, get_locale

from gateway.web.assets import register_assets
from gateway.web.template_filters import register_filters
from tests.unit.web import samples

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def _language() -> str:
    return "nl" if request.args.get("lang") == "nl" else "en"


def create_styleguide() -> Flask:
    """A Flask app of three pages, with the same strict content policy as the product."""
    app = Flask("tessera-styleguide", template_folder=str(_templates()))
    app.secret_key = "only-for-the-style-guide"
    Babel(
        app,
        locale_selector=_language,
        default_translation_directories=str(_templates().parent / "translations"),
    )
    register_assets(app)
    register_filters(app)
    app.context_processor(_context)
    app.after_request(_with_policy)
    app.add_url_rule("/", view_func=_guide, endpoint="guide")
    app.add_url_rule("/link", view_func=_link, endpoint="link")
    app.add_url_rule("/fault", view_func=_fault, endpoint="fault")
    app.add_url_rule("/sign-in", view_func=_sign_in, endpoint="sign_in")
    app.add_url_rule("/send", view_func=_send, methods=["POST"])
    app.add_url_rule("/draft", view_func=_draft, methods=["PUT"])
    app.add_url_rule("/events", view_func=_events)
    app.config.update(SENT=[], DRAFTS=[], REFUSE=[], EVENTS=queue.Queue(), SERVED=0)
    return app


def _note(name: str, body: Any) -> Response | None:
    """Remember a write; answer with the next status of REFUSE, if there is one."""
    current_app.config[name].append({"headers": dict(request.headers), "body": body})
    waiting = current_app.config["REFUSE"]
    return Response("{}", waiting.pop(0), content_type="application/json") if waiting else None


def _send() -> Any:
    fields = request.form.to_dict(flat=False)
    return _note("SENT", fields) or jsonify({"location": "/fault?sent=1"})


def _draft() -> Any:
    refused = _note("DRAFTS", request.get_json())
    if refused is not None:
        return refused
    answer = jsonify({"rev": 1})
    answer.set_etag(str(len(current_app.config["DRAFTS"])))
    return answer


def _events() -> Response:
    """A stream that says what the tests put into EVENTS; empty it lasts twenty seconds."""
    waiting = current_app.config["EVENTS"]

    def stream() -> Any:
        yield "event: ready\ndata: {}\n\n"
        while True:
            try:
                yield f"event: view_changed\ndata: {waiting.get(timeout=20)}\n\n"
            except queue.Empty:
                return

    return Response(stream(), mimetype="text/event-stream")


def _templates() -> Any:
    import gateway.web.assets as place

    return place.DIST.parent / "templates"


def _with_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CSP
    return response


def _context() -> dict[str, Any]:
    return {
        "lang": str(get_locale()),
        "theme": request.args.get("theme"),
        "theme_cookie": "theme-of-guide",
        "csrf_token": "sample",
        "page_title": "Style guide",
        "live_topics": [],
        "events_href": "/events",
        "institution_name": "Huisartsopleiding Waterland",
        "me": {
            "name": "Sanne de Vries",
            "initials": "SV",
            "roles": ["Learner, year 2"],
            "institution_name": "Huisartsopleiding Waterland",
        },
        "nav": [
            {
                "key": "dossiers",
                "label": "Dossiers",
                "href": "#",
                "icon": "layers",
                "current": True,
                "badge": 2,
            },
            {
                "key": "dashboard",
                "label": "Dashboard",
                "href": "#",
                "icon": "chart-line",
                "current": False,
                "badge": 0,
            },
            {
                "key": "documents",
                "label": "My documents",
                "href": "#",
                "icon": "folder-open",
                "current": False,
                "badge": 0,
            },
        ],
    }


def _guide() -> str:
    current_app.config["SERVED"] += 1
    return render_template(
        "styleguide.html", form=samples.form_page(str(get_locale())), **samples.charts()
    )


def _link() -> str:
    """The page behind a personal link; with ?errors=1 as it comes back from a refused Send."""
    wrong = {"trust": "Choose how much you would be there.", "skills.exam": "Choose a level."}
    errors = wrong if request.args.get("errors") else {}
    form = samples.form_page(str(get_locale()), answers={}, errors=errors)
    summary = [{"id": f"q-{path.replace('.', '-')}", "text": text} for path, text in errors.items()]
    title = "Feedback for Sanne de Vries"
    return render_template("styleguide_link.html", form=form, errors=summary, page_title=title)


def _fault() -> str:
    return render_template(
        "layouts/fault.html", status=404, page_title="Not here", reference="7f3a-19"
    )


def _sign_in() -> str:
    return render_template("styleguide_sign_in.html", page_title="Set your password")


if __name__ == "__main__":
    create_styleguide().run(port=int(sys.argv[1]) if len(sys.argv) > 1 else 5099)
