"""Laws about what is shipped and what it rests on: packages, locks, licences, vendored files."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.laws.house import PACKAGE, ROOT, report, sources

TOP_LEVEL = {"cocreate.migrations", "cocreate.static", "cocreate.templates"}


def _setup() -> ConfigParser:
    config = ConfigParser(interpolation=None)
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config


def _names(lines: str) -> set[str]:
    """Distribution names of requirement lines."""
    return {re.split(r"[\[<>=!~; ]", line)[0].lower() for line in lines.split("\n") if line.strip()}


def test_setup_lists_every_package() -> None:
    listed = set(_setup()["options"]["packages"].split())
    folders = {path.parent for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts}
    present = {folder.relative_to(ROOT).as_posix().replace("/", ".") for folder in folders} | TOP_LEVEL
    found = [f"not listed: {name}" for name in sorted(present - listed)]
    found += [f"listed, but not there: {name}" for name in sorted(listed - present)]
    assert not found, report(
        "setup.cfg lists each package by name",
        "mend [options] packages in setup.cfg, in order of the alphabet",
        found,
    )


def test_every_package_has_its_init_file() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts}
    found = [
        folder.relative_to(ROOT).as_posix()
        for folder in sorted(folders)
        if not (folder / "__init__.py").exists()
    ]
    assert not found, report("a folder with Python files is a package", "add an empty __init__.py", found)


@pytest.mark.parametrize("lock", ["run.lock", "dev.lock"])
def test_locks_name_versions_and_no_place(lock: str) -> None:
    lines = (ROOT / "requirements" / lock).read_text().splitlines()
    wrong = [line for line in lines if not re.match(r"^( *#|[a-z0-9._-]+(\[[a-z,]+\])?==\S+( ; .+)?$)", line)]
    wrong += [line for line in lines if "://" in line or line.startswith("-")]
    assert not wrong, report(
        "a lock holds exact versions and no address of a registry", "make the lock anew: make lock", wrong
    )


@pytest.mark.parametrize("lock", ["run.lock", "dev.lock"])
def test_locks_hold_all_that_setup_asks_for(lock: str) -> None:
    config = _setup()
    asked = _names(config["options"]["install_requires"]) | _names(
        config["options.extras_require"]["postgres"]
    )
    if lock == "dev.lock":
        asked |= _names(config["options.extras_require"]["dev"])
    locked = _names((ROOT / "requirements" / lock).read_text())
    missing = sorted(asked - locked)
    assert not missing, report("every dependency is locked", "make the locks anew: make lock", missing)


def test_both_locks_agree() -> None:
    pins = [
        {
            line
            for line in (ROOT / "requirements" / lock).read_text().splitlines()
            if "==" in line and "#" not in line
        }
        for lock in ("run.lock", "dev.lock")
    ]
    missing = sorted(pins[0] - pins[1])
    assert not missing, report("what is tested is what runs", "make the locks anew: make lock", missing)


def test_every_dependency_says_why() -> None:
    config = _setup()
    asked = _names(config["options"]["install_requires"])
    for extra in config["options.extras_require"].values():
        asked |= _names(extra)
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").split("## From outside Python")[0]
    told = set(re.findall(r"^\| ([a-z0-9-]+) \|", page, re.MULTILINE)) - {"package"}
    found = [f"no reason given: {name}" for name in sorted(asked - told)]
    found += [f"explained, but not asked for: {name}" for name in sorted(told - asked)]
    assert not found, report("every dependency says why it is here", "mend docs/dependencies.md", found)


# Dependencies that no file imports, and who needs them all the same.
WORKS_UNSEEN = {
    "tzdata": "zoneinfo, where the system has no time zones",
}


def test_every_dependency_is_used() -> None:
    imported: set[str] = set()
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    distributions = packages_distributions()
    used = {name.lower().replace("_", "-") for module in imported for name in distributions.get(module, [])}
    found = sorted(_names(_setup()["options"]["install_requires"]) - used - WORKS_UNSEEN.keys())
    assert not found, report(
        "what is installed is used", "take it out of setup.cfg, and run make lock", found
    )


VENDOR = ROOT / "tests/vendor"
BUILT = ROOT / "static/vendor.json"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_vendored_files_are_what_the_list_says() -> None:
    entries = json.loads((VENDOR / "vendored.json").read_text())
    found = [
        f"{one['file']}: another checksum"
        for one in entries
        if _digest(VENDOR / one["file"]) != one["sha256"]
    ]
    known = {name for one in entries for name in [one["file"], *one["licence_files"]]} | {"vendored.json"}
    present = {path.name for path in VENDOR.iterdir()}
    found += [f"{name}: not in the list, or not there" for name in sorted(known ^ present)]
    assert not found, report(
        "a vendored file stands in vendored.json with package, version, licence and checksum",
        "mend tests/vendor/vendored.json, or put back the file as its package ships it",
        found,
    )


def test_built_scripts_are_what_the_list_says() -> None:
    entries = json.loads(BUILT.read_text()) if BUILT.exists() else {}
    found = [
        f"{name}: another checksum"
        for name, one in entries.items()
        if _digest(ROOT / "static" / name) != one["sha256"]
    ]
    found += [
        f"{name}: no licence of {one}"
        for name in entries
        for one in entries[name]["packages"]
        if not one["licence"]
    ]
    assert not found, report(
        "a script built from packages stands in static/vendor.json with their versions, licences and its checksum",
        "build it anew: tools/vendor.sh",
        found,
    )
