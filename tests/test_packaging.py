"""The sdist is whole, and the wheel made of it runs in an environment of its own."""

from __future__ import annotations

import os
import re
import shutil
import site
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from email.message import Message
from email.parser import Parser
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from tests.corpora import ROOT, last_json, write_corpus
from tests.installation.locks import PROGRAM, read_lock

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NOT_OURS = re.compile(r"\.git/|\.venv|build/|index/|htmlcov/|\.coverage|PKG-INFO|setup\.cfg")
CACHES = re.compile(r"(?:^|/)(?:__pycache__|[^/]*\.egg-info|\.[a-z_]+_cache|\.hypothesis)(?:/|$)")
TREES = ("corpus", "docs", "indexer", "tests", "webapp")
ADDED = {"PKG-INFO", "setup.cfg"}
"""What setuptools puts into an sdist besides the project's own files, `*.egg-info` aside."""


def project_files() -> set[str]:
    """The files of this project, new ones too; without git all files that are no product of it."""
    tracked = git_lists("--cached")
    if tracked:
        new = git_lists("--others", "--exclude-standard", "--", *TREES)
        return {name for name in tracked | new if (ROOT / name).is_file()}
    return files_beside(ROOT)


def git_lists(*options: str) -> set[str]:
    """Files as git lists them; none if there is no git, or this is no checkout of its own."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        return set()
    listed = subprocess.run(["git", "ls-files", "-z", *options], cwd=ROOT, capture_output=True)
    return {os.fsdecode(name) for name in listed.stdout.split(b"\0") if name}


def files_beside(root: Path) -> set[str]:
    """All files below a folder but those that tools put there."""
    return {
        name
        for path in root.rglob("*")
        if path.is_file() and not NOT_OURS.match(name := path.relative_to(root).as_posix())
        if not CACHES.search(name)
    }


def own_environment() -> dict[str, str]:
    """The variables without those that lead Python to this repository, or Pressmark elsewhere."""
    ours = ("PYTHON", "PRESSMARK", "COV")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def run(*command: str | Path, folder: Path) -> str:
    """What a command prints."""
    environment = own_environment()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, made from a copy, since building leaves files behind."""
    folder = tmp_path_factory.mktemp("sdist")
    for name in project_files():
        (folder / "project" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / "project" / name)
    build = f"from setuptools.build_meta import build_sdist; build_sdist({str(folder)!r})"
    run(sys.executable, "-c", build, folder=folder / "project")
    (made,) = folder.glob("*.tar.gz")
    return made


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made of what is in the sdist."""
    folder = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    offline = ["--no-deps", "--no-index", "--no-build-isolation", "--quiet"]
    run(sys.executable, "-m", "pip", "wheel", *offline, ".", "-w", folder, folder=unpacked)
    (made,) = folder.glob("*.whl")
    return made


def test_the_sdist_holds_the_whole_project(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        members = {member.name.partition("/")[2] for member in archive if member.isfile()}

    assert {name for name in members if not CACHES.search(name)} - ADDED == project_files()


def test_the_sdist_keeps_what_is_executable(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        marked = {m.name.partition("/")[2] for m in archive if m.isfile() and m.mode & 0o100}

    assert {name for name in project_files() if os.access(ROOT / name, os.X_OK)} == marked


def test_the_wheel_holds_the_program_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert held == {name for name in project_files() if name.startswith(("indexer/", "webapp/"))}


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def test_the_metadata_are_complete(metadata: Message) -> None:
    assert metadata["Name"] == "pressmark"
    assert metadata["Author"] == "Pressmark contributors"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["License-File"] == "LICENSE"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata["Summary"]
    assert metadata["Keywords"]
    pythons = {c.rpartition(" ")[2] for c in metadata.get_all("Classifier", []) if ":: 3." in c}
    assert pythons == {"3.11", "3.12", "3.13"}
    assert metadata.get_payload() == (ROOT / "README.md").read_text("utf-8")


def test_a_library_whose_inside_is_used_is_pinned_to_the_locked_version(metadata: Message) -> None:
    locked = read_lock(PROGRAM)["beautifulsoup4"].version
    inside = re.compile(r"^from bs4\.\w+\._", re.MULTILINE)

    assert any(inside.search(p.read_text("utf-8")) for p in ROOT.glob("indexer/formats/**/*.py"))
    assert f"beautifulsoup4=={locked}" in metadata.get_all("Requires-Dist", [])


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment with the wheel in it; the locked packages are beside it."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "env", folder=folder)
    python = folder / "env" / "bin" / "python"
    offline = ["--no-deps", "--no-index", "--quiet"]
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    run(*pip, "install", *offline, wheel, folder=folder)
    show = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(python, "-c", show, folder=folder).strip())
    # A path added by a .pth file comes last, and the .pth files in it (ours is one) are not read.
    (packages / "locked.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    return python.parent


@pytest.fixture
def serving(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The address of ``webapp`` over an index of two documents, all from the wheel."""
    write_corpus(tmp_path / "corpus", 2)
    report = run(installed / "indexer", "rebuild", "--quiet", "--json", folder=tmp_path)
    assert last_json(report)["documents"] == 2
    server = subprocess.Popen(
        [installed / "webapp", "--port=0", "--processes=1"],
        cwd=tmp_path,
        env=own_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    try:
        yield server.stdout.readline().split()[-1]
    finally:
        server.terminate()
        server.communicate(timeout=20)


def test_the_program_is_that_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = "import indexer, webapp; print(indexer.__file__, webapp.__file__)"

    found = run(installed / "python", "-c", where, folder=tmp_path).split()

    assert all(Path(file).is_relative_to(installed.parent) for file in found)
    version = run(installed / "indexer", "--version", folder=tmp_path)
    assert version == f"indexer, version {PROJECT['version']}\n"


def test_the_wheel_rebuilds_and_serves(serving: str) -> None:
    with urlopen(f"{serving}search?q=gulls1", timeout=20) as answer:
        found = answer.read().decode()
    with urlopen(f"{serving}static/pressmark.css", timeout=20) as answer:
        style = answer.read()

    assert "Meeting number 1" in found
    assert "Meeting number 0" not in found
    assert style
