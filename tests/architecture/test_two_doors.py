"""Whatever the pages ask of a service, the API offers too: methods by both doors are compared.

From every function of a door the calls within the gateway are followed to the contract methods
that they name.
"""

from __future__ import annotations

import ast
import functools
import importlib
from collections.abc import Iterator
from pathlib import Path

from libs.contracts.base import Method

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES, API = CHECKOUT / "gateway" / "web", CHECKOUT / "gateway" / "api"
DOORS = ("gateway.web", "gateway.api")
SERVICES = ("accounts", "dashboards", "documents", "forms", "notifications", "portfolio")
# What the pages ask and no operation does, each with what a program does instead.
PAGES_ONLY = {
    "portfolio.sent_before": "sends the same again: a program need not read the record for that",
}


@functools.cache
def methods() -> dict[str, Method]:
    """Every contract method by where it can be imported from: `libs.contracts.forms.DRAFT`."""
    found = {}
    for service in SERVICES:
        module = importlib.import_module(f"libs.contracts.{service}")
        for name, value in vars(module).items():
            if isinstance(value, Method):
                found[f"{module.__name__}.{name}"] = value
    return found


@functools.cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@functools.cache
def imported(file: Path) -> dict[str, str]:
    """What each imported name of a file stands for, with its whole path."""
    found = {}
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for one in node.names:
                found[one.asname or one.name] = f"{node.module}.{one.name}"
    return found


def named(file: Path, node: ast.AST) -> Iterator[str]:
    """The whole paths of the names in a piece of code: of imports, and of the file's own."""
    known, own = imported(file), ".".join(file.relative_to(CHECKOUT).with_suffix("").parts)
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield known.get(one.id, f"{own}.{one.id}")
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            yield f"{known.get(one.value.id, one.value.id)}.{one.attr}"


def shared(path: str) -> tuple[Path, ast.AST] | None:
    """The function or constant of the gateway's shared rooms that a path names."""
    module, _, name = path.rpartition(".")
    file = CHECKOUT.joinpath(*module.split(".")).with_suffix(".py")
    is_shared = module.startswith("gateway.") and not module.startswith(DOORS)
    if not is_shared or not file.exists():
        return None
    for node in parsed(file).body:
        names = [node.name] if isinstance(node, ast.FunctionDef) else _assigned(node)
        if name in names:
            return file, node
    return None


def _assigned(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [one.id for one in targets if isinstance(one, ast.Name)]


def asked(door: Path) -> dict[str, str]:
    """Methods that a door asks, by address, with one file from which it does."""
    found: dict[str, str] = {}
    for start in sorted(door.rglob("*.py")):
        for address in asked_by(start):
            found.setdefault(address, str(start.relative_to(CHECKOUT)))
    return found


@functools.cache
def asked_by(start: Path, function: str | None = None) -> frozenset[str]:
    """The addresses of the methods that a file asks, or one function of it."""
    body = [
        node
        for node in parsed(start).body
        if function is None or (isinstance(node, ast.FunctionDef) and node.name == function)
    ]
    seen: set[str] = set()
    waiting: list[tuple[Path, ast.AST]] = [(start, node) for node in body]
    while waiting:
        for path in set(named(*waiting.pop())) - seen:
            seen.add(path)
            if path not in methods() and (further := shared(path)) is not None:
                waiting.append(further)
    return frozenset(methods()[path].address for path in seen & methods().keys())


def test_both_doors_are_read_through_the_rooms_they_share():
    by_pages, by_api = asked(PAGES), asked(API)
    assert len(by_pages) > 90 and len(by_api) > 90
    # By way of gateway.clients, gateway.identity, and two functions of one file.
    assert {"accounts.names", "accounts.open_link", "accounts.setup"} <= set(by_pages)
    assert {"forms.definition_by_hash", "accounts.known_device", "accounts.setup"} <= set(by_api)
    # Nobody's at either door.
    assert "notifications.request_for_mail" not in {**by_pages, **by_api}


def test_whatever_the_pages_ask_of_a_service_the_api_does_too():
    missing = {method: file for method, file in asked(PAGES).items() if method not in asked(API)}
    assert {method: file for method, file in missing.items() if method not in PAGES_ONLY} == {}


def test_every_exception_is_one():
    assert set(PAGES_ONLY) <= set(asked(PAGES)) - set(asked(API))
