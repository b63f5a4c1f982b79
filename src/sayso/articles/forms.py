"""A file that is neither HTML nor text -> its Article: PDF, DOCX and RTF; or why it has none, by its form's name."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.articles.composition import Facts, compose
from sayso.articles.plain import parted
from sayso.pages import form_of
from sayso.record import Article, Page, ParagraphKind, Refusal

EXTRA = "pip install pypdfium2 python-docx"
Parts = Sequence[tuple[ParagraphKind, str]]


def read_form(page: Page) -> Article | Refusal | None:
    """The article of a document, or the refusal of it; None for any other file."""
    from sayso.articles import pdf_files, rtf, word_files

    if rtf.is_rtf(page.content):
        return _article(page, [("body", words) for words in rtf.paragraphs_of(page.content)], "RTF document")
    read = pdf_files if pdf_files.is_pdf(page.content) else word_files if word_files.is_docx(page.content) else None
    if read is None:
        return None
    name = "PDF" if read is pdf_files else "Word document (DOCX)"
    try:
        return _article(page, read.paragraphs_of(page.content), name)
    except ImportError:
        detail = f"{page.input} is a {name}, which takes two more libraries: {EXTRA}. Or give its text."
        return Refusal(page.input, "needs-documents", detail)
    except pdf_files.LockedError:
        return Refusal(page.input, "locked", f"{page.input} is a {name} that opens with a password. Save it without one.")
    except OverflowError as error:
        return Refusal(page.input, "too-big", f"{page.input} is a {name} of {error}. Save the pages that matter to a file.")
    except ValueError as error:
        return Refusal(page.input, "bad-document", f"{page.input} is a {name} that is broken ({error}). Get the file again.")


def foreign(page: Page) -> Refusal:
    """The refusal of bytes that are no text, by the name of what they are."""
    name, advice = form_of(page.content)
    return Refusal(page.input, "binary", f"{page.input} is {name}, which is not read. {advice}")


def _article(page: Page, paragraphs: Parts, name: str) -> Article | Refusal:
    if not paragraphs:
        detail = f"{page.input} is a {name} without text, as a scan is. Have its words recognised (OCR) and give these."
        return Refusal(page.input, "empty", detail)
    headline = next((words for kind, words in paragraphs if kind == "headline"), None)
    parts = parted(_below(paragraphs, headline))
    if headline is None and parts and parts[0][0] == "headline":
        headline = parts[0][1]
    rest = _below(parts, headline)
    if not any(kind == "body" for kind, _ in rest):
        return Refusal(page.input, "no-article", f"{page.input} has no article: no running text beside headings.")
    return compose([("headline", headline or ""), *rest], facts=Facts(url=page.url, headline=headline))


def _below(parts: Parts, headline: str | None) -> list[tuple[ParagraphKind, str]]:
    """What stands below the headline; another one is a heading."""
    return [("heading" if kind == "headline" else kind, words) for kind, words in parts if words != headline]
