"""A server on this machine that sends exactly the bytes that a test wants, at its own pace."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Send = Callable[[socket.socket], None]


@dataclass
class RawServer:
    """The server. `answer` is called for each connection, after its request was read."""

    answer: Send
    requests: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self) -> str:
        """Its base address."""
        return f"http://127.0.0.1:{self.port}"

    def handle(self, client: socket.socket) -> None:
        """Read a request and answer it. A client that leaves is no failure."""
        with client, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                received = client.recv(65_536)
                if not received:
                    return
                head += received
            self.requests.append(head.decode("latin-1"))
            self.answer(client)

    def drip(self, client: socket.socket, pieces: Iterable[bytes], seconds: float) -> None:
        """Send pieces with a pause after each, until the client leaves or the test ends."""
        for piece in pieces:
            client.sendall(piece)
            if self.stopped.wait(seconds):
                return


@contextmanager
def raw_server(answer: Send | bytes) -> Iterator[RawServer]:
    """A server that runs; `answer` are the bytes to send, or what sends them."""
    fixed = answer if isinstance(answer, bytes) else b""
    server = RawServer(answer if callable(answer) else lambda client: client.sendall(fixed))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]

        def accept() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    threading.Thread(target=server.handle, args=(client,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def ok(body: bytes, *headers: str) -> bytes:
    """A whole response with this body; it ends the connection."""
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(location: str | bytes, status: int = 302) -> bytes:
    """A redirect."""
    raw = location if isinstance(location, bytes) else location.encode()
    return (
        f"HTTP/1.1 {status} Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: ".encode()
        + raw
        + b"\r\n\r\n"
    )
