"""Word documents: real headings and styles, and nothing about who made them or when.

python-docx starts from a template that names an author, a program and editing sessions; all of that is taken out, and
the archive is packed again without dates, so the same text gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle

from transcripts.boilerplate import EXPLAINED, FOOTER, RULE
from transcripts.masks import MASK
from transcripts.released import ReleasedTranscript
from transcripts.writers.passages import parts

_BLUE = RGBColor(0x1D, 0x3F, 0x5A)
_A4 = (Mm(210), Mm(297))
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_NOT_WANTED = ("docProps/thumbnail.jpeg", "docProps/app.xml", "word/stylesWithEffects.xml", "customXml/")
_DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_RSIDS = re.compile(rb'\s+w:rsid[A-Za-z]*="[^"]*"')
_RSID_LIST = re.compile(rb"<w:rsids>.*?</w:rsids>|<w:rsid [^>]*/>", re.DOTALL)
_DOC_ID = re.compile(rb"<w14:docId [^>]*/>")


def render_docx(released: ReleasedTranscript) -> bytes:
    """A Word document with a title, what its reader may do, and the passages under the headings of their items."""
    document = docx.Document()
    prepare(document, released.title)
    _add_mask_style(document)
    document.add_heading(released.title, level=0)
    for number, note in enumerate(released.notes):
        document.add_paragraph(style="Note").add_run(note).bold = number > 0
    document.add_heading(RULE, level=1)
    for said, meant in EXPLAINED:
        point = document.add_paragraph(style="List Bullet")
        point.add_run(said).bold = True
        point.add_run(f" {meant}")
    for part in parts(released):
        document.add_heading(part.heading, level=1)
        for text in part.paragraphs:
            _add_passage(document, text)
    _add_footer(document)
    raw = io.BytesIO()
    document.save(raw)
    return pack(raw.getvalue())


def _add_passage(document: Document, text: str) -> None:
    paragraph = document.add_paragraph()
    at = 0
    for mask in MASK.finditer(text):
        paragraph.add_run(text[at : mask.start()])
        paragraph.add_run(mask.group(), style="Mask")
        at = mask.end()
    paragraph.add_run(text[at:])


def _add_mask_style(document: Document) -> None:
    style = document.styles.add_style("Mask", WD_STYLE_TYPE.CHARACTER)
    assert isinstance(style, CharacterStyle)
    style.font.italic = True
    style.font.color.rgb = _BLUE


def _add_footer(document: Document) -> None:
    """The Rule and the number of the page, as a field, on every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(FOOTER).font.size = Pt(9)
    second = document.sections[0].footer.add_paragraph()
    second.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    second._p.append(number)  # python-docx knows no fields


def prepare(document: Document, title: str) -> None:
    """Give a fresh document its paper and language, the style "Note", and properties that tell but its title."""
    for section in document.sections:
        section.page_width, section.page_height = _A4
    _set_language(document)
    _clear_properties(document, title)
    _add_note_style(document)


def pack(data: bytes) -> bytes:
    """A saved document without dates, edit marks and the template's leftovers: the same content, the same bytes."""
    return _repacked(data)


def _clear_properties(document: Document, title: str) -> None:
    properties = document.core_properties
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category", "version", "identifier"):
        setattr(properties, name, "")
    properties.title = title
    properties.language = "en-GB"
    properties.revision = 1


def _set_language(document: Document) -> None:
    run = document.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    run.append(language)
    for default in document.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), "en-GB")
    for theme in document.settings.element.iter(qn("w:themeFontLang")):
        theme.set(qn("w:val"), "en-GB")
    document.styles["Normal"].font.size = Pt(12)


def _add_note_style(document: Document) -> None:
    style = document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.color.rgb = _BLUE
    style.paragraph_format.left_indent = Pt(18)
    style.paragraph_format.space_after = Pt(12)


def _repacked(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            if name.startswith(_NOT_WANTED):
                continue
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, _cleaned(name, old.read(name)))
    return packed.getvalue()


def _cleaned(name: str, content: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return content
    for unwanted in _NOT_WANTED:
        target = re.escape(unwanted.removeprefix("word/").encode())
        content = re.sub(rb'<Relationship [^>]*Target="(?:\.\./|/)?' + target + rb'[^"]*"[^>]*/>', b"", content)
        content = re.sub(
            rb'<Override [^>]*PartName="/' + re.escape(unwanted.encode()) + rb'[^"]*"[^>]*/>', b"", content
        )
    return _DATES.sub(b"", _DOC_ID.sub(b"", _RSID_LIST.sub(b"", _RSIDS.sub(b"", content))))
