"""PDF/A-3: a document that holds its data as a file, and says so in its metadata.

Source: ISO 19005-3; Factur-X 1.0, "PDF/A-3 attachment" (AFRelationship, XMP extension schema).
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

VARIANT = "pdf/a-3b"


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file inside a PDF/A-3: ``descriptions`` are RDF that is put into the document's metadata and says what it is."""

    name: str
    content: bytes
    description: str
    moment: datetime
    descriptions: bytes

    def attachment(self) -> Any:
        """As WeasyPrint takes it. Both are the invoice, so that neither is the source of the other: Alternative."""
        import weasyprint

        return weasyprint.Attachment(
            file_obj=io.BytesIO(self.content),
            name=self.name,
            description=self.description,
            created=self.moment,
            modified=self.moment,
            relationship="Alternative",
        )

    def finisher(self) -> Callable[[Any, Any], None]:
        """What is left to be done when the PDF is drawn.

        WeasyPrint puts further metadata behind the RDF that it makes; XMP allows one RDF alone, so it is put inside. And it
        names each attachment twice among the associated files.
        """

        def finish(_document: Any, pdf: Any) -> None:
            (metadata,) = (one for one in pdf.objects if getattr(one, "extra", {}).get("Type") == "/Metadata")
            (packet,) = metadata.stream
            head, closing, tail = packet.rpartition(b"</rdf:RDF>")
            assert closing, "the metadata is RDF"
            metadata.stream = [head + self.descriptions + closing + tail]
            pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])

        return finish
