"""Calls -> their results, worked out in other processes, each of which may die without taking the run with it.

The standard library's pools lose every call when one process is killed, and start each process by running the caller's main
script again. Here a worker is a bare interpreter at the end of two pipes: the call that it died of is known, and is tried once
more in a fresh one; a script or a notebook needs no guard around its main part.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Any, ParamSpec, TypeVar

from sayso.controls import log_to_terminal

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS = 2
# What a page may take of a clock, so that one of a shape that nobody thought of costs a refusal, not the run. Ordinary pages
# take .1 s; the slowest text that was found (the same two words again and again) took 41 s of CPU a million bytes.
PAGE_SECONDS, PAGE_BYTE_SECONDS = 60.0, 200e-6  # for any page, and for each of its bytes
# What a process may take of memory (RLIMIT_DATA of Linux), so that a file that unpacks without end costs a refusal, not the
# machine: a PDF of 2 MB took 17 GiB. Ordinary pages take .2 to .6 GiB, the models among it.
MEMORY = 4 * 1024**3
SPENT = errno.ENOMEM  # the status that a process ends with where that was too little
# One worker uses one core: what its libraries would do with more threads, other workers do.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
PROGRAM = "from sayso.workers import serve; serve({verbose})"
_BROKEN = (EOFError, OSError, pickle.UnpicklingError)  # what a pipe gives whose other end died, also in the middle of a message


def page_seconds(size: int) -> float:
    """How long one page of so many bytes, or a text of so many code points, may be read before it is given up.

    >>> page_seconds(100_000)
    80.0
    """
    return PAGE_SECONDS + PAGE_BYTE_SECONDS * size


class WorkerDiedError(Exception):
    """The process that worked on a call died, and so did the one that tried it again; the message says how."""


class TookTooLongError(WorkerDiedError):
    """A call had not come back after the seconds that it was given, and its process was ended; it is not tried again."""


class WorkersError(Exception):
    """No process can be started, or all are being stopped; the message says what happened and what to do."""


class Workers:
    """A number of processes that work out calls; with one, each call is made in this process, when its result is asked for.

    Use it in a ``with``: at its end no process is left. If this process is killed, each worker ends with the call it is at.

    >>> with Workers(1) as workers:
    ...     workers.submit(len, "three").result()
    5
    """

    def __init__(self, count: int = 1, apart: bool = False) -> None:
        """``apart``: a process of its own where there is one, too."""
        self.count = count
        apart = apart or count > 1
        self._threads = ThreadPoolExecutor(count) if apart else None
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()  # the last used first: few calls start few processes
        self._all = [_Worker() for _ in range(count if apart else 0)]
        for worker in self._all:
            self._idle.put(worker)

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand in a call of a module's function; its future raises WorkerDiedError or WorkersError where there is no result."""
        if self._threads is not None:
            return self._threads.submit(self._call, None, function, args, kwargs)
        return _Here(lambda: function(*args, **kwargs))

    def submit_within(self, seconds: float, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand in a call that may take so many seconds; its future raises TookTooLongError where it takes more.

        With one worker, which is this process, nobody can end the call, and it takes its time.
        """
        if self._threads is not None:
            return self._threads.submit(self._call, seconds, function, args, kwargs)
        return self.submit(function, *args, **kwargs)

    def _call(self, seconds: float | None, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        worker = self._idle.get()
        try:
            result: T = worker.call((function, args, kwargs), seconds)
            return result
        finally:
            self._idle.put(worker)

    def stop(self) -> None:
        """End the processes at once, from any thread; who waits for a call of theirs gets a WorkersError."""
        for worker in self._all:
            worker.stop()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.end()


class _Here(Future[T]):
    """A call that is made when its result is asked for, once."""

    def __init__(self, call: Callable[[], T]) -> None:
        super().__init__()
        self._made = call

    def done(self) -> bool:
        return True

    def result(self, timeout: float | None = None) -> T:
        if not super().done():
            self.set_result(self._made())
        return super().result(timeout)


class _Worker:
    """One process, started at its first call; used by one thread at a time, stopped by any."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def call(self, message: tuple[Any, ...], seconds: float | None = None) -> Any:
        how = ""
        for _ in range(ATTEMPTS):
            process = self._process or self._start()
            late = threading.Event()
            try:
                with _ended_after(seconds, process, late):
                    _send(process.stdin, message)
                    return pickle.load(process.stdout)  # type: ignore[arg-type]  # a pipe was asked for
            except _BROKEN:
                how = self.end()
                if self._stopped:
                    raise WorkersError("The reading was stopped.") from None
                if late.is_set():
                    raise TookTooLongError(f"it was ended after {seconds:,.0f} s") from None
        raise WorkerDiedError(how)

    def _start(self) -> subprocess.Popen[bytes]:
        how = ""
        for _ in range(ATTEMPTS):
            if self._stopped:
                raise WorkersError("The reading was stopped.")
            try:
                self._process = process = _launch()
                if self._stopped:  # while it was being started
                    process.kill()
                if pickle.load(process.stdout) == "ready":  # type: ignore[arg-type]
                    return process
            except _BROKEN as error:
                how = self.end() if self._process else str(error)
        advice = "Is memory short? --workers 1 reads in one process."
        raise WorkersError(f"A reading process does not start ({how}). {advice}")

    def stop(self) -> None:
        """Let the thread that waits for this process wait no longer."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def end(self) -> str:
        """End the process and say how it ended. Nothing in it is worth keeping: the store is written elsewhere."""
        process, self._process = self._process, None
        if process is None:
            return "it was stopped"
        with contextlib.suppress(subprocess.TimeoutExpired):  # where its pipe broke, it is about to end by itself
            process.wait(0 if self._stopped else 1)
        process.kill()
        status = process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what was still to be written has no reader
                pipe.close()  # type: ignore[union-attr]
        if status == SPENT:
            return f"it took more than {MEMORY // 1024**3} GiB of memory"
        return f"it was ended by {_signal_name(-status)}" if status < 0 else f"it ended with status {status}"


@contextlib.contextmanager
def _ended_after(seconds: float | None, process: subprocess.Popen[bytes], late: threading.Event) -> Iterator[None]:
    """Within this, the process is killed after so many seconds, if any are given, and ``late`` is set then."""
    if seconds is None:
        yield
        return

    def kill() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _launch() -> subprocess.Popen[bytes]:
    """A process that serves calls, with this one's modules and no file of the working folder taken for one (-P).

    In a session of its own: a Ctrl-C at the terminal is for this process, which ends its workers.
    """
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    program = PROGRAM.format(verbose=logging.getLogger().isEnabledFor(logging.INFO))
    command, pipe = [sys.executable, "-P", "-c", program], subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment, start_new_session=True)


def serve(verbose: bool = False) -> None:
    """Work out the calls that come in on standard input, until it ends; the results go out on standard output."""
    if verbose:
        log_to_terminal()
    else:
        logging.getLogger().addHandler(logging.NullHandler())
        warnings.simplefilter("ignore")
    calls, results = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no result
    _bound_memory()
    try:
        _send(results, "ready")
        while True:
            function, args, kwargs = pickle.load(calls)
            _send(results, function(*args, **kwargs))
    except _BROKEN:
        os._exit(0)  # the other side is gone; an ordinary exit would try to write to it once more
    except MemoryError:
        os._exit(SPENT)


def _bound_memory() -> None:
    """Let this process take no more than ``MEMORY``, where the system can see to that, nor more than it might before."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # of Unix

        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        held = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_DATA, (min([MEMORY, *held]), hard))


def _send(pipe: IO[bytes] | None, message: Any) -> None:
    assert pipe is not None
    pipe.write(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
    pipe.flush()
