"""Processes of the local run: start one, know whether it still lives, stop exactly that one.

A process is remembered in a file as its pid, its start time and the boot it belongs to, so a pid
that the kernel has given to somebody else since is never taken for ours, and never signalled.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from deploy.local.files import write_private

# A longer log is put aside at the next start; one older generation is kept.
LOG_LIMIT = 10 * 2**20


def start_mark(pid: int) -> str | None:
    """What tells this process from a later one with the same pid; None when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # A zombie answers to its pid but runs no code any more. With threads it is not one yet: a
    # killed server's first thread may end before the others, which hold its port until they go.
    over = fields[0] == "X" or (fields[0] == "Z" and int(fields[17]) <= 1)
    return None if over else f"{boot}/{fields[19]}"


def remember(path: Path, pid: int) -> None:
    """Write who runs to `path`."""
    write_private(path, json.dumps({"pid": pid, "mark": start_mark(pid)}))


def remembered(path: Path) -> int | None:
    """The pid in `path` when that very process still runs, else None."""
    try:
        noted = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    mark = start_mark(noted["pid"])
    return noted["pid"] if mark is not None and mark == noted["mark"] else None


def spawn(
    command: Sequence[str | os.PathLike[str]],
    log: Path,
    env: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in its own session, so a Ctrl-C reaches only us; output goes to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".1.log"))
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            cwd=directory,
            start_new_session=True,
        )


def wait_gone(pid: int, mark: str | None, seconds: float) -> bool:
    """True when the process ended within `seconds`."""
    limit = time.monotonic() + seconds
    while start_mark(pid) == mark and mark is not None:
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def stop(pid: int, steps: Iterable[tuple[signal.Signals, float]]) -> None:
    """Send each signal in turn and wait its seconds, until the process is gone."""
    mark = start_mark(pid)
    for step, seconds in steps:
        if mark is None or start_mark(pid) != mark:
            return
        try:
            os.kill(pid, step)
        except ProcessLookupError:
            return
        if wait_gone(pid, mark, seconds):
            return


def marked(name: str, value: str) -> list[int]:
    """Processes that were started with this environment variable at this value, except ourselves.

    Only those whose environment we may read: our own account's, or everybody's for root.
    """
    wanted = f"{name}={value}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        pid = int(entry.name)
        if wanted in environment and pid != os.getpid() and start_mark(pid) is not None:
            found.append(pid)
    return found


def resident_mib(pid: int, shared: bool = True) -> float:
    """Resident memory of one process in MiB, or only its own share of it; 0 when it is gone."""
    wanted = "VmRSS:" if shared else "RssAnon:"
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(wanted):
                return round(int(line.split()[1]) / 1024, 1)
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0.0


def children(pid: int) -> list[int]:
    """All descendants of a process, parents first."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            direct = [int(child) for child in task.read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
        for child in direct:
            found += [child, *children(child)]
    return found


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log file, for messages about a process that died."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
