"""The link of an anonymous round, for who opened it: once on the screen, as a code and as text, to
be printed or opened on a screen that everybody uses. Only its hash is kept, so it is not shown
again; a new one takes its place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from flask import Blueprint, current_app, flash, redirect, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.web.filling import definition_of
from gateway.web.page import render, signed_in
from gateway.wording import sentence_of
from libs.contracts import portfolio

blueprint = Blueprint("round_link", __name__, url_prefix="/records/<uuid:record_id>/rounds/<stage>")
QUIET_ZONE = 4


@blueprint.post("/link")
def open_link(record_id: UUID, stage: str) -> Any:
    """Make the link and show it; the one before lets nobody in any more."""
    signed_in()
    try:
        made = ask(portfolio.OPEN_ROUND_LINK, record_id=record_id, stage=stage)
    except portfolio.NotNow as fault:
        flash(sentence_of(fault), "error")
        return redirect(url_for("records.show", record_id=record_id))
    address = _address(made["token"])
    record = ask(portfolio.RECORD, record_id=record_id)
    names = accounts_client.names_of([record["learner_id"]])
    return render(
        "records/round_link.html",
        current="dossiers",
        title=_("The link of the round"),
        definition=definition_of(record),
        record_id=record_id,
        learner=names.get(str(record["learner_id"]), {}).get("name", ""),
        address=address,
        code=code_of(address),
        not_after=made["not_after"],
    )


def _address(token: str) -> str:
    origin: str = current_app.config["SETTINGS"].public_origin
    return origin + url_for("walk_in.show", token=token)


def code_of(address: str) -> Markup:
    """A QR code of an address as SVG; black on white in dark pages too, or no camera reads it."""
    drawn = segno.make(address, error="m").svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # Squares alone: nothing of the address stands in it as text.


@blueprint.post("/link/stop")
def stop(record_id: UUID, stage: str) -> Any:
    """Let nobody in by the link any more."""
    signed_in()
    try:
        ask(portfolio.STOP_ROUND_LINK, record_id=record_id, stage=stage)
    except portfolio.NotNow as fault:
        flash(sentence_of(fault), "error")
    else:
        flash(_("The link is stopped. What was answered stays."))
    return redirect(url_for("records.show", record_id=record_id))
