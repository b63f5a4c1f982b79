"""The store's tables -> views in plain words, for people who open a store in Datasette, DBeaver or a notebook.

A statement's row holds offsets and numbers; ``said`` holds its words and its speaker's name, cut and joined by the database.
"""

from __future__ import annotations

from typing import Literal

from sayso.record import EVENT_STATUSES, SAID_KINDS, STRENGTHS, UNDERTAKING_KINDS

Dialect = Literal["sqlite", "postgresql"]

# How each database takes a JSON array apart: the arrays of offsets are flat, [start, end, start, end, …].
_WORDS = {
    "sqlite": "(SELECT group_concat(substr(t.text, b.value + 1, e.value - b.value), ' … ')"
    " FROM json_each({column}) AS b JOIN json_each({column}) AS e ON e.key = b.key + 1 WHERE b.key % 2 = 0)",
    "postgresql": "(SELECT string_agg(substr(t.text, b.at::int + 1, e.at::int - b.at::int), ' … ' ORDER BY b.place)"
    " FROM jsonb_array_elements_text({column}::jsonb) WITH ORDINALITY AS b (at, place)"
    " JOIN jsonb_array_elements_text({column}::jsonb) WITH ORDINALITY AS e (at, place)"
    " ON e.place = b.place + 1 WHERE b.place % 2 = 1)",
}
_MENTION = {
    "sqlite": "substr(t.text, json_extract({column}, '$[0]') + 1,"
    " json_extract({column}, '$[1]') - json_extract({column}, '$[0]'))",
    "postgresql": "substr(t.text, ({column}::jsonb->>0)::int + 1, ({column}::jsonb->>1)::int - ({column}::jsonb->>0)::int)",
}
_PARTIES_OF = {
    "sqlite": "(SELECT group_concat(COALESCE(m.shown, m.name), ', ') FROM json_each({column}) AS r"
    " JOIN parties AS p ON p.id = r.value JOIN parties AS m ON m.id = COALESCE(p.same_as, p.id))",
    "postgresql": "(SELECT string_agg(COALESCE(m.shown, m.name), ', ' ORDER BY r.place)"
    " FROM jsonb_array_elements_text({column}::jsonb) WITH ORDINALITY AS r (party, place)"
    " JOIN parties AS p ON p.id = r.party::int JOIN parties AS m ON m.id = COALESCE(p.same_as, p.id))",
}
_NAMES = {
    "sqlite": "(SELECT group_concat(n.name, ', ') FROM party_names AS n WHERE n.party = p.id AND n.name <> p.name)",
    "postgresql": "(SELECT string_agg(n.name, ', ' ORDER BY n.name) FROM party_names AS n"
    " WHERE n.party = p.id AND n.name <> p.name)",
}
_OUTLETS = {
    "sqlite": "group_concat(DISTINCT o.name)",
    "postgresql": "string_agg(DISTINCT o.name, ',')",
}

_SAID = " ".join(f"WHEN {number} THEN '{kind}'" for number, kind in enumerate(SAID_KINDS[1:], 2))
_NAME = (
    "(SELECT COALESCE(m.shown, m.name) FROM parties AS p JOIN parties AS m ON m.id = COALESCE(p.same_as, p.id)"
    " WHERE p.id = s.{column})"
)
_STATEMENTS = """
  s.id AS id,
  v.day AS day,
  o.name AS outlet,
  {speaker} AS speaker,
  a.act AS act,
  {content} AS words,
  {addressee} AS addressee,
  {relay} AS on_the_word_of,
  {cue} AS cue,
  {speaker_words} AS speaker_as_written,
  CASE s.manner WHEN 1 THEN 'direct' WHEN 2 THEN 'mixed' ELSE 'indirect' END AS manner,
  {said} AS said,
  s.score AS score,
  s.corrected AS corrected,
  v.headline AS headline,
  r.address AS address,
  v.number AS version,
  r.address || '#' || v.number || '/' || s.name AS statement,
  r.id || '.' || v.number || '/' || s.name AS short
FROM statements AS s
JOIN versions AS v ON v.id = s.version
JOIN articles AS r ON r.id = v.article
JOIN texts AS t ON t.version = v.id
JOIN acts AS a ON a.id = s.act
LEFT JOIN outlets AS o ON o.id = v.outlet"""
_ARTICLES = """
  v.id AS id,
  v.day AS day,
  o.name AS outlet,
  v.headline AS headline,
  v.standfirst AS standfirst,
  v.authors AS authors,
  v.published AS published,
  v.updated AS updated,
  v.section AS section,
  v.number AS versions,
  v.statements AS statements,
  r.address AS address,
  t.text AS text
FROM articles AS r
JOIN versions AS v ON v.id = r.latest
JOIN texts AS t ON t.version = v.id
LEFT JOIN outlets AS o ON o.id = v.outlet"""
_PARTIES = """
  p.id AS id,
  COALESCE(p.shown, p.name) AS name,
  p.kind AS kind,
  {names} AS also_called,
  (SELECT count(DISTINCT v.article) FROM appearances AS a JOIN versions AS v ON v.id = a.version
   WHERE a.identity IN (SELECT p.id UNION ALL SELECT m.id FROM parties AS m WHERE m.same_as = p.id)) AS articles
FROM parties AS p
WHERE p.same_as IS NULL"""
_WIRE = """
  s.wire AS id,
  count(*) AS copies,
  {outlets} AS outlets,
  min(v.day) AS first_day,
  max(v.day) AS last_day,
  min(s.id) AS first_statement
FROM statements AS s
JOIN versions AS v ON v.id = s.version
LEFT JOIN outlets AS o ON o.id = v.outlet
WHERE s.wire IS NOT NULL AND s.state IN (0, 4)
GROUP BY s.wire
HAVING count(*) > 1"""
_REFUSED = """
  c.address AS address,
  c.refusal AS reason,
  c.captured AS captured
FROM captures AS c
WHERE c.refusal IS NOT NULL"""


