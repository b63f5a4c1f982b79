"""Pages that are no article: each is refused as what it is, and articles that look like them in part are read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from servers import Answers, serving

from sayso.articles import build_article
from sayso.articles.no_article import SAYS
from sayso.articles.walls import LOOK, WALLS, wall_of
from sayso.cli import main
from sayso.languages import entries
from sayso.record import Article, Given, Page, Refusal

NEWS = [
    "The harbour board of Port Sel closed the eastern quay on Tuesday after divers found cracks in two of its pillars.",
    "“Nobody was in danger,” said Mara Venn, who leads the board. She told reporters that ferries would use the western quay.",
    "The repairs will cost four million crowns and last until the autumn, according to a letter from the board to the council.",
]
NAMES = ["Port Sel closes its eastern quay", "Aurane opens its museum of salt", "Union warns of a strike on the upland railway"]
NAMES += ["Snow closes the pass for the third day", "Torvan wins the mayor’s race in Pellan", "Granite Palace denies a report"]
MENU = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("news", "sport", "weather", "about", "contact"))
DATED = '<meta property="article:published_time" content="2031-03-14T09:00:00Z"><meta property="og:type" content="article">'
FOOTER = '<footer><p><a href="/imprint">Imprint</a> © 2031 Courier</p></footer>'


def page(title: str, *parts: str, head: str = "") -> bytes:
    body = f"<header><ul>{MENU}</ul></header><main>{''.join(parts)}</main>{FOOTER}"
    return f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'.encode()


def paragraphs(*passages: str) -> str:
    return "".join(f"<p>{words}</p>" for words in passages)


def teasers(heading: str = "h3") -> str:
    return "".join(
        f'<li><{heading}><a href="/{number}">{name}</a></{heading}><p>{NEWS[number % 3][:99]}…</p></li>'
        for number, name in enumerate(NAMES)
    )


def goods() -> str:
    return "".join(
        f'<li class="product-card"><a href="/products/lamp-{n}"><img src="{n}.jpg"><h3>Lamp of brass {n}</h3></a>'
        f'<span class="price">€ {n}9.00</span><p>A lamp for the table, turned by hand and sent within two days.</p>'
        f'<button class="add-to-cart">Add to cart</button></li>'
        for n in range(1, 13)
    )


WALL_PAGES = {
    "a check by a network": (
        "bot-check",
        page(
            "Just a moment...",
            "<h1>courier.example</h1><h2>Verifying you are human. This may take a few seconds.</h2>",
            paragraphs("courier.example needs to review the security of your connection before proceeding."),
            "<div>Ray ID: 8a1b2c3d4e5f</div>",
        ),
    ),
    "a check in German": (
        "bot-check",
        page(
            "Sicherheitsüberprüfung",
            paragraphs("Bitte bestätigen Sie, dass Sie ein Mensch sind, damit wir Ihnen die Seite zeigen können."),
        ),
    ),
    "a check in French": (
        "bot-check",
        page("Un instant…", paragraphs("Nous vérifions que vous êtes humain. Cela peut prendre quelques secondes.")),
    ),
    "a check in Russian": (
        "bot-check",
        page("Вы не робот?", paragraphs("Подтвердите, что вы не робот, и мы сразу покажем вам страницу.")),
    ),
    "a ban": (
        "bot-check",
        page(
            "Access Denied",
            "<h1>Access Denied</h1>",
            paragraphs("You don't have permission to access this page on this server. Reference ID 18.2f3e."),
        ),
    ),
    "a consent wall": (
        "consent-page",
        page(
            "Before you continue to Courier",
            "<h1>We value your privacy</h1>",
            paragraphs(
                "We and our 842 partners store and access information on a device, such as unique identifiers in cookies.",
                "You may manage your choices at any time, and object where legitimate interest is used.",
                "We and our partners process data: precise geolocation data, personalised advertising and content.",
            ),
        ),
    ),
    "a consent wall in German": (
        "consent-page",
        page(
            "Courier",
            "<h1>Ihre Privatsphäre ist uns wichtig</h1>",
            paragraphs(
                "Wir und unsere 200 Partner speichern Informationen auf einem Gerät und greifen auf sie zu, etwa auf Cookies.",
                "Mit Ihrer Einwilligung, die Sie jederzeit widerrufen können, zeigen unsere Partner personalisierte Werbung.",
                "Mehr über Ihre Auswahl und über unser berechtigtes Interesse steht in der Datenschutzerklärung.",
            ),
        ),
    ),
    "a consent wall in French": (
        "consent-page",
        page(
            "Le Courrier",
            paragraphs(
                "Avec votre consentement, nous et nos partenaires utilisons des cookies sur votre appareil.",
                "Vos choix peuvent être changés à tout moment ; lisez notre politique de confidentialité pour en savoir plus.",
            ),
        ),
    ),
    "a consent wall with the article's own day in its head": (
        "consent-page",
        page(
            "Port Sel closes its eastern quay",
            "<h1>We use cookies</h1>",
            paragraphs(
                "With your consent, we and our partners use cookies on your device.",
                "Read more in our privacy policy, please do.",
            ),
            head=DATED,
        ),
    ),
    "a soft 404": (
        "not-found-page",
        page(
            "Page not found | Courier",
            "<h1>Page not found</h1>",
            paragraphs("Sorry, the page you are looking for may have been moved, or it never was there at all."),
        ),
    ),
    "a soft 404 above the newest stories": (
        "not-found-page",
        page(
            "404 - Courier", "<h1>404</h1>", paragraphs("The page you were looking for is not here."), paragraphs(*NEWS, *NEWS)
        ),
    ),
    "a soft 404 in Spanish": (
        "not-found-page",
        page("Página no encontrada", paragraphs("La página que busca no está aquí. Puede que haya cambiado de dirección.")),
    ),
    "a log-in": (
        "login-page",
        page(
            "Sign in",
            "<h1>Sign in</h1>",
            paragraphs("Enter your e-mail and password, please.", "Forgot your password? We send you a new one by e-mail."),
        ),
    ),
    "a paywall without a sentence of its article": (
        "login-page",
        page(
            "Port Sel closes its eastern quay",
            "<h1>Port Sel closes its eastern quay</h1>",
            paragraphs(
                "Subscribe to continue reading this article and all others.",
                "Already a subscriber? Log in or create an account here.",
            ),
            head=DATED,
        ),
    ),
    "an empty shell": (
        "needs-scripts",
        page("Courier", paragraphs("You need to enable JavaScript to run this app, as it is made by scripts.")),
    ),
}
OTHER_PAGES = {
    "a home page": (
        "list-page",
        page(
            "Courier - News from Valdria",
            f"<ul>{teasers('h2')}</ul>",
            head='<meta property="og:type" content="website"><link rel="canonical" href="https://courier.example/">',
        ),
    ),
    "a section": ("list-page", page("World", "<h1>World</h1>", f'<ul class="list">{teasers()}</ul>')),
    "an author's page": (
        "list-page",
        page("Mara Venn", "<h1>Mara Venn</h1>", f"<ul>{teasers()}</ul>", head='<meta property="og:type" content="profile">'),
    ),
    "a shop's shelf": (
        "shop-page",
        page(
            "Lamps",
            "<h1>Lamps</h1>",
            f'<ul class="product-grid">{goods()}</ul>',
            head='<link rel="canonical" href="https://shop.example/collections/lamps">',
        ),
    ),
    "a thing for sale": (
        "shop-page",
        page(
            "Lamp of brass",
            '<h1>Lamp of brass</h1><span class="price">€ 49.00</span><button class="add-to-cart">Add to cart</button>',
            paragraphs(*["A lamp for the table, turned by hand in a small shop, and sent within two days of the order."] * 2),
            '<div class="shipping quantity stock"><a href="/cart">Your basket</a></div>',
            head='<meta property="og:type" content="product"><script type="application/ld+json">{"@type": "Product", "offers": '
            '{"@type": "Offer"}}</script><link rel="canonical" href="https://shop.example/products/lamp">',
        ),
    ),
}
TEXTS = {
    "rules for crawlers": (
        "robots-txt",
        b"# Courier\nUser-agent: *\nDisallow: /admin/\nDisallow: /search\nSitemap: https://a.example/s\n",
    ),
    "a check's text": (
        "bot-check",
        b"Just a moment...\n\nVerifying you are human. This may take a few seconds.\n\nRay ID: 8a1b2c\n",
    ),
}
HEADLINE = f"<h1>{NAMES[0]}</h1>"
CONSENT_BANNER = (
    '<div id="consent" class="cookie">'
    + paragraphs(
        "We and our partners use cookies on your device and store and access information on a device, with your consent.",
        "Manage your choices at any time, or object where legitimate interest is used. Read our privacy policy for more.",
    )
    + "</div>"
)
ARTICLES = {
    "three sentences and nothing else": f"<h1>Rain</h1>{paragraphs(*(words.split('. ')[0] + '.' for words in NEWS))}".encode(),
    "three paragraphs in a site": page(NAMES[0], HEADLINE, paragraphs(*NEWS)),
    "under a consent banner": page(NAMES[0], CONSENT_BANNER, HEADLINE, paragraphs(*NEWS)),
    "above teasers": page(NAMES[0], "<article>", HEADLINE, paragraphs(*NEWS, *NEWS), f"</article><aside>{teasers()}</aside>"),
    "on the first page of a small site": page(
        NAMES[0], HEADLINE, paragraphs(*NEWS), head='<link rel="canonical" href="https://portsel.example/">'
    ),
    "about bot checks": page(
        "“I am not a robot”: who solves the puzzles",
        "<h1>“I am not a robot”: who solves the puzzles</h1>",
        paragraphs(
            "Millions confirm each day that they are not a robot. “Verify that you are human” is the line they hate most.",
            *NEWS,
        ),
    ),
    "about consent walls, with its day": page(
        "Court forbids consent walls",
        "<h1>Court forbids consent walls</h1>",
        paragraphs(
            "“We and our partners” is how they begin. A court ruled that “accept all” must not be larger than “reject all”.",
            "The judge said that your consent counts only where it is free, and that legitimate interest was no excuse.",
            "Mara Venn, who had sued, spoke of a good day. She said that her newspaper would take its wall down by Friday.",
        ),
        head=DATED,
    ),
    "beside a box for a search that found nothing": page(
        NAMES[0],
        HEADLINE,
        paragraphs(*NEWS, "The old quay no longer exists, and its ferry is no longer available."),
        "<div><h3>Nothing found</h3></div>",
    ),
    "about a lost archive": page(
        "Page not found: how a town lost its archive",
        "<h1>Page not found: how a town lost its archive</h1>",
        paragraphs(*NEWS),
    ),
    "cut by a paywall, with its beginning": page(
        NAMES[0],
        HEADLINE,
        paragraphs(NEWS[0], NEWS[1], "Subscribe to continue reading this article.", "Already a subscriber? Log in."),
    ),
    "of an office, without a word about itself": page(
        "Statement on the eastern quay",
        "<h2>Statement on the eastern quay</h2>",
        paragraphs(
            "For immediate release",
            *NEWS,
            "We thank our partners. Our services go on as before, and you can call us at any time.",
        ),
    ),
}


def kind_of(content: bytes, **facts: Given) -> str:
    read = build_article(Page("page.html", content, **facts))
    return "read" if isinstance(read, Article) else read.reason


@pytest.mark.parametrize("name", WALL_PAGES)
def test_what_stands_in_an_articles_place_is_refused_by_its_name(name: str) -> None:
    kind, content = WALL_PAGES[name]
    assert kind_of(content) == kind


@pytest.mark.parametrize("name", OTHER_PAGES)
def test_a_page_of_another_kind_is_refused_as_that(name: str) -> None:
    kind, content = OTHER_PAGES[name]
    assert kind_of(content) == kind


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_is_no_article_is_refused_by_its_name(name: str) -> None:
    kind, content = TEXTS[name]
    assert kind_of(content) == kind


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_is_read_whatever_it_has_of_them(name: str) -> None:
    assert kind_of(ARTICLES[name]) == "read"


def test_a_refusal_names_the_input_and_what_to_do() -> None:
    for kind, content in [*WALL_PAGES.values(), *OTHER_PAGES.values(), *TEXTS.values()]:
        refused = build_article(Page("saved/page.html", content))
        assert isinstance(refused, Refusal)
        assert refused.detail == f"saved/page.html {SAYS[kind]}"


def test_every_wall_has_phrases_and_a_sentence() -> None:
    rows = entries("en", "walls")
    assert {kind.removesuffix("-title") for kind, _ in rows} == set(WALLS) <= set(SAYS)
    assert len(rows) == len(set(rows))
    for _, words in rows:  # compared with words that have neither capitals nor marks
        assert words == " ".join("".join(c if c.isalnum() else " " for c in words).split()).casefold()


def test_a_newsletter_and_a_record_of_an_article_are_what_they_are_given_as() -> None:
    _, home = OTHER_PAGES["a home page"]
    assert kind_of(home, given=Given(headline="This week in Valdria", first=True)) == "read"
    assert kind_of(home, given=Given(headline="This week in Valdria", published="2031-03-14")) == "read"
    assert kind_of(home, given=Given(outlet="Courier")) == "list-page"
    _, wall = WALL_PAGES["a consent wall"]
    assert kind_of(wall, given=Given(headline=NAMES[0], published="2031-03-14")) == "consent-page"


def test_prose_is_read_as_it_stands() -> None:
    for _, content in TEXTS.values():
        assert isinstance(build_article(Page("rules.txt", content, prose=True)), Article)


def test_a_wall_is_looked_for_at_the_beginning_of_a_long_text_alone() -> None:
    passage = "Verify that you are human. "
    assert wall_of("Just a moment", [], [passage] * 10) == "bot-check"
    assert wall_of("Just a moment", [], [passage * LOOK]) is None


def test_what_a_page_is_takes_time_in_proportion_to_its_size() -> None:
    def seconds(times: int) -> float:
        content = page("Lamps", f"<ul>{goods() * times}</ul>", *["<a><b>" * 20, paragraphs(*NEWS)] * times)
        before = time.process_time()
        build_article(Page("page.html", content))
        return time.process_time() - before

    seconds(1)
    assert seconds(80) < 6 * seconds(20) + 1


def test_an_address_that_comes_to_a_wall_keeps_its_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_STORE", str(tmp_path / "sayso.db"))
    html = {"Content-Type": "text/html; charset=utf-8"}
    robots = (404, {}, b"")
    answers: Answers = {"/robots.txt": robots, "/quay": (200, html, ARTICLES["three paragraphs in a site"])}
    with serving(answers) as (address, _):
        command = ["add", f"{address}/quay", "--allow-private", "--delay", "0", "--workers", "1"]
        assert main(command) == 0
        assert "1 article" in capsys.readouterr().out
        for kind, wall in (*WALL_PAGES.values(), *OTHER_PAGES.values()):
            answers["/quay"] = (200, html, wall)
            assert main([*command, "--verbose"]) == 1
            told = capsys.readouterr()
            assert kind in told.err
            assert f"1 not read: 1 {kind}" in told.out
        main(["versions", f"{address}/quay"])
        assert "There is one version" in capsys.readouterr().out
