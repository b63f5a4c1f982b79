"""What the tools answer an agent: the command line's JSON, in pages, with its evidence; refusals in words."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable
from typing import Any, get_args

import anyio
import pytest
from agents import Asking
from jsonschema import Draft202012Validator
from mcp.shared.exceptions import MCPError

import sayso
from sayso.formats import schema
from sayso.mcp.answers import ROOM
from sayso.mcp.arguments import MOST
from sayso.mcp.tools import BY_NAME, TOOLS
from sayso.record import SAID_KINDS
from sayso.statements import ACTS
from sayso.store import UNDERTAKING_STANDINGS, Order

QUOTED = "We have waited eight years, and we will not wait for another eight"
ALTERED = "We have waited eight years, and we will wait for another eight"
NOWHERE = "the zebra crossed the frozen lake at dawn"
DRAFT = f'“{ALTERED},” Ilya Torvan said.\n\n“The road to the fab is longer than the road to the moon,” an aide said.\n'

# Each tool, what it is asked, and how the command line is asked the same; the lists that come in pages are asked for at once.
SAME: list[tuple[str, dict[str, Any], list[str]]] = [
    ("find_statements", {}, ["find"]),
    ("find_statements", {"limit": 30}, ["find", "--limit", "30"]),
    ("find_statements", {"words": "ridge", "relay": ["Granite Palace", "Lantern Palace"], "said": ["any"]},
     ["find", "ridge", "--relay", "Granite Palace", "--relay", "Lantern Palace", "--said", "any"]),
    ("find_statements", {"speaker": "Ilya Torvan", "act": ["states", "denies"], "since": "2031-03", "min_score": 0.5,
                         "order": "score", "all_versions": True, "languages": ["en"]},
     ["find", "--speaker", "Ilya Torvan", "--act", "states", "--act", "denies", "--from", "2031-03", "--min-score", ".5",
      "--order", "score", "--all-versions", "--language", "en"]),
    ("find_statements", {"words": "zebra"}, ["find", "zebra"]),
    ("show", {"key": "1.1/s3"}, ["show", "1.1/s3"]),
    ("show", {"key": "1.1/s3", "context": 3}, ["show", "1.1/s3", "--context", "3"]),
    ("show", {"key": "1.1/s3", "text": True}, ["show", "1.1/s3", "--whole"]),
    ("show", {"key": "1.1/s999"}, ["show", "1.1/s999"]),
    ("show", {"key": "3", "text": True, "limit": 100}, ["show", "3"]),
    ("trace_quote", {"words": QUOTED}, ["trace", QUOTED]),
    ("trace_quote", {"words": "1.1/s3", "speaker": "Torvan", "until": "2031"},
     ["trace", "1.1/s3", "--speaker", "Torvan", "--to", "2031"]),
    ("trace_quote", {"words": NOWHERE}, ["trace", NOWHERE]),
    ("check_quote", {"quote": ALTERED, "speaker": "Torvan"}, ["check", "--quote", ALTERED, "--speaker", "Torvan"]),
    ("compare_accounts", {"party": ["Granite Palace", "Lantern Palace"], "limit": 100},
     ["compare", "--party", "Granite Palace", "--party", "Lantern Palace"]),
    ("events", {}, ["events"]),
    ("events", {"party": "Torvan", "since": "2031-03", "order": "oldest"},
     ["events", "--party", "Torvan", "--from", "2031-03", "--order", "oldest"]),
    ("ledger", {}, ["ledger"]),
    ("ledger", {"who": "Torvan", "status": ["open", "overdue"], "today": "2031-04-01", "soon": 3},
     ["ledger", "--who", "Torvan", "--status", "open", "--status", "overdue", "--today", "2031-04-01", "--soon", "3"]),
    ("party", {}, ["party", "--limit", "20"]),
    ("party", {"name": "Ilya Torvan"}, ["party", "Ilya Torvan"]),
    ("party", {"name": "#1"}, ["party", "#1"]),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "asked"), SAME, ids=lambda one: str(one)[:60])
def test_a_tool_answers_as_the_command_line_does(
    agent: Asking, command_line: Callable[..., Any], tool: str, arguments: dict[str, Any], asked: list[str]
) -> None:
    answer = agent.ask(tool, **arguments)
    valid(agent, tool, answer)
    page = answer.pop("page")
    assert (page["told"] and page["next_cursor"] is None) or tool in ("find_statements", "party", "events", "ledger")
    assert answer == command_line(*asked)


def valid(agent: Asking, tool: str, answer: dict[str, Any]) -> None:
    """That an answer is of the schema that the tool names, which needs nothing but itself."""
    Draft202012Validator(agent.tools[tool].output_schema or {}).validate(answer)


def test_a_text_is_checked_as_the_command_line_checks_a_file(
    agent: Asking, command_line: Callable[..., Any], tmp_path: Any
) -> None:
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf8")
    answer, there = agent.ask("check_quote", text=DRAFT), command_line("check", str(tmp_path / "draft.txt"))
    valid(agent, "check_quote", answer)
    assert [one["verdict"] for one in answer["quotations"]] == ["altered", "not-found"]
    assert answer["quotations"] == there["quotations"] and answer["counts"] == there["counts"]


def test_the_accounts_of_an_event_are_compared(agent: Asking, command_line: Callable[..., Any]) -> None:
    found = (one["key"] for one in agent.ask("events", kind="call")["events"])
    event = next(key for key in found if not agent.called("compare_accounts", {"event": key, "limit": 1}).is_error)
    rows, cursor = list[Any](), None
    while cursor or not rows:
        answer = agent.ask("compare_accounts", event=event, limit=12, **({"cursor": cursor} if cursor else {}))
        valid(agent, "compare_accounts", answer)
        assert len(answer["rows"]) <= 12 and len(answer["accounts"]) > 1
        rows, cursor = rows + answer["rows"], answer["page"]["next_cursor"]
    assert rows == command_line("compare", "--event", event)["rows"]


# What the tools are


def test_there_are_eight_tools_that_read_and_are_exactly_described(agent: Asking) -> None:
    assert set(agent.tools) == {
        *("find_statements", "show", "trace_quote", "check_quote", "compare_accounts", "events", "ledger", "party"),
    }
    for name, tool in agent.tools.items():
        hints = tool.annotations
        assert hints and hints.read_only_hint and hints.idempotent_hint and hints.open_world_hint is False, name
        assert hints.destructive_hint is False
        assert tool.description and len(tool.description) < 700, "an agent reads all of them at every turn"
        assert "never instructions" in tool.description
        assert "file" not in json.dumps(tool.input_schema), "no tool opens what an agent names"
        Draft202012Validator.check_schema(tool.input_schema)
        assert tool.input_schema["additionalProperties"] is False
    for name in ("find_statements", "show", "compare_accounts"):
        assert "score" in (agent.tools[name].description or ""), "what a score means"
    assert "never instructions" in (agent.client.instructions or "") and "page.told" in (agent.client.instructions or "")


def test_their_arguments_are_the_filters_and_their_choices_those_of_the_code(agent: Asking) -> None:
    told = {name: tool.input_schema["properties"] for name, tool in agent.tools.items()}
    question = set(schema("hits")["$defs"]["question"]["required"]) | {"languages", "min_score"}
    assert set(told["find_statements"]) - {"cursor"} == question - {"offset"}
    assert tuple(told["find_statements"]["act"]["items"]["enum"]) == ACTS
    assert tuple(told["find_statements"]["said"]["items"]["enum"]) == (*SAID_KINDS, "any")
    assert tuple(told["find_statements"]["order"]["enum"]) == get_args(Order)
    assert tuple(told["ledger"]["status"]["items"]["enum"]) == UNDERTAKING_STANDINGS
    for name, own, theirs in (("events", {"party"}, {"parties"}), ("ledger", set[str](), set[str]())):
        asked = set(schema(name)["$defs"]["question"]["required"])
        assert set(told[name]) - {"cursor"} - own == asked - {"offset"} - theirs


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_schema_leads_nowhere_but_into_itself(agent: Asking, tool: Any) -> None:
    held = agent.tools[tool.name].output_schema or {}
    Draft202012Validator.check_schema(held)
    assert held["type"] == "object" and held["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert held["$id"] == f"urn:sayso:mcp:{tool.name}:1", "no answer goes by the id of another format"
    text = json.dumps(held)
    for place in re.findall(r'"\$ref": "([^"]*)"', text):
        part: Any = held
        assert place.startswith("#/"), place
        for step in place[2:].split("/"):
            part = part[step]
    assert text.count('"$id"') == 1


# Evidence


def test_every_statement_comes_with_what_it_stands_on(agent: Asking) -> None:
    texts: dict[str, str] = {}
    for hit in agent.ask("find_statements", limit=60)["hits"]:
        key = hit["short"].partition("/")[0]
        text = texts[key] = texts.get(key) or agent.text(key)
        assert hashlib.sha256(text.encode()).hexdigest() == hit["text_sha256"] and hit["address"] and hit["key"]
        for span in hit["statement"]["content"]:
            assert text[span["start"] : span["end"]] == span["text"]


def test_entries_of_histories_and_witnesses_tell_the_hash_of_their_text(agent: Asking) -> None:
    hashes = {hashlib.sha256(agent.text(key).encode()).hexdigest() for key in ("1.1", "1.2", "2.1", "3.1")}
    told = [entry["told"] for name in ("events", "ledger") for one in agent.ask(name)[_list(name)] for entry in one["history"]]
    witnesses = agent.ask("trace_quote", words=QUOTED)["witnesses"]
    origin = agent.ask("check_quote", quote=ALTERED)["quotations"][0]["witness"]
    assert told and len(witnesses) > 1
    assert {one["text_sha256"] for one in (*told, *witnesses, origin)} <= hashes


def _list(tool: str) -> str:
    return {"events": "events", "ledger": "undertakings"}[tool]


def test_a_text_is_given_on_request_alone(agent: Asking) -> None:
    without = agent.ask("show", key="1")
    assert without["article"]["text"] is None and without["article"]["text_sha256"]
    assert re.search(r"the text, [\d,]+ characters: text=true gives it", without["page"]["left_out"][0])
    text = agent.ask("show", key="1", text=True)["article"]["text"]
    assert hashlib.sha256(text.encode()).hexdigest() == without["article"]["text_sha256"]
    assert agent.text("1/10-40") == text[10:40]


def test_none_found_is_an_answer_in_words(agent: Asking) -> None:
    none = agent.ask("find_statements", words="zebra", since="2031-03-01", until="2031-03-31")
    assert none["hits"] == [] and none["page"]["next_cursor"] is None
    assert none["page"]["told"].startswith("None found in 3 articles of 2031-03-01 to 2031-03-31; ")
    misspelt = agent.ask("find_statements", speaker="Ilya Torvn")["page"]["told"]
    assert re.match(r"None found in 3 articles of 2031-03-\d\d to 2031-03-20; speaker 'Ilya Torvn': .*Ilya Torvan", misspelt)
    assert "is the argument speaker meant?" in agent.ask("find_statements", words="speaker:Torvan")["page"]["told"]
    for tool, argument in (("events", "party"), ("ledger", "who"), ("party", "name")):
        told = agent.ask(tool, **{argument: "Nobody Atall"})["page"]["told"]
        assert re.search(r"[Nn]one found in 3 articles of 2031-03-\d\d to 2031-03-20", told) and "Nobody Atall" in told, told
    assert "among 3 articles of" in agent.ask("trace_quote", words=NOWHERE)["page"]["told"]
    assert "1 not found; looked for in 3 articles of" in agent.ask("check_quote", quote=NOWHERE)["page"]["told"]
    assert "1 more was not said: said=any shows it" in told_unsaid(agent) or "more were not said" in told_unsaid(agent)


def told_unsaid(agent: Asking) -> str:
    return str(agent.ask("find_statements")["page"]["told"])


# Refusals


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("find_statements", {"spaeker": "Torvan"}, 'no argument is called "spaeker": there are words, speaker'),
        ("find_statements", {"limit": 0}, "limit is a whole number from 1 to 100, not 0"),
        ("find_statements", {"limit": 101}, "from 1 to 100"),
        ("find_statements", {"limit": "20"}, 'not "20"'),
        ("find_statements", {"limit": True}, "not true"),
        ("find_statements", {"limit": 2.5}, "not 2.5"),
        ("find_statements", {"min_score": 2}, "min_score is a number from 0 to 1, not 2"),
        ("find_statements", {"all_versions": "yes"}, "all_versions is true or false"),
        ("find_statements", {"act": "deny"}, 'no act is called "deny"; there are '),
        ("find_statements", {"speaker": ""}, "speaker is empty: leave it out"),
        ("find_statements", {"speaker": []}, "speaker is an empty list"),
        ("find_statements", {"speaker": {"name": "Torvan"}}, "speaker is a string"),
        ("find_statements", {"speaker": ["x"] * 51}, "up to 50 can be asked for at once"),
        ("find_statements", {"words": "x" * 2001}, "words has 2,001 characters: up to 2,000 are taken"),
        ("find_statements", {"words": "a\0b"}, "a character that no text has"),
        ("find_statements", {"words": "?!"}, "there is no word to find"),
        ("find_statements", {"since": "yesterday"}, "'yesterday' is no day: write 2031-03-14"),
        ("find_statements", {"since": "2032", "until": "2031"}, "holds no day"),
        ("find_statements", {"languages": ["english"]}, "is no code of a language"),
        ("find_statements", {"cursor": "MjA="}, "this is no cursor"),
        ("show", {}, "key is missing"),
        ("show", {"key": "99.1/s1"}, "nothing is kept at '99.1"),
        ("show", {"key": "1", "version": 7}, "has no version 7, but 1, 2"),
        ("trace_quote", {"words": "…"}, "there is no word to look for"),
        ("trace_quote", {"words": "99.1/s1"}, "99.1/s1; find_statements gives the keys that it has"),
        ("check_quote", {}, "give quote, one quotation, or text"),
        ("check_quote", {"quote": "a", "text": "b"}, "and not both"),
        ("check_quote", {"text": DRAFT, "speaker": "Torvan"}, "speaker and until go with quote"),
        ("compare_accounts", {"event": "e1", "about": "guns"}, "about go with party"),
        ("compare_accounts", {}, "compare takes the key of an event"),
        ("compare_accounts", {"party": ["Granite Palace"]}, "two parties and more"),
        ("compare_accounts", {"event": "enothing"}, "enothing': the tool events lists them"),
        ("events", {"status": ["helt"]}, 'no status is called "helt"; there are announced'),
    ],
    ids=lambda one: str(one)[:50],
)  # fmt: skip
def test_what_cannot_be_asked_so_is_refused_in_words(agent: Asking, tool: str, arguments: dict[str, Any], words: str) -> None:
    assert words in agent.refused(tool, **arguments)


@pytest.mark.parametrize(
    ("tool", "argument", "name", "words"),
    [
        ("find_statements", "speaker", "#9999", "speaker '#9999': no party has that number (the tool party lists them)"),
        ("find_statements", "relay", "Zorro", "relay 'Zorro': no party goes by that name (the tool party lists them)"),
        ("events", "party", "Zorro", "party 'Zorro': no party goes by that name (the tool party lists them)"),
        ("ledger", "to_whom", "#9999", "to_whom '#9999': no party has that number (the tool party lists them)"),
    ],
)  # fmt: skip
def test_whom_nobody_goes_by_is_told_by_the_name_of_the_argument(
    agent: Asking, tool: str, argument: str, name: str, words: str
) -> None:
    told = agent.ask(tool, **{argument: [name]})["page"]["told"]
    assert told.startswith("None found") and f"; {words}" in told


def test_no_value_is_none(agent: Asking) -> None:
    assert agent.ask("find_statements", speaker=None, limit=None, cursor=None) == agent.ask("find_statements")


def test_a_tool_and_a_resource_that_are_not_there_are_errors_of_the_protocol(agent: Asking) -> None:
    with pytest.raises(MCPError, match="no tool is called 'fnid': there are find_statements"):
        agent.called("fnid")
    for address, words in (
        ("sayso://article/99", "no article is kept at 99"),
        ("sayso://article/1/5-2", "5-2 is no part of this text"),
        ("file:///etc/passwd", "no resource is at 'file:///etc/passwd'"),
        ("sayso://article/../1", "no resource is at"),
    ):
        with pytest.raises(MCPError, match=re.escape(words)):
            agent.portal.call(agent.client.read_resource, address)


def test_what_is_held_and_the_forms_of_addresses_are_listed(agent: Asking) -> None:
    (held,) = agent.portal.call(agent.client.list_resources).resources
    text = agent.portal.call(agent.client.read_resource, held.uri).contents[0].text
    assert text.startswith("3 articles, 4 versions, ") and "The Aurane Post\n" in text
    templates = agent.portal.call(agent.client.list_resource_templates).resource_templates
    assert [one.uri_template for one in templates] == ["sayso://article/{key}", "sayso://article/{key}/{start}-{end}"]


# One after another, and side by side


@pytest.mark.parametrize(
    ("tool", "name", "arguments"),
    [
        ("find_statements", "hits", {"order": "oldest"}),
        ("find_statements", "hits", {"words": "the"}),
        ("find_statements", "hits", {"order": "doubt", "said": ["any"], "all_versions": True}),
        ("events", "events", {}),
        ("ledger", "undertakings", {}),
        ("party", "parties", {}),
        ("show", "statements", {"key": "1"}),
        ("compare_accounts", "rows", {"party": ["Granite Palace", "Lantern Palace"]}),
        ("check_quote", "quotations", {"text": DRAFT}),
    ],
)
def test_cursors_walk_all_without_doubles(agent: Asking, tool: str, name: str, arguments: dict[str, Any]) -> None:
    whole = agent.ask(tool, **arguments, limit=MOST)
    cursor, found, pages = None, list[Any](), 0
    while cursor or not pages:
        answer = agent.ask(tool, **arguments, limit=9 if pages else 1, **({"cursor": cursor} if cursor else {}))
        valid(agent, tool, answer)
        found, cursor, pages = found + answer[name], answer["page"]["next_cursor"], pages + 1
        assert cursor is None or re.fullmatch(r"[\w-]{15,60}", cursor), "short enough for a model to copy"
    assert found[: len(whole[name])] == whole[name] and pages > 1
    assert len(found) == len(whole[name]) or whole["page"]["next_cursor"]
    assert len({json.dumps(one, sort_keys=True) for one in found}) == len(found)


def test_a_cursor_is_of_one_question(agent: Asking) -> None:
    cursor = agent.ask("find_statements", limit=5)["page"]["next_cursor"]
    assert agent.ask("find_statements", limit=50, cursor=cursor)["question"]["offset"] == 5, "of as many as are asked for then"
    assert "of another question" in agent.refused("find_statements", speaker="Torvan", cursor=cursor)
    assert "of another question" in agent.refused("events", cursor=cursor)
    for wrong in (cursor[:-1], cursor[1:], f"{cursor}A", cursor.swapcase(), "20", "é"):
        assert "this is no cursor" in agent.refused("find_statements", cursor=wrong), wrong


def test_no_answer_is_longer_than_it_may_be_and_says_so(agent: Asking) -> None:
    answer = agent.ask("find_statements", limit=MOST, all_versions=True, said=["any"])
    assert len(json.dumps(answer, ensure_ascii=False, separators=(",", ":"))) < ROOM + 2_000
    assert answer["page"]["next_cursor"] and f"an answer has up to {ROOM:,} characters" in answer["page"]["left_out"][0]


def test_calls_side_by_side_are_answered_each(agent: Asking) -> None:
    calls = [(name, arguments) for name, arguments, _ in SAME]
    alone = [agent.ask(name, **arguments) for name, arguments in calls]

    async def together() -> list[Any]:
        answers: list[Any] = [None] * len(calls)

        async def one(number: int) -> None:
            answers[number] = (await agent.client.call_tool(*calls[number])).structured_content

        async with anyio.create_task_group() as group:
            for number in range(len(calls)):
                group.start_soon(one, number)
        return answers

    assert agent.portal.call(together) == alone


def test_what_is_cancelled_is_left_and_the_next_call_answered(agent: Asking) -> None:
    async def cancelled() -> None:
        with anyio.move_on_after(0.01):
            await agent.client.call_tool("check_quote", {"text": DRAFT * 50})

    began = time.monotonic()
    agent.portal.call(cancelled)
    assert agent.ask("find_statements", limit=1)["hits"]
    assert time.monotonic() - began < 20, "a quick tool does not wait for a long one"


def test_every_row_of_the_tools_is_served(agent: Asking) -> None:
    assert list(BY_NAME) == list(agent.tools)
    assert agent.client.server_info and agent.client.server_info.version == sayso.__version__
