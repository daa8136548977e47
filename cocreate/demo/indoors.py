"""Scenes inside, and sheets of paper: plan, map, bathroom, counter, canteen, council and projects."""

from __future__ import annotations

from cocreate.demo.drawing import (
    BRICK,
    CINNABAR,
    GLASS,
    GREY_HAIR,
    HAIR,
    INK,
    JADE,
    LAMP,
    LEAF,
    MIST,
    PAPER,
    SAND,
    SKY,
    SOFT_INK,
    STONE,
    TEAL,
    WHITE,
    WOOD,
    Canvas,
    person,
    sitter,
    tree,
    wheelchair,
)


def plan() -> Canvas:
    """A floor plan on a sheet, and a row of numbered folders."""
    on = Canvas(PAPER)
    on.box(70, 60, 720, 555, WHITE)
    on.frame(70, 60, 720, 555, HAIR)
    on.frame(130, 130, 600, 390, INK, 9)
    for wall in ([(380, 130), (380, 330)], [(380, 400), (380, 520)], [(130, 300), (250, 300)],
                 [(320, 300), (600, 300)], [(680, 300), (730, 300)], [(560, 300), (560, 380)]):  # fmt: skip
        on.line(wall, INK, 7)
    for x, y in ((250, 300), (600, 300)):
        on.line([(x, y), (x + 48, y + 48)], TEAL, 3)
    for x in (170, 450, 600):
        on.box(x, 124, 90, 13, GLASS)
    on.line([(130, 560), (730, 560)], SOFT_INK, 2)
    for x in (130, 380, 730):
        on.line([(x, 550), (x, 570)], SOFT_INK, 2)
    for x, y, text in ((250, 215, "A1"), (560, 215, "A2"), (240, 420, "B1"), (640, 420, "B2")):
        on.word(x, y, text, SOFT_INK, 30)
    for place, colour in enumerate((TEAL, JADE, WOOD, CINNABAR)):
        x = 850 + place * 72
        on.box(x, 190, 62, 420, colour, 5)
        on.box(x + 10, 240, 42, 84, PAPER, 4)
        on.word(x + 31, 282, f"0{place + 1}", INK, 28)
    on.box(820, 610, 340, 8, SOFT_INK)
    return on


def busmap() -> Canvas:
    """A made-up map of bus routes that cross at one stop; one goes far out to the east."""
    on = Canvas(PAPER)
    river = [(0, 470), (220, 430), (430, 480), (640, 590), (860, 600), (1200, 540)]
    on.line(river, MIST, 74)
    routes = {
        TEAL: [(90, 160), (330, 160), (480, 310), (760, 310), (900, 170), (1110, 170)],
        CINNABAR: [(200, 600), (200, 420), (310, 310), (480, 310), (620, 170), (620, 60)],
        WOOD: [(480, 620), (480, 310), (360, 190), (360, 60)],
        JADE: [(480, 310), (640, 450), (800, 450), (1120, 450)],
    }
    for colour, points in routes.items():
        on.line(points, colour, 13)
        for x, y in points[:-1]:
            on.disc(x, y, 13, PAPER)
            on.ring(x, y, 13, colour, 5)
    on.line([(1120, 450), (1175, 450)], JADE, 13)
    for x in (880, 960, 1040):
        on.disc(x, 450, 10, PAPER)
        on.ring(x, 450, 10, JADE, 4)
    on.disc(480, 310, 27, INK)
    on.disc(480, 310, 16, PAPER)
    for x, y, text, colour in ((90, 115, "9", TEAL), (200, 645, "12", CINNABAR), (405, 80, "17", WOOD),
                               (1120, 405, "31", JADE)):  # fmt: skip
        on.word(x, y, text, colour, 38)
    return on


