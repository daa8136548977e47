"""Writes a table as a Word document: covering note, then the table with its heading on each page; loaded only when wanted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from cocreate.core.i18n import _, day, language
from cocreate.exchange.covering import Note, nothing, official_lines, paragraphs
from cocreate.exchange.layouts import Layout
from cocreate.exchange.tables import Table

TITLE, HEADING, TEXT, CELL = "方正小标宋简体", "黑体", "仿宋", "宋体"
LATIN = "Times New Roman"
BLACK = RGBColor(0, 0, 0)  # the style of headings would make it blue
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CENTRED = {"place", "number", "channel", "degree", "count", "version"}
NS = nsdecls("w")
PADDING = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>'
    for side, width in (("top", 60), ("left", 70), ("bottom", 60), ("right", 70))
)


def render(table: Table, heading: str, out: Path) -> int:
    """Write the document; returns how many lines its table has."""
    document = Document()
    document.core_properties.title = table.note.title[:255]
    document.core_properties.author = table.note.issuer[:255]
    document.core_properties.language = "en" if language() == "en" else "zh-CN"
    _base(document)
    _note(document, table.note)
    _turn(document, across=table.layout is Layout.STANDARD)
    _paragraph(document, heading, HEADING, 15, WD_ALIGN_PARAGRAPH.CENTER)
    count = _table(document, table)
    if not count:
        _paragraph(document, nothing(table.note), TEXT, 14, WD_ALIGN_PARAGRAPH.CENTER)
    if table.is_internal:
        _paragraph(
            document, _("Internal version: it holds full names and words that are not public."), TEXT, 10
        )
    document.save(str(out))
    return count


def _base(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.size = Pt(14)
    _fonts(style.element.get_or_add_rPr(), TEXT)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.2)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    _page_number(section.footer)


def _fonts(properties: Any, name: str) -> None:
    """Chinese signs have a font setting of their own, without which Word takes any."""
    fonts = properties.get_or_add_rFonts()
    for place, font in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", name), ("cs", LATIN)):
        fonts.set(qn(f"w:{place}"), font)


def _paragraph(
    place: Any, text: str, font: str = TEXT, size: float = 14, align: Any = None, indent: bool = False
) -> Any:
    paragraph = place.add_paragraph()
    run = paragraph.add_run(UNWRITABLE.sub("", text))
    run.font.size = Pt(size)
    _fonts(run._element.get_or_add_rPr(), font)
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.5
    if indent and language() != "en":
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    return paragraph


def _note(document: Any, note: Note) -> None:
    for name, text in official_lines(note):
        _paragraph(document, f"{name}{': ' if language() == 'en' else '：'}{text}", CELL, 10.5)
    _paragraph(document, "", size=10)
    heading = document.add_heading(level=1)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.space_after = Pt(18)
    run = heading.add_run(UNWRITABLE.sub("", note.title))
    run.font.size, run.font.bold, run.font.color.rgb = Pt(22), False, BLACK
    _fonts(run._element.get_or_add_rPr(), TITLE)
    told = paragraphs(note)
    sections = [(_("1. The consultation"), told[:2])]
    if told[2:]:
        rest = [*told[2:], _("How each was adopted is shown in the table below.")]
        sections.append((_("2. How opinions were adopted"), rest))
    if note.next_steps:
        head = _("3. What happens next") if told[2:] else _("2. What happens next")
        sections.append((head, [one for one in note.next_steps.split("\n") if one.strip()]))
    for head, texts in sections:
        _paragraph(document, head, HEADING, 15, indent=True)
        for text in texts:
            _paragraph(document, text, indent=True)
    _signed(document, note)


def _signed(document: Any, note: Note) -> None:
    _paragraph(document, "", size=14)
    for text in (note.signature, day(note.written_on) if note.written_on else "", _("(place of the seal)")):
        if text:
            _paragraph(document, text, align=WD_ALIGN_PARAGRAPH.RIGHT).paragraph_format.right_indent = Pt(56)


def _turn(document: Any, across: bool) -> None:
    """The table begins on a page of its own, across for the many columns of the standard one."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    if across:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin = section.right_margin = Cm(1.6)


def _page_number(footer: Any) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("text", "— "), ("begin", ""), ("code", "PAGE"), ("end", ""), ("text", " —")):
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.size = Pt(10.5)
        if kind in ("begin", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)
        elif kind == "code":
            code = OxmlElement("w:instrText")
            code.text = text
            run._element.append(code)


def _table(document: Any, table: Table) -> int:
    """The table, built line by line as XML: the library's own cells cost a search each."""
    count = 0
    section = document.sections[-1]
    wide = section.page_width - section.left_margin - section.right_margin
    share = sum(one.width for one in table.columns)
    widths = [int(wide / 635 * one.width / share) for one in table.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = [str(one.name) for one in table.columns]
    made = parse_xml(
        f'<w:tbl {NS}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{PADDING}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_row(head, widths, head=True)}</w:tbl>"
    )
    keys = [one.key for one in table.columns]
    for count, line in enumerate(table.lines, 1):
        texts = [str(line.texts[key]) for key in keys]
        made.append(parse_xml(_row(texts, widths, keys, declare=True)))
    if count:
        document.element.body.insert_element_before(made, "w:sectPr")
    return count


def _row(
    texts: list[str],
    widths: list[int],
    keys: list[str] | None = None,
    *,
    head: bool = False,
    declare: bool = False,
) -> str:
    declared = f" {NS}" if declare else ""
    repeated = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    cells = "".join(
        _cell(text, width, head, head or (keys is not None and keys[place] in CENTRED))
        for place, (text, width) in enumerate(zip(texts, widths, strict=True))
    )
    return f"<w:tr{declared}>{repeated}{cells}</w:tr>"


def _cell(text: str, width: int, head: bool, centred: bool) -> str:
    lines = escape(UNWRITABLE.sub("", text)).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    font = HEADING if head else CELL
    align = '<w:jc w:val="center"/>' if centred else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F1F0EC"/>' if head else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:pPr>'
        f'<w:spacing w:after="0" w:line="276" w:lineRule="auto"/>{align}</w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{font}" w:cs="{LATIN}"/>'
        f'<w:sz w:val="19"/></w:rPr>{words}</w:r></w:p></w:tc>'
    )
