"""Which models an installation has: those it trained, in its home folder, and the one that is shipped."""

from __future__ import annotations

from pathlib import Path

from cocreate.core.errors import CocreateError
from cocreate.core.i18n import _l
from cocreate.screening.findings import Kind
from cocreate.screening.linear import Model, load, save

SHIPPED = Path(__file__).parent / "trained"
TRAINED = (Kind.SPAM, Kind.ABUSE)


def path_of(home: Path, kind: Kind) -> Path:
    """Where an installation keeps the model that it trained itself."""
    return home / "models" / f"{kind}.model"


def find(home: Path, kind: Kind) -> Path | None:
    """The file of the model in use: the installation's own before the shipped one, None when there is neither."""
    candidates = (path_of(home, kind), SHIPPED / f"{kind}.model")
    return next((path for path in candidates if path.exists()), None)


def get(home: Path, kind: Kind) -> Model:
    """The model in use. CocreateError, with the command that makes one, when there is none."""
    found = find(home, kind)
    if found is None:
        raise CocreateError(
            _l(
                "No model for %(kind)s is trained yet. Train one with: cocreate screen train FILE --kind %(kind)s.",
                kind=kind,
            )
        )
    return load(found)


def keep(home: Path, model: Model) -> Path:
    """Put a model in use in an installation; the file it lives in."""
    path = path_of(home, Kind(model.kind))
    save(model, path)
    return path


def all_of(home: Path) -> dict[Kind, Model]:
    """The models in use by kind."""
    return {kind: load(path) for kind in TRAINED if (path := find(home, kind)) is not None}


def state(home: Path) -> tuple[tuple[str, int], ...]:
    """What changes when a model is trained anew, for whoever keeps the models in memory."""
    found = (find(home, kind) for kind in TRAINED)
    return tuple((str(path), path.stat().st_mtime_ns) for path in found if path is not None)
