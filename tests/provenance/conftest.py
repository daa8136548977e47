"""A call whose outcome is being written, with an editor, contributions and the text in versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from cocreate.accounts.models import Agency, User
from cocreate.calls.models import Call, Stage
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.documents import queries as documents
from cocreate.documents.models import DocumentVersion
from cocreate.outcomes import publishing
from cocreate.provenance import queries, service
from cocreate.provenance.models import Derivation, Kind
from cocreate.provenance.service import Finding
from cocreate.provenance.spans import Span
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user

BODY = "我们这栋楼没有电梯。建议先给没有电梯的七层楼装，费用按楼层分摊。希望早点开工。"
TEXT = "一、今年先给七层以上的楼加装电梯。\n二、费用按楼层分摊，一楼不出钱。\n三、每月在小区公告栏公布进度。"


def tree_of(text: str) -> dict[str, Any]:
    """The block tree of a text, a paragraph a line."""
    return {"blocks": [{"type": "paragraph", "text": [{"text": line}]} for line in text.split("\n")]}


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@dataclass
class Study:
    """Where the outcome is written."""

    agency: Agency
    call: Call
    editor: User
    approver: User

    @property
    def hand(self) -> Actor:
        return actor_of(self.editor)

    def write(self, text: str = TEXT) -> DocumentVersion:
        outcome = publishing.write(self.hand, self.call, tree_of(text))
        found = documents.latest(outcome.document_id)
        assert found is not None
        return found

    def contribution(self, body: str = BODY, **changes: Any) -> Contribution:
        return make_contribution(self.call, author=make_user(), body=body, **changes)

    def trace(
        self,
        row: Contribution,
        version: DocumentVersion,
        words: str,
        source: str | None = None,
        **changes: Any,
    ) -> Derivation:
        kind = changes.pop("kind", Kind.PARAPHRASE if source else Kind.IDEA)
        span = span_of(row.body, source) if source else None
        found = Finding(span_of(version.plain, words), span, kind, **changes)
        return service.trace(self.hand, self.call, row, version, found)

    def words(self) -> dict[int, str]:
        """What stands now of each confirmed trace, by number."""
        version = queries.version(self.call.id)
        assert version is not None
        return {
            trace.number: "|".join(version.plain[a:b] for a, b in trace.ranges)
            for trace in queries.standing(self.call.id)
        }


@pytest.fixture
def study(db_session: Any) -> Study:
    agency = make_agency()
    editor, approver = make_member(agency, "editor"), make_member(agency, "approver")
    return Study(agency, make_call(agency=agency, stage=Stage.ANSWERING), editor, approver)
