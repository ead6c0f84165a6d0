"""A mail server that takes everything and keeps only who got how many (`python -m bench.sink`).

As lean as Python allows, so that it isn't what is measured: aiosmtpd takes
fewer letters than the newsletter sends. Speaks PIPELINING (RFC 2920). Prints its
port; on SIGTERM prints what it took, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
from collections import Counter

END = b"\r\n.\r\n"
RECIPIENT = re.compile(rb"<([^>]*)>")
GREETING = b"220 sink ESMTP\r\n"
HELLO = b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"


class Sink(asyncio.Protocol):
    """One connection. What it took is counted for all of them together."""

    took: Counter[bytes] = Counter()
    size = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.waiting = bytearray()
        self.searched = 0
        self.to = b""
        self.in_text = False
        transport.write(GREETING)

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        answers: list[bytes] = []
        while self.text(answers) if self.in_text else self.command(answers):
            pass
        if answers:
            self.transport.write(b"".join(answers))

    def text(self, answers: list[bytes]) -> bool:
        end = self.waiting.find(END, max(self.searched - len(END), 0))
        if end < 0:
            self.searched = len(self.waiting)
            return False
        Sink.took[self.to] += 1
        Sink.size += end
        del self.waiting[: end + len(END)]
        self.in_text, self.searched = False, 0
        answers.append(b"250 OK\r\n")
        return True

    def command(self, answers: list[bytes]) -> bool:
        end = self.waiting.find(b"\r\n")
        if end < 0:
            return False
        line = bytes(self.waiting[:end])
        del self.waiting[: end + 2]
        word = line[:4].upper()
        if word == b"DATA":
            self.in_text = True
            answers.append(b"354 go on\r\n")
        elif word == b"EHLO":
            answers.append(HELLO)
        elif word == b"QUIT":
            answers.append(b"221 bye\r\n")
        else:
            if word == b"RCPT":
                found = RECIPIENT.search(line)
                self.to = found[1] if found else b""
            answers.append(b"250 OK\r\n")
        return True


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    print(server.sockets[0].getsockname()[1], flush=True)
    await stopped.wait()
    server.close()
    print(json.dumps({
        "letters": sum(Sink.took.values()), "readers": len(Sink.took),
        "most": max(Sink.took.values(), default=0), "bytes": Sink.size,
    }))  # fmt: skip


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
