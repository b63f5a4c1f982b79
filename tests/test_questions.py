"""The words of a search: any string has terms or none, tokens are folded by one rule, and what is found can be marked."""

from __future__ import annotations

import sqlite3
import time
import unicodedata

import pytest
from hypothesis import given, settings, strategies as st

from sayso.questions import LONGEST_TOKEN, Term, folded, matches, matches_across, parse_words, tokens

# Any Unicode, with what a search is made of met far more often than by chance.
ANY = st.text(st.one_of(st.characters(), st.sampled_from(list("ab* \"“”«»'-.:,()ßİéłøが東ไहि\u0301\u00ad\u200d\x00\ud800"))))

relaxed = settings(deadline=None)  # the first text with letters beyond Latin waits for the pattern


def written(words: str) -> str:
    """The terms as one line: a|b for words, "a b" for a phrase, a b* for a prefix."""
    shape = {"word": "{}", "phrase": '"{}"', "prefix": "{}*"}
    return "|".join(shape[term.kind].format(" ".join(term.words)) for term in parse_words(words))


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("border shelling", "border|shelling"),  # words: all of them
        ("Border BORDER border", "border"),  # none twice
        ('"line of contact"', '"line of contact"'),
        ("“line of contact”", '"line of contact"'),  # curly
        ("«line of contact» „ein Wort“", '"line of contact"|"ein wort"'),  # guillemets, German
        ('"word"', "word"),  # a phrase of one is a word
        ('“mixed marks"', '"mixed marks"'),  # a curly mark closed by a straight one
        ('"unpaired words', "unpaired|words"),
        ('one" "two', "one|two"),  # the two marks are a pair around nothing
        ("shell*", "shell*"),
        ('"prime minis*"', "prime minis*"),  # a phrase cut short, the star within
        ('"prime minis"*', "prime minis*"),  # and behind, as FTS5 has it
        ("govern*ment", "govern*|ment"),  # a star inside ends a prefix
        ("* ** a", "a"),  # stars alone are nothing
        ("cease-fire", '"cease fire"'),  # parts joined by a mark stand together
        ("don't don’t", '"don t"'),  # whichever apostrophe
        ("U.S. AT&T 9/11", '"u s"|"at t"|"9 11"'),
        ("3,000 at 10:30", '"3 000"|at|"10 30"'),
        ("content:border a,b", "content|border|a|b"),  # a column filter is plain words; so is a list
        ("a AND b OR NOT c", "a|and|b|or|not|c"),  # operators are words
        ("NEAR(a b, 3) ^x -y +z", "near|a|b|3|x|y|z"),
        ("'; DROP TABLE statement; --", "drop|table|statement"),
        ("東京 会談*", '"東 京"|会 談*'),  # letters of scripts without spaces, in a row
        ("", ""),
        (" \t\n\x00 🙂 ()[]{}<>|\\", ""),
        ("🙂peace🙂talks", "peace|talks"),
        ("\ud800a", "a"),  # half a pair of surrogates, as broken pages give them
    ],
)
def test_a_search_has_terms(words: str, terms: str) -> None:
    assert written(words) == terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Élan", "elan"),
        ("e\u0301lan", "élan"),  # the accent a letter of its own
        ("STRASSE", "Straße"),
        ("İzmir", "izmir"),
        ("Wałęsa Ørsted Đinđić", "walesa orsted dindic"),  # letters that Unicode does not take apart
        ("ﬁnally", "finally"),
        ("ＡＢ𝐂", "abc"),  # wide and styled letters
        ("govern\u00adment", "government"),  # soft hyphen
        ("ёлка", "елка"),
        ("مُحَمَّد", "محمد"),  # vowel points
        ("Ἀθῆναι", "αθηναι"),
        ("ΟΔΟΣ", "οδος"),  # final sigma
        ("Hawaiʻi", "Hawaii"),
        ("1️⃣", "1"),  # a keycap
    ],
)
def test_what_is_looked_for_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("мой", "мои"),  # й is a letter
        ("が", "か"),  # voiced and not
        ("हिन्दी", "हनद"),  # the vowels of Indic scripts
        ("½", "12"),
        ("ヿ", "コ"),  # one letter that stands for two words' worth: folded again, it is still one token
    ],
)
def test_what_stays_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)
    assert folded(folded(one)) == folded(one)


def test_a_token_is_cut_where_engines_would_stumble() -> None:
    long = "A" * 5_000
    assert folded(long) == "a" * LONGEST_TOKEN == tokens(long)[0][2]
    assert folded(long + "é").startswith("aaa") and len(folded(long + "é")) == LONGEST_TOKEN
    assert tokens(long)[0][:2] == (0, 5_000)  # it stands where it stands
    assert matches(parse_words(long), f"x {long}") == ((2, 5_002),)


