"""How words were taken up, in words."""

from __future__ import annotations

from cocreate.core.i18n import Sentence, _l
from cocreate.provenance.models import Kind

KINDS: dict[Kind, Sentence] = {
    Kind.QUOTE: _l("Word for word"),
    Kind.PARAPHRASE: _l("In other words"),
    Kind.IDEA: _l("As an idea"),
}
