"""HTML that stands alone: one file, headings in order, for ear and keyboard, any size, the dark and paper.

It needs nothing from anywhere: no script, no link out of the page, no picture, no font. So that nothing can be slipped
in, its own policy forbids all of these.
"""

from __future__ import annotations

import re
from html import escape

from transcripts.boilerplate import CONTENTS, EXPLAINED, FOOTER, RULE, SKIP
from transcripts.masks import MASK
from transcripts.released import ReleasedTranscript
from transcripts.writers.passages import Part, parts

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1f; --paper: #fff; --soft: #f1f4f7; --line: #1d5f8a; --alarm: #a3211a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececf1; --paper: #16181c; --soft: #23272e; --line: #7cc0ee; --alarm: #ff9c92; }
}
* { box-sizing: border-box; }
body { font: 1.125rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 44rem; margin: 0 auto; padding: 1rem 1rem 3rem; overflow-wrap: break-word; }
a { color: var(--line); }
a:focus-visible { outline: 3px solid var(--line); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; display: inline-block; padding: .5rem; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h2 { margin-top: 2.5rem; }
.note { border-inline-start: .4rem solid var(--line); padding: .4rem 1rem; background: var(--soft); }
.warning { border-inline-start-color: var(--alarm); font-weight: 600; }
ul, ol { padding-inline-start: 1.4rem; }
li { margin-bottom: .4rem; }
nav a { display: inline-block; min-height: 1.75rem; }
.masked { background: var(--soft); border-radius: .2rem; padding: 0 .15em; font-style: italic; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); font-size: 1rem; }
@page { margin: 2cm; }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #fff; --line: #000; --alarm: #000; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  .skip, nav { display: none; }
  h2 { break-after: avoid; }
  p { orphans: 3; widows: 3; }
}
"""


def render_html(released: ReleasedTranscript) -> bytes:
    """A complete HTML page, UTF-8, without times, scripts or links to anywhere else."""
    said = parts(released)
    page = f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>{escape(released.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<a class="skip" href="#transcript">{SKIP}</a>
<header>
<h1>{escape(released.title)}</h1>
{_notes(released)}
</header>
<main>
<section aria-labelledby="rule">
<h2 id="rule">{RULE}</h2>
<ul>
{_explained()}
</ul>
</section>
{_contents(said)}
<article id="transcript" tabindex="-1" aria-label="The transcript">
{chr(10).join(_part(number, part) for number, part in enumerate(said, 1))}
</article>
</main>
<footer>
<p>{FOOTER}</p>
</footer>
</body>
</html>
"""
    return page.encode()


def _notes(released: ReleasedTranscript) -> str:
    return "\n".join(
        f'<p class="note{" warning" if number else ""}">{escape(note)}</p>'
        for number, note in enumerate(released.notes)
    )


def _explained() -> str:
    return "\n".join(f"<li><strong>{escape(said)}</strong> {escape(meant)}</li>" for said, meant in EXPLAINED)


def _contents(said: list[Part]) -> str:
    if len(said) < 2:
        return ""
    links = "\n".join(
        f'<li><a href="#part-{number}">{escape(part.heading)}</a></li>' for number, part in enumerate(said, 1)
    )
    return f'<nav aria-labelledby="contents">\n<h2 id="contents">{CONTENTS}</h2>\n<ol>\n{links}\n</ol>\n</nav>'


def _part(number: int, part: Part) -> str:
    said = "\n".join(f"<p>{_marked(text)}</p>" for text in part.paragraphs)
    heading = f'<h2 id="part-{number}">{escape(part.heading)}</h2>'
    return f'<section aria-labelledby="part-{number}">\n{heading}\n{said}\n</section>'


def _marked(text: str) -> str:
    return re.sub(MASK, lambda mask: f'<span class="masked">{mask.group()}</span>', escape(text))
