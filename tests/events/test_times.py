"""Times of a text, a sentence a row: their words, their values, their days; told on Sunday, 20 February 2022."""

import re
from datetime import date

import pytest
from growth import assert_grows_with
from hypothesis import given, strategies as st

from sayso.events import find_times
from sayso.events.time_forms import find_forms
from sayso.events.time_words import holidays, time_words
from sayso.languages import entries
from sayso.record import Article, Paragraph, Time

SUNDAY = "2022-02-20"


def article(text: str, published: str | None = SUNDAY, language: str | None = "en") -> Article:
    return Article("a", text, (Paragraph(0, len(text), "body"),), published=published, language=language)


def times(text: str, published: str | None = SUNDAY) -> tuple[Time, ...]:
    return find_times(article(text, published))


def marked(text: str, published: str | None = SUNDAY) -> tuple[str, str]:
    """The text with its times in brackets, and their values."""
    found = times(text, published)
    for time in reversed(found):
        text = f"{text[: time.span.start]}[{time.span.text}]{text[time.span.end :]}"
    return text, " ".join(str(time.value) for time in found)


# A sentence for each row of languages/en/time_forms.txt, in their order, and some more.
FORMS = [
    ("The treaty of [2021-11-30] is void.", "2021-11-30"),
    ("It was signed on [14.03.2021], the archive says.", "2021-03-14"),
    ("It was signed on [03/14/2021], the archive says.", "2021-03-14"),
    ("They will sail in [the week of March 6].", "2022-W09"),
    ("The fleet left on [the 5th of March, 2021].", "2021-03-05"),
    ("The fleet left on [Friday, March 5, 2021].", "2021-03-05"),
    ("Profits fell in [the year] ended [Jan. 31].", "P1Y 2022-01-31"),
    ("The fair ran from [3 to 5 May 2021].", "2021-05-03/2021-05-05"),
    ("The fair ran between [the 3rd and 7th of May 2021].", "2021-05-03/2021-05-07"),
    ("The fair runs between [May 3 and 7].", "2022-05-03/2022-05-07"),
    ("The fair ran on [3, 4 and 5 May 2021].", "2021-05-03/2021-05-05"),
    ("The fair ran on [May 3 and 4, 2021].", "2021-05-03/2021-05-04"),
    ("The fair runs on [the 3rd and the 4th of May].", "2022-05-03/2022-05-04"),
    ("The fair runs on [May 3 and 4].", "2022-05-03/2022-05-04"),
    ("The fair ran [May 30 - June 2, 2021].", "2021-05-30/2021-06-02"),
    ("The fair runs [May 3-5].", "2022-05-03/2022-05-05"),
    ("The fair runs from [the 3rd to the 5th of May].", "2022-05-03/2022-05-05"),
    ("They meet on [Thursday, 24 February].", "2022-02-24"),
    ("They meet on [Thursday, Feb. 24].", "2022-02-24"),
    ("They met on [the 3rd of February].", "2022-02-03"),
    ("The envoy came back on [February 3].", "2022-02-03"),
    ("The envoy came back on [3 February].", "2022-02-03"),
    ("The port was closed in [June last year].", "2021-06"),
    ("The depot runs from [May through July 2021].", "2021-05/2021-07"),
    ("The depot ran from [January to March this year].", "2022-01/2022-03"),
    ("The depot will run [April-June].", "2022-04/2022-06"),
    ("The port was closed in [October 2021].", "2021-10"),
    ("The port was closed [last October].", "2021-10"),
    ("The port opened in [late January].", "2022-01"),
    ("[Each July] the river falls.", "XXXX-07"),
    ("[January] was dry.", "2022-01"),
    ("The port was closed in [May].", "2021-05"),
    ("They signed the [March] deal.", "2022-03"),
    ("The siren sounded at [7:15 a.m. GMT], they said.", "2022-02-20T07:15"),
    ("The siren sounded at [noon].", "2022-02-20T12:00"),
    ("The bells ring [noon Saturday].", "2022-02-19T12:00"),
    ("They meet [every Tuesday morning].", "XXXX-WXX-2TMO"),
    ("Flights leave on [Tuesday nights].", "XXXX-WXX-2TNI"),
    ("Flights leave on [Mondays].", "XXXX-WXX-1"),
    ("They will meet on [Friday of next week].", "2022-02-25"),
    ("He had met her [last Friday].", "2022-02-18"),
    ("The envoy came back on [Friday night].", "2022-02-18TNI"),
    ("The envoy came back [mid-afternoon yesterday].", "2022-02-19TAF"),
    ("The envoy comes back [tomorrow evening].", "2022-02-21TEV"),
    ("The envoy came back [this morning].", "2022-02-20TMO"),
    ("The envoy came back [overnight].", "2022-02-19TNI"),
    ("By [mid-afternoon] the square was full.", "2022-02-20TAF"),
    ("Sales beat those of [the 2020 third quarter].", "2020-Q3"),
    ("Sales beat [year-earlier] figures.", "2021"),
    ("Sales rose in [the fourth quarter of 2021].", "2021-Q4"),
    ("Sales rose in [this year's first quarter].", "2022-Q1"),
    ("Sales rose in [Q3 2021].", "2021-Q3"),
    ("Sales rose in [the latest quarter].", "2021-Q4"),
    ("Sales rose in [the quarter].", "2021-Q4"),
    ("Sales rose in [the latest period].", "2021-Q4"),
    ("Sales rose in [the previous quarter].", "2021-Q4"),
    ("Sales will rise in [the next quarter].", "2022-Q2"),
    ("Norland presides in [the first half of 2022].", "2022-H1"),
    ("The bridge will open in [2024 or later].", "2024"),
    ("He served [2014-2018].", "2014/2018"),
    ("The plan covers [fiscal 2021].", "2021"),
    ("It was [the year 1975].", "1975"),
    ("It was built in [the early 1950s].", "195"),
    ("It was built in [early 1955].", "1955"),
    ("It was built in [1955].", "1955"),
    ("Norvan, [1955]: it is built.", "1955"),
    ("It was built in [nineteen fifty-five].", "1955"),
    ("It was built in [the nineties].", "199"),
    ("It was built in [the 19th century].", "18"),
    ("[Each summer] the river falls.", "XXXX-SU"),
    ("The strike lasted until [last fall].", "2021-FA"),
    ("It snowed in [spring].", "2022-SP"),
    ("They married in [summer 2021].", "2021-SU"),
    ("It rained over [the weekend].", "2022-W07-WE"),
    ("Shops were shut in [Easter week].", "2022-W15"),
    ("Shops were shut on [Christmas Day].", "2021-12-25"),
    ("[Every two weeks] a ship came in.", "P2W"),
    ("He paid [twice a month].", "P1M"),
    ("He paid two million [a year].", "P1Y"),
    ("He paid a dollar [per week].", "P1W"),
    ("The ferry runs [daily].", "P1D"),
    ("The mill was closed [two years ago].", "2020"),
    ("The mill was closed [long ago].", "PAST_REF"),
    ("The mill will close [three weeks from now].", "2022-W10"),
    ("The mill was closed in [May 2021] and opened [two months later].", "2021-05 2021-07"),
    ("The mill was closed in [May 2021] and sold [a week before].", "2021-05 2021-W16"),
    ("He left on [Monday] and came back [the following day].", "2022-02-14 2022-02-15"),
    ("He left on [Monday] and came back [the next day].", "2022-02-14 2022-02-15"),
    ("He left on [Monday] and wrote to her on [the very same day].", "2022-02-14 2022-02-14"),
    ("He left on [Monday] and wrote to her [that day].", "2022-02-14 2022-02-14"),
    ("He left on [Monday] and had written to her [the day before].", "2022-02-14 2022-02-13"),
    ("They talked for [the last three days].", "P3D"),
    ("They talked for [two and a half hours].", "PT2H30M"),
    ("They talked for [an hour and a half].", "PT1H30M"),
    ("They waited [2 1/2 years].", "P2Y6M"),
    ("They waited [half an hour].", "PT30M"),
    ("It was a [16-hour-long] march.", "PT16H"),
    ("It was a [two-year] deal.", "P2Y"),
    ("The trial took [eleven months].", "P11M"),
    ("It was a [several-year] effort.", "PXY"),
    ("It was a [decades-long] feud.", "PXDE"),
    ("They talked for [an hour].", "PT1H"),
    ("It will be over in [weeks or months].", "PXW"),
    ("They talked for [weeks].", "PXW"),
    ("It had been dry in [recent months].", "PAST_REF"),
    ("It will be dry in [the coming weeks].", "FUTURE_REF"),
    ("It will be dry in [the weeks ahead].", "FUTURE_REF"),
    ("It was dry over [the past decade].", "P10Y"),
    ("The fleet sailed in [March 2021] and [later that year] came home.", "2021-03 2021"),
    ("It was dry [last week].", "2022-W06"),
    ("It was dry [earlier in the month].", "2022-02"),
    ("It was dry in [the year] ended [Sept. 30].", "P1Y 2021-09-30"),
    ("Results for [the year] were poor.", "2022"),
    ("It will be done by [year-end].", "2022"),
    ("It is dry [now].", "PRESENT_REF"),
    ("It is [currently] dry.", "PRESENT_REF"),
    ("It is dry [these days].", "PRESENT_REF"),
    ("It is dry at [the present].", "PRESENT_REF"),
    ("It was dry [recently].", "PAST_REF"),
    ("It was dry [lately].", "PAST_REF"),
    ("It was dry in [the past].", "PAST_REF"),
    ("It will rain [soon].", "FUTURE_REF"),
    ("It may rain in [the near future].", "FUTURE_REF"),
    ("It may rain in [the future].", "FUTURE_REF"),
    ("It may rain in [the near term].", "FUTURE_REF"),
]


