"""The languages of the pages: each messages.po compiled beside itself into the messages.mo that
Flask-Babel reads. Standard library only; Babel itself runs in the virtual environment."""

import subprocess
from pathlib import Path

from deploy.local.problem import Problem
from deploy.local.progress import step
from deploy.local.stamps import fingerprint, is_stamped

TRANSLATIONS = "gateway/web/translations"
TITLE = "Compiling the languages of the pages"


def build(checkout: Path, python: Path) -> None:
    """Compile where a catalogue changed since the last time. Raises Problem."""
    folder = checkout / TRANSLATIONS
    sources = sorted(folder.rglob("*.po"))
    stamp, now = folder / ".stamp", fingerprint(sources)
    compiled = all(source.with_suffix(".mo").exists() for source in sources)
    if not sources or (compiled and is_stamped(stamp, now)):
        return
    with step(TITLE):
        done = subprocess.run(
            [str(python), "-m", "babel.messages.frontend", "compile", "--directory", str(folder)],
            cwd=checkout,
            capture_output=True,
            text=True,
            errors="replace",
        )
    if done.returncode:
        lines = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise Problem(f"{TITLE} failed:\n{lines}")
    stamp.write_text(now)
