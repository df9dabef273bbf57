"""The minutes as a Word document: headings, a table of facts under each, the points; and nothing about who made it."""

from __future__ import annotations

import io

from companion.floor.after.minutes import Minutes, Section

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_docx(minutes: Minutes) -> bytes:
    """The same minutes give the same bytes."""
    import docx  # python-docx, only where it is needed

    from transcripts import pack_document, prepare_document

    document = docx.Document()
    prepare_document(document, f"Minutes: {minutes.title}")
    document.add_heading(f"Minutes: {minutes.title}", level=0)
    document.add_paragraph(minutes.programme)
    document.add_paragraph(minutes.note, style="Note")
    for section in minutes.sections:
        _add(document, section)
    raw = io.BytesIO()
    document.save(raw)
    return pack_document(raw.getvalue())


def _add(document: object, section: Section) -> None:
    from docx.document import Document

    assert isinstance(document, Document)
    document.add_heading(section.title, level=1)
    if section.facts:
        table = document.add_table(rows=0, cols=2, style="Table Grid")
        for what, value in section.facts:
            cells = table.add_row().cells
            cells[0].text = what
            cells[0].paragraphs[0].runs[0].bold = True
            cells[1].text = value
    for point in section.points:
        document.add_paragraph(point, style="List Bullet")
