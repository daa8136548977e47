"""A share card as SVG: every viewer draws it with its own fonts, Chinese ones first."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import escape

from cocreate.journeys.card import HEIGHT, WIDTH, Box, Dot, Line, Shape, Text

SANS = "PingFang SC, HarmonyOS Sans SC, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif"
SERIF = "Noto Serif CJK SC, Source Han Serif SC, Songti SC, STSong, SimSun, serif"


def draw(shapes: Iterable[Shape], title: str, language: str) -> str:
    """The whole picture as a text; attributes only, no styles, so that the strictest policy shows it."""
    said = escape(title)
    lang = "en" if language == "en" else "zh-Hans"
    parts = "\n".join(_part(one) for one in shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{said}" lang="{lang}"><title>{said}</title>\n{parts}\n</svg>\n'
    )


def _part(one: Shape) -> str:
    if isinstance(one, Box):
        return (
            f'<rect x="{one.x:g}" y="{one.y:g}" width="{one.width:g}" height="{one.height:g}" '
            f'fill="{one.fill}" shape-rendering="crispEdges"/>'
        )
    if isinstance(one, Dot):
        return (
            f'<circle cx="{one.x:g}" cy="{one.y:g}" r="{one.radius:g}" '
            f'fill="{one.fill}" stroke="{one.stroke}" stroke-width="3.5"/>'
        )
    if isinstance(one, Line):
        dotted = ' stroke-dasharray="0.1 10" stroke-linecap="round"' if one.dotted else ""
        return (
            f'<line x1="{one.x1:g}" y1="{one.y1:g}" x2="{one.x2:g}" y2="{one.y2:g}" '
            f'stroke="{one.stroke}" stroke-width="{one.width:g}"{dotted}/>'
        )
    return _text(one)


def _text(one: Text) -> str:
    family = SERIF if one.is_serif else SANS
    weight = ' font-weight="700"' if one.is_bold else ""
    return (
        f'<text x="{one.x:g}" y="{one.y:g}" font-size="{one.size:g}" font-family="{family}"{weight} '
        f'fill="{one.fill}" text-anchor="{one.anchor}">{escape(one.words)}</text>'
    )
