"""Article and drafts -> the same with the reports that end a sentence and that the encoder passed over.

«The talks had been long, Lena Orr, the spokeswoman, told reporters in Barrow on Friday»: the form alone tells it, so it counts
where the sentence has no other voice. The encoder passes over few: none in 84 articles of PolNeAR's dev part and 380 pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.attribution import Extent
from sayso.record import Article
from sayso.statements.acts import lemmas
from sayso.statements.contents import Marks
from sayso.statements.drafts import Draft, Stretches, sentences, trimmed
from sayso.statements.reports import Report, after_dateline, is_finite, opening_phrase
from sayso.statements.tails import BOUNDARY, last_report

SCORE = 0.5
FEWEST_WORDS = 4  # before the report: "At first, he said" is none


def with_closing_reports(article: Article, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """The drafts, and one for each report that ends a sentence in which nobody else is heard, but within quotation marks."""
    heard = Stretches([draft.cue for draft in drafts if draft.cue and marks.around(draft.cue[0]) is None])
    held = Stretches([content for draft in drafts for content in draft.contents])
    return [
        *drafts,
        *(
            Draft(report.cue, report.speaker, (content,), SCORE)
            for sentence in _sentences(article)
            if not heard.touch(sentence)
            for report, content in _closing(article.text, sentence, marks)
            if not held.touch((report.start, report.end))
        ),
    ]


def _sentences(article: Article) -> Iterator[Extent]:
    for paragraph in article.paragraphs:
        if paragraph.kind in ("body", "standfirst", "caption"):
            yield from sentences(article.text, paragraph.start, paragraph.end)


def _closing(text: str, sentence: Extent, marks: Marks) -> Iterator[tuple[Report, Extent]]:
    """The report that a sentence ends with, and all before it: a clause, not "On Friday"."""
    start = after_dateline(text, *sentence)
    places = [place for place in BOUNDARY.finditer(text, start, sentence[1]) if marks.around(place.end()) is None]
    last = last_report(text, places, sentence[1])
    if last is None:
        return
    report, back = last
    if _has_object(text, report):
        return
    content = trimmed(text, (start, places[-back].start()))
    words = text[slice(*content)].split() if content else []
    if content and len(words) >= FEWEST_WORDS and any(is_finite(word) for word in words[1:]):
        yield report, content


def _has_object(text: str, report: Report) -> bool:
    """Whether what is shown may stand behind the verb, not who shows it: «The camera, at the pass, shows the dome»."""
    verb = text[slice(*report.cue)].lower()
    return report.cue < report.speaker and opening_phrase(text, *report.cue) is None and "say" not in lemmas(verb)
