"""First bytes of a file that is no text -> what it is, in words, and what to do with it."""

from __future__ import annotations

_PICTURE = "Give the text that stands in it."
_PACKED = "Unpack it and give the folder."
_SOUND = "Give a transcript of it as text."
_OFFICE = "Save it as DOCX, PDF or text."
# Marks at the beginning, or a few bytes after it; the first that fits.
_MARKS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG", "a picture (PNG)", _PICTURE),
    (0, b"\xff\xd8\xff", "a picture (JPEG)", _PICTURE),
    (0, b"GIF8", "a picture (GIF)", _PICTURE),
    (8, b"WEBP", "a picture (WebP)", _PICTURE),
    (8, b"WAVE", "a sound (WAV)", _SOUND),
    (8, b"AVI ", "a film (AVI)", _SOUND),
    (0, b"II*\x00", "a picture (TIFF)", _PICTURE),
    (0, b"MM\x00*", "a picture (TIFF)", _PICTURE),
    (4, b"ftypavif", "a picture (AVIF)", _PICTURE),
    (4, b"ftyphei", "a picture (HEIC)", _PICTURE),
    (4, b"ftyp", "a film or a sound (MP4)", _SOUND),
    (0, b"\x1a\x45\xdf\xa3", "a film (WebM or Matroska)", _SOUND),
    (0, b"OggS", "a sound (Ogg)", _SOUND),
    (0, b"ID3", "a sound (MP3)", _SOUND),
    (0, b"fLaC", "a sound (FLAC)", _SOUND),
    (30, b"mimetypeapplication/epub+zip", "a book (EPUB)", "Unpack it, as a ZIP, and give the folder: its pages are XHTML."),
    (30, b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file", _OFFICE),
    (0, b"\xd0\xcf\x11\xe0", "a file of Word, Excel or Outlook before 2007 (DOC, XLS, MSG)", "Save it as DOCX, text or EML."),
    (0, b"%PDF-", "a PDF", "Give its text."),
    (0, b"BZh", "a bzip2 archive", _PACKED),
    (0, b"7z\xbc\xaf", "a 7z archive", _PACKED),
    (0, b"\xfd7zXZ", "an xz archive", _PACKED),
    (0, b"Rar!", "a RAR archive", _PACKED),
    (0, b"\x28\xb5\x2f\xfd", "packed by Zstandard", "Unpack it (zstd -d) and give what comes out."),
    (257, b"ustar", "a tar archive", _PACKED),
    (0, b"bplist00", "a binary property list (a webarchive of Safari, for one)", "Save the page as HTML."),
    (0, b"wOF", "a font", "Is it the right file?"),
    (0, b"\x7fELF", "a program", "Is it the right file?"),
    (0, b"MZ", "a program", "Is it the right file?"),
    (0, b"SQLite format 3", "a SQLite database", "A store of Sayso is asked by sayso find; of another give the texts."),
    (0, b"PAR1", "a Parquet file", "Make JSON lines of it, with url and html or text."),
)
_IN_ZIP = (
    (b"word/", "a Word file without a document in it", _OFFICE),
    (b"xl/", "an Excel workbook (XLSX)", "Save its text as JSON lines, with url and html or text."),
    (b"ppt/", "a presentation (PPTX)", "Save it as PDF or text."),
    (b"Index/", "a file of Pages, Numbers or Keynote", _OFFICE),
)


def form_of(content: bytes) -> tuple[str, str]:
    """What bytes that are no text are, to go after "is", and a sentence that says what to do.

    >>> form_of(b"\\x89PNG\\r\\n")
    ('a picture (PNG)', 'Give the text that stands in it.')
    """
    for at, mark, name, advice in _MARKS:
        if content.startswith(mark, at):
            return name, advice
    if content.startswith(b"PK"):
        for mark, name, advice in _IN_ZIP:
            if mark in content[:4096] or mark in content[-65_536:]:
                return name, advice
        return "a ZIP archive", _PACKED
    return "no text: a program, an archive, or in an encoding that no browser reads", "Give its text."
