"""The house as its imports show it, for tests; ``python tests/house.py`` draws it anew in CONTRIBUTING.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src/sayso"
MODULES = sorted(PACKAGE.rglob("*.py"))

# The road of the design, from the bottom up: a folder (or a module beside the folders) imports from the rows above its own.
ROAD = """
    front_doors controls
    glances
    record languages days
    options evidence questions workers files doubt
    pages
    articles
    attribution copies
    statements
    parties
    events
    reading
    store
    comparing corrections
    adding rereading
    formats
    batch results
    cases
    door
    web
    mcp
    cli
    __main__
"""
# The same of the rooms within each folder. What stands in one row does not know of each other.
ROOMS = {
    "pages": """
        addresses networks hosts pace robots charset damage warc_frames foreign zstandard readings
        kinds payloads feeds transport captures json_objects
        answers warcs sitemaps mails texts
        connections waczs
        fetch
        inputs downloads
    """,
    "articles": """
        pdf_files rtf word_files composition tongues times signatures walls trees
        datelines linked_data markup
        bylines block_places headings visible_dates
        byline_places headlines publication given block_features
        facts body
        dumps page_kinds
        no_article plain markdown
        forms
        building
    """,
    "articles.dumps": """
        lines
        bylines repair
        blocks
        headline body
        facts features
        passages
        building
    """,
    "attribution": """
        roles word_pieces decoding runtime
        encoding
        rivals surroundings
        model
        second_encoder
    """,
    "statements": """
        noun_phrases drafts quotations labels persons scores
        frames contents non_answers
        acts
        moods bounds
        addressees senses reports newcomers headlines lead_ins turns interviews
        relays hearers clauses
        nesting asides tails quoted_as unclosed
        closing_reports
        addressing second_verbs unattributed
        inner_clauses pull_quotes
        building
    """,
    "parties": """
        words occurrences pronouns
        name_signs
        name_runs name_parts long_offices
        names mentions posts speaker_names voiced
        cast
        aliases told_kinds tenures
        casting
        scene
        salience decisions
        holders papers pairs transcripts
        bodies antecedents
        descriptions
        passing unnamed
        voices
        resolving
    """,
    "events": """
        calendar time_words form_grammar anchors
        tenses time_forms
        telling
        day_values period_values length_values
        times
        authors undertaking_words
        undertaking_frames spoken
        doers
        undertakers undertaken_words
        undertaking_drafts
        frames
        clauses
        undertaking_dues
        undertakings
        phrases verb_groups
        trigger subjects attendance
        event_nouns event_verbs dated whereabouts own_times
        triggers taking_part statuses
        asserting
        drafting
        settling
    """,
    "store": """
        chronicle errors keys views
        values packing changes
        contract
        occurrences
        database rows addresses wordings misnamed
        columns remembered
        seals soundness grams misworded locating
        passages openness told_before
        migrations entries succession understanding
        mending recurring recounts
        sqlite postgres shared tables wires casts memberships unnamed amendments as_read removals
        chronicling
        mended
        lookups
        finding tallying
        counting people retelling sampling spots named meeting holdings rewiring fresh
        mentions retold groups keeping belonging
        traits pledges
        likeness outcomes parting
        linking occasions
        promises
        neighbours narrowing
        relinking owing
        chronicles telling
        repledging
        ledgers links forgetting choosing restating originals
        correcting judging removing showing fresh_happenings
        watches bringing
        occurrence_checks link_checks
        version_checks
        verifying
        engine
        opening
    """,
    "corrections": """
        parties word_places precision
        emendations samples
        drawn
    """,
    "comparing": """
        wording
        versions accounts sayings
    """,
    "comparing.accounts": """
        rows concepts clause_verbs moments enumerations publishers
        cut_places figures identities standing vouching
        cutting meaning
        traits
        claiming likeness distinctions assigning
        likelihood narrowing relating
        comparison
        gathering
        holding
    """,
    "comparing.sayings": """
        witnesses words asking
        aligning
        naming
        searching voices
        hearing
        linking
        origins
        tracing
        checking
    """,
    "comparing.versions": """
        identity passages changes headlines
        pairing
        differences fates
        happenings
        shifting
        comparison
        history
    """,
    "batch": """
        columns choice attempts page_limits places
        rows shards
        shard_files manifest
        shard_reading duplicates taking
        engines
        ray_tasks running
    """,
    "door": """
        altered asking filters occasions portraits quotations setting_right showing texts
        finding handing_on watching
        verbs
    """,
    "cases": """
        manifest names
        archive records
        opening happenings
        pages taking_in
        writing
    """,
    "formats": """
        endings added agreement corrected facts marks rows schemas
        accounts answers json unsaid
        doubtful
        happenings brat_conf brat_happenings brat_happenings_reading
        sections
        text html fragments web_pages csv offsets parquet schema_org web_annotation changes
        shifted xlsx
        history_text history_json history_html side_by_side
        woven_words
        quoted_words
        traces checks
        quoted_html
        comparison_text comparison_json comparison_html
        readings hits counts kept brat
        judgements
        parties charts brat_reading histories tables ftm
        crossings brat_edits removals shown listed
        events ledger exports web_texts
        calendar watches
    """,
    "languages": """
        lexicon
    """,
    "web": """
        paths security described turns connections
        queries sessions fields
        pages filters shown openapi narrowing told_at words_at
        facets feeds writing
        happening_feeds waiting jobs setting_right
        signing_in watch_forms
        watching
        about finding home texts parties occasions happening months comparing sayings cases
        statements checking judging adding
        routes
        asgi
    """,
    "web.setting_right": """
        forms
        undoing
        form_pages
        party_forms event_forms statement_forms corrections
    """,
    "mcp": """
        arguments schemas wordings resources
        cursors
        answers
        finding occasions parties quotations comparing showing
        tools
        handlers
        transports
    """,
    "cli": """
        usage
        terminal
        filters read keys listening
        completion add export listing versions compare verify schema
        batch check correct events find importing judge ledger mcp party remove reread serve show trace
        watch
    """,
}


class Import(NamedTuple):
    """A name that a module imports from another of this package; ``module`` as written, without "sayso."."""

    module: str
    name: str
    line: int
    for_types: bool  # under TYPE_CHECKING


def dotted(path: Path) -> str:
    """A module's name without "sayso.": "store.engine", "store" for its front door, "" for the package's own.

    >>> dotted(PACKAGE / "store/engine.py"), dotted(PACKAGE / "store/__init__.py")
    ('store.engine', 'store')
    """
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


FOLDERS = {dotted(path) for path in MODULES if path.name == "__init__.py"} - {""}
NAMES = {dotted(path) for path in MODULES} - {""}


def folder_of(module: str) -> str:
    """The folder in which a module stands, a front door in its own: "articles.dumps" for "articles.dumps.lines"."""
    return module if module in FOLDERS else module.rpartition(".")[0]


def step_of(module: str) -> str:
    """The step of the road: a folder directly in the package, or a module beside them."""
    return module.partition(".")[0]


class Call(NamedTuple):
    """What a module calls by name ("print", "sys.exit"), the line, and the plain string that comes first or second, if any."""

    called: str
    line: int
    words: tuple[str | None, str | None]


class Written(NamedTuple):
    """What the checks ask of a module; trees of all modules at once would take 200 MB."""

    imports: tuple[Import, ...]
    docstring: str
    undocumented: tuple[str, ...]  # public functions and classes, with their lines
    calls: tuple[Call, ...]
    broad: tuple[int, ...]  # lines of handlers that take every exception


@cache
def written(path: Path) -> Written:
    """Reads a module, once in a process."""
    tree = ast.parse(path.read_text(encoding="utf8"))
    nodes = list(ast.walk(tree))
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
    handlers = [n for n in nodes if isinstance(n, ast.ExceptHandler)]
    return Written(
        imports=tuple(_imports(nodes)),
        docstring=(ast.get_docstring(tree) or "").strip(),
        undocumented=tuple(f"{n.name} in line {n.lineno}" for n in public if not ast.get_docstring(n)),
        calls=tuple(_call(n) for n in nodes if isinstance(n, ast.Call)),
        broad=tuple(h.lineno for h in handlers if h.type is None or ast.unparse(h.type) in ("Exception", "BaseException")),
    )


def imports(path: Path) -> tuple[Import, ...]:
    """What a module imports of this package, at its top or within functions."""
    return written(path).imports


def _call(node: ast.Call) -> Call:
    first, second, *_ = (*node.args, None, None)
    words = [one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else None for one in (first, second)]
    return Call(_name(node.func), node.lineno, (words[0], words[1]))


def _name(called: ast.expr) -> str:
    """"sys.exit" of such a call; nothing of what is no name."""
    if isinstance(called, ast.Name):
        return called.id
    return f"{_name(called.value)}.{called.attr}" if isinstance(called, ast.Attribute) else ""


def _imports(nodes: list[ast.AST]) -> Iterator[Import]:
    typing_only = {
        id(n) for b in nodes if isinstance(b, ast.If) and "TYPE_CHECKING" in ast.dump(b.test) for n in ast.walk(b)
    }
    for node in nodes:
        if isinstance(node, ast.Import):
            pairs = [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            pairs = [(node.module or "", alias.name) for alias in node.names]
        else:
            continue
        for module, name in pairs:
            if module.partition(".")[0] == "sayso":
                inner = module.partition(".")[2]
                full = f"{inner}.{name}".strip(".")
                module, name = (full, "") if full in NAMES else (inner, name)  # "from sayso.store import rows" is a module
                yield Import(module, name, node.lineno, id(node) in typing_only)


def rows(drawn: str) -> dict[str, int]:
    """The row in which each name stands."""
    return {name: place for place, row in enumerate(drawn.strip().split("\n")) for name in row.split()}


def drawing() -> str:
    """The house in text: a step a line, from the bottom up, its rooms, and from which other steps it takes names."""
    lines = []
    for row in ROAD.split():
        paths = [path for path in MODULES if step_of(dotted(path)) == row]
        taken = {step_of(one.module) for path in paths for one in imports(path) if not one.for_types} - {row, "front_doors", ""}
        order = rows(ROAD)
        uses = " ".join(sorted(taken, key=lambda name: (order[name], name)))
        lines.append(f"{row + ('/' if row in FOLDERS else ''):<13} {'<- ' + uses if uses else ''}".rstrip())
        if row in ROOMS:
            nested = {inner: ROOMS[f"{row}.{inner}"] for inner in ROOMS[row].split() if f"{row}.{inner}" in ROOMS}
            words = " ".join(
                f"{room}/ ({' '.join(nested[room].split())})" if room in nested else room for room in ROOMS[row].split()
            )
            lines += _wrapped(words, 110, " " * 4)
    return "\n".join(lines) + "\n"


def _wrapped(words: str, width: int, indent: str) -> list[str]:
    lines = [indent]
    for word in words.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append(indent)
        lines[-1] += word if lines[-1] == indent else f" {word}"
    return lines


if __name__ == "__main__":
    page = ROOT / "CONTRIBUTING.md"
    before, after = page.read_text(encoding="utf8").split("```\nfront_doors\n")
    page.write_text(f"{before}```\n{drawing()}```{after.partition('```')[2]}", encoding="utf8")
