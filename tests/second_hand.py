"""What stands in a reading of marked-up sentences, one short line a statement, for tests of what is told at second hand."""

from __future__ import annotations

from marked import read_marked

from sayso.languages import entries
from sayso.record import Statement, Voice
from sayso.statements.building import build_statements


def told(marked: str) -> list[str]:
    """Each statement as «speaker | cue | content … content | relay, relay | outer cue», "-" for what is not there."""
    statements = build_statements(*read_marked(marked))
    cues = {statement.id: statement.cue.text if statement.cue else ":" for statement in statements}
    return [_line(statement, cues) for statement in statements]


def _line(statement: Statement, cues: dict[str, str]) -> str:
    parts = (
        heard(statement.speaker),
        statement.cue.text if statement.cue else "-",
        " … ".join(span.text for span in statement.content),
        ", ".join(map(heard, statement.relay)) or "-",
        cues[statement.within] if statement.within else "-",
    )
    return " | ".join(parts)


def heard(voice: Voice | None) -> str:
    """A voice's words; "-" for none, "implied" for one that no words mention."""
    if voice is None:
        return "-"
    return voice.mention.text if voice.mention else voice.how or "-"


def past(verb: str) -> str:
    """A verb's past form: "told", "wrote", "warned", "agreed", "pointed out"."""
    first, _, rest = verb.partition(" ")
    irregular = [form for form, lemma in entries("en", "irregular") if lemma == first and not form.endswith("s")]
    if irregular:
        form = irregular[0]
    elif first.endswith("e"):
        form = first + "d"
    elif first[-1] == "y" and first[-2] not in "aeiou":
        form = first[:-1] + "ied"
    else:
        form = first + "ed"
    return f"{form} {rest}".strip()
