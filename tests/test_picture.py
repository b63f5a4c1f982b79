"""The picture at the head of the README: what a command prints in a terminal of 80 columns, drawn by rich as SVG.

make picture     draws it anew; look at it before it is kept
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree

from shelf import in_terminal

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PICTURE = ROOT / "docs/read.svg"
SAID = """\
"The guns will be off the ridge by 1 April," Ilya Torvan told Mireille
Dauvent, according to a Lantern Palace readout. The Granite Palace denied
that guns had come up."""
COLUMNS = 80
# rich's own takes its letters from another host, which a picture in a page may not do.
FORMAT = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px "Fira Code", ui-monospace, SFMono-Regular, Menlo, Consolas,
  "DejaVu Sans Mono", monospace; white-space: pre }}
.{unique_id}-title {{ font: 18px system-ui, sans-serif }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def command() -> str:
    """The command as a shell shows it, with what the text needs to go on over its lines."""
    first, *more = SAID.splitlines()
    return "\n".join([f"$ echo '{first}", *(f"> {line}" for line in more)]) + "' | sayso read -"


def printed() -> str:
    """What it prints, with its colours."""
    return in_terminal(["read", "-"], columns=COLUMNS, environment={"COLORTERM": ""}, piped=SAID + "\n")


def drawn() -> str:
    """The picture of both."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text(command(), style="bold"), highlight=False)
    console.print(Text.from_ansi(printed().rstrip()), highlight=False)
    svg = console.export_svg(title="Sayso", code_format=FORMAT, unique_id="sayso")
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


def words(svg: str) -> list[str]:
    """The lines of a picture, from top to bottom, without what is to the right of them."""
    lines: dict[float, str] = {}
    for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        if "clip-path" in node.attrib:  # the title has none
            height, left = float(node.attrib["y"]), float(node.attrib["x"])
            lines[height] = lines.get(height, "").ljust(round(left / 12.2)) + "".join(node.itertext()).replace("\u00a0", " ")
    return [lines[height].rstrip() for height in sorted(lines)]


def test_the_picture_shows_what_the_command_prints() -> None:
    plain = re.sub(r"\x1b\[[\d;]*m", "", printed())
    expected = [line.rstrip() for line in (command() + "\n" + plain).splitlines() if line.strip()]
    shown = [line for line in words(PICTURE.read_text(encoding="utf8")) if line]
    assert shown == expected, "make picture draws what is printed now"


def test_the_readme_shows_the_picture_and_says_in_words_what_is_on_it() -> None:
    page = README.read_text(encoding="utf8")
    shown = re.search(r"!\[([^\]]+)\]\(docs/read\.svg\)", page)
    assert shown and " ".join(SAID.split()) in shown[1]
    for line in words(PICTURE.read_text(encoding="utf8")):
        for name in re.findall(r"on the word of ([A-Z]\w+(?: [A-Z]\w+)*)", line):
            assert f"on the word of {name}" in shown[1], name


def test_the_picture_asks_no_other_host_for_anything() -> None:
    svg = PICTURE.read_text(encoding="utf8")
    assert not re.search(r"(href|src)\s*=|url\((?!#)|@import|<script", svg)
    assert len(svg) < 40_000


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf8")
