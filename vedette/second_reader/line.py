"""The line to the second reader: one request at a time, within a time-out and a budget. It alone opens a connection."""

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from typing import NamedTuple
from urllib.parse import urlsplit

from vedette.errors import Stop

TRIES = 3
LONGEST_WAIT = 30.0  # seconds; a server that wants more is asked again by the next run
LIMIT = 1_000_000  # bytes of an answer
AGAIN = (429, 500, 502, 503, 504)
ENDING = "/chat/completions"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
KEY = "the environment's VEDETTE_READER_KEY"
UNREAD = "the reports stay unread"


class Reply(NamedTuple):
    """What came back: the status, how long the server wants to be left alone, the body."""

    status: int
    wait: float
    body: bytes


class Line:
    """One address, asked at most `budget` times; `wait` lets time pass before a request is tried again."""

    def __init__(
        self, address: str, *, timeout: float, budget: int, key: str | None = None,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:  # fmt: skip
        self.address, self.timeout, self.budget, self.key, self.wait = address, timeout, budget, key, wait
        self.parts = urlsplit(address)
        self.calls = 0
        if key and self.parts.scheme == "http" and self.parts.hostname not in LOOPBACK:
            raise Stop(f"{address}: {KEY} would be sent unencrypted; name an https address, or unset the key")

    def reserve(self, calls: int) -> None:
        """Raises Stop where fewer calls are left than a report needs, before any of them is spent on it."""
        if self.calls + calls > self.budget:
            raise Stop(
                f"the second reader's budget of {self.budget} calls a run is spent; what is left stays unread until "
                "the next run, or set a higher reader_budget in vedette.toml"
            )

    def ask(self, body: bytes) -> str:
        """Gives what the model says, as a text. Raises Stop where the address gives no answer."""
        reply = self._post(body)
        try:
            said = json.loads(reply)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            raise Stop(
                f"{self.address} is no OpenAI-compatible address: its answer holds no message; {UNREAD}"
            ) from None
        return said if isinstance(said, str) else ""

    def _post(self, body: bytes) -> bytes:
        """Gives the body of a good answer; asks again where that may help, after a pause that grows."""
        told = "nothing was tried"
        for number in range(TRIES):
            self.reserve(1)
            self.calls += 1
            pause = float(2**number)
            try:
                reply = self._once(body)
            except TimeoutError:
                # What took too long once takes as long again: asking anew would only double the wait.
                raise Stop(
                    f"{self.address} gave no whole answer within {self.timeout:g} s; {UNREAD}; "
                    "set a higher reader_timeout in vedette.toml"
                ) from None
            except (OSError, HTTPException) as fault:
                told = f"{type(fault).__name__}: {fault}"
            else:
                if reply.status == 200:
                    return reply.body
                told = f"HTTP status {reply.status}{_said(reply.body)}"
                pause = max(pause, reply.wait)
                if reply.status not in AGAIN or pause > LONGEST_WAIT:
                    break
            if number < TRIES - 1:
                self.wait(pause)
        raise Stop(f"{self.address} does not answer: {told}; {UNREAD}; `vedette doctor` asks it again")

    def _once(self, body: bytes) -> Reply:
        """Sends one request. Raises TimeoutError where the whole of it takes longer than the time-out."""
        kind = HTTPSConnection if self.parts.scheme == "https" else HTTPConnection
        connection = kind(self.parts.hostname or "", self.parts.port, timeout=self.timeout)
        late = threading.Event()
        started = time.monotonic()
        timer = None
        try:
            connection.connect()
            # The socket's own time-out starts anew with every byte; this one does not, so that no drip of bytes holds a run.
            left = max(0.0, self.timeout - (time.monotonic() - started))
            timer = threading.Timer(left, _cut, (connection.sock, late))
            timer.daemon = True
            timer.start()
            connection.request("POST", self._path(), body, self._headers())
            response = connection.getresponse()
            answered = Reply(response.status, _wait(response), response.read(LIMIT + 1))
            if response.length and len(answered.body) <= LIMIT:
                raise IncompleteRead(answered.body, response.length)
        except (OSError, HTTPException, ValueError) as fault:
            if late.is_set():
                raise TimeoutError from fault
            if isinstance(fault, ValueError):
                raise HTTPException(str(fault)) from fault
            raise
        finally:
            if timer:
                timer.cancel()
            connection.close()
        if late.is_set():
            raise TimeoutError
        if len(answered.body) > LIMIT:
            raise HTTPException(f"an answer of more than {LIMIT:,} bytes")
        return answered

    def _path(self) -> str:
        path = self.parts.path.rstrip("/")
        return path if path.endswith(ENDING) else (path or "/v1") + ENDING

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return {**headers, "Authorization": f"Bearer {self.key}"} if self.key else headers


def _cut(held: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):  # closed already
        # The plain socket's way: it wakes whoever reads, also under TLS.
        socket.socket.shutdown(held, socket.SHUT_RDWR)


def _wait(response: HTTPResponse) -> float:
    told = response.getheader("Retry-After", "")
    return float(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0.0


def _said(body: bytes) -> str:
    """Gives what the server says is wrong, as far as one line holds it."""
    told = " ".join(body.decode("utf-8", "replace").split())
    return f" ({told[:200]})" if told else ""
