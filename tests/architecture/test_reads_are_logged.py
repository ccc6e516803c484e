"""Every method that reads personal records leaves an audit line (NEN 7513): a catalogue.

The front doors name their queries; from each query the calls within the service are followed
until an audit line is found.
"""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SERVICES = ("accounts", "dashboards", "documents", "forms", "notifications", "portfolio")
# Reads that look at nobody's records, each with what they read instead.
WITHOUT = {
    "accounts.password_rules": "the rules of passwords",
    "accounts.check_password": "the rules of passwords, and what the caller types",
    "accounts.open_password_link": "the state of the caller's own link; using it is logged",
    "accounts.open_link": "the state of the caller's own link; using it is logged",
    "accounts.known_device": "whether a browser is the learner's; the send it belongs to is logged",
    "accounts.institution": "the institution itself",
    "accounts.setup": "how far the institution is; of people only how many there are",
    "dashboards.authorise_topics": "which topics to follow; the views are logged",
    "dashboards.freshness": "how old the read models are",
    "notifications.inbox": "the caller's own messages, each by number; opening one is logged there",
    "notifications.badge": "how many messages the caller has",
    "notifications.preferences": "the caller's own wishes",
    "notifications.mail_states": "whether mails went out, by request",
    "portfolio.request_for_mail": "what notifications mails; the mail itself is logged",
    "portfolio.sent_before": "whether the caller's own Send took effect; that Send is logged",
}
LOGS = {"audit", "looked", "looked_into"}


@functools.cache
def functions(service: str) -> dict[str, list[ast.FunctionDef]]:
    """Every function of a service's rooms, by name."""
    found: dict[str, list[ast.FunctionDef]] = {}
    for file in sorted((CHECKOUT / "services" / service).rglob("*.py")):
        if "migrations" not in file.parts and file.name != "service.py":
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    found.setdefault(node.name, []).append(node)
    return found


def called(node: ast.AST) -> set[str]:
    names = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            names.add(getattr(one.func, "attr", None) or getattr(one.func, "id", ""))
    return names


def is_logged(service: str, name: str, seen: frozenset[str] = frozenset()) -> bool:
    for node in functions(service).get(name, ()):
        names = called(node)
        if names & LOGS:
            return True
        inner = (names & set(functions(service))) - seen - {name}
        if any(is_logged(service, one, seen | {name}) for one in inner):
            return True
    return False


def reads(service: str) -> dict[str, str]:
    """The query of each read at the front door, by method."""
    tree = ast.parse((CHECKOUT / "services" / service / "service.py").read_text("utf-8"))
    found = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or not node.decorator_list:
            continue
        for one in ast.walk(node):
            reading = isinstance(one, ast.Call) and (
                getattr(one.func, "attr", "") in ("read", "_read")
                or getattr(one.func, "id", "") == "look"
            )
            if reading:
                queries = [arg for arg in one.args if isinstance(arg, ast.Attribute)]
                named = [arg.attr for arg in queries if arg.attr != "database"]
                found[f"{service}.{node.name}"] = named[-1] if named else node.name
    return found


# Definitions are nobody's records.
READS = {
    method: query
    for service in SERVICES
    if service != "forms"
    for method, query in reads(service).items()
}


def test_the_catalogue_knows_the_front_doors():
    assert len(READS) > 35
    assert set(WITHOUT) <= set(READS)


@pytest.mark.parametrize("method", sorted(set(READS) - set(WITHOUT)))
def test_every_method_that_reads_personal_records_leaves_a_line(method: str):
    assert is_logged(method.split(".")[0], READS[method])


@pytest.mark.parametrize("service", [one for one in SERVICES if one != "forms"])
def test_a_line_of_a_read_names_the_right(service: str):
    for file in sorted((CHECKOUT / "services" / service).rglob("quer*/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "tx.audit":
                assert "basis" in {one.arg for one in node.keywords}, file