_STATUS = " ".join(f"WHEN {number} THEN '{status}'" for number, status in enumerate(EVENT_STATUSES, 1))
_KIND = " ".join(f"WHEN {number} THEN '{kind}'" for number, kind in enumerate(UNDERTAKING_KINDS, 1))
_STRENGTH = " ".join(f"WHEN {number} THEN '{strength}'" for number, strength in enumerate(STRENGTHS, 1))
_OF_ARTICLE = """
  v.day AS day,
  o.name AS outlet,
  v.headline AS headline,
  r.address AS address,
  v.number AS version,
  CASE WHEN s.{statement} IS NOT NULL THEN r.address || '#' || v.number || '/' || s.{statement} END AS statement,
  s.key AS key
FROM {table} AS s
JOIN versions AS v ON v.id = s.version
JOIN articles AS r ON r.latest = v.id
JOIN texts AS t ON t.version = v.id
LEFT JOIN outlets AS o ON o.id = v.outlet"""
_EVENTS = """
  s.kind AS kind,
  CASE s.status {status} END AS status,
  s.earliest AS earliest,
  s.latest AS latest,
  {parties} AS parties,
  {place} AS place,
  {trigger} AS words,"""
_UNDERTAKINGS = """
  CASE s.kind {kind} END AS kind,
  CASE s.strength {strength} END AS strength,
  {who} AS who,
  {to_whom} AS to_whom,
  {what} AS what,
  {due} AS due,"""


def views(dialect: Dialect) -> tuple[str, ...]:
    """The SQL that makes the views of a store, and two indexes; a view drops what stood under its name before.

    >>> [sql.split()[2] for sql in views("sqlite") if sql.startswith("CREATE VIEW")]
    ['said', 'said_before', 'articles_read', 'who', 'wire_copy', 'refused', 'events_read', 'undertakings_read']
    """

    def words(column: str) -> str:
        return _WORDS[dialect].format(column=f"s.{column}")

    statements = _STATEMENTS.format(
        speaker=_NAME.format(column="speaker"),
        addressee=_NAME.format(column="addressee"),
        relay=_PARTIES_OF[dialect].format(column="s.relay"),
        content=words("content"),
        cue=words("cue"),
        said=f"CASE s.said {_SAID} ELSE 'said' END",
        speaker_words=_MENTION[dialect].format(column="s.speaker_mention"),
    )
    bodies = {
        "said": f"{statements}\nWHERE s.state IN (0, 4)",
        "said_before": f"{statements}\nWHERE s.state IN (1, 5)",
        "articles_read": _ARTICLES,
        "who": _PARTIES.format(names=_NAMES[dialect]),
        "wire_copy": _WIRE.format(outlets=_OUTLETS[dialect]),
        "refused": _REFUSED,
        "events_read": _EVENTS.format(
            status=_STATUS,
            parties=_PARTIES_OF[dialect].format(column="s.parties"),
            place=words("place"),
            trigger=words("trigger"),
        )
        + _OF_ARTICLE.format(statement="within", table="events"),
        "undertakings_read": _UNDERTAKINGS.format(
            kind=_KIND,
            strength=_STRENGTH,
            who=_PARTIES_OF[dialect].format(column="s.doers"),
            to_whom=_PARTIES_OF[dialect].format(column="s.receivers"),
            what=words("what"),
            due=_MENTION[dialect].format(column="s.due"),
        )
        + _OF_ARTICLE.format(statement="statement", table="undertakings"),
    }
    made = [(f"DROP VIEW IF EXISTS {name}", f"CREATE VIEW {name} AS SELECT{body}") for name, body in bodies.items()]
    # Every question asks which parties were merged or renamed: without these it reads all 200,000 of them, for 12 ms.
    indexes = (
        "CREATE INDEX IF NOT EXISTS merged_parties ON parties (same_as) WHERE same_as IS NOT NULL",
        "CREATE INDEX IF NOT EXISTS renamed_parties ON parties (id) WHERE shown IS NOT NULL",
    )
    return (*(sql for pair in made for sql in pair), *indexes)
