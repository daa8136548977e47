"""Puts the licences of its packages on top of a built script, and lists it in static/vendor.json.

Usage: vendor.py SOURCE_FOLDER BUILT_FILE (after esbuild has left node_modules/meta.json and node_modules/editor.js)."""

import hashlib
import json
import re
import sys
from pathlib import Path

STATIC = Path("static")


def packages(source: Path) -> list[dict[str, str]]:
    """The packages that esbuild put into the script, with what their own files say of them."""
    inputs = json.loads((source / "node_modules" / "meta.json").read_text())["inputs"]
    names = sorted(
        {found[1] for path in inputs if (found := re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", path))}
    )
    return [_package(source / "node_modules" / name) for name in names]


def _package(folder: Path) -> dict[str, str]:
    said = json.loads((folder / "package.json").read_text())
    licence = (folder / "LICENSE").read_text()
    return {
        "name": said["name"],
        "version": said["version"],
        "licence": said["license"],
        "copyright": next(line.strip() for line in licence.splitlines() if line.startswith("Copyright")),
        "text": licence[licence.index("Permission is hereby") :].strip(),
    }


def banner(used: list[dict[str, str]]) -> str:
    """A comment that names every package and gives the text of their common licence."""
    texts = {" ".join(package["text"].split()) for package in used}
    if len(texts) != 1:
        raise SystemExit("The packages no longer share one licence text; write the banner anew.")
    lines = [
        f"{package['name']} {package['version']} ({package['licence']}) {package['copyright']}"
        for package in used
    ]
    return "/*!\n" + "\n".join([*lines, "", used[0]["text"]]) + "\n*/\n"


def main(source: Path, built: Path) -> None:
    used = packages(source)
    script = banner(used) + (source / "node_modules" / "editor.js").read_text()
    built.write_text(script)
    listed = STATIC / "vendor.json"
    entries = json.loads(listed.read_text()) if listed.exists() else {}
    entries[str(built.relative_to(STATIC))] = {
        "sha256": hashlib.sha256(script.encode()).hexdigest(),
        "source": str(source),
        "packages": [{key: package[key] for key in ("name", "version", "licence")} for package in used],
    }
    listed.write_text(json.dumps(dict(sorted(entries.items())), indent=2) + "\n")
    print(f"{built}: {len(script)} characters, {len(used)} packages")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
