"""Reading back what was set on paper."""

import io

from pypdf import PdfReader


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def words_of(data: bytes) -> str:
    """Every word, in order, one space between."""
    return " ".join(" ".join(page.extract_text() for page in read(data).pages).split())
