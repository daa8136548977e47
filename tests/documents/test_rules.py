"""Rich texts come in by one way, keep what they say, and read back the same from HTML and from Markdown."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cocreate.core.errors import Invalid
from cocreate.documents.rules import (
    LONGEST,
    digest,
    from_html,
    from_markdown,
    to_html,
    to_markdown,
    to_plain,
)
from cocreate.documents.tree import MARKS

PICTURE = '<img src="/media/7/w960/map.webp" alt="地图" loading="lazy">'


@pytest.mark.parametrize(
    "html, kept",
    [
        ("<p>一</p><p>二</p>", "<p>一</p>\n<p>二</p>"),
        ("一<br>二<br><br>三", "<p>一<br>二</p>\n<p>三</p>"),
        ("<div>一<div>二</div></div>三", "<p>一</p>\n<p>二</p>\n<p>三</p>"),
        ("<h1>一</h1><h6><b>二</b><br>三</h6>", "<h2>一</h2>\n<h4><strong>二</strong> 三</h4>"),
        ("<p>　　一 &nbsp; 二　</p><p> </p>", "<p>一 二</p>"),
        (
            "<b>粗<i>斜</i></b><u>线</u><del>删</del>",
            "<p><strong>粗</strong><strong><em>斜</em></strong><u>线</u><s>删</s></p>",
        ),
        ("<b>a</b><b>b</b>", "<p><strong>ab</strong></p>"),
        ("<b>e</b>\u0301", "<p><strong>é</strong></p>"),
        ("H<sub>2</sub>O m<sup>2</sup>", "<p>H<sub>2</sub>O m<sup>2</sup></p>"),
        ("<pre>一\n  二</pre>", "<p><code>一</code><br><code>二</code></p>"),
        ("<ul><li>一<li><p>二</p><p>三</p></ul>", "<ul><li>一</li><li><p>二</p>\n<p>三</p></li></ul>"),
        ("<ol start=3><li>一</ol>", '<ol start="3"><li>一</li></ol>'),
        ("<ul><li>一</li><ul><li>二</ul></ul>", "<ul><li><p>一</p>\n<ul><li>二</li></ul></li></ul>"),
        ("<blockquote><h2>一</h2><hr>二</blockquote>", "<blockquote><p>一</p>\n<p>二</p></blockquote>"),
        ("一<hr>二", "<p>一</p>\n<hr>\n<p>二</p>"),
        (
            "<table><tr><th>甲<th>乙<tr><td colspan=2>一<tr><td rowspan=2>二<td>三<tr><td>四</table>",
            '<table><thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr></thead><tbody>'
            "<tr><td>一</td><td></td></tr><tr><td>二</td><td>三</td></tr><tr><td></td><td>四</td></tr>"
            "</tbody></table>",
        ),
        (
            "<table><tr><td><p>一</p><p>二</p><ul><li>三</ul></table>",
            "<table><tbody><tr><td>一<br>二<br>三</td></tr></tbody></table>",
        ),
        ("<table><tr><td> </table>", ""),
        (f"<p>一{PICTURE}二</p>", f"<p>一</p>\n<figure>{PICTURE}</figure>\n<p>二</p>"),
        (
            f"<figure><p>{PICTURE}</p><figcaption><b>图</b>一</figcaption></figure>",
            f"<figure>{PICTURE}<figcaption>图一</figcaption></figure>",
        ),
        ('<img src="/hdjl/cocreate/media/7/w960/map.webp" alt="地图">', f"<figure>{PICTURE}</figure>"),
        ('<img src="https://evil.example/media/7/w960/map.webp" alt="x">', ""),
        ('<img src="//evil.example/media/7/w960/map.webp" alt="x">', ""),
        (
            '<a href="https://a.cn/一">b</a>',
            '<p><a href="https://a.cn/%E4%B8%80" rel="noopener nofollow ugc">b</a></p>',
        ),
        ('<a href="/calls/x">b</a>', '<p><a href="/calls/x">b</a></p>'),
        ('<a href="java&#10;script:alert(1)">b</a>', "<p>b</p>"),
        ('<a href="//evil.example">b</a><a href="/\\evil.example">c</a>', "<p>bc</p>"),
        ('<a href="https://gov.cn@evil.example">b</a>', "<p>b</p>"),
        ("<script>alert(1)</script><style>p{}</style>一<!-- 二 -->", "<p>一</p>"),
        ('<p style="color:red" class="MsoNormal" onclick="x()">一<o:p></o:p></p>', "<p>一</p>"),
        ("<b><p>一</p><p>二</p></b>", "<p><strong>一</strong></p>\n<p><strong>二</strong></p>"),
        ("AT&amp;T &lt;b&gt;", "<p>AT&amp;T &lt;b&gt;</p>"),
        ("零\u200b宽&#x202e;字", "<p>零宽字</p>"),
        ("", ""),
    ],
)
def test_what_is_kept_of_html(html, kept):
    assert to_html(from_html(html)) == kept


@pytest.mark.parametrize(
    "markdown, html",
    [
        ("# 一\n\n## 二", "<h2>一</h2>\n<h2>二</h2>"),
        ("**一**、*二*、~~三~~、<u>四</u>", "<p><strong>一</strong>、<em>二</em>、<s>三</s>、<u>四</u></p>"),
        ("一  \n二", "<p>一<br>二</p>"),
        ("- 一\n- 二\n\n1. 三", "<ul><li>一</li><li>二</li></ul>\n<ol><li>三</li></ol>"),
        ("> 一", "<blockquote><p>一</p></blockquote>"),
        (
            "|甲|乙|\n|--|--|\n|一<br>二||",
            '<table><thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr></thead>'
            "<tbody><tr><td>一<br>二</td><td></td></tr></tbody></table>",
        ),
        (
            '![地图](/media/7/w960/map.webp "图一")',
            f"<figure>{PICTURE}<figcaption>图一</figcaption></figure>",
        ),
        (
            "见 https://a.cn 。",
            '<p>见 <a href="https://a.cn" rel="noopener nofollow ugc">https://a.cn</a> 。</p>',
        ),
        ("www.a.cn a@b.cn //a.cn", "<p>www.a.cn a@b.cn //a.cn</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        (
            "<script>alert(1)</script> <b>x</b>",
            "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;x&lt;/b&gt;</p>",
        ),
        (
            "一^[注\\]二]",
            '<p>一<sup data-footnote="注]二"><a href="#note--1">[1]</a></sup></p>\n'
            '<section data-footnotes="1"><p id="note--1">[1] 注]二</p></section>',
        ),
    ],
)
def test_what_markdown_means(markdown, html):
    assert to_html(from_markdown(markdown)) == html


@pytest.mark.parametrize("read, text", [(from_html, '<img src="{}">'), (from_markdown, "![]({})")])
def test_a_picture_needs_an_alternative(read, text):
    with pytest.raises(Invalid, match="alternative"):
        read(text.format("/media/7/w960/map.webp"))


@pytest.mark.parametrize("read", [from_html, from_markdown])
@pytest.mark.parametrize("text, why", [("a\0", "NUL"), ("\ud800", "half"), ("长" * (LONGEST + 1), "shorten")])
def test_what_is_refused(read, text, why):
    with pytest.raises(Invalid, match=why):
        read(text)


@pytest.mark.parametrize("html", ["<b>" * 9000, "<blockquote>" * 4000 + "一", "<ul><li>" * 4000 + "一"])
def test_deep_nesting_is_flattened(html):
    tree = from_html(html)
    assert from_html(to_html(tree)) == tree
    assert to_plain(tree) in ("", "一")


def test_plain_text_is_what_spans_count_in():
    tree = from_html(
        f"<h2>总则</h2><p>一<br>二</p><ul><li>三<ul><li>四</ul></ul><table><tr><th>甲<th>乙<br>丙<tr><td>1<td></table>"
        f'{PICTURE}<p>尾<sup data-footnote="注一"></sup></p><hr><blockquote>引<sup data-footnote="注二"></sup>'
    )
    assert to_plain(tree) == "总则\n一\n二\n三\n四\n甲\t乙 丙\n1\t\n地图\n尾[1]\n引[2]\n[1] 注一\n[2] 注二"


def test_equal_content_has_an_equal_digest():
    assert digest(from_html("<p><b>一</b></p>")) == digest(from_markdown("**一**"))
    assert digest(from_html("一")) != digest(from_html("二"))
    assert digest(from_html("")).startswith("sha256:")


words = st.text(
    alphabet="一二，。“”ab12 *_`~^[]()<>!#-+=:|\\&\n\u3000é\u0301😀'\"./", min_size=1, max_size=12
)
marks = st.sets(st.sampled_from([mark for mark in MARKS if mark not in ("sup", "sub")]), max_size=3)
hrefs = st.sampled_from(
    ["", "", "https://a.cn/b?c=(d)&e", "/calls/x y", "mailto:a@b.cn", "#note", "https://甲.cn/乙"]
)
runs = st.one_of(
    st.builds(lambda text, own, href: {"text": text, "marks": list(own), "href": href}, words, marks, hrefs),
    st.just({"break": True}),
    st.builds(lambda text: {"footnote": text}, words),
)
lines = st.lists(runs, max_size=5)
figures = st.builds(
    lambda alt, caption: {
        "type": "figure",
        "src": "/media/7/w960/地图.webp",
        "alt": "图" + alt,
        "caption": caption,
    },
    words,
    words,
)
paragraphs = st.builds(lambda text: {"type": "paragraph", "text": text}, lines)
plain_blocks = st.recursive(
    st.one_of(paragraphs, figures),
    lambda inner: st.builds(
        lambda items, ordered, start: {"type": "list", "ordered": ordered, "start": start, "items": items},
        st.lists(st.lists(inner, min_size=1, max_size=2), min_size=1, max_size=3),
        st.booleans(),
        st.integers(1, 12),
    ),
    max_leaves=6,
)
blocks = st.one_of(
    plain_blocks,
    st.builds(
        lambda level, text: {"type": "heading", "level": level, "text": text}, st.integers(2, 4), lines
    ),
    st.builds(
        lambda inner: {"type": "quote", "blocks": inner}, st.lists(plain_blocks, min_size=1, max_size=2)
    ),
    st.builds(
        lambda head, rows: {"type": "table", "head": head, "rows": rows},
        st.booleans(),
        st.lists(st.lists(lines, min_size=2, max_size=2), min_size=1, max_size=3),
    ),
    st.just({"type": "rule"}),
)
# Made through the one way in, so that they are in their one form.
trees = st.lists(blocks, max_size=4).map(lambda made: from_html(to_html({"blocks": made})))


@given(trees)
@settings(deadline=None)
def test_html_reads_back_the_same(tree):
    assert from_html(to_html(tree)) == tree


@given(trees)
@example(
    {
        "blocks": [
            {
                "type": "paragraph",
                "text": [{"text": "1"}, {"break": True}, {"text": "\u0301", "marks": ["strong"]}],
            }
        ]
    }
)
@settings(deadline=None, max_examples=300)
def test_markdown_reads_back_the_same(tree):
    assert from_markdown(to_markdown(tree)) == tree


@given(trees)
@settings(deadline=None)
def test_plain_text_is_normal(tree):
    assert unicodedata.is_normalized("NFC", to_plain(tree))


@given(st.text(alphabet="<>/&;=\"'abpuliotdrhs 一\n", max_size=200))
@settings(deadline=None)
def test_any_html_becomes_a_tree_that_stays(html):
    tree = from_html(html)
    assert from_html(to_html(tree)) == tree
