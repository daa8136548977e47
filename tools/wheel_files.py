"""Says which files of templates, static, migrations and translations the installed wheel lacks or has too many."""

import sys
from pathlib import Path

import cocreate


def files(folder: Path) -> set[str]:
    """Relative names of a folder's files, without what Python leaves behind."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)) for path in found if "__pycache__" not in path.parts}


def main(checkout: Path) -> int:
    """Compare the installed package with the checkout; 1 when they differ."""
    installed = Path(cocreate.__file__).parent
    if installed.is_relative_to(checkout):
        print(f"This is the checkout itself, not the wheel: {installed}", file=sys.stderr)
        return 1
    different = {
        f"{name}/{file}"
        for name, home in [
            ("templates", ""),
            ("static", ""),
            ("migrations", ""),
            ("translations", "cocreate"),
        ]
        for file in files(checkout / home / name) ^ files(installed / name)
    }
    for file in sorted(different):
        print(f"In the checkout or in the wheel, but not in both: {file}", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
