"""Laws about single source files: sizes, names, docstrings, imports, the clock, where statements may stand."""

from __future__ import annotations

import ast
import re

from tests.laws.house import PACKAGE, ROOT, Source, report, sources

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
# "cocreate/room/file.py" or "cocreate/room/file.py:function" -> why it has to be long.
LONG_FOR_A_REASON: dict[str, str] = {}

LATE_IMPORTS = {"cocreate/core/loader.py"}
FORBIDDEN_NAMES = re.compile(r"^(utils?|helpers?|common|misc)$|manager|handler|processor|service\d")

CLOCK = "cocreate/core/clock.py"
READS_TIME = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime)|func\.(now|current_timestamp))$"
)
# Seconds since a process began or since a file was touched say nothing about the field; name the file and why.
READS_TIME_FOR_A_REASON: dict[str, str] = {}


def test_files_stay_small() -> None:
    found = [
        f"{source.name}: {lines} lines"
        for source in sources()
        if (lines := source.text.count("\n")) > LONGEST_FILE and source.name not in LONG_FOR_A_REASON
    ]
    assert not found, report(
        f"a file has at most {LONGEST_FILE} lines",
        "look for the second noun in it, and give it its own file",
        found,
    )


def test_functions_stay_small() -> None:
    found = [
        f"{source.name}:{function.lineno} {function.name}: {lines} lines"
        for source in sources()
        for function in source.functions()
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
        and f"{source.name}:{function.name}" not in LONG_FOR_A_REASON
    ]
    assert not found, report(
        f"a function has at most {LONGEST_FUNCTION} lines", "name its steps and make each a function", found
    )


def test_exceptions_to_sizes_are_still_needed() -> None:
    names = {source.name for source in sources()}
    functions = {f"{source.name}:{function.name}" for source in sources() for function in source.functions()}
    found = sorted(LONG_FOR_A_REASON.keys() - names - functions)
    assert not found, report(
        "an exception names something that exists", "take it out of LONG_FOR_A_REASON", found
    )


def _late_imports(source: Source) -> list[int]:
    return sorted(
        {
            node.lineno
            for function in source.functions()
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
    )


def test_nothing_is_imported_inside_a_function() -> None:
    found = [
        f"{source.name}:{line}"
        for source in sources()
        if source.name not in LATE_IMPORTS
        for line in _late_imports(source)
    ]
    assert not found, report(
        "imports stand at the top of the file",
        "a circle means the verb lives a floor too low: move it up, or emit an event; "
        "a heavy library is named by dotted string and loaded by core.loader.resolve",
        found,
    )


def test_init_files_are_empty() -> None:
    found = [source.name for source in sources() if source.path.name == "__init__.py" and source.text.strip()]
    assert not found, report(
        "__init__.py stays empty, since a façade ties a package into one loop",
        "move the content to a file with a name, and import from there",
        found,
    )


def test_file_names_say_what_is_inside() -> None:
    found = [source.name for source in sources() if FORBIDDEN_NAMES.search(source.path.stem)]
    found += [
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_dir() and FORBIDDEN_NAMES.search(path.name)
    ]
    assert not found, report(
        "no utils, helpers, common, manager, handler or processor",
        "name the file after the noun it is about, and put each function where that noun lives",
        found,
    )


def test_every_module_says_what_belongs_there() -> None:
    found = [
        source.name
        for source in sources()
        if source.path.name != "__init__.py" and not (ast.get_docstring(source.tree) or "").strip()
    ]
    assert not found, report(
        "every module begins with one sentence that says what belongs there", "write that docstring", found
    )


def test_only_the_clock_reads_the_time() -> None:
    allowed = {CLOCK, *READS_TIME_FOR_A_REASON}
    found = [
        f"{source.name}:{line} {call}"
        for source in sources()
        if source.name not in allowed
        for line, call in source.calls()
        if READS_TIME.search(call)
    ]
    assert not found, report(
        "only core/clock.py reads the system's time", "call cocreate.core.clock.now() (or ticks())", found
    )


def test_pages_write_no_statements() -> None:
    found = [
        f"{source.name}:{line} {call}"
        for source in sources()
        if source.name.startswith(("cocreate/web/", "cocreate/api/"))
        for line, call in source.calls()
        if re.search(r"(^|\.)(select|insert|update|delete|text|scalars?|execute)$", call)
        and (
            call in ("select", "insert", "update", "delete")
            or call.startswith(("sa.", "db.session.", "session."))
        )
    ]
    assert not found, report(
        "a page asks queries.py and service.py; it writes no statement itself",
        "give the question a name in the room's queries.py and call that",
        found,
    )


def test_services_never_commit() -> None:
    found = [
        f"{source.name}:{line} {call}"
        for source in sources()
        if source.path.name in ("service.py", "rules.py", "policy.py", "queries.py", "models.py", "events.py")
        for line, call in source.calls()
        if call.endswith(("session.commit", "session.rollback"))
    ]
    assert not found, report(
        "a verb flushes and never commits: one transaction a request, ended by the page, the job or the command",
        "use db.session.flush(); what must outlive a refusal belongs to whoever runs the transaction",
        found,
    )
