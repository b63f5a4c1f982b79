"""The SDK's own client of the Model Context Protocol, asked from a test while its loop runs in a thread."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal
from mcp import Client
from mcp_types import CallToolResult, TextResourceContents, Tool


def environment(home: Path) -> dict[str, str]:
    """That of a program which an agent starts."""
    given = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home)}
    return given | {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}


class Asking:
    """A client that is connected, asked from here while its loop runs in a thread."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self.portal, self.client = portal, client
        self.tools: dict[str, Tool] = {tool.name: tool for tool in portal.call(client.list_tools).tools}

    def called(self, name: str, arguments: dict[str, Any] | None = None) -> CallToolResult:
        """What a tool answers, as it comes."""
        return self.portal.call(self.client.call_tool, name, arguments or {})

    def ask(self, name: str, /, **arguments: Any) -> dict[str, Any]:
        """The object of an answer; the words beside it are the same."""
        result = self.called(name, arguments)
        (content,) = result.content
        assert content.type == "text" and not result.is_error, content
        assert json.loads(content.text) == result.structured_content
        return dict(result.structured_content)

    def text(self, key: str) -> str:
        """The text of an article."""
        (content,) = self.portal.call(self.client.read_resource, f"sayso://article/{key}").contents
        assert isinstance(content, TextResourceContents)
        return content.text

    def refused(self, name: str, /, **arguments: Any) -> str:
        """The words of a refusal."""
        result = self.called(name, arguments)
        (content,) = result.content
        assert content.type == "text" and result.is_error and result.structured_content is None, content
        assert "Traceback" not in content.text and "news.db" not in content.text, "no traceback, and not where the store is"
        return content.text
