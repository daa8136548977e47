"""Which character stands for which other one: letters of other scripts, boxed letters, split and rare Chinese signs."""

from __future__ import annotations

from cocreate.screening.wordbook import sections

# Pairs of "what it looks like" and the signs of other scripts that look so.
_LETTERS = {
    "a": "аαɑａ𝛂ạ",
    "b": "ьβвϐƅ",
    "c": "сϲᴄ¢ҫ",
    "d": "ԁɗđ",
    "e": "еёєεҽэ℮",
    "f": "ƒϝ",
    "g": "ɡցǥ",
    "h": "һнհ",
    "i": "іıιїɩ¡",
    "j": "јϳʝ",
    "k": "кκқ",
    "l": "ӏⅼłℓ",
    "m": "мϻ",
    "n": "пηи",
    "o": "оοσօ∅øө",
    "p": "рρþ",
    "q": "ԛզ",
    "r": "гᴦя",
    "s": "ѕꜱʂ",
    "t": "тτţ",
    "u": "цυսµ",
    "v": "ѵνᴠ",
    "w": "ԝωшѡ",
    "x": "хχ×",
    "y": "уүγʏ",
    "z": "ᴢʐ",
}
# Signs that are hardly ever written for themselves, and the everyday sign they imitate.
_CHINESE = {
    "口": "囗",
    "日": "曰",
    "人": "亻",
    "水": "氵",
    "手": "扌",
    "心": "忄",
    "火": "灬",
    "言": "讠訁",
    "金": "钅釒",
    "食": "饣飠",
    "丝": "纟糹",
    "刀": "刂",
    "犬": "犭",
    "示": "礻",
    "衣": "衤",
    "草": "艹",
    "土": "圡",
    "力": "仂",
    "贝": "貝",
    "零": "〇",
}
LOOKALIKES: dict[str, str] = {
    sign: plain for table in (_LETTERS, _CHINESE) for plain, signs in table.items() for sign in signs
}
LOOKALIKES |= {chr(0x1F150 + n): chr(97 + n) for n in range(26)}  # negative circled letters
LOOKALIKES |= {chr(0x1F170 + n): chr(97 + n) for n in range(26)}  # negative squared letters
LOOKALIKES |= {"🔟": "10", "⓪": "0", "⓿": "0"}
LOOKALIKES |= {chr(0x2776 + n): str(n + 1) for n in range(10)}  # negative circled digits
LOOKALIKES |= {chr(0x24EB + n): str(n + 11) for n in range(10)}

# Digits and signs written for letters, folded on both sides, so that only words and texts of one fold are compared.
LEET = str.maketrans({"0": "o", "1": "l", "!": "l", "|": "l", "i": "l", "3": "e", "4": "a", "@": "a", "5": "s",
                      "$": "s", "7": "t", "9": "g", "6": "b", "8": "b", "2": "z"})  # fmt: skip

# A sign and the parts it falls into when it is written apart.
SPLITS: dict[str, str] = {entry[0]: entry[1:] for entry in sections("splits")["splits"]}
