"""What people and programs are told: the welcome after `up`, and the status."""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from deploy.local import processes
from deploy.local.environment import Addresses
from deploy.local.files import read_json, write_private
from deploy.local.platform import Platform, is_ready


def welcome(addresses: Addresses, logins: Sequence[Mapping[str, Any]]) -> str:
    """The address, the log-ins and the inbox."""
    lines = ["", f"Tessera is ready:  {addresses.public_origin}"]
    if addresses.inbox:
        lines.append(f"Mail it sends:     {addresses.inbox}")
    if logins:
        width = max(len(str(login["role"])) for login in logins)
        lines += ["", "Log in as"]
        lines += [
            f"  {login['role']:{width}}  {login['username']}  {login['password']}"
            for login in logins
        ]
    return "\n".join([*lines, ""])


def remember_start(platform: Platform, began: float) -> None:
    """Keep how long the start took."""
    seconds = round(time.time() - began, 2)
    write_private(platform.run / "start.json", json.dumps({"ready_s": seconds}))


def status(platform: Platform) -> dict[str, Any]:
    """Each process with state, pid, port and memory.

    `state` is "down", "up" or "degraded"; memory is resident MiB, children included.
    """
    rows = [*_servers(platform), *_programs(platform)]
    running = [row for row in rows if row["pid"] is not None]
    if not running:
        state = "down"
    else:
        state = "up" if all(row["state"] == "ready" for row in rows) else "degraded"
    return {
        "state": state,
        "address": platform.public_origin() if running else None,
        "ready_s": read_json(platform.run / "start.json").get("ready_s") if running else None,
        "memory_mib": round(sum(row["memory_mib"] for row in rows), 1),
        "processes": rows,
    }


def table(state: Mapping[str, Any]) -> str:
    """The status for people."""
    lines = [f"{'PROCESS':<15}{'STATE':<12}{'PID':>8}{'PORT':>8}{'MEMORY':>12}"]
    for row in state["processes"]:
        lines.append(
            f"{row['name']:<15}{row['state']:<12}{row['pid'] or '-':>8}{row['port'] or '-':>8}"
            f"{row['memory_mib']:>8.1f} MiB"
        )
    lines.append(f"{'total':<15}{state['state']:<12}{'':>16}{state['memory_mib']:>8.1f} MiB")
    if state["address"]:
        lines.append(f"Address: {state['address']}")
    return "\n".join(lines)


def _servers(platform: Platform) -> list[dict[str, Any]]:
    rows = []
    for server in platform.backing.ours:
        pid = server.pid
        state = "ready" if pid is not None else "stopped"
        rows.append(_row(server.name, state, pid, server.memory.get("port")))
    return rows


def _programs(platform: Platform) -> list[dict[str, Any]]:
    supervisor = platform.supervisor_pid
    state = "stopped" if supervisor is None else "ready"
    rows = [_row("supervisor", state, supervisor, None, alone=True)]
    states = read_json(platform.run / "state.json") if supervisor is not None else {}
    for name, plan in platform.plan().items():
        pid = processes.remembered(platform.run / "processes" / f"{name}.json")
        if pid is None:
            state = states.get(name, {}).get("state", "stopped")
        else:
            state = "ready" if is_ready(plan["ready_url"]) else "starting"
        rows.append(_row(name, state, pid, plan["port"]))
    return rows


def _row(name: str, state: str, pid: int | None, port: Any, alone: bool = False) -> dict[str, Any]:
    memory = 0.0
    if pid is not None:
        # What children share with their parent (PostgreSQL's buffers, program code) counts once.
        family = [] if alone else processes.children(pid)
        own = sum(processes.resident_mib(one, shared=False) for one in family)
        memory = round(processes.resident_mib(pid) + own, 1)
    return {"name": name, "state": state, "pid": pid, "port": port, "memory_mib": memory}
