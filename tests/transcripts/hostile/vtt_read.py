"""WebVTT that is read, with people hidden in it wherever a file can hide something.

Each: the file, how many cues it has, and what is counted as dropped.
"""

from __future__ import annotations

_CUE = "00:00:01.000 --> 00:00:02.000\n"
_HEAD = "WEBVTT\n\n"
_LONG = "blah " * 1_500


def _cue(text: str, *, times: str = _CUE) -> str:
    return f"{times}{text}\n\n"


def _said(*texts: str) -> str:
    return _HEAD + "".join(_cue(text) for text in texts)


TEXTS: dict[str, tuple[str, int, dict[str, int]]] = {
    "in the header": (
        "WEBVTT - recorded by Sam Okoro\nKind: captions\nAuthor: Siân Ní Bhriain\n\n" + _cue("Hi"),
        1,
        {},
    ),
    "in a comment": (
        _HEAD + "NOTE Sam Okoro, sam.okoro@larkmoor.example\nof Larkmoor\n\n" + _cue("Hi"),
        1,
        {"comments": 1},
    ),
    "in ten comments": (_HEAD + "NOTE Sam Okoro\n\n" * 10 + _cue("Hi"), 1, {"comments": 10}),
    "in a style": (
        _HEAD + "STYLE\n::cue(v[voice='Sam Okoro']) { color: red }\n\n" + _cue("Hi"),
        1,
        {"style and region blocks": 1},
    ),
    "in a region": (_HEAD + "REGION\nid:SamOkoro\n\n" + _cue("Hi"), 1, {"style and region blocks": 1}),
    "in a cue's number": (_HEAD + "Sam Okoro\n" + _cue("Hi"), 1, {}),
    "in a cue's settings": (_HEAD + _cue("Hi", times="00:01.000 --> 00:02.000 region:SamOkoro position:50%\n"), 1, {}),
    "in a voice": (_said("<v Sam Okoro>I said so.</v>"), 1, {}),
    "in a loud voice": (_said("<v.loud.okoro Sam Okoro>I said so."), 1, {}),
    "in two voices of one cue": (_said("<v Sam Okoro>Yes.</v> <v Hope Achterberg-Bell>No.</v>"), 1, {}),
    "in a voice over two lines": (_said("<v Sam\nOkoro>I said so."), 1, {}),
    "in a class": (_said("<c.SamOkoro.larkmoor>I said so.</c>"), 1, {}),
    "in a language": (_said("<lang en-SamOkoro>I said so.</lang>"), 1, {}),
    "in ruby": (_said("Ask <ruby>Sam<rt>Okoro</rt></ruby> please."), 1, {}),
    "cut by times": (_said("Ask S<00:00:01.100>am O<00:00:01.200>ko<00:00:01.300>ro please."), 1, {}),
    "cut by tags": (_said("Ask <b>S</b>am <i>Ok</i><u>oro</u> please."), 1, {}),
    "in a link": (_said('Look <a href="https://larkmoor.example/sam-okoro">here</a> please.'), 1, {}),
    "in a script": (_said("<script>alert('Sam Okoro')</script>We met."), 1, {}),
    "in a mark-up comment": (_said("We <!- Sam Okoro of Larkmoor -> met."), 1, {}),
    "in a tag that never ends": (_said("We met <v Sam Okoro"), 1, {}),
    "in a tag of six hundred characters": (_said("We <c." + "x" * 600 + "> met Sam Okoro."), 1, {}),
    "in entities": (_said("Ask &#83;am &#x4f;koro please."), 1, {}),
    "in entities of entities": (_said("Ask &amp;#83;am &amp;amp;#x4f;koro please."), 1, {}),
    "in an escaped voice": (_said("&lt;v Sam Okoro&gt;I said so."), 1, {}),
    "behind an entity of a form feed": (_said("Ask&#12;Sam Okoro&#x1;please&#x85;now."), 1, {}),
    "with zero widths": (_said("Ask S\u200ba\u200cm O\u200dk\ufeffo\u2060ro please."), 1, {}),
    "with soft hyphens": (_said("Ask S\u00adam Oko\u00adro please."), 1, {}),
    "with spaces that do not break": (_said("Ask Sam\u00a0Okoro and Sam\u202fOkoro and Sam\u3000Okoro."), 1, {}),
    "between marks of direction": (_said("Ask \u202aSam\u202c \u2066Okoro\u2069 please."), 1, {}),
    "with characters that are none": (_said("Ask Sam\ufffe Oko\uffffro please."), 1, {}),
    "with private characters": (_said("Ask S\ue000am Okoro\ue001 please."), 1, {}),
    "in full width": (_said("Ask Ｓａｍ Ｏｋｏｒｏ please."), 1, {}),
    "in mathematical letters": (_said("Ask 𝐒𝐚𝐦 𝐎𝐤𝐨𝐫𝐨 please."), 1, {}),
    "in Cyrillic look-alikes": (_said("Ask Ѕаm Оkоrо please."), 1, {}),
    "in combining accents": (_said("Ask Sia\u0302n Ni\u0301 Bhriain and S\u0301am O\u0308koro."), 1, {}),
    "shouted": (_said("ASK SAM OKORO AND LARKMOOR AND VALE HOMES PLEASE."), 1, {}),
    "whispered": (_said("ask sam okoro and larkmoor and vale homes please"), 1, {}),
    "joined by a line below": (_said("Ask Sam_Okoro please."), 1, {}),
    "glued together": (_said("Ask SamOkoro please."), 1, {}),
    "cut by a line end": (_said("Ask Sam\nOkoro please, of Larkmoor &\nVale Homes."), 1, {}),
    "over two cues": (
        _said("Sam Okoro: We at Larkmoor", "Sam Okoro: & Vale Homes did it with Hope Achterberg", "-Bell."),
        3,
        {},
    ),
    "over three cues": (_said("Ask Hope", "Achterberg", "Bell please"), 3, {}),
    "as a name with a colon": (_said("Okoro: Sam (he/him): I said so."), 1, {}),
    "as a name twice": (_said("Sam Okoro: Sam Okoro: Sam Okoro: I said so."), 1, {}),
    "as an address": (_said("Write to sam.okoro@larkmoor.example or sam dot okoro at larkmoor dot example."), 1, {}),
    "with a number": (_said("Ring Sam Okoro on 0115 496 0123 about our 52,000 homes."), 1, {}),
    "far into a long line": (_said(_LONG + "Sam Okoro " + _LONG[:2_000]), 1, {}),
    "in a thousand cues": (_HEAD + _cue("Sam Okoro: Thanks.") * 1_000, 1_000, {}),
    "with cues out of order": (
        _said("Sam Okoro: One.") + _cue("Sam Okoro: Two.", times="00:00.100 --> 00:00.200\n"),
        2,
        {},
    ),
    "with cues of no length": (_HEAD + _cue("Ask Sam Okoro.", times="00:01.000 --> 00:01.000\n"), 1, {}),
    "with a hundred hours": (_HEAD + _cue("Ask Sam Okoro.", times="123:00:01.000 --> 123:00:02.000\n"), 1, {}),
    "with empty cues": (_HEAD + _CUE + "\n" + _cue("Ask Sam Okoro."), 2, {}),
    "with only line separators": (_said("Ask Sam\u2028Okoro\u2029of Larkmoor."), 1, {}),
    "in braces": (_said('{Sam Okoro} [Sam Okoro] (Sam Okoro) «Sam Okoro» "Sam Okoro"'), 1, {}),
    "in mark-up for other programs": (_said('=HYPERLINK("x","Sam Okoro") ${Sam} {{Okoro}} %s Sam\\nOkoro'), 1, {}),
    "among emoji": (_said("🏠Sam Okoro👩\u200d🚒 said 👍🏽 to Siân 🏴\U000e0067\U000e0062\U000e007f."), 1, {}),
}
READ: dict[str, tuple[bytes, int, dict[str, int]]] = {
    **{name: (text.encode(), cues, dropped) for name, (text, cues, dropped) in TEXTS.items()},
    "with a byte order mark and CRLF": (("\ufeff" + TEXTS["in a voice"][0]).replace("\n", "\r\n").encode(), 1, {}),
    "with lone carriage returns": (TEXTS["in a comment"][0].replace("\n", "\r").encode(), 1, {"comments": 1}),
}
