"""Keeps the catalogues true: `update` reads the words out of the code, `check` fails on any that lacks its Chinese."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "cocreate" / "translations" / "zh_Hans_CN" / "LC_MESSAGES"
PO, MO = FOLDER / "messages.po", FOLDER / "messages.mo"
ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)  # a header wants dates; the catalogue has none
KEYWORDS = {"_": None, "gettext": None, "_l": None, "lazy_gettext": None, "_n": (1, 2), "ngettext": (1, 2)}


def extracted() -> Catalog:
    """All words that code and templates show, with where they stand."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog(project="cocreate", charset="utf-8")
    found = extract_from_dir(
        str(ROOT), methods, options, keywords=KEYWORDS, strip_comment_tags=True, directory_filter=_is_ours
    )
    for name, _line, message, _comments, _context in found:
        catalog.add(message, locations=[(name, None)])
    return catalog


def _is_ours(folder: str) -> bool:
    """Every folder but hidden ones; Babel by itself would leave out those that begin with an underscore."""
    return not Path(folder).name.startswith((".", "node_modules", "bench-home"))


def kept() -> Catalog:
    """The Chinese catalogue as it stands in the repository."""
    if not PO.exists():
        return Catalog(locale="zh_Hans_CN", project="cocreate", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans_CN")


def written(catalog: Catalog) -> bytes:
    """The catalogue as a .po file, in one fixed order and without dates, so that differences mean something."""
    out = io.BytesIO()
    write_po(
        out,
        catalog,
        sort_by_file=True,
        width=None,
        omit_header=False,
        include_lineno=False,
        ignore_obsolete=True,
    )
    lines = out.getvalue().split(b"\n")
    return b"\n".join(
        line for line in lines if not line.startswith((b'"POT-Creation-Date', b'"PO-Revision-Date'))
    )


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as programs read it, the same at any time of day."""
    catalog.creation_date = catalog.revision_date = ALWAYS
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def merge(catalog: Catalog, source: Path) -> int:
    """Take translations from lines of `English<TAB>Chinese` for words that have none; returns how many were taken."""
    taken = 0
    for line in source.read_text(encoding="utf-8").splitlines():
        english, tab, chinese = line.partition("\t")
        key = english.split("|||")[0].replace("\\n", "\n")
        message = catalog.get(key)
        if not tab or message is None or all(_texts(message.string)):
            continue
        text = chinese.strip().replace("\\n", "\n")
        message.string = (text,) if message.pluralizable else text
        taken += 1
    return taken


def _texts(string: object) -> list[str]:
    return [str(part) for part in string] if isinstance(string, (tuple, list)) else [str(string or "")]


def problems() -> list[str]:
    """What keeps the catalogue from being true, one line each."""
    catalog, now = kept(), extracted()
    found = []
    ids = {message.id if isinstance(message.id, str) else message.id[0] for message in now if message.id}
    for key in sorted(ids):
        message = catalog.get(key)
        if message is None or not all(_texts(message.string)):
            found.append(f"untranslated: {key}")
        elif message.fuzzy:
            found.append(f"fuzzy: {key}")
        else:
            found += [f"wrong placeholders: {key} ({error})" for error in message.check(catalog)]
    stale = [m.id if isinstance(m.id, str) else m.id[0] for m in catalog if m.id]
    found += [f"stale: {key}" for key in stale if key not in ids]
    if not found and (not MO.exists() or MO.read_bytes() != compiled(catalog)):
        found.append("messages.mo is not made of messages.po")
    return found


def update(sources: list[Path]) -> None:
    """Bring the catalogue up to date with the code, and fill it from files of translations."""
    catalog = kept()
    catalog.update(extracted(), no_fuzzy_matching=True)
    for source in sources:
        print(f"{merge(catalog, source):5} from {source.name}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(written(catalog))
    MO.write_bytes(compiled(kept()))


def main(arguments: list[str]) -> int:
    """Run `update [FILES…]` or `check`; 1 when the check finds something."""
    if arguments[:1] == ["update"]:
        update([Path(name) for name in arguments[1:]])
    elif arguments != ["check"]:
        print("use: translations.py update [FILES of English<TAB>Chinese] | check", file=sys.stderr)
        return 2
    found = problems()
    for line in found:
        print(line)
    print(
        f"{len(found)} problems in the translations" if found else "every word has its translation",
        file=sys.stderr,
    )
    return 1 if found and arguments == ["check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
