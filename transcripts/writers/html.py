"""HTML that stands alone: one file, headings in order, readable by ear and at any size."""

from __future__ import annotations

from html import escape

from transcripts.released import ReleasedTranscript
from transcripts.writers.passages import paragraphs

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.125rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
.note { border-inline-start: .4rem solid #1d5f8a; padding: .2rem 1rem; }
.warning { border-inline-start-color: #b3261e; font-weight: 600; }
h1, h2 { line-height: 1.25; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } }
"""


def render_html(released: ReleasedTranscript) -> bytes:
    """A complete HTML page, UTF-8, without times, scripts or links."""
    notes = "\n".join(
        f'<p class="note{"" if number == 0 else " warning"}">{escape(note)}</p>'
        for number, note in enumerate(released.notes)
    )
    body: list[str] = []
    for heading, text in paragraphs(released):
        if heading:
            body.append(f"<h2>{escape(heading)}</h2>")
        body.append(f"<p>{escape(text)}</p>")
    page = f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(released.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(released.title)}</h1>
<section aria-label="How you may use this text">
{notes}
</section>
<article aria-label="Transcript">
{chr(10).join(body)}
</article>
</main>
</body>
</html>
"""
    return page.encode()
