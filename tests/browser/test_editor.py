"""Rich texts are written in the editor under the strict content policy, and in plain Markdown without JavaScript."""

from __future__ import annotations

import pytest
from flask import render_template_string
from playwright.sync_api import expect

from cocreate.documents.rules import from_html, to_html, to_plain
from cocreate.web.form import Form
from cocreate.web.page import PUBLIC, page
from cocreate.web.rich_text import RichText
from tests.factories import make_agency, make_member
from tests.media.files import SVG, picture
from tests.services.site import session_cookie

PAGE = """
{% extends "base.html" %}
{% from "_parts/rich_text.html" import rich_text, rich_text_head %}
{% from "_parts/ui.html" import token %}
{% block title %}x{% endblock %}
{% block head %}{{ rich_text_head() }}{% endblock %}
{% block main %}<h1>x</h1><form method="post">{{ token() }}{{ rich_text(form.text) }}
<button type="submit" id="send">发送</button></form>{% endblock %}
"""
wide = pytest.mark.browser_context_args(viewport={"width": 1000, "height": 900})


class TryForm(Form):
    text = RichText("正文")


@pytest.fixture
def sent(app):
    """The trees that the page /try-editor got; it begins with `sent.start`."""

    class Sent(list):
        start = from_html('<p>原文</p><p>注<sup data-footnote="脚注"></sup></p>')

    trees = Sent()

    @app.route("/try-editor", methods=["GET", "POST"])
    @page(allow=PUBLIC)
    def try_editor():
        form = TryForm(data={"text": trees.start})
        if form.submitted():
            trees.append(form.text.tree)
        return render_template_string(PAGE, form=form, current_agency=None)

    return trees


@pytest.fixture
def editor(app, sent, db_session, live_server, context, page):
    person = make_member(make_agency())
    db_session.commit()
    context.add_cookies([{**session_cookie(app, person), "url": live_server.url}])
    page.goto(f"{live_server.url}/en/try-editor")
    return page


def act(page, name):
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()
    page.wait_for_timeout(
        200
    )  # no hand is so quick; the editor passes over what the selection does meanwhile


def send(page):
    with page.expect_navigation():
        page.click("#send")


def compose(page, text):
    """Type as an input method does: the sounds first, then the characters chosen."""
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "jiazhuang", "selectionStart": 9, "selectionEnd": 9})
    session.send("Input.insertText", {"text": text})


@wide
def test_chinese_a_table_and_a_picture_are_written_under_the_policy(editor, sent, watched, axe, tmp_path):
    photo = tmp_path / "地图.png"
    photo.write_bytes(picture())
    text = editor.get_by_role("textbox", name="正文")
    text.press("Control+End")
    editor.keyboard.press("Enter")
    compose(editor, "加装电梯的费用")
    expect(text).to_contain_text("加装电梯的费用")
    editor.keyboard.press("Shift+Home")
    act(editor, "Bold")
    expect(text.locator("strong")).to_have_text("加装电梯的费用")
    text.press("Control+End")
    # On a busy machine the caret moves a moment later; Enter on a selection would replace the words.
    editor.wait_for_function("getSelection().isCollapsed")
    editor.keyboard.press("Enter")
    act(editor, "Table")
    compose(editor, "项目")
    editor.keyboard.press("Tab")
    act(editor, "Remove the column")
    text.locator("th").nth(1).click()
    compose(editor, "金额")
    assert axe(editor) == []
    text.press("Control+End")
    act(editor, "Picture")
    dialog = editor.get_by_role("dialog", name="Picture")
    dialog.get_by_label("Picture file").set_input_files(photo)
    dialog.get_by_label("What the picture shows").fill("小区地图")
    assert axe(editor) == []
    dialog.get_by_role("button", name="Put in").click()
    expect(text.locator("figure img")).to_have_attribute("alt", "小区地图")
    expect(dialog).to_have_count(0)
    send(editor)
    (tree,) = sent
    assert {block["type"] for block in tree["blocks"]} == {"paragraph", "table", "figure"}
    assert "加装电梯的费用" in to_plain(tree)
    assert "项目" in to_plain(tree)
    assert "<strong>加装电梯的费用</strong>" in to_html(tree)
    assert "[1] 脚注" in to_plain(tree)
    assert watched == []


@wide
def test_links_lists_undo_and_the_keyboard(editor, sent, watched):
    text = editor.get_by_role("textbox", name="正文")
    text.press("Control+Home")
    editor.keyboard.press("Shift+End")
    editor.keyboard.press("Control+k")
    dialog = editor.get_by_role("dialog", name="Link")
    dialog.get_by_label("Address of the link").fill("https://a.cn/b")
    editor.keyboard.press("Enter")
    expect(text.locator("a")).to_have_attribute("href", "https://a.cn/b")
    text.press("Alt+F10")
    for _ in range(5):
        editor.keyboard.press("ArrowRight")
    expect(editor.locator(":focus")).to_have_text("List")
    editor.keyboard.press("Enter")
    expect(text.locator("ul > li")).to_have_count(1)
    text.press("Control+z")
    expect(text.locator("ul")).to_have_count(0)
    text.press("Control+y")
    send(editor)
    assert to_html(sent[0]).startswith('<ul><li><a href="https://a.cn/b"')
    assert watched == []


@wide
def test_pasted_markup_leaves_its_styles_behind(editor, sent, watched):
    text = editor.get_by_role("textbox", name="正文")
    text.press("Control+a")
    editor.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.querySelector(".editor-text").dispatchEvent(paste);
        }""",
        '<h1 style="color:red" onclick="x()">标题</h1><style>p {color: red}</style><p class="MsoNormal">一<b>二</b></p><script>alert(1)</script>',
    )
    send(editor)
    assert to_html(sent[0]) == "<h2>标题</h2>\n<p>一<strong>二</strong></p>"
    assert watched == []


@wide
def test_a_picture_that_is_refused_says_why_and_keeps_the_dialog(editor, tmp_path):
    drawing = tmp_path / "a.svg"
    drawing.write_bytes(SVG)
    act(editor, "Picture")
    dialog = editor.get_by_role("dialog", name="Picture")
    dialog.get_by_label("Picture file").set_input_files(drawing)
    dialog.get_by_label("What the picture shows").fill("图")
    dialog.get_by_role("button", name="Put in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("PNG")


@wide
def test_what_nobody_touched_is_sent_as_it_came(editor, sent):
    send(editor)
    assert sent == [sent.start]


@wide
def test_what_was_not_sent_is_back_after_the_page_was_closed(editor, sent, axe):
    text = editor.get_by_role("textbox", name="正文")
    text.press("Control+Home")
    compose(editor, "还没发送的话")
    editor.wait_for_timeout(1200)  # writing has to pause before it is kept
    editor.reload()
    expect(text).to_contain_text("还没发送的话")
    expect(editor.get_by_role("status")).to_contain_text("did not send")
    assert axe(editor) == []
    act(editor, "Undo")
    expect(text).not_to_contain_text("还没发送的话")
    act(editor, "Redo")
    send(editor)
    assert to_plain(sent[0]).startswith("还没发送的话原文")
    editor.goto(editor.url)
    expect(text).not_to_contain_text("还没发送的话")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_it_is_markdown(editor, sent):
    area = editor.get_by_label("正文")
    expect(area).to_have_value("原文\n\n注^[脚注]")
    area.fill("## 标题\n\n- 一\n- **二**")
    editor.click("#send")
    assert to_html(sent[0]) == "<h2>标题</h2>\n<ul><li>一</li><li><strong>二</strong></li></ul>"
