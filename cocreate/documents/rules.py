"""What a rich text may be made of, and the one way in: bleach, then nh3, then the tree."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version

import bleach
import nh3

from cocreate.core.errors import Invalid
from cocreate.core.unicode import refuse_unstorable, too_long
from cocreate.documents.markdown import render, to_markdown
from cocreate.documents.reading import INLINE, LEVEL_OF, MARK_OF, OWN_PICTURE, read
from cocreate.documents.tree import Tree
from cocreate.documents.writing import to_html, to_plain

__all__ = ["digest", "from_html", "from_markdown", "sanitize_html", "to_html", "to_markdown", "to_plain"]

LONGEST = 64 * 1024  # characters of HTML: bleach needs seconds for more, if someone means harm
SANITIZER = f"bleach {version('bleach')}, nh3 {version('nh3')}, tree 1"
TAGS = frozenset(
    {*MARK_OF, *LEVEL_OF, *INLINE, "a", "p", "div", "section", "article", "br", "hr", "ul", "ol", "li", "pre"}
    | {"blockquote", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "figure", "figcaption", "img"}
)
WITH_CONTENT = frozenset(
    {"script", "style"}
)  # nh3 drops these with what is in them; bleach would keep the words
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "sup": {"data-footnote"},
    "section": {"data-footnotes"},
}


def from_html(html: str) -> Tree:
    """The tree of pasted, edited or imported HTML. Invalid when it is longer than LONGEST, when it can't be stored, or
    when a picture has no text alternative."""
    return read(sanitize_html(html))


def from_markdown(markdown: str) -> Tree:
    """The tree of a text in Markdown (see cocreate.documents.markdown). Invalid as from_html."""
    refuse_unstorable(markdown)
    _refuse_long(markdown)
    return from_html(render(markdown))


def sanitize_html(html: str) -> str:
    """HTML with nothing in it but what TAGS and ATTRIBUTES allow, well formed. Invalid as from_html."""
    refuse_unstorable(html)
    _refuse_long(html)
    first = bleach.clean(
        html,
        tags=TAGS | WITH_CONTENT,
        attributes=_is_allowed,
        protocols=PROTOCOLS,
        strip=True,
        strip_comments=True,
    )
    return nh3.clean(
        first,
        tags=set(TAGS),
        clean_content_tags=set(WITH_CONTENT),
        attributes=ATTRIBUTES,
        url_schemes=set(PROTOCOLS),
        link_rel=None,
    )


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if tag == "img" and name == "src":
        return OWN_PICTURE.fullmatch(value) is not None
    return name in ATTRIBUTES.get(tag, ())


def _refuse_long(text: str) -> None:
    if len(text) > LONGEST:
        raise Invalid(too_long(len(text), LONGEST))


def digest(tree: Tree) -> str:
    """ "sha256:…" of the tree: equal content, equal digest."""
    canonical = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