@pytest.mark.parametrize(("sentence", "values"), FORMS)
def test_words_have_their_value(sentence: str, values: str) -> None:
    assert marked(re.sub(r"[\[\]]", "", sentence)) == (sentence, values)


def test_each_form_has_a_sentence() -> None:
    plain = [re.sub(r"[\[\]]", "", sentence) for sentence, _ in FORMS]
    fit = {found.row for text in plain for found in find_forms(text, 0, len(text))}
    forms = [row for row in entries("en", "time_forms") if not row[0].isupper()]
    assert [form for row, form in enumerate(forms) if row not in fit] == []


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        # days named together that do not follow one another are two
        ("The council will meet on [May 3] and [17].", "2022-05-03 2022-05-17"),
        ("The council met on [May 3], [5] and [17, 2021].", "2021-05-03 2021-05-05 2021-05-17"),
        ("The council will meet on [the 3rd] and [17th of May].", "2022-05-03 2022-05-17"),
        # a number that counts what stands behind it is no day, nor an hour
        ("On [May 12] and 13 people were hurt.", "2022-05-12"),
        ("They will meet on [May 5] and [6 p.m.] is the latest.", "2022-05-05 2022-05-05T18:00"),
        # which week, which year: by the clause's own verb
        ("The council met [Thursday].", "2022-02-17"),
        ("The council will meet [Thursday].", "2022-02-24"),
        ("The council, which met [Thursday], will meet again [Friday].", "2022-02-17 2022-02-25"),
        ("He said [Thursday] that the council will meet [Friday].", "2022-02-17 2022-02-25"),
        ("On [Thursday], the council will be told.", "2022-02-24"),
        ("The council is scheduled to be told [Thursday].", "2022-02-24"),
        ("It had been due to expire [Friday].", "2022-02-18"),
        ("They'll be back by [Wednesday night].", "2022-02-23TNI"),
        ("May told them [Thursday] what she had seen.", "2022-02-17"),
        ("The fair is in [August].", "2022-08"),
        ("The fair will be in [August].", "2022-08"),
        ("The fair was in [August].", "2021-08"),
        ("The fair was on [Aug. 9].", "2021-08-09"),
        ("The fair will be on [Aug. 9].", "2022-08-09"),
        ("The envoy came on [March 3].", "2022-03-03"),  # the nearest: "to sign the treaty on March 3"
        ("They have been at odds since [April].", "2021-04"),
        ("They have been at odds since [Monday].", "2022-02-14"),
        ("It will be done by [December].", "2022-12"),
        ("He recalled that [last week] it was dry.", "2022-W06"),
        ("It will be dry [years from now].", "FUTURE_REF"),
        # the day itself
        ("It rained [later Sunday].", "2022-02-20"),
        ("It rained [Sunday].", "2022-02-20"),
        ("It will rain [next Sunday].", "2022-02-27"),
        ("It rained [last Sunday].", "2022-02-13"),
        ("It was dry [this September].", "2022-09"),
        # clocks
        ("They spoke at [14:27 Moscow time on Friday].", "2022-02-18T14:27"),
        ("They spoke at [10 a.m. (0700 GMT) Friday].", "2022-02-18T10:00"),
        ("They spoke [tomorrow, 10:30 p.m. ET], and slept.", "2022-02-21T22:30"),
        ("On [Friday] they spoke at [4 p.m.] and left at [nine o'clock].", "2022-02-18 2022-02-18T16:00 2022-02-18T09:00"),
        ("They left at [8 in the evening].", "2022-02-20T20:00"),
        ("They left at [12:05 a.m.] and not at [12:05 p.m.].", "2022-02-20T00:05 2022-02-20T12:05"),
        # quarters: the one told of, the one that is over
        ("Sales rose in [the third quarter] from [a year earlier].", "2021-Q3 2020-Q3"),
        ("Sales rose in [the third quarter]. [Year-earlier] sales were poor.", "2021-Q3 2020-Q3"),
        ("Sales rose in [the first quarter]. In [the quarter] it rained.", "2022-Q1 2021-Q4"),
        # numbers
        ("It took [more than twenty-four hours].", "PT24H"),
        ("It took [at least a hundred days].", "P100D"),
        ("It took [2,500 years].", "P2500Y"),
        ("It takes [two to three weeks].", "P2W"),
        ("It took [a couple of days].", "P2D"),
        ("It took [two decades].", "P20Y"),
        ("It took [one and a half years].", "P1Y6M"),
        ("It took [several months].", "PXM"),
        ("It took [fifteen minutes].", "PT15M"),
        ("It was [the year two thousand and eleven].", "2011"),
        ("It was built in [the twenty-first century].", "20"),
        ("It was built in [the '80s].", "198"),
        ("Thefts fell [five months ago].", "2021-09"),
        ("Thefts fell [eight decades ago].", "194"),
        ("Thefts fell [three hours ago].", "2022-02-20"),
        ("Thefts fell [several years ago].", "PAST_REF"),
        ("[New Year's Day] was dry and [last Easter] was not.", "2022-01-01 2021-04-04"),
        ("It was dry [last winter].", "2021-WI"),
        ("They will meet on [Friday].\n\nThey met [Monday].", "2022-02-25 2022-02-14"),
    ],
)
def test_the_rest_of_the_sentence_tells(sentence: str, values: str) -> None:
    assert marked(re.sub(r"[\[\]]", "", sentence)) == (sentence, values)