def handrail() -> Canvas:
    """A small bathroom with rails, a seat in the shower, a mat, and no threshold."""
    on = Canvas("#eef1ee")
    for x in range(0, 1200, 75):
        on.line([(x, 0), (x, 330)], "#e0e6e2", 2)
    for y in range(0, 331, 66):
        on.line([(0, y), (1200, y)], "#e0e6e2", 2)
    on.box(0, 560, 1200, 115, STONE)
    on.box(90, 170, 170, 390, WOOD, 4)
    on.disc(235, 380, 9, LAMP)
    on.box(410, 300, 110, 130, WHITE, 10)
    on.box(400, 430, 150, 32, WHITE, 14)
    on.shape([(420, 462), (530, 462), (510, 560), (440, 560)], WHITE)
    on.line([(580, 500), (580, 340), (690, 340)], TEAL, 14)
    on.line([(350, 400), (350, 520)], TEAL, 14)
    on.box(780, 40, 8, 520, GLASS)
    on.line([(1120, 90), (1120, 300)], TEAL, 14)
    on.line([(880, 350), (1060, 350)], TEAL, 14)
    on.line([(1010, 60), (1010, 110)], SOFT_INK, 6)
    on.shape([(980, 110), (1040, 110), (1056, 130), (964, 130)], SOFT_INK)
    on.box(890, 450, 140, 16, WHITE, 6)
    for x in (905, 1010):
        on.box(x, 466, 9, 94, SOFT_INK)
    on.box(330, 585, 400, 40, JADE, 10)
    on.box(280, 500, 26, 14, LAMP, 6)
    return on


def welcome() -> Canvas:
    """A service counter with two chairs and a plant, and a window to the river and its bridge."""
    on = Canvas(PAPER)
    on.box(330, 60, 620, 280, SKY)
    on.box(330, 245, 620, 95, GLASS)
    for x in (430, 640, 850):
        on.box(x, 130, 12, 130, SOFT_INK)
        on.line([(x - 80, 240), (x + 6, 135), (x + 92, 240)], SOFT_INK, 3)
    on.box(330, 238, 620, 9, SOFT_INK)
    on.frame(330, 60, 620, 280, WHITE, 12)
    on.box(0, 575, 1200, 100, SAND)
    person(on, 640, 520, TEAL, size=1.15)
    on.box(420, 445, 440, 130, WOOD, 6)
    on.box(400, 432, 480, 18, "#d1ab7f", 6)
    on.box(730, 390, 70, 44, SOFT_INK, 4)
    for x in (240, 980):
        on.box(x, 490, 90, 12, TEAL, 5)
        on.box(x if x < 600 else x + 80, 410, 10, 90, TEAL, 5)
        for leg in (8, 74):
            on.box(x + leg, 500, 8, 78, SOFT_INK)
    sitter(on, 275, 490, CINNABAR)
    on.box(1105, 510, 60, 66, BRICK, 6)
    for dx, dy in ((-38, -80), (0, -120), (38, -84), (-16, -50), (18, -50)):
        on.line([(1135, 512), (1135 + dx, 512 + dy)], JADE, 9)
        on.disc(1135 + dx, 512 + dy, 18, LEAF)
    return on


def canteen() -> Canvas:
    """A neighbourhood canteen at noon: wooden tables, the day's dishes above the hatch, a tree outside."""
    on = Canvas(PAPER)
    on.box(0, 560, 1200, 115, SAND)
    on.box(70, 90, 330, 250, SKY)
    for x, y, r in ((180, 230, 54), (240, 205, 62), (305, 235, 50)):
        on.disc(x, y, r, LEAF)
    for x, y in ((180, 220), (236, 180), (262, 246), (318, 228)):
        on.disc(x, y, 11, CINNABAR)
    on.box(225, 290, 14, 50, WOOD)
    on.frame(70, 90, 330, 250, WHITE, 12)
    on.box(560, 190, 560, 190, MIST)
    person(on, 700, 420, WHITE)
    on.box(672, 258, 56, 20, WHITE, 8)
    person(on, 960, 420, WHITE, GREY_HAIR)
    on.box(540, 370, 600, 26, WOOD)
    on.box(540, 396, 600, 164, "#e7dccb")
    on.box(600, 70, 480, 92, INK, 6)
    for x in (630, 790, 950):
        on.box(x, 92, 96, 9, PAPER, 4)
        on.box(x, 116, 66, 9, LAMP, 4)
        on.box(x, 138, 82, 7, SOFT_INK, 3)
    for x in (620, 790, 870, 1040):
        on.shape([(x, 350), (x + 56, 350), (x + 44, 371), (x + 12, 371)], WHITE)
    for x, first, second in ((130, CINNABAR, TEAL), (700, JADE, SOFT_INK)):
        for guest, coat in ((120, second), (215, first)):
            person(on, x + guest, 600, coat, GREY_HAIR, 1.05)
        sitter(on, x - 5, 560, first, GREY_HAIR, 1.1)
        for leg in (-22, 24):
            on.box(x + leg, 570, 8, 60, WOOD)
        on.box(x - 30, 560, 70, 12, WOOD, 5)
        on.box(x + 60, 510, 230, 16, WOOD, 6)
        on.box(x + 168, 524, 14, 96, WOOD)
        for dish in (90, 170, 230):
            on.shape(
                [(x + dish, 494), (x + dish + 44, 494), (x + dish + 34, 511), (x + dish + 10, 511)], WHITE
            )
    return on


