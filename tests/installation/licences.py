"""Write the table of the licences of all locked packages.

The wheels are downloaded and asked, not the environment: a lock also names what
only other platforms and Pythons install.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import Path as ZipPath

from packaging.utils import parse_wheel_filename

from tests.installation.locks import LOCKS, Locked, read_lock

# Permissive ones, and the Mozilla licence, which asks something of changed files only.
ALLOWED = frozenset(
    "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause CC0-1.0 CNRI-Python ISC MIT MPL-2.0 PSF-2.0 "
    "Zlib ZPL-2.1".split()
)
# SPDX identifiers for what packages write in the older fields of their metadata.
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "MIT, BSD": "MIT AND BSD-3-Clause",
    "PSFL": "PSF-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "ZPL 2.1": "ZPL-2.1",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Packages whose metadata do not tell one licence from another: read in their licence files.
READ = {
    "colorama": "BSD-3-Clause",
    "grimp": "BSD-2-Clause",
    "import-linter": "BSD-2-Clause",
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "whoosh": "BSD-2-Clause",
}
# Packages of several licences of which one is allowed: the one they are used under.
CHOSEN = {"tld": "MPL-1.1"}

HEAD = """\
# Licences

Pressmark itself: MIT. These are the licences of the packages that the lock files name, as their
own metadata give them, in SPDX identifiers. All are permissive, or the Mozilla Public Licence
(MPL), which asks that changes to the package's own files be published and nothing of programs
that use it. Of tld's three licences (MPL-1.1, GPL-2.0, LGPL-2.1 or later: one may choose)
Pressmark uses it under the MPL.

Written by `make licences`; do not edit.

| package | version | licence | used by |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """A line of the table; ``used_by`` names the lock and the packages that require it."""

    package: str
    version: str
    licence: str
    used_by: str


def rows_of(licences: dict[str, str]) -> list[Row]:
    """A row for each package that a lock names, by name; the first lock that names it counts."""
    rows: dict[str, Row] = {}
    for use, path in LOCKS.items():
        for package in read_lock(path).values():
            through = f", through {', '.join(package.wanted_by)}" if package.wanted_by else ""
            row = Row(package.name, package.version, licences[package.name], use + through)
            rows.setdefault(package.name, row)
    return [rows[name] for name in sorted(rows)]


def licence_of(package: str, distribution: Distribution) -> str:
    """The licence in SPDX identifiers.

    Raises:
        ValueError: if the metadata name none that is known.
    """
    metadata = distribution.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    if package in READ:
        return READ[package]
    named = [*metadata.get_all("License", []), *metadata.get_all("Classifier", [])]
    for name in named:
        licence = SPDX.get(name, name if name in ALLOWED else None)
        if licence:
            return licence
    raise ValueError(
        f"the metadata of {package} name no known licence; read its licence file and add it to "
        f"READ in {__name__}"
    )


def is_allowed(package: str, licence: str) -> bool:
    """May the package be used under an expression of AND and OR without brackets?"""
    chosen = CHOSEN.get(package)
    return any(
        choice == chosen or all(part in ALLOWED for part in choice.split(" AND "))
        for choice in licence.split(" OR ")
    )


def read_table(path: Path) -> list[Row]:
    """The rows of a table that was written."""
    lines = path.read_text(encoding="utf-8").removeprefix(HEAD).splitlines()
    return [Row(*line.strip("| ").split(" | ")) for line in lines]


def _download(packages: list[Locked], folder: Path) -> dict[str, str]:
    wanted = folder / "wanted.txt"
    pins = {f"{package.name}=={package.version}" for package in packages}
    wanted.write_text("\n".join(sorted(pins)), encoding="utf-8")
    options = ["--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(folder)]
    command = [sys.executable, "-m", "pip", "download", *options, "-r", str(wanted)]
    subprocess.run(command, check=True)
    return dict(map(_wheel_licence, folder.glob("*.whl")))


def _wheel_licence(wheel: Path) -> tuple[str, str]:
    package = parse_wheel_filename(wheel.name)[0]
    (info,) = (each for each in ZipPath(wheel).iterdir() if each.name.endswith(".dist-info"))
    return package, licence_of(package, PathDistribution(info))


def main(target: Path) -> None:
    """Write the table, or say which package's licence is not allowed."""
    packages: dict[str, Locked] = {}
    for path in reversed(LOCKS.values()):
        packages |= read_lock(path)
    with TemporaryDirectory() as folder:
        rows = rows_of(_download(list(packages.values()), Path(folder)))
    refused = [row for row in rows if not is_allowed(row.package, row.licence)]
    if refused:
        sys.exit("\n".join(f"{row.package} is {row.licence}: not allowed" for row in refused))
    lines = (f"| {row.package} | {row.version} | {row.licence} | {row.used_by} |\n" for row in rows)
    target.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