@pytest.mark.parametrize(
    "sentence",
    [
        "He may march on the second of the two bridges.",
        "Shares fell to $12.51, or 3.05%, from 19.50.",
        "A 6-year-old boy and a man, 39 years old, were hurt.",
        "The price is $1990 and 2,000 of them were sold.",
        "April June and her friend Jan Dale sat in the sun.",
        "The current in the river was fast, and they will fall.",
        "They came as soon as they could, soon after the rain.",
        "Recent reports were full of previously known things.",
        "A quarter of the city's quarters had no power.",
        "The night shift met the morning of the feast.",
        "She was in her 30s, and he was not.",
        "It ended 3-2 after 25:10.",
        "The head of winter sports spoke.",
        "Some 1500 soldiers and 2000 people were there.",
    ],
)
def test_what_is_no_time(sentence: str) -> None:
    assert marked(sentence) == (sentence, "")


@pytest.mark.parametrize(
    ("sentence", "earliest", "latest"),
    [
        ("It was signed on 3 May 2021.", "2021-05-03", "2021-05-03"),
        ("It rained on Friday night.", "2022-02-18", "2022-02-18"),
        ("It rained at 4 p.m.", "2022-02-20", "2022-02-20"),
        ("It rained May 3-5, 2021.", "2021-05-03", "2021-05-05"),
        ("It rained last week.", "2022-02-07", "2022-02-13"),
        ("It rained over the weekend.", "2022-02-19", "2022-02-20"),
        ("It rained in February 2024.", "2024-02-01", "2024-02-29"),
        ("It rained in Q3 2021.", "2021-07-01", "2021-09-30"),
        ("It rained in the second half of 2021.", "2021-07-01", "2021-12-31"),
        ("It rained in the summer of 2021.", "2021-06-01", "2021-08-31"),
        ("It rained in 2021.", "2021-01-01", "2021-12-31"),
        ("It rained in the 1990s.", "1990-01-01", "1999-12-31"),
        ("It rained in the 20th century.", "1900-01-01", "1999-12-31"),
        # an end that is known
        ("It will be ready by the end of 2024.", None, "2024-12-31"),
        ("It was ready before May.", None, "2021-05-31"),
        # no days
        ("It rained for three days.", None, None),
        ("It is raining now.", None, None),
        ("It rains every Friday.", None, None),
        ("It rained last winter.", None, None),
        ("It will rain in the coming weeks.", None, None),
    ],
)
def test_days(sentence: str, earliest: str | None, latest: str | None) -> None:
    [time] = times(sentence)
    assert (time.earliest, time.latest) == (earliest, latest)


