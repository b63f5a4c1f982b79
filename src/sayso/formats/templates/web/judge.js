// The keys of /judge. Each presses a button, or follows a link, that the page has anyway.
"use strict";
(() => {
  const KEYS = { a: "accept", r: "reject", j: "skip", s: "skip", ArrowRight: "skip", u: "undo" };
  const OFF = "sayso-judge-keys-off";
  const by = (id) => document.getElementById(id);
  let going = false; // a key that is held down, or pressed twice, judges one statement

  const isOff = () => { try { return localStorage.getItem(OFF) === "yes"; } catch { return false; } };
  const turn = (off) => { try { localStorage.setItem(OFF, off ? "yes" : "no"); } catch { /* it holds for this page */ } };

  const box = by("keys-on");
  if (box) {
    box.checked = !isOff();
    box.addEventListener("change", () => turn(!box.checked));
    by("keys-choice").hidden = false;
  }

  document.addEventListener("keydown", (event) => {
    if (going || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (box && !box.checked) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "?") {
      const help = by("keys");
      help.open = !help.open;
      help.querySelector("summary").focus();
      return;
    }
    const pressed = by(/^[1-9]$/.test(key) ? `fault-${key}` : KEYS[key] || "");
    if (!pressed) return;
    event.preventDefault();
    going = true;
    pressed.click();
  });
  addEventListener("pageshow", () => { going = false; });

  // Readers of the screen tell what changes while they listen: what came of the last key is said once the page is there.
  const said = by("said");
  if (said && said.textContent.trim()) {
    const words = said.textContent;
    said.textContent = "";
    setTimeout(() => { said.textContent = words; }, 150);
  }
  const heading = by("statement");
  if (heading && heading.hasAttribute("data-moved")) heading.focus({ preventScroll: true });
})();
