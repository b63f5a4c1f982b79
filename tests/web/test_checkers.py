"""Every page, as two programs see it that know what pages should be: the Nu checker (HTML), axe-core (for whom it is hard).

They come by npm: ``make checkers`` puts them beside the packages of Python. Where they are not, nor Java or a browser, these
tests are left out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from browser import CHROMIUM
from every_page import every_page
from starlette.testclient import TestClient

MODULES = Path(os.environ.get("SAYSO_NODE_MODULES") or Path(sys.prefix) / "node/node_modules")
AXE = MODULES / "axe-core/axe.min.js"
VNU = next(iter(sorted(MODULES.glob("vnu-jar/**/vnu.jar"))), None)
JAVA = shutil.which("java")
# Each page in a frame as wide as a phone, one after the other: to start a browser takes longer than to judge a page.
FRAME = """
<!DOCTYPE html><title>axe</title><pre id="found"></pre><script>
const found = {}, pages = %s;
function next() {
  const page = pages.shift();
  if (!page) { document.getElementById("found").textContent = JSON.stringify(found); return; }
  const frame = document.createElement("iframe");
  frame.style = "width: %dpx; height: 900px; border: 0";
  frame.src = page;
  frame.onload = () => frame.contentWindow.axe.run({resultTypes: ["violations"]}).then(told => {
    found[page] = told.violations.map(one => [one.impact, one.id, one.nodes.slice(0, 3).map(node => node.html.slice(0, 200))]);
    frame.remove();
    next();
  });
  document.body.append(frame);
}
onload = next;
</script>
"""


@pytest.fixture(scope="module")
def pages(client: TestClient, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as files, with their style sheets beside them."""
    folder = tmp_path_factory.mktemp("pages")
    for number, (address, page) in enumerate(every_page(client).items()):
        for sheet in set(re.findall(r'href="(/static/[^"]+)"', page)):
            (folder / Path(sheet).name).write_text(client.get(sheet).text, encoding="utf8")
        shown = page.replace('href="/static/', 'href="').replace("<html", f"<!-- {address.replace('--', '')} -->\n<html", 1)
        (folder / f"{number:03}.html").write_text(shown, encoding="utf8")
    assert len(list(folder.glob("*.html"))) > 30
    return folder


@pytest.mark.skipif(JAVA is None or VNU is None, reason="no Java, or no vnu-jar: make checkers")
def test_the_nu_checker_finds_nothing(pages: Path) -> None:
    """Neither an error nor a warning, in a page or a style sheet."""
    command = [str(JAVA), "-jar", str(VNU), "--format", "json", "--also-check-css", "--also-check-svg", str(pages)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    found = [
        (Path(one["url"]).name, one.get("lastLine"), one["message"], one.get("extract", "")[:150])
        for one in json.loads(done.stderr)["messages"]
    ]
    assert not found, "\n".join(map(str, found[:40]))


@pytest.mark.skipif(CHROMIUM is None or not AXE.exists(), reason="no Chromium, or no axe-core: make checkers")
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_axe_finds_nothing(pages: Path, tmp_path: Path, width: int, scheme: str) -> None:
    shutil.copy(AXE, pages / "axe.js")
    for page in pages.glob("*.html"):
        words = page.read_text(encoding="utf8").replace("</body>", '<script src="axe.js"></script></body>')
        (pages / f"{page.stem}.htm").write_text(words, encoding="utf8")
    names = sorted(page.name for page in pages.glob("*.htm"))
    (pages / "frame-all.html").write_text(FRAME % (json.dumps(names), width), encoding="utf8")
    command = [
        *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
        *("--allow-file-access-from-files", f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=600000"),
        *(["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []),
        *("--dump-dom", (pages / "frame-all.html").as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    (pages / "frame-all.html").unlink()
    told = re.search(r'<pre id="found">(.+?)</pre>', done.stdout, re.DOTALL)
    assert told, (done.stdout[-500:], done.stderr[-500:])
    found = json.loads(unescape(told[1]))
    assert sorted(found) == names
    wrong = {(pages / page).read_text(encoding="utf8").partition("\n<html")[0][-80:]: one for page, one in found.items() if one}
    assert not wrong, json.dumps(wrong, indent=1)[:6_000]