@pytest.mark.parametrize("word", [word for kind in ("unit", "units") for word in time_words()[kind]])
def test_each_unit_has_a_length(word: str) -> None:
    [time] = times(f"It took {'one' if word in time_words()['unit'] else 'seven'} {word}.")
    assert re.fullmatch(r"PT?\d+[A-Z]{1,2}", time.value or "")


@pytest.mark.parametrize("word", [*time_words()["weekday"], *time_words()["sure-month"], *holidays()])
def test_each_name_of_a_day_or_a_month_has_days(word: str) -> None:
    name = word.title().replace(" 'S", "'s").replace(" .", ".").replace(" Of ", " of ")
    [time] = times(f"It rained on {name}.")
    assert time.earliest is not None and time.span.text == name


@pytest.mark.parametrize("kind", ["part", "season", "today", "adverb", "decade-word"])
def test_each_word_of_a_class_names_a_time(kind: str) -> None:
    said = {"part": "this {}", "season": "last {}", "today": "{}", "adverb": "{}", "decade-word": "the {}"}[kind]
    for word in time_words()[kind]:
        assert len(times(f"It rained {said.format(word)}, they said.")) == 1, word


@pytest.mark.parametrize("word", time_words()["short-weekday"])
def test_a_short_name_of_a_weekday_has_its_day(word: str) -> None:
    [time] = times(f"It rained last {word.title()}.")
    assert time.earliest is not None and time.earliest == time.latest


