"""Reads the tree of the house once, for the laws that look at its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "cocreate"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file of the package."""

    path: Path

    @property
    def name(self) -> str:
        """Its path as people write it: cocreate/calls/service.py."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        """Its dotted name."""
        return self.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def text(self) -> str:
        """Its content."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, self.name)

    def functions(self) -> Iterator[Function]:
        """Every function and method in it, inner ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def calls(self) -> Iterator[tuple[int, str]]:
        """Every call in it as (line, "db.session.commit")."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, ast.unparse(node.func)


@cache
def sources() -> tuple[Source, ...]:
    """All Python files of the package, by name."""
    return tuple(Source(path) for path in sorted(PACKAGE.rglob("*.py")) if "__pycache__" not in path.parts)


def report(law: str, mend: str, found: list[str]) -> str:
    """What a broken law says: the law, every place that breaks it, and how to mend it."""
    return "\n".join([f"Law: {law}", *(f"  {place}" for place in found), f"Mend: {mend}"])
