"""What each step of setting up is called, why it is there, where it is done, how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from gateway.clients.setup import KINDS

# Title, why, and the words of the link, by step of an institution.
OF_INSTITUTION = {
    "contact": (
        _l("Name, and who helps"),
        _l("The help page says whom people call when they are stuck; every mail leads there."),
        _l("Name and contact"),
    ),
    "sign_in": (
        _l("Rules for log-in"),
        _l(
            "Decide before the first mail goes out how strong a password is and when an account"
            " is blocked."
        ),
        _l("Rules for log-in"),
    ),
    "framework": (
        _l("What learners work towards"),
        _l("Forms and dashboards hang on it: each judgement is about one of its outcomes."),
        _l("Frameworks"),
    ),
    "forms": (
        _l("Forms"),
        _l("With these, learners ask for feedback, are assessed and look back."),
        _l("Forms"),
    ),
    "programme": (
        _l("A programme"),
        _l("It says which forms stand in which dossier, in which phase, and how many are asked."),
        _l("Programmes"),
    ),
    "people": (
        _l("People"),
        _l("Import learners and those who guide them; you first see what would change."),
        _l("Import people"),
    ),
    "relations": (
        _l("Who guides whom"),
        _l("Trainers and teachers see the portfolios of the learners they are linked to."),
        _l("Link people"),
    ),
    "enrolment": (
        _l("First learner in a programme"),
        _l("Enrolling opens the portfolio, with the dossiers of the programme."),
        _l("Enrol a learner"),
    ),
}
OF_NETWORK = {
    "institutions": (
        _l("Institutions"),
        _l("Each keeps its own people; what you design for the network serves them all."),
        _l("Institutions"),
    ),
    "framework": (
        _l("A framework for all"),
        _l("When all work towards the same outcomes, their programmes can be compared."),
        _l("Frameworks"),
    ),
    "forms": (
        _l("Forms for all"),
        _l("Every institution can use them as they are, or make its own version."),
        _l("Forms"),
    ),
    "programme": (
        _l("A programme for all"),
        _l("An institution follows it, unless it publishes its own version."),
        _l("Programmes"),
    ),
    "administrators": (
        _l("An administrator in each"),
        _l("Somebody there knows the people: who joins, who leaves and who guides whom."),
        _l("Institutions"),
    ),
}
# Said as long as there is nothing to count: what to press where the link leads.
HOW = {
    "relations": _l("Open a learner and choose “Add a trainer”, or name them in the import."),
    "enrolment": _l("Open a learner and choose “Enrol, or change this”."),
}


def step_words(step: Mapping[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
    """A step with its words and where it is done."""
    of = str(state["of"])
    title, why, link = (OF_NETWORK if of == "network" else OF_INSTITUTION)[step["key"]]
    return {
        **step,
        "title": str(title),
        "why": str(why),
        "link": str(link),
        "href": _places(of)[step["key"]],
        "detail": _detail(step, state),
    }


def _places(of: str) -> dict[str, str]:
    design = {step: url_for("design.definitions", kind=kind) for step, kind in KINDS.items()}
    if of == "network":
        institutions = url_for("people.institutions")
        return {**design, "institutions": institutions, "administrators": institutions}
    learners = url_for("people.search", role="learner")
    return {
        **design,
        "contact": url_for("institution.contact"),
        "sign_in": url_for("institution.sign_in"),
        "people": url_for("people_import.upload"),
        "relations": learners,
        "enrolment": learners,
    }


def _detail(step: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    """What is there already, in figures; nothing where there is nothing to count."""
    if step["own"] is not None:
        return _definitions(step, of_network=state["of"] == "network")
    counts, key = state["counts"], step["key"]
    if key in HOW:
        done = counts["guided" if key == "relations" else "enrolled"]
        of_all = _("%(done)s of %(all)s learners", done=done, all=counts["learners"])
        return of_all if done else str(HOW[key])
    if key == "administrators":
        return _(
            "%(done)s of %(all)s institutions",
            done=counts["administered"],
            all=counts["institutions"],
        )
    return _counted(key, counts)


def _definitions(step: Mapping[str, Any], *, of_network: bool) -> str:
    own = ngettext("%(num)s of your own", "%(num)s of your own", step["own"])
    shared = ngettext("%(num)s of the network", "%(num)s of the network", step["shared"])
    said = [own if step["own"] and not of_network else "", shared if step["shared"] else ""]
    return ", ".join(filter(None, said))


def _counted(key: str, counts: Mapping[str, int]) -> str:
    if key == "institutions":
        return ngettext("%(num)s institution", "%(num)s institutions", counts["institutions"])
    if key != "people" or not (counts["learners"] or counts["staff"]):
        return ""
    learners = ngettext("%(num)s learner", "%(num)s learners", counts["learners"])
    staff = ngettext(
        "%(num)s who guides or assesses", "%(num)s who guide or assess", counts["staff"]
    )
    return f"{learners}, {staff}"
