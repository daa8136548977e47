"""Scenes in the streets of the demo city: lift, shelter, scooters, school, lane and kerb."""

from __future__ import annotations

from cocreate.demo.drawing import (
    BRICK,
    CINNABAR,
    GLASS,
    GREY_HAIR,
    INK,
    JADE,
    LAMP,
    LEAF,
    MIST,
    NIGHT,
    ROAD,
    SAND,
    SOFT_INK,
    STONE,
    TEAL,
    WHITE,
    WOOD,
    Canvas,
    bicycle,
    person,
    sitter,
    tree,
    wheelchair,
    windows,
)


def lift() -> Canvas:
    """An old block of flats with a glass lift at its wall, and a ramp to the door."""
    on = Canvas()
    on.box(0, 575, 1200, 100, SAND)
    on.box(250, 85, 480, 490, BRICK)
    on.box(238, 70, 504, 20, SOFT_INK)
    windows(on, 285, 118, 4, 6, (62, 42), (108, 76), GLASS)
    on.box(770, 55, 110, 520, MIST)
    for floor in range(7):
        on.box(770, 55 + floor * 76, 110, 4, SOFT_INK)
    for floor in range(6):
        on.box(730, 148 + floor * 76, 42, 7, SOFT_INK)
    on.frame(770, 55, 110, 520, SOFT_INK, 5)
    on.box(784, 287, 82, 68, TEAL, 4)
    on.box(823, 291, 4, 60, MIST)
    on.box(784, 508, 82, 67, WHITE)
    on.shape([(880, 560), (880, 575), (1110, 575)], STONE)
    on.line([(884, 512), (1090, 530), (1090, 572)], TEAL, 5)
    person(on, 946, 572, CINNABAR, GREY_HAIR)
    on.line([(975, 500), (975, 571)], WOOD, 5)
    wheelchair(on, 1060, 575, TEAL)
    tree(on, 120, 578, 1.5)
    tree(on, 1150, 578, 0.9)
    return on


def shelter() -> Canvas:
    """A bus shelter at dusk: a wide roof, a bench with a back, room for a wheelchair, a large sign."""
    on = Canvas("#dfe3e4")
    on.box(0, 330, 1200, 220, "#ece2d3")
    for x, h in ((40, 150), (200, 210), (330, 130), (900, 190), (1050, 140)):
        on.box(x, 550 - h, 120, h, STONE)
    on.box(0, 545, 1200, 60, SAND)
    on.box(0, 605, 1200, 70, ROAD)
    on.box(200, 195, 720, 350, "#e3ecea")
    for x in (215, 560, 890):
        on.box(x, 195, 12, 352, SOFT_INK)
    on.shape([(140, 205), (160, 165), (960, 165), (980, 205)], TEAL)
    for x in (380, 740):
        on.shape([(x - 12, 205), (x + 12, 205), (x + 130, 540), (x - 130, 540)], "#f3ead2")
        on.disc(x, 207, 12, LAMP)
    on.box(250, 470, 270, 14, WOOD, 5)
    on.box(250, 408, 270, 40, WOOD, 6)
    for x in (265, 500):
        on.box(x, 410, 8, 136, SOFT_INK)
    sitter(on, 310, 470, CINNABAR, GREY_HAIR)
    sitter(on, 420, 470, JADE)
    wheelchair(on, 660, 545, TEAL)
    person(on, 810, 545, SOFT_INK)
    on.box(1040, 150, 12, 396, SOFT_INK)
    on.box(985, 120, 122, 250, NIGHT, 8)
    on.word(1046, 185, "9", LAMP, 100)
    for y in (262, 296, 330):
        on.box(1010, y, 72, 10, LAMP, 4)
    return on


def ebikes() -> Canvas:
    """Electric scooters under a roof, each at its charging post, well away from the windows."""
    on = Canvas()
    on.box(0, 560, 1200, 115, SAND)
    on.box(0, 60, 250, 500, BRICK)
    windows(on, 40, 110, 2, 5, (64, 46), (104, 88), GLASS)
    tree(on, 325, 565, 1.1)
    on.shape([(415, 268), (445, 225), (1165, 255), (1175, 290)], TEAL)
    for x in (445, 800, 1140):
        on.box(x, 265, 12, 297, SOFT_INK)
    for place, colour in enumerate((CINNABAR, SOFT_INK, JADE, TEAL)):
        x = 505 + place * 160
        on.box(x - 42, 420, 16, 142, SOFT_INK, 4)
        on.box(x - 47, 404, 26, 52, WHITE, 6)
        on.disc(x - 34, 418, 5, JADE)
        on.line([(x - 34, 444), (x - 12, 500), (x + 26, 512)], INK, 3)
        bicycle(on, x, 560, colour, is_scooter=True)
    for place in range(5):
        on.line([(475 + place * 160, 566), (455 + place * 160, 640)], WHITE, 5)
    on.box(1080, 340, 34, 50, CINNABAR, 4)
    return on


