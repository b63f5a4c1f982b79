"""A form of words as a list has it ("<count> <units> ago") -> a pattern over symbols, one a word, and how it can begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_ATOM = re.compile(
    r"\s*(?:<(?P<class>[\w-]+)>|(?P<name>[a-z]+):\(|(?P<form>[A-Z]+)\b|(?P<word>[^\W\d_]+(?:['’][a-z]+)?|['’]s|[-–,.%$])"
    r"|\[(?P<none>!?)(?P<beside>[^\]]+)\]|(?P<mark>[()|?*]))\s*"
)


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern over symbols; ``first`` are the symbols it can begin with, ``signs`` those of its first word that is a sign.

    ``empty`` is True where it fits no symbols at all, ``sure`` where all that fits has a sign in it.
    """

    pattern: str
    first: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    empty: bool = True
    sure: bool = False


def words_of(form: str) -> set[str]:
    """The words that a form has as they are, not by class.

    >>> sorted(words_of("[in|by] the <unit> (ago|before)"))
    ['ago', 'before', 'by', 'in', 'the']
    """
    words: set[str] = set()
    for atom in _ATOM.finditer(form):
        words |= {atom["word"]} if atom["word"] else set()
        words |= {word for word in (atom["beside"] or "").split("|") if word and word[0] != "<"}
    return words


@dataclass(slots=True)
class Grammar:
    """The symbols of words and of classes, the forms that have a name, and which symbols are signs of a time."""

    words: Mapping[str, str]
    classes: Mapping[str, str]
    named: dict[str, str | Form]
    signs: frozenset[str]

    def form(self, text: str) -> Form:
        """What a form's text means. Raises ValueError where it is none, KeyError for a class or a name that there is not."""
        form, place = self._choice(text, 0)
        if place < len(text):
            raise ValueError(f"{text!r} is no form, at {text[place:]!r}")
        return form

    def _choice(self, text: str, place: int) -> tuple[Form, int]:
        """Forms with "|" between them, up to a closing parenthesis."""
        choices = []
        while True:
            form, place = self._row(text, place)
            choices.append(form)
            if text[place : place + 1] != "|":
                return _either(choices), place
            place = _ATOM.match(text, place).end()  # type: ignore[union-attr]

    def _row(self, text: str, place: int) -> tuple[Form, int]:
        """Forms one after another."""
        parts: list[Form] = []
        while place < len(text) and (atom := _ATOM.match(text, place)) and atom["mark"] not in (")", "|"):
            if atom["mark"] in ("?", "*"):
                last = parts.pop()
                parts.append(Form(f"(?:{last.pattern}){atom['mark']}", last.first, last.signs))
                place = atom.end()
            elif atom["beside"]:
                before = text[atom.end() : atom.end() + 1] not in ("", ")", "|")
                parts.append(self._beside(atom["beside"], atom["none"] == "!", before))
                place = atom.end()
            else:
                form, place = self._part(text, atom)
                parts.append(form)
        return _in_order(parts), place

    def _part(self, text: str, atom: re.Match[str]) -> tuple[Form, int]:
        if atom["class"]:
            form = self._one_of(self.classes[atom["class"]])
            return _called(atom["class"], form), atom.end()
        if atom["word"]:
            return self._one_of(self.words[atom["word"]]), atom.end()
        if atom["form"]:
            return self._named(atom["form"]), atom.end()
        form, place = self._choice(text, atom.end())
        close = _ATOM.match(text, place)
        if close is None or close["mark"] != ")":
            raise ValueError(f"{text!r} is no form: a parenthesis stays open")
        return _called(atom["name"], form) if atom["name"] else form, close.end()

    def _named(self, name: str) -> Form:
        form = self.named[name]
        if isinstance(form, str):
            form = self.named[name] = self.form(form)
        return form

    def _one_of(self, symbols: str) -> Form:
        first = frozenset(symbols)
        signs = first & self.signs
        return Form(f"[{symbols}]", first, signs, False, signs == first)

    def _beside(self, words: str, none: bool, before: bool) -> Form:
        """A condition on the word before, or on the one behind; a word that no form has stands for no symbol."""
        symbols = "".join(self.classes[word[1:-1]] if word[0] == "<" else self.words[word] for word in words.split("|"))
        return Form(f"(?{'<' if before else ''}{'!' if none else '='}[{symbols}])")


def _either(choices: list[Form]) -> Form:
    if len(choices) == 1:
        return choices[0]
    if all(re.fullmatch(r"\[[^\]]*\]", one.pattern) for one in choices):
        pattern = f"[{''.join(one.pattern[1:-1] for one in choices)}]"
    else:
        pattern = f"(?:{'|'.join(one.pattern for one in choices)})"
    return Form(
        pattern,
        frozenset().union(*(one.first for one in choices)),
        frozenset().union(*(one.signs for one in choices)),
        any(one.empty for one in choices),
        all(one.sure for one in choices),
    )


def _in_order(parts: list[Form]) -> Form:
    first: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    empty, sure = True, False
    for part in parts:
        first |= part.first if empty else frozenset()
        signs |= part.signs if not sure else frozenset()
        empty, sure = empty and part.empty, sure or part.sure
    return Form("".join(part.pattern for part in parts), first, signs, empty, sure)


def _called(name: str, form: Form) -> Form:
    return Form(f"(?P<{name.replace('-', '_')}>{form.pattern})", form.first, form.signs, form.empty, form.sure)


def numbered(pattern: str) -> str:
    """A pattern whose places have each a name of their own: one that returns is told by a number, one within another has none.

    >>> numbered("(?P<unit>[a])(?P<unit>[b])(?P<count>(?P<unit>[c]))")
    '(?P<unit>[a])(?P<unit__2>[b])(?P<count>(?:[c]))'
    """
    out: list[str] = []
    depths: list[bool] = []  # of each open parenthesis, whether it has a name
    seen: dict[str, int] = {}
    place = 0
    for mark in re.finditer(r"\(\?P<(\w+)>|\(\?[:=!]|\(\?<[=!]|\)", pattern):
        name = None if any(depths) else mark[1]
        seen |= {name: seen.get(name, 0) + 1} if name else {}
        number = f"__{seen[name]}" if name and seen[name] > 1 else ""
        out += [pattern[place : mark.start()], f"(?P<{name}{number}>" if name else "(?:" if mark[1] else mark[0]]
        place = mark.end()
        if mark[0] == ")":
            depths.pop()
        else:
            depths.append(bool(name))
    return "".join(out) + pattern[place:]

def any_of(words: Iterable[str]) -> str:
    """A pattern of all these words, the longer ones first, which goes through them letter by letter, all at once.

    >>> any_of(["may", "march", "mar"])
    'ma(?:r(?:ch)?|y)'
    """
    tree: dict[str, set[str]] = {}
    for word in words:
        tree.setdefault(word[:1], set()).add(word[1:])
    rest = [re.escape(letter) + any_of(tails) for letter, tails in sorted(tree.items()) if letter]
    if len(rest) == 1 and "" not in tree:
        return rest[0]
    return f"(?:{'|'.join(rest)}){'?' if '' in tree else ''}" if rest else ""