def council() -> Canvas:
    """A room where neighbours meet: a ring of chairs, and a sheet with the matter of the day."""
    on = Canvas(PAPER)
    on.box(0, 430, 1200, 245, SAND)
    on.box(450, 60, 300, 210, WHITE)
    on.frame(450, 60, 300, 210, HAIR, 4)
    on.word(600, 108, "?", TEAL, 64)
    for y, w in ((160, 200), (190, 230), (220, 150)):
        on.box(600 - w / 2, y, w, 10, HAIR, 5)
    for x in (110, 900):
        on.box(x, 80, 190, 210, SKY)
        on.frame(x, 80, 190, 210, WHITE, 10)
    coats = (TEAL, CINNABAR, JADE, SOFT_INK, WOOD)
    for place, coat in enumerate(coats):
        x = 250 + place * 160
        sitter(on, x, 430 + abs(place - 2) * 18, coat, GREY_HAIR if place % 2 else INK)
        seat = 430 + abs(place - 2) * 18
        for leg in (-24, 24):
            on.box(x + leg, seat, 8, 62, WOOD)
        on.box(x - 28, seat, 62, 10, WOOD, 4)
    for x in (130, 330, 820, 1020):
        on.box(x, 540, 76, 14, WOOD, 5)
        on.box(x, 460, 76, 16, WOOD, 6)
        for leg in (4, 62):
            on.box(x + leg, 474, 9, 160, WOOD)
    wheelchair(on, 610, 640, CINNABAR)
    return on


def projects() -> Canvas:
    """Five small pictures side by side: a bench, a cycle lane, a reading lamp, a tap, a market roof."""
    on = Canvas(PAPER)
    for place in range(5):
        x = 40 + place * 228
        on.box(x, 120, 208, 420, (SKY, SAND, MIST, SKY, SAND)[place], 10)
    on.box(70, 390, 148, 12, WOOD, 4)
    on.box(70, 340, 148, 24, WOOD, 4)
    for x in (82, 196):
        on.box(x, 340, 10, 110, SOFT_INK)
    tree(on, 160, 330, 0.9)
    on.shape([(286, 540), (362, 200), (382, 200), (458, 540)], TEAL)
    for y, w in ((500, 12), (420, 9), (350, 7), (290, 5), (240, 4)):
        on.box(372 - w / 2, y, w, w * 3, WHITE)
    on.line([(560, 470), (560, 260), (620, 210)], INK, 8)
    on.shape([(590, 190), (650, 190), (678, 250), (562, 250)], TEAL)
    on.shape([(562, 250), (678, 250), (690, 470), (540, 470)], "#efe5c6")
    on.box(520, 466, 170, 14, WOOD, 4)
    on.box(570, 446, 80, 20, CINNABAR, 3)
    on.line([(740, 260), (830, 260), (830, 320)], SOFT_INK, 22)
    on.disc(830, 360, 9, TEAL)
    on.shape([(760, 410), (900, 410), (880, 460), (780, 460)], WHITE)
    for stripe in range(6):
        x = 966 + stripe * 30
        on.shape([(x, 230), (x + 30, 230), (x + 30, 300), (x, 300)], (CINNABAR, WHITE)[stripe % 2])
    for x in (976, 1126):
        on.box(x, 300, 9, 170, SOFT_INK)
    on.box(966, 400, 180, 70, WOOD, 4)
    for x, colour in ((1000, JADE), (1040, CINNABAR), (1080, LAMP), (1116, LEAF)):
        on.disc(x, 392, 19, colour)
    return on
