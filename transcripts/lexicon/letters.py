"""Letters that stand for others: spelt without their mark, or looking alike in another script."""

from __future__ import annotations

SPELT = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th",
    "Þ": "Th",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ħ": "h", "Ħ": "H",
    "ŋ": "n",
    "ƙ": "k", "ɗ": "d", "ɓ": "b", "Ɓ": "B", "Ɗ": "D", "Ƙ": "K", "ə": "e", "Ə": "E", "ɑ": "a",
    "ɡ": "g", "ɩ": "i",
}  # fmt: skip
ALIKE = dict(
    zip(
        "АВЕЅЗІЈКМНОРСТУХаеѕіјорсухһԁԛԝкнмтвΑΒΕΖΗΙΚΜΝΟΡΤΥΧανοικρτυχϲΥᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
        "ABESZIJKMHOPCTYXaesijopcyxhdqwkhmtbABEZHIKMNOPTYXavoikptuxcYabcdefghijklmnoprstuvwyz",
        strict=True,
    )
)
APOSTROPHES = frozenset("'’‘ʼ`´′ʹʻˈ＇‛ꞌ")
DASHES = frozenset("-‐‑‒–—―−﹣－")
