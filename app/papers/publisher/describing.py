"""What a file says about itself: title, author, language and day, once in the old way and once as XMP."""

from __future__ import annotations

from xml.sax.saxutils import escape

from reportlab.pdfgen.canvas import Canvas

from app.papers.blocks import Document
from app.papers.publisher.letters import clean

LANGUAGE = "en-GB"
CREATOR = "Commissioning Desk"


def describe(canvas: Canvas, document: Document) -> None:
    """The description of old, dated with the paper's own day: the same paper is the same file."""
    canvas.setTitle(_line(document.title))
    canvas.setAuthor(_line(document.author or document.office))
    canvas.setSubject(_line(document.subtitle))
    canvas.setCreator(CREATOR)
    canvas.setProducer(CREATOR)
    canvas.setDateFormatter(lambda *_: f"D:{document.day:%Y%m%d}120000+00'00'")
    canvas.setViewerPreference("DisplayDocTitle", "true")


def metadata(document: Document) -> str:
    """The same as XMP, with the claim to be PDF/UA-1."""
    moment = f"{document.day:%Y-%m-%d}T12:00:00Z"
    subject = _line(document.subtitle)
    described = f"<dc:description>{_in_language(subject)}</dc:description>" if subject else ""
    # the first mark is U+FEFF, by which a reader knows that this is UTF-8
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title>{_in_language(_line(document.title))}</dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(_line(document.author or document.office))}</rdf:li></rdf:Seq></dc:creator>
{described}<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{CREATOR}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def _in_language(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _line(text: str) -> str:
    """A text on one line."""
    return " ".join(clean(text).split())
