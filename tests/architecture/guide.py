"""Blocks of docs/operator-guide.md that a test can carry out, by the word after the language."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "operator-guide.md"
RECORD = '%s() { printf "%%s\\x1f" "$@"; echo; }\n'


def block(name):
    found = re.findall(
        rf"^```[a-z]+ {name}\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL
    )
    assert len(found) == 1, f"{len(found)} blocks called {name}"
    return found[0]


def shell(text, folder, **environment):
    """Carry a block out in a folder; its standard output."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text],
        cwd=folder,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def said_to(program, text, folder, **environment):
    """The arguments of each call of `program` in a block, which is not really run."""
    lines = shell(RECORD % program + text, folder, **environment).splitlines()
    return [line.split("\x1f")[:-1] for line in lines if "\x1f" in line]


def broker_rights():
    """User -> (configure, write, read), as the guide's commands give them."""
    text = block("broker").replace('"$(cat "passwords/$1.amqp")"', "password")
    calls = said_to("rabbitmqctl", text, ROOT)
    return {call[3]: tuple(call[4:]) for call in calls if call[0] == "set_permissions"}
