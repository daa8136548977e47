"""The rich text field takes what the editor sends and what is typed without it, and gives back what it refuses."""

from dataclasses import replace

import pytest

from cocreate.documents.rules import LONGEST, from_html, to_html
from cocreate.web.form import Form
from cocreate.web.rich_text import RichText, for_reader

START = from_html("<p>一<b>二</b></p>")


class TryForm(Form):
    text = RichText("x")


def submitted(app, **data):
    with app.test_request_context("/", method="POST", data=data):
        form = TryForm(data={"text": START})
        return form, form.submitted()


def test_a_field_begins_with_its_tree(app):
    with app.test_request_context("/"):
        field = TryForm(data={"text": START}).text
        assert (field.data, field.html) == ("一**二**", "<p>一<strong>二</strong></p>")
        assert TryForm().text.data == ""


@pytest.mark.parametrize(
    "data, html",
    [
        ({"text": "**三**", "text_format": "markdown"}, "<p><strong>三</strong></p>"),
        ({"text": "**三**"}, "<p><strong>三</strong></p>"),
        ({"text": "<p>**三**</p>", "text_format": "html"}, "<p>**三**</p>"),
        ({"text": ""}, ""),
    ],
)
def test_what_was_sent_is_read(app, data, html):
    form, is_fine = submitted(app, **data)
    assert is_fine
    assert to_html(form.text.tree) == html


def test_what_is_refused_stays_typed(app):
    form, is_fine = submitted(app, text="长" * (LONGEST + 1), text_format="html")
    assert not is_fine
    assert form.text.errors
    assert form.text.html == "长" * (LONGEST + 1)
    form, _ = submitted(app, text="![](/media/1/w960/a.webp)")
    assert form.text.errors
    assert form.text.data == "![](/media/1/w960/a.webp)"


@pytest.mark.parametrize(
    "prefix, shown", [("", "/media/1/w960/a.webp"), ("/hdjl/cc", "/hdjl/cc/media/1/w960/a.webp")]
)
def test_pictures_are_found_under_a_path_prefix(app, prefix, shown):
    app.extensions["cocreate.settings"] = replace(app.extensions["cocreate.settings"], path_prefix=prefix)
    html = to_html(from_html('<img src="/media/1/w960/a.webp" alt="图">'))
    with app.test_request_context("/"):
        assert f' src="{shown}"' in for_reader(html)
    assert from_html(html) == from_html(f'<img src="{shown}" alt="图">')