@relaxed
@given(ANY)
def test_any_words_at_all_have_terms(words: str) -> None:
    for term in parse_words(words):
        assert term.words and all(term.words)
        assert (term.kind == "word") <= (len(term.words) == 1)
        assert (term.kind == "phrase") <= (len(term.words) > 1)


@relaxed
@given(ANY)
def test_tokens_stand_in_the_text_and_are_folded(text: str) -> None:
    at = 0
    for start, end, word in tokens(text):
        assert at <= start < end <= len(text)
        assert 0 < len(word) <= LONGEST_TOKEN
        assert all(not c.isascii() or c in "abcdefghijklmnopqrstuvwxyz0123456789" for c in word)
        at = end
    assert folded(text) == " ".join(word for _, _, word in tokens(text))
    assert folded(folded(text)) == folded(text)


@relaxed
@given(ANY)
def test_composed_and_decomposed_are_the_same(text: str) -> None:
    text = text.replace("\ud800", "")
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@relaxed
@given(ANY)
def test_case_is_the_same(text: str) -> None:
    text = text.replace("\u0345", "")  # the iota below Greek letters: a mark in one case, a letter in the other
    assert folded(text.casefold()) == folded(text)


@relaxed
@given(ANY, ANY, ANY)
def test_a_text_is_found_by_its_own_words(before: str, words: str, after: str) -> None:
    """Every token of a text is found in it, each alone, all in a row, and by its first letter."""
    text = f"{before} {words} {after}"
    found = tokens(text)
    for start, end, word in found:
        assert any(a <= start and end <= b for a, b in matches([Term("word", (word,))], text))
        assert any(a <= start and end <= b for a, b in matches([Term("prefix", (word[0],))], text))
    if found:
        assert matches([Term("phrase", tuple(word for _, _, word in found))], text) == ((found[0][0], found[-1][1]),)


@relaxed
@given(ANY, ANY)
def test_stretches_are_sorted_and_apart(words: str, text: str) -> None:
    stretches = matches(parse_words(words), text)
    at = 0
    for start, end in stretches:
        assert at <= start < end <= len(text)
        at = end


@relaxed
@given(st.lists(ANY), ANY)
def test_a_phrase_across_pieces_is_a_stretch_in_each(pieces: list[str], words: str) -> None:
    placed, at = [], 0
    for piece in pieces:
        placed.append((at, piece))
        at += len(piece) + 3
    for start, end in matches_across(parse_words(words), placed):
        assert any(at <= start < end <= at + len(piece) for at, piece in placed)


@pytest.fixture(scope="module")
def fts() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5(words, tokenize = 'ascii')")
    connection.execute("create virtual table u using fts5(words, tokenize = 'unicode61')")
    connection.execute("create virtual table v using fts5vocab(t, instance)")
    connection.execute("create virtual table w using fts5vocab(u, instance)")
    return connection


@relaxed
@given(text=ANY)
def test_sqlite_keeps_folded_tokens_whole(fts: sqlite3.Connection, text: str) -> None:
    fts.execute("delete from t")
    fts.execute("insert into t values (?)", (folded(text),))
    assert [row[0] for row in fts.execute("select term from v order by offset")] == folded(text).split()


@relaxed
@given(text=st.text(st.characters(max_codepoint=0x17F, exclude_characters="łøđħŧıæœŁØĐĦŦÆŒªº²³¹¼½¾µßſŉŀĿĳĲ\u00ad\x00ðþ")))
def test_in_latin_it_is_the_rule_of_unicode61(fts: sqlite3.Connection, text: str) -> None:
    """Left out: the letters that are looked for as others here, and stay themselves there."""
    fts.execute("delete from u")
    fts.execute("insert into u values (?)", (text,))
    assert [row[0] for row in fts.execute("select term from w order by offset")] == folded(text).split()


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ('"' + "a " * 2_000 + '"', "a " * 20_000),  # a long phrase that almost stands everywhere
        ('"' + "a " * 2_000 + 'b"', "a " * 20_000),
        ("a* " * 20_000, "ab " * 50_000),
        ('"' * 50_000, "x"),
        ("-" * 50_000 + "a" * 50_000, "a" * 50_000),
    ],
)
def test_no_words_take_long(words: str, text: str) -> None:
    start = time.process_time()
    matches(parse_words(words), text)
    assert time.process_time() - start < 2


def test_stretches_of_overlapping_terms_are_one() -> None:
    assert matches(parse_words('"grave concern" "concern over" valley'), "Grave concern over the valley") == ((0, 18), (23, 29))


def test_neighbours_are_marked_one_by_one() -> None:
    """Two words side by side are two stretches: the space between them was not looked for."""
    assert matches(parse_words("grave concern"), "grave concern") == ((0, 5), (6, 13))
