"""Shows every part with sample data: `python -m tests.unit.web.styleguide_app [port]`.

Only for people who work on the look of Tessera; the product has no such page.
"""

from __future__ import annotations

import sys
from typing import Any

from flask import Flask, Response, render_template, request
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
    return app


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
        "csrf_token": "sample",
        "page_title": "Style guide",
        "live_topics": [],
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
    return render_template(
        "styleguide.html", form=samples.form_page(str(get_locale())), **samples.charts()
    )


def _link() -> str:
    form = samples.form_page(
        str(get_locale()),
        answers={},
        errors={
            "trust": "Choose how much you would be there.",
            "skills.exam": "Choose a level or “Not seen”.",
        },
    )
    return render_template(
        "styleguide_link.html", form=form, page_title="Feedback for Sanne de Vries"
    )


def _fault() -> str:
    return render_template(
        "layouts/fault.html", status=404, page_title="Not here", reference="7f3a-19"
    )


def _sign_in() -> str:
    return render_template("styleguide_sign_in.html", page_title="Set your password")


if __name__ == "__main__":
    create_styleguide().run(port=int(sys.argv[1]) if len(sys.argv) > 1 else 5099)
