"""A seed -> plausible articles with their readings, as a stream, without running the model: what the store is measured with.

    python benchmarks/plausible.py --articles 1000 > readings.jsonl
    python benchmarks/plausible.py --articles 1000 --warc pages.warc.gz

About 440 words and 15 statements an article. Words and names follow Zipf's law, with a subject for each article; a few thousand
parties are in the news every day, hundreds of thousands once; 5 % of the stories are wire copy that 2 to 6 outlets carry, each
with its own headline and small cuts; 3 % of the addresses come again a day later with another text. The same seed gives the
same articles, and the first thousand of a hundred thousand are those of a thousand. Every span is true (``check_evidence``).
"""

from __future__ import annotations

import argparse
import datetime
import heapq
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from plausible_pages import write_warc
from plausible_readings import Made, made, printed
from plausible_stories import Story, Writer, retold, revised
from plausible_world import World

from sayso.formats.json import write_jsonl
from sayso.record import Reading

FIRST_DAY = datetime.datetime(2029, 1, 1, 6, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
DAYS = 3 * 365


def articles(count: int, seed: int = 1, a_day: int = 100) -> Iterator[Made]:
    """This many addresses, ``a_day`` a day over three years, in the order of their days, later versions between them.

    >>> first, second = articles(2)
    >>> first.reading.article.text[:9] == next(articles(1)).reading.article.text[:9]
    True
    """
    world = World(seed)
    writer, rng = Writer(world, seed + 1), random.Random(seed + 2)
    waiting: list[tuple[datetime.datetime, int, Reading]] = []
    number = 0
    while number < count:
        published = FIRST_DAY + datetime.timedelta(minutes=number * 24 * 60 // a_day % (DAYS * 24 * 60))
        while waiting and waiting[0][0] <= published:
            later, _, again = heapq.heappop(waiting)
            yield made(again, later)
        story = writer.story(published)
        carriers = rng.randint(2, 6) if rng.random() < 0.05 else 1
        chosen = list(dict.fromkeys(rng.choices(world.outlets, cum_weights=world.readers, k=carriers)))
        for n, outlet in enumerate(chosen):
            told = retold(story, writer) if n else story
            when = published + datetime.timedelta(minutes=17 * n)
            url = address(outlet, told, when, number)
            yield made(printed(told, outlet, url, when), when + datetime.timedelta(minutes=9))
            if rng.random() < 0.03:
                later = when + datetime.timedelta(days=1)
                again = printed(revised(told, writer), outlet, url, when, later.isoformat())
                heapq.heappush(waiting, (later, number, again))
            number += 1
            if number == count:
                break
    for later, _, again in sorted(waiting):
        yield made(again, later)


def address(outlet: str, story: Story, published: datetime.datetime, number: int) -> str:
    """«https://www.slanov-courier.example/world/2029/03/14/dovrel-signs-treaty-204»"""
    host = outlet.removeprefix("The ").lower().replace(" ", "-")
    slug = "-".join(story.headline.lower().split()[:6])
    return f"https://www.{host}.example/{story.section}/{published:%Y/%m/%d}/{slug}-{number}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--warc", type=Path, metavar="FILE", help="write their pages here, as a web archive")
    arguments = parser.parse_args()
    stream = articles(arguments.articles, arguments.seed)
    if arguments.warc:
        write_warc(arguments.warc, stream)
        return 0
    sys.stdout.writelines(write_jsonl(one.reading for one in stream))
    return 0


if __name__ == "__main__":
    sys.exit(main())
