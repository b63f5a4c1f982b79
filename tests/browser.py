"""A page as a headless browser lays it out -> what it measures there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def measured(folder: Path, page: str, width: int, script: str, wait: int = 0) -> tuple[int, list[str]]:
    """How wide a page is, in a window of ``width`` pixels, and the values that ``script`` gives as an array.

    ``script`` is the body of a function of JavaScript that has the page's document as ``d``. The page itself has no script; a
    frame of the same origin measures it, since a headless window is never narrower than 500 px, ``wait`` milliseconds after
    it was loaded.
    """
    (folder / "page.html").write_text(page, encoding="utf8")
    frame = folder / "frame.html"
    frame.write_text(
        f"""<iframe id="f" src="page.html" style="width:{width}px;height:900px;border:0"></iframe><script>
        onload = () => setTimeout(() => {{ const d = document.getElementById("f").contentDocument;
          const values = (() => {{ {script} }})();
          document.title = "measured " + [d.documentElement.scrollWidth, ...values].join(" "); }}, {wait});
        </script>""",
        encoding="utf8",
    )
    command = [
        *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
        *("--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=3000"),
        *("--dump-dom", frame.as_uri()),
    ]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout
    found = re.search(r"<title>measured (\d+)((?: \w+)*)</title>", shown)
    assert found, shown[:500]
    return int(found[1]), found[2].split()