def test_what_counts_from_a_day_has_no_value_where_none_is_known() -> None:
    text = "They met on Friday, two weeks ago, in 2021 and for three days."
    assert [(time.span.text, time.value) for time in times(text, published=None)] == [
        ("Friday", None),
        ("two weeks ago", None),
        ("2021", "2021"),
        ("three days", "P3D"),
    ]


def test_a_day_that_may_be_two_has_no_value() -> None:
    assert [(time.span.text, time.value) for time in times("Seen on 03/04/2021.")] == [("03/04/2021", None)]


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("KYIV, Feb. 18 (Newswire) — It rained today.", "2022-02-20", "2022-02-18"),
        ("PORT SEL, Norland, December 31 - It rained today.", "2022-01-01T08:00:00+02:00", "2021-12-31"),
        ("(Newswire) ORR, May 3, 2021 -- It rained today.", None, "2021-05-03"),
        ("It rained today.", "2022-02-20T23:30:00-05:00", "2022-02-20"),  # the day where the article was published
        ("NATO and March 3 _ It rained today.", "2022-02-20", "2022-02-20"),
    ],
)
def test_times_count_from_the_dateline_else_from_publication(text: str, published: str | None, day: str) -> None:
    assert times(text, published)[-1].value == day


def test_other_languages_have_no_times() -> None:
    assert find_times(article("Am Sonntag, 20. Februar 2022, regnete es.", language="de")) == ()


WORDS = st.sampled_from(
    ["the", "last", "week", "Friday", "May", "3", "2021", "of", "ago", "-", ",", "a", "two", "quarter", "10:30", "p.m.", "\n\n"]
)


@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=20).map(" ".join)))
def test_any_text_has_times_in_order_that_hold_their_words(text: str) -> None:
    end = 0
    for time in times(text):
        assert end <= time.span.start < time.span.end
        assert text[time.span.start : time.span.end] == time.span.text
        end = time.span.end
        for day in filter(None, (time.earliest, time.latest)):
            date.fromisoformat(day)
        assert not (time.earliest and time.latest) or time.earliest <= time.latest


@given(st.dates(date(1901, 1, 1), date(2098, 12, 31)), st.sampled_from(["%B %d, %Y", "%d %B %Y", "%A, %b. %d, %Y", "%Y-%m-%d"]))
def test_a_day_in_any_form_is_that_day(day: date, form: str) -> None:
    words = day.strftime(form).replace("May.", "May")
    assert [(time.value, time.earliest) for time in times(f"It rained on {words}.")] == [(day.isoformat(), day.isoformat())]


@given(st.dates(date(1901, 1, 1), date(2098, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_within_a_week(day: date, weekday: int) -> None:
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday]
    [past] = times(f"They met {name}.", day.isoformat())
    [ahead] = times(f"They will meet {name}.", day.isoformat())
    assert past.earliest and ahead.earliest
    assert date.fromisoformat(past.earliest).weekday() == date.fromisoformat(ahead.earliest).weekday() == weekday
    assert -7 < (date.fromisoformat(past.earliest) - day).days <= 0 <= (date.fromisoformat(ahead.earliest) - day).days < 7


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "a week ago ", "the ", "May ", "the last two ", "10:30 ", "two - ", "Friday, ", "now\n\n", "'80s", "("]
)
def test_work_grows_with_the_text(piece: str) -> None:
    assert_grows_with(lambda size: times(piece * size), 20_000 // len(piece))
