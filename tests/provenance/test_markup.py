"""HTML and plain text side by side: they map onto each other in both directions, and marks leave the words alone."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.documents.rules import from_markdown, to_html, to_plain
from cocreate.provenance import markup
from cocreate.provenance.spans import Segment, segments

RICH = """## 一、电梯 & 费用 <先装>

七层以上**先装**，[见附件](https://example.org/a?b=1&c=2)^[按 2026 年的办法。]。\\
换行之后。

1. 第一项
2. 第二项

   - 里面一项 `代码`

> 引文 "一" 和 '二'。

| 楼层 | 分摊 |
| --- | --- |
| 一楼 | 不出<br>一分 |

![甲和 "乙"](</media/1/page/a.png> "一张图")

最后一段。
"""


def both(markdown: str) -> tuple[str, str]:
    tree = from_markdown(markdown)
    return to_html(tree, "x"), to_plain(tree)


def test_every_character_of_the_plain_text_is_shown_once() -> None:
    html, plain = both(RICH)
    found = markup.pieces(html, plain)
    assert "".join(piece.html for piece in found) == html
    shown = [at for piece in found for at in range(piece.start, piece.end)]
    assert len(shown) == len(set(shown))
    assert shown == sorted(shown)
    assert {plain[at] for at in set(range(len(plain))) - set(shown)} <= {"\n", "\t"}
    for piece in found:
        if piece.is_text:
            assert unescape(piece.html) == plain[piece.start : piece.end]


WORDS = st.text(alphabet="甲乙丙 &<>\"'*a。\n", min_size=1, max_size=80)
SPANS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(1, 9)), max_size=6)


@given(WORDS, SPANS)
def test_marks_leave_the_words_and_the_markup_alone(text: str, given_spans: list) -> None:
    html, plain = both(RICH + "\n\n" + text)
    cut = segments(len(plain), given_spans)
    seen: list[Segment] = []

    def wrap(segment: Segment) -> tuple[str, str]:
        seen.append(segment)
        return ("<mark>", "</mark>") if segment.keys else ("", "")

    written = markup.annotate(html, plain, cut, wrap)
    assert re.sub("</?mark>", "", written) == html
    for segment in seen:
        assert all(
            set(segment.keys) == set(part.keys) for part in cut if part.start <= segment.start < part.end
        )
    inside = [at for segment in seen for at in range(segment.start, segment.end)]
    assert all(plain[at] in "\n\t " for at in set(range(len(plain))) - set(inside))


def test_the_usual_mark_says_where_it_stands_and_which_traces_lie_there() -> None:
    html, plain = both("先装 & 分摊。\n\n![图样](/media/1/page/a.png)")
    written = markup.annotate(html, plain, segments(len(plain), [(3, 5, 7), (4, 10, 8)]), markup.marked)
    assert (
        '<span data-at="0">先装 </span><mark class="trace" data-at="3" data-traces="7">&amp;</mark>'
        in written
    )
    assert '<mark class="trace" data-at="4" data-traces="7 8"> </mark>' in written
    assert '<mark class="trace" data-at="9" data-traces="8"><img src="/media/1/page/a.png"' in written


def test_texts_of_different_versions_are_told_apart() -> None:
    html, _plain = both("先装。")
    with pytest.raises(markup.Unmapped):
        markup.pieces(html, "后装。")


def test_a_contribution_is_shown_in_paragraphs_with_its_marks() -> None:
    text = "第一句 <b>。\n第二行。\n\n第二段。"
    cut = segments(len(text), [(4, 12, 1)])
    assert markup.annotate_text(text, cut, markup.marked) == (
        '<p><span data-at="0">第一句 </span><mark class="trace" data-at="4" data-traces="1">&lt;b&gt;。</mark><br>\n'
        '<mark class="trace" data-at="9" data-traces="1">第二行</mark><span data-at="12">。</span></p>\n'
        '<p><span data-at="15">第二段。</span></p>'
    )
    assert markup.annotate_text("", [], markup.marked) == ""
