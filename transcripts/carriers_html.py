"""Every word of a page: what is shown, and what hides in comments, attributes, styles and declarations."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from transcripts.lexicon import words
from transcripts.passages import Passage

# These do not end a word: "Ok<b>or</b>o" is read as one.
_INSIDE_A_LINE = words("a abbr b bdi bdo cite code em font i ins del kbd mark q s samp small span strong sub sup u wbr")
_KNOWN = _INSIDE_A_LINE | words(
    """
html head body title meta link style script main header footer nav section article aside div p h1 h2 h3 h4 h5 h6 ul ol
li dl dt dd table thead tbody tfoot tr td th caption col colgroup figure figcaption img picture source svg path br hr
blockquote pre address time details summary form input button label template noscript base
"""
)
_TOLD_OF_A_PAGE = words("description keywords author creator generator title subject")
_READ_ALOUD = words("alt title aria-label aria-description label summary content placeholder")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[Passage] = []
        self.hidden: list[Passage] = []
        self._pieces: list[str] = []
        self._line = 1
        self._not_prose = 0

    def handle_data(self, data: str) -> None:
        for offset, line in enumerate(data.split("\n")):
            if offset:
                self.end_line()
            if not self._pieces:
                self._line = self.getpos()[0] + offset
            self._pieces.append(line)

    def end_line(self) -> None:
        text = "".join(self._pieces)
        self._pieces = []
        if text.strip():
            (self.hidden if self._not_prose else self.shown).append(
                Passage(f"line {self._line}", text, prose=not self._not_prose)
            )

    def handle_comment(self, data: str) -> None:
        self.hide("a comment", data)

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.hide("a declaration", decl)

    def unknown_decl(self, data: str) -> None:
        self.hide("a declaration", data)

    def handle_pi(self, data: str) -> None:
        self.hide("an instruction", data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INSIDE_A_LINE:
            self.end_line()
        if tag in ("style", "script"):
            self._not_prose += 1
        if tag not in _KNOWN:
            self.hide("a tag", tag)
        named = dict(attrs)
        who = tag == "meta" and (named.get("name") or "").lower() in ("author", "creator", "generator")
        for key, value in attrs:
            if "-" in key and not key.startswith("aria-"):
                self.hide("an attribute's name", key)
            if value:
                place = f"line {self.getpos()[0]}, {key} of <{tag}>"
                machine = key not in _READ_ALOUD or (tag == "meta" and named.get("name") not in _TOLD_OF_A_PAGE)
                self.hidden.append(Passage(place, value, says_who=who and key == "content", prose=not machine))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INSIDE_A_LINE:
            self.end_line()
        if tag in ("style", "script"):
            self._not_prose = max(0, self._not_prose - 1)

    def hide(self, what: str, text: str) -> None:
        if text.strip():
            self.hidden.append(Passage(f"line {self.getpos()[0]}, {what}", text, prose=what == "a comment"))


def in_html(data: bytes) -> Iterator[Passage]:
    """What a page shows, line by line, and then whatever else it carries."""
    page = _Page()
    page.feed(data.decode("utf-8-sig"))
    page.close()
    page.end_line()
    yield from page.shown
    yield from page.hidden
