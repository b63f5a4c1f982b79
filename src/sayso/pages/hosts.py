"""A host's name -> its numeric addresses, within a time."""

from __future__ import annotations

import socket
import threading
import time

MOST_LOOK_UPS = 64  # under way at once; those that were left behind count until the system gives them up
_free = threading.BoundedSemaphore(MOST_LOOK_UPS)


def look_up(host: str, port: int, seconds: float) -> list[str]:
    """The numeric addresses of a host, each once; [] where the name is not known. Raises TimeoutError after ``seconds``.

    >>> look_up("127.0.0.1", 80, 5)
    ['127.0.0.1']
    """
    found: list[str] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError):
            return
        finally:
            _free.release()

    # getaddrinfo has no deadline, and cannot be called off: it runs in a thread that may be left behind.
    end = time.monotonic() + seconds
    if not _free.acquire(timeout=max(0.0, seconds)):
        raise TimeoutError
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, end - time.monotonic()))
    if asking.is_alive():
        raise TimeoutError
    return found
