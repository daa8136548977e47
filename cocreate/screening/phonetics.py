"""How Chinese characters sound without their tones, as people type them."""

from __future__ import annotations

from functools import cache

from pypinyin import lazy_pinyin

# Characters whose reading depends on the word so often that the word is asked.
DEPENDENT = frozenset(
    "行重长乐着还得都调会降参藏省朝弹曾单区仇查盖血薄塞削秘解尿厦率校角觉卡扎轧传种数差重折"
)


@cache
def sound(sign: str) -> str:
    """The syllable of a Chinese character, "" for any other sign."""
    if not "\u3400" <= sign <= "\u9fff":
        return ""
    syllable: str = lazy_pinyin(sign)[0]
    return syllable if syllable.isascii() and syllable.isalpha() else ""


def sounds(word: str) -> list[list[str]]:
    """The readings of a word as syllables, one for each sign (a sign that is not Chinese gives itself)."""
    single = [sound(sign) or sign for sign in word]
    if not DEPENDENT.intersection(word) or not all(map(sound, word)):
        return [single]
    read: list[str] = lazy_pinyin(word)
    return [single] if read == single or len(read) != len(word) else [single, read]
