"""What the Dockerfiles put into an image, laid out in a folder: files, and packages of the lock."""

import fnmatch
import re
import shutil
import sys
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
SERVICES = ("accounts", "forms", "portfolio", "documents", "dashboards", "notifications")
IMAGES = (*SERVICES, "gateway")
LOCKS = ROOT / "deploy/images/requirements"


def dockerfile(image):
    return ROOT / ("gateway" if image == "gateway" else f"services/{image}") / "Dockerfile"


def instructions(image):
    """(word, rest) of each instruction, continued lines joined, comments gone."""
    text = re.sub(r"^#.*\n", "", dockerfile(image).read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line.strip()]


def build_stage(image):
    """The instructions of the stage that makes the Python side of the image."""
    found, inside = [], False
    for word, rest in instructions(image):
        if word == "FROM":
            inside = rest.endswith(" AS build")
        elif inside:
            found.append((word, rest))
    return found


def copied(image):
    """[(source in the checkout, place in the image)] of the Python side."""
    return [
        tuple(rest.split())
        for word, rest in build_stage(image)
        if word == "COPY" and not rest.startswith("--from")
    ]


def ignored():
    """Patterns of .dockerignore that take something out again."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return [line for line in lines if line and line[0] not in "#!" and line != "*"]


def lay_out(image, target):
    """Make `target` what /srv/tessera is in the image, but for the built style and scripts."""
    for source, place in copied(image):
        if source.endswith(".lock"):
            continue
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, target / place, ignore=_left_out)
        else:
            (target / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, target / place)
    for word, rest in build_stage(image):
        if word == "RUN" and rest.startswith("rm -r "):
            shutil.rmtree(target / rest.removeprefix("rm -r "))
    return target


def _left_out(folder, names):
    place = Path(folder).relative_to(ROOT)
    return [
        name
        for name in names
        if any(
            fnmatch.fnmatch(name, pattern.removeprefix("**/")) or str(place / name) == pattern
            for pattern in ignored()
        )
    ]


def requirements(lock):
    """Name -> exact version of a lock, of what is installed on this system."""
    lines = [line.rstrip(" \\") for line in lock.read_text().splitlines() if line[:1].isalnum()]
    wanted = [Requirement(line) for line in lines]
    return {
        canonicalize_name(one.name): str(one.specifier)
        for one in wanted
        if one.marker is None or one.marker.evaluate()
    }


def hashes(lock):
    """Name and version -> hashes."""
    found, name = {}, ""
    for line in lock.read_text().splitlines():
        if line[:1].isalnum():
            name = line.split(" ")[0]
        elif "--hash=" in line:
            found.setdefault(name, set()).add(line.strip(" \\"))
    return found


def install(image, target):
    """Links in `target` to the packages of the image's lock and to no other."""
    target.mkdir()
    for name in requirements(LOCKS / f"{image}.lock"):
        package = distribution(name)
        for top in {file.parts[0] for file in package.files} - {"..", "__pycache__"}:
            link = target / top
            if not link.exists():
                link.symlink_to(Path(package.locate_file(top)))
    return target


def python(files, packages, code):
    """The command that runs `code` with these files and packages only."""
    paths = [str(files), str(packages)]
    return [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {paths}\n{code}"]
