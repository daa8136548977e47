"""Whatever markup comes in, nothing that comes out can run, load or lead astray."""

from html.parser import HTMLParser

import pytest

from cocreate.core.errors import Invalid
from cocreate.documents.rules import from_html, from_markdown, sanitize_html, to_html, to_markdown
from tests.hostile import lines, strings

ELEMENTS = set(
    "p h2 h3 h4 ul ol li blockquote table thead tbody tr th td figure figcaption img hr br a strong em u s code sup sub "
    "section".split()
)
ATTRIBUTES = {
    "href",
    "rel",
    "src",
    "alt",
    "loading",
    "start",
    "scope",
    "id",
    "data-footnote",
    "data-footnotes",
}
SCHEMES = ("http://", "https://", "mailto:", "tel:", "/", "#")


class Checker(HTMLParser):
    """Refuses every element, attribute and address that a rich text has no use for."""

    def handle_starttag(self, tag, attrs):
        assert tag in ELEMENTS
        for name, value in attrs:
            assert name in ATTRIBUTES
            if name == "href":
                assert value.lower().startswith(SCHEMES)
                assert not value.startswith(("//", "/\\"))
            if name == "src":
                assert value.startswith("/media/")

    def handle_comment(self, data):
        raise AssertionError("a comment came through")

    handle_decl = handle_pi = unknown_decl = handle_comment


def check_harmless(html):
    checker = Checker(convert_charrefs=True)
    checker.feed(html)
    checker.close()


def taken(read, text):
    """The tree, or None when the text is refused with a reason."""
    try:
        return read(text)
    except Invalid:
        return None


def check_both_ways_in(text):
    for read in (from_html, from_markdown):
        tree = taken(read, text)
        if tree is not None:
            html = to_html(tree)
            check_harmless(html)
            assert from_html(html) == tree
            assert from_markdown(to_markdown(tree)) == tree


@pytest.mark.parametrize(
    "html",
    [
        "<math><mi><mglyph><style><img src=x onerror=alert(1)>",
        "<svg><p><style><a title='</style><img src=x onerror=alert(1)>'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<a href='javas&#99;ript:alert(1)'>x</a>",
        "<a href=' data:text/html,x'>x</a>",
        "<img src=/media/1/w480/a.webp alt='\" onerror=alert(1) x=\"'>",
        "<img src='/media/1/w480/a\"onerror=alert(1).webp' alt=x>",
        "<sup data-footnote='\"><script>alert(1)</script>'></sup>",
        "<table><tr><td><style></td></table><img src=x onerror=alert(1)>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    ],
)
def test_known_tricks(html):
    check_both_ways_in(html)


@pytest.mark.parametrize("name, key", [("sanitizer_dompurify", "payload"), ("sanitizer_html5lib", "input")])
def test_the_cases_of_other_sanitizers(name, key):
    for entry in lines(name):
        check_both_ways_in(entry[key])


def test_every_hostile_string():
    for text in strings():
        check_both_ways_in(text)


def test_the_words_of_a_script_do_not_become_text():
    for entry in lines("sanitizer_html5lib"):
        tree = taken(from_html, f"<p>一</p><script>{entry['input']}</script>")
        assert tree is None or "<script" not in to_html(tree)
    assert sanitize_html("<p>一</p><script>alert(1)</script>") == "<p>一</p>"
