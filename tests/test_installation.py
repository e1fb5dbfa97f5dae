"""What is installed is what the locks name, whatever pip, Python and later releases there are."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.installation.licences import is_allowed, licence_of, read_table, rows_of
from tests.installation.locks import LOCKS, PROGRAM, ROOT, TESTS, Locked, read_lock

# The oldest pip that runs here: 23.0.1 comes with Debian 12, and breaks on Python 3.12.
OLD_PIP = "23.0.1" if sys.version_info < (3, 12) else "23.2.1"
RELEASED_SINCE = ("click", "coverage", "lxml", "numpy")
WITHOUT_INDEX = ["--dry-run", "--ignore-installed", "--no-index", "--find-links"]


# ---------------------------------------------------------------- newer releases


def downloaded(folder: Path, pip: str) -> Path:
    """The wheel of a pip; without an index the test is skipped, in CI it fails."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
    run = subprocess.run([*command, str(folder), pip], capture_output=True, text=True)
    if run.returncode:
        reason = f"NOT TESTED whether newer releases break the installation: {run.stderr}"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    (wheel,) = folder.iterdir()
    return wheel


def add_wheel(name: str, version: str, shelf: Path) -> str:
    """Put a wheel without modules on the shelf; its SHA-256.

    It requires what the installed package of that name does, if there is one.
    """
    stem = f"{name.replace('-', '_')}-{version}"
    try:
        fields = [("Requires-Dist", each) for each in distribution(name).requires or ()]
        fields += [
            ("Provides-Extra", each)
            for each in distribution(name).metadata.get_all("Provides-Extra", [])
        ]
    except PackageNotFoundError:
        fields = []
    head = [("Metadata-Version", "2.1"), ("Name", name), ("Version", version)]
    metadata = "".join(f"{key}: {value}\n" for key, value in [*head, *fields])
    wheel = shelf / f"{stem}-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        archive.writestr(f"{stem}.dist-info/METADATA", metadata)
        archive.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{stem}.dist-info/RECORD", "")
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def make_lines(*arguments: str) -> list[str]:
    """What make would run, asked as from a shell even where make runs the tests."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "--dry-run", "--always-make", *arguments]
    run = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment
    )
    return run.stdout.splitlines()


def make_installs() -> Iterator[list[str]]:
    """The arguments with which ``make test`` in a fresh clone has pip install from the locks."""
    for line in make_lines("VENV=fresh", "fresh/.installed-test"):
        if line.startswith("fresh/bin/pip install") and " -r " in line:
            yield shlex.split(line)[1:]


def pip(wheel: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a pip from its wheel, without the machine's settings."""
    command = [sys.executable, str(wheel / "pip"), "--isolated", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """An index and the locks for it: stand-ins for all that is locked, and newer releases.

    The locks differ from the project's in nothing but the hashes.
    """
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for name in RELEASED_SINCE:
        add_wheel(name, "9999", shelf)
    digests = {
        name: add_wheel(name, package.version, shelf) for name, package in read_lock(TESTS).items()
    }
    for lock in (PROGRAM, TESTS):
        lines = [
            f"{package.line} --hash=sha256:{digests[name]}\n"
            for name, package in read_lock(lock).items()
        ]
        (shelf / lock.name).write_text("".join(lines))
    return shelf


def test_newer_releases_change_nothing_of_what_any_pip_installs(
    shelf: Path, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    old = downloaded(tmp_path / "old", f"pip=={OLD_PIP}")
    newest = downloaded(tmp_path / "newest", "pip")
    installs = list(make_installs())
    report = tmp_path / "report.json"

    assert [arguments[-1] for arguments in installs] == [PROGRAM.name, TESTS.name]
    for wheel in (old, newest):
        for *options, lock in installs:
            with subtests.test(pip=wheel.name, lock=lock):
                run = pip(wheel, *options, shelf / lock, *WITHOUT_INDEX, shelf, "--report", report)

                assert run.returncode == 0, run.stderr
                assert installed(report) == versions_here(ROOT / lock)


def test_without_extras_and_with_a_resolver_newer_releases_break_the_installation(
    shelf: Path, tmp_path: Path
) -> None:
    stripped = tmp_path / "stripped.lock"
    stripped.write_text((shelf / TESTS.name).read_text().replace("[toml]==", "=="))
    old = downloaded(tmp_path / "old", f"pip=={OLD_PIP}")

    run = pip(old, "install", "--require-hashes", "-r", stripped, *WITHOUT_INDEX, shelf)

    assert "must have their versions pinned with ==" in run.stderr


def installed(report: Path) -> dict[str, str]:
    """Names and versions of what pip reports it would install."""
    packages = [package["metadata"] for package in json.loads(report.read_text())["install"]]
    return {canonicalize_name(each["name"]): each["version"] for each in packages}


def versions_here(lock: Path) -> dict[str, str]:
    """Names and versions that a lock has for this platform."""
    return {name: each.version for name, each in read_lock(lock).items() if each.here}


# ---------------------------------------------------------------- the locks are complete


def fits(requirement: Requirement, locked: dict[str, Locked]) -> bool:
    """Is it locked, with its extras, at a version that is asked for?"""
    package = locked.get(canonicalize_name(requirement.name))
    return (
        package is not None
        and package.version in requirement.specifier
        and normal(requirement.extras) <= normal(package.requirement.extras)
    )


def normal(extras: Iterable[str]) -> set[str]:
    return {canonicalize_name(extra) for extra in extras}


def required(package: Distribution, extras: Iterable[str]) -> Iterator[Requirement]:
    """What a distribution with these extras requires here."""
    for requirement in map(Requirement, package.requires or ()):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": each}) for each in ("", *extras)):
            yield requirement


@pytest.mark.parametrize("lock", [PROGRAM, TESTS], ids=lambda lock: lock.name)
def test_a_lock_holds_all_that_its_packages_require_with_their_extras(lock: Path) -> None:
    locked = read_lock(lock)

    missing = [
        f"{name} requires {requirement}"
        for name, package in locked.items()
        if package.here
        for requirement in required(distribution(name), package.requirement.extras)
        if not fits(requirement, locked)
    ]

    assert missing == [], "run: make lock"


@pytest.mark.parametrize(
    ("lock", "extras"), [(PROGRAM, ["build"]), (TESTS, ["build", "test"])], ids=["run", "test"]
)
def test_a_lock_holds_all_that_the_project_requires(lock: Path, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    optional = project["optional-dependencies"]
    requirements = [
        *project["dependencies"],
        *(each for extra in extras for each in optional[extra]),
    ]

    locked = read_lock(lock)

    missing = [each for each in requirements if not fits(Requirement(each), locked)]
    assert missing == [], "run: make lock"


def test_the_tests_run_with_the_program_as_it_is_locked() -> None:
    tests = read_lock(TESTS)

    for name, package in read_lock(PROGRAM).items():
        assert tests[name].requirement == package.requirement
        assert tests[name].hashes == package.hashes


@pytest.mark.parametrize("lock", LOCKS.values(), ids=lambda lock: lock.name)
def test_a_lock_has_exact_versions_hashes_and_no_index(lock: Path) -> None:
    text = lock.read_text()

    assert "://" not in text
    for package in read_lock(lock).values():
        assert [clause.operator for clause in package.requirement.specifier] == ["=="]
        assert package.hashes


def test_what_is_installed_here_agrees() -> None:
    check = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)

    assert check.returncode == 0, check.stdout


# ---------------------------------------------------------------- licences


def test_the_table_of_licences_is_that_of_the_locks() -> None:
    table = read_table(ROOT / "docs" / "licences.md")

    assert table == rows_of({row.package: row.licence for row in table}), "run: make licences"


def test_each_licence_is_what_the_installed_package_says() -> None:
    for row in read_table(ROOT / "docs" / "licences.md"):
        try:
            package = distribution(row.package)
        except PackageNotFoundError:
            continue  # another platform's, or of tools that are not installed
        assert row.licence == licence_of(row.package, package), row.package


def test_each_licence_is_permissive_or_mozillas() -> None:
    for row in read_table(ROOT / "docs" / "licences.md"):
        assert is_allowed(row.package, row.licence), row


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT OR GPL-3.0-only) AND MIT", "unknown"]
)
def test_other_licences_are_refused(licence: str) -> None:
    assert not is_allowed("a-package", licence)


# ---------------------------------------------------------------- other Whooshes and Pythons


def test_every_module_that_uses_whoosh_is_run_with_the_other_whoosh() -> None:
    *_, pytest_line = make_lines("test-whoosh-2.7.4")
    run = [word for word in shlex.split(pytest_line) if word.startswith("tests/")]
    users = {
        path.relative_to(ROOT)
        for path in (ROOT / "tests").rglob("test_*.py")
        if "\nfrom whoosh" in path.read_text() or "tests.stock" in path.read_text()
    }

    assert len(users) > 2
    others = {path for path in users if not any(path.is_relative_to(name) for name in run)}
    assert others == {Path("tests/test_installation.py")}
