"""Makes a tagged PDF of one HTML document that may fetch nothing; loaded only when a PDF is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from weasyprint import HTML


def refuse(url: str, *args: Any, **kwargs: Any) -> NoReturn:
    """Fetch nothing, whatever a text names: what is in the document is all there is."""
    raise ValueError("nothing is fetched for a document")


def render(text: str, out: Path) -> None:
    """Lay out the document and write it, with tags for readers and the fonts it uses embedded."""
    HTML(string=text, url_fetcher=refuse).write_pdf(str(out), pdf_variant="pdf/ua-1")