def school() -> Canvas:
    """A crossing before a school from above: the kerbs come forward, so that the way across is short."""
    on = Canvas(SAND)
    on.box(0, 270, 1200, 210, ROAD)
    on.box(90, 30, 480, 165, BRICK, 4)
    on.box(110, 50, 440, 125, "#d8b9a2")
    on.box(610, 150, 120, 20, TEAL)
    for top, foot in ((270, 320), (480, 430)):
        on.shape([(500, top), (550, foot), (790, foot), (840, top)], SAND)
        on.line([(500, top), (550, foot), (790, foot), (840, top)], WHITE, 6)
    for stripe in range(6):
        on.box(600 + stripe * 24, 320, 13, 110, WHITE)
    for x in (30, 150, 270, 390, 860, 980, 1100):
        on.box(x, 372, 60, 6, WHITE)
    for x, y in (
        (60, 235),
        (440, 235),
        (900, 225),
        (1060, 225),
        (120, 560),
        (330, 570),
        (980, 560),
        (1130, 600),
    ):
        on.disc(x, y, 36, LEAF)
        on.disc(x, y, 7, JADE)
    for x, y, coat in ((640, 295, CINNABAR), (668, 300, TEAL), (700, 286, JADE), (655, 365, LAMP), (690, 390, TEAL),
                       (630, 455, CINNABAR), (720, 462, WHITE)):  # fmt: skip
        on.disc(x, y, 13, coat)
        on.disc(x, y, 7, INK)
    on.box(150, 395, 130, 62, TEAL, 14)
    on.box(180, 402, 30, 48, GLASS, 6)
    on.box(960, 295, 130, 60, WHITE, 14)
    on.box(1030, 302, 30, 46, GLASS, 6)
    return on


def lane() -> Canvas:
    """A lane at nightfall: low lamps light the ground, and the windows stay dark."""
    on = Canvas(NIGHT)
    on.shape([(0, 0), (420, 0), (420, 480), (0, 640)], "#3a4250")
    on.shape([(1200, 0), (780, 0), (780, 480), (1200, 640)], "#343c49")
    on.shape([(420, 480), (780, 480), (1200, 640), (1200, 675), (0, 675), (0, 640)], "#4a4f58")
    on.disc(600, 110, 26, "#e9e4d2")
    for x, y, w, h in ((60, 150, 80, 110), (200, 180, 64, 90), (320, 205, 44, 70)):
        on.box(x, y, w, h, "#2b3240", 3)
        on.box(1200 - x - w, y, w, h, "#2b3240", 3)
    for x, ground, size in ((330, 545, 1.0), (870, 545, 1.0), (455, 500, 0.6), (745, 500, 0.6)):
        on.shape([(x, ground - 150 * size), (x + 120 * size, ground + 14 * size),
                  (x - 120 * size, ground + 14 * size)], "#8d8159")  # fmt: skip
        on.box(x - 4 * size, ground - 150 * size, 8 * size, 160 * size, INK)
        on.shape([(x, ground - 185 * size), (x + 30 * size, ground - 150 * size),
                  (x - 30 * size, ground - 150 * size)], INK)  # fmt: skip
        on.disc(x, ground - 148 * size, 9 * size, LAMP)
    person(on, 600, 600, TEAL, size=1.1)
    bicycle(on, 635, 605, LAMP)
    return on


def kerb() -> Canvas:
    """A marked bay at the kerb where a taxi stops for somebody with a suitcase."""
    on = Canvas()
    for x, h, colour in ((40, 230, BRICK), (250, 300, STONE), (830, 260, BRICK), (1010, 320, STONE)):
        on.box(x, 400 - h, 180, h, colour)
        windows(on, x + 26, 430 - h, 2, 2, (48, 40), (80, 78), GLASS)
    on.box(0, 400, 1200, 90, SAND)
    on.box(0, 484, 1200, 10, WHITE)
    on.box(0, 494, 1200, 181, ROAD)
    on.line([(330, 500), (300, 610), (930, 610), (900, 500)], WHITE, 6)
    on.shape([(440, 470), (500, 400), (690, 400), (760, 470)], TEAL)
    on.shape([(475, 466), (516, 414), (588, 414), (588, 466)], GLASS)
    on.shape([(602, 466), (602, 414), (680, 414), (724, 466)], GLASS)
    on.box(390, 466, 440, 78, TEAL, 20)
    on.box(570, 380, 60, 22, LAMP, 5)
    for x in (480, 740):
        on.disc(x, 546, 38, INK)
        on.disc(x, 546, 17, STONE)
    on.disc(818, 500, 10, LAMP)
    person(on, 960, 482, CINNABAR)
    on.box(1000, 410, 54, 70, WOOD, 7)
    on.line([(1012, 410), (1012, 376), (1042, 376), (1042, 410)], INK, 5)
    on.box(240, 250, 9, 240, SOFT_INK)
    on.box(206, 225, 78, 78, TEAL, 10)
    on.word(245, 264, "P", WHITE, 54)
    tree(on, 120, 484, 1.2)
    return on
