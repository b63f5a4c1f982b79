"""RTF -> the paragraphs that a reader sees, decoded; notes, headers, pictures, hidden and struck words are left out.

Of own making, since the one library (striprtf) writes each link's address into the sentence, keeps what was struck, and takes
time with the cube of a line full of links (docs/decisions/forms.md).
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)|\\", re.S
)
DEEPEST = 10_000  # groups in each other; Word itself stops long before
# Destinations whose words are not the document's text.
_ASIDE = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf footnote "
    b"annotation atnid atnauthor fldinst listtable listoverridetable revtbl rsidtbl generator themedata datastore latentstyles "
    b"filetbl xe tc rxe txe pntext pntxta pntxtb listtext nonshppict shpinst bkmkstart bkmkend template formfield "
    b"nesttableprops mmathPr xmlnstbl userprops docvar".split()
)
_BREAKS = frozenset(b"par sect page row cell nestcell nestrow".split())
_SIGNS = {
    b"line": "\n", b"tab": " ", b"emdash": "—", b"endash": "–", b"emspace": " ", b"enspace": " ", b"qmspace": " ",
    b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"~": "\u00a0", b"_": "\u2011",
    b"{": "{", b"}": "}", b"\\": "\\",
}  # fmt: skip
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


class _Group(NamedTuple):
    aside: bool = False
    fonts: bool = False  # the table of fonts, of which only the charsets are wanted
    skipped: int = 1  # characters after a \u that say it again for old readers
    charset: str | None = None  # of the font
    font: int = -1  # in the table of fonts


def is_rtf(content: bytes) -> bool:
    """Whether a file is RTF.

    >>> is_rtf(b"{\\\\rtf1 Rain}")
    True
    """
    return content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def paragraphs_of(content: bytes) -> list[str]:
    """The document's paragraphs, table cells each as one; soft line ends within one are line ends.

    >>> paragraphs_of(rb"{\\rtf1 He said \\u8220?no\\u8221?.\\par It {\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt rained}}.}")
    ['He said “no”.', 'It rained.']
    """
    return _Reader(content).read()


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.group = _Group()
        self.outer: list[_Group] = []
        self.lost = 0  # groups beyond DEEPEST
        self.charset = "cp1252"
        self.fonts: dict[int, str] = {}
        self.skip = 0
        self.raw = bytearray()  # of one charset, not yet decoded: a character may be two bytes
        self.words: list[str] = []
        self.done: list[str] = []

    def read(self) -> list[str]:
        at, end = 0, len(self.content)
        while at < end and (token := _TOKEN.match(self.content, at)):
            at = token.end()
            word, number, byte, sign, brace, plain = token.groups()
            if word:
                at += self._word(word, int(number) if number else None)
            elif byte or plain:
                self._bytes(bytes.fromhex(byte.decode()) if byte else plain)
            elif brace:
                self._flush()
                if self._brace(brace):
                    break
            elif sign in (b"\n", b"\r"):
                self._break()
            elif sign == b"*":
                self.group = self.group._replace(aside=True)
            elif sign in _SIGNS:
                self._say(_SIGNS[sign])
        self._break()
        return self.done

    def _brace(self, brace: bytes) -> bool:
        """Open or close a group; whether the document has ended."""
        self.skip = 0
        if brace == b"{":
            if len(self.outer) >= DEEPEST:
                self.lost += 1
            else:
                self.outer.append(self.group)
            return False
        if self.lost:
            self.lost -= 1
            return False
        self.group = self.outer.pop() if self.outer else _Group()
        return not self.outer

    def _word(self, word: bytes, number: int | None) -> int:
        """Obey a control word; how many bytes after it are no text."""
        if word == b"bin":
            return max(0, number or 0)
        if self.skip and word not in (b"u", b"uc"):
            self.skip -= 1
            return 0
        if word in _ASIDE:
            self.group = self.group._replace(aside=True, fonts=word == b"fonttbl")
        elif word in _BREAKS:
            self._break()
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word == b"u" and number is not None:
            self._say(chr(number % 0x10000))
            self.skip = self.group.skipped
        elif word == b"uc":
            self.group = self.group._replace(skipped=max(0, number or 0))
        elif word in (b"v", b"deleted"):
            self.group = self.group._replace(aside=number != 0)
        elif word == b"ansicpg":
            self.charset = _known(f"cp{number}") or self.charset
        elif word == b"mac":
            self.charset = "mac_roman"
        else:
            self._font(word, number)
        return 0

    def _font(self, word: bytes, number: int | None) -> None:
        if word == b"f" and self.group.fonts:
            self.group = self.group._replace(font=number or 0)
        elif word == b"fcharset" and self.group.fonts and number in _CHARSETS:
            self.fonts[self.group.font] = _CHARSETS[number]
        elif word in (b"f", b"plain"):
            self._flush()
            self.group = self.group._replace(charset=self.fonts.get(number or 0) if word == b"f" else None)

    def _bytes(self, raw: bytes) -> None:
        skipped = min(self.skip, len(raw))
        self.skip -= skipped
        if not self.group.aside:
            self.raw += raw[skipped:]

    def _say(self, words: str) -> None:
        self._flush()
        if not self.group.aside:
            self.words.append(words)

    def _flush(self) -> None:
        if self.raw:
            self.words.append(self.raw.decode(self.group.charset or self.charset, "replace"))
            self.raw.clear()

    def _break(self) -> None:
        self._flush()
        if self.group.aside:
            return
        text = "".join(self.words).encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # pairs of \u become one
        self.done += [piece.strip() for piece in re.split(r"\n\s*\n", text) if piece.strip()]
        self.words = []


def _known(codec: str) -> str | None:
    try:
        return codecs.lookup(codec).name
    except LookupError:
        return None
