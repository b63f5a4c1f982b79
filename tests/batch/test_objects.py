"""An object store, as s3fs asks one: a small server that speaks as much of S3 as is asked of it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from batch_shards import warc
from servers import running

pytestmark = pytest.mark.skipif(
    not find_spec("s3fs") or not find_spec("pyarrow"), reason="the extra 's3' is not installed"
)
LISTED = """<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
<Name>news</Name><Prefix>{prefix}</Prefix><KeyCount>{count}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>
{contents}</ListBucketResult>"""
KEY = (
    '<Contents><Key>{key}</Key><LastModified>2031-03-14T10:00:00.000Z</LastModified><ETag>"{tag}"</ETag><Size>{size}</Size>'
    "<StorageClass>STANDARD</StorageClass></Contents>"
)


@pytest.fixture
def store() -> Iterator[tuple[str, dict[str, bytes]]]:
    """A bucket "news": its address, and its objects by their keys."""
    objects: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status: int, content: bytes, headers: dict[str, str], head: bool = False) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if not head:
                self.wfile.write(content)

        def do_HEAD(self) -> None:
            self.respond(head=True)

        def do_GET(self) -> None:
            self.respond()

        def respond(self, head: bool = False) -> None:
            there = urlsplit(self.path)
            key = there.path.removeprefix("/news").strip("/")
            if not key:
                prefix = parse_qs(there.query).get("prefix", [""])[0]
                keys = [one for one in sorted(objects) if one.startswith(prefix)]
                contents = "".join(KEY.format(key=one, tag=tag(objects[one]), size=len(objects[one])) for one in keys)
                listed = LISTED.format(prefix=prefix, count=len(keys), contents=contents).encode()
                self.answer(200, listed, {"Content-Type": "application/xml"}, head)
            elif key not in objects:
                self.answer(404, b"", {}, head)
            else:
                held = objects[key]
                ranged = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
                first, last = (int(ranged[1]), int(ranged[2] or len(held))) if ranged else (0, len(held))
                part = held[first : last + 1]
                headers = {"ETag": f'"{tag(held)}"', "Last-Modified": "Fri, 14 Mar 2031 10:00:00 GMT"}
                if ranged:
                    headers["Content-Range"] = f"bytes {first}-{first + len(part) - 1}/{len(held)}"
                self.answer(206 if ranged else 200, part, headers, head)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with running(Handler) as address:
        yield address, objects


def tag(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def test_archives_of_an_object_store(store: tuple[str, dict[str, bytes]], tmp_path: Path) -> None:
    """Those below a prefix, and what a list names; each read again only when it has changed."""
    address, objects = store
    for number in range(2):
        objects[f"march/{number}.warc.gz"] = warc(tmp_path / "a.warc.gz", range(number, number + 1)).read_bytes()
    objects["lists/all.paths"] = b"../march/0.warc.gz\ns3://news/april/2.warc.gz\ns3://news/april/none.warc.gz\n"
    settings = {"anon": True, "client_kwargs": {"endpoint_url": address, "region_name": "us-east-1"}}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "FSSPEC_S3": json.dumps(settings)}

    def batch(*inputs: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "sayso", "batch", *inputs, "--output", str(tmp_path / "out"), "--workers", "1"]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        return ran.returncode, ran.stdout + ran.stderr

    status, said = batch("s3://news/march/")
    assert status == 0 and "        2 shards\n" in said and "        2 articles\n" in said, said
    lines = [json.loads(path.read_text()) for path in sorted((tmp_path / "out/_manifest").glob("*.jsonl"))]
    assert [(line["input"], line["tag"]) for line in lines] == [
        (f"s3://news/march/{n}.warc.gz", tag(objects[f"march/{n}.warc.gz"])) for n in range(2)
    ]
    objects["march/0.warc.gz"] = warc(tmp_path / "a.warc.gz", range(3)).read_bytes()
    objects["april/2.warc.gz"] = warc(tmp_path / "a.warc.gz", range(1)).read_bytes()
    status, said = batch("s3://news/march/", "s3://news/lists/all.paths")
    assert status == 1 and "bad-address: Line 1 of s3://news/lists/all.paths" in said, said
    assert "not-found: There is no s3://news/april/none.warc.gz" in said, said
    assert "3 shards, 1 of them before" in said and "        5 articles\n" in said, said
    assert not any(address in path.read_text("latin-1") for path in (tmp_path / "out").glob("*.parquet"))
