"""Plain text is shown as it was typed: escaped, in paragraphs, with web addresses to click and nothing else."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.core.errors import Invalid
from cocreate.core.unicode import clean_text
from cocreate.text.linkify import REL, links, paragraphs
from tests.hostile import strings


def link(address, shown=None):
    return f'<a href="{address}" rel="{REL}">{shown or address}</a>'


@pytest.mark.parametrize(
    "text, shown",
    [
        ("加装电梯", "<p>加装电梯</p>"),
        ("一\n二\n\n三", "<p>一<br>\n二</p>\n<p>三</p>"),
        ("一\n \n\n\n二", "<p>一</p>\n<p>二</p>"),
        ("\n一\n", "<p>一</p>"),
        ("<b>AT&T</b>", "<p>&lt;b&gt;AT&amp;T&lt;/b&gt;</p>"),
        ("", ""),
    ],
)
def test_paragraphs(text, shown):
    assert paragraphs(text) == shown


@pytest.mark.parametrize(
    "text, shown",
    [
        ("见https://a.cn/b，谢谢", f"见{link('https://a.cn/b')}，谢谢"),
        ("(http://a.cn/b_(c)).", f"({link('http://a.cn/b_(c)')})."),
        ("http://a.cn/?b=1&c=2!", link("http://a.cn/?b=1&amp;c=2") + "!"),
        ("HTTPS://A.CN", link("HTTPS://A.CN")),
        ("http://a.cn http://b.cn", f"{link('http://a.cn')} {link('http://b.cn')}"),
        ("https://gov.cn@evil.example", "https://gov.cn@evil.example"),
        ("http://[", "http://["),
        ("http://", "http://"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("//evil.example", "//evil.example"),
        ('http://a.cn/"onclick=x', link("http://a.cn/") + "&#34;onclick=x"),
    ],
)
def test_links(text, shown):
    assert links(text) == shown


class Seen(HTMLParser):
    """Collects the elements and the text of a page."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self.text = [], ""
        self.feed(str(page))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def check_is_harmless(text):
    seen = Seen(paragraphs(text))
    for tag, attributes in seen.elements:
        assert tag in ("p", "br", "a")
        assert attributes.keys() <= {"href", "rel"}
        assert attributes.get("href", "https://").lower().startswith(("http://", "https://"))
    assert "".join(seen.text.split()) == "".join(text.split())


@given(st.text(alphabet="h<>\"'&http://a.cn/()\n 中", max_size=80))
def test_nothing_but_paragraphs_and_links_comes_out_and_no_word_is_lost(text):
    check_is_harmless(text)


def test_hostile_strings_are_only_text():
    for text in strings():
        try:
            text = clean_text(text, 20_000).text
        except Invalid:
            continue
        check_is_harmless(text)
        assert json.loads(json.dumps(text)) == text
