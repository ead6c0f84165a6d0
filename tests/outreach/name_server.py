"""A name server of our own: real UDP on this machine, the records a test wants."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Zone = Mapping[str, list[str] | int]


@contextmanager
def serving(zone: Zone) -> Iterator[str]:
    """Answer for the TXT records of `zone`; a number there is the code of a failure.

    Yields:
        the address, as host:port.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=_serve, args=(line, zone), daemon=True)
        thread.start()
        address = line.getsockname()
        try:
            yield f"{address[0]}:{address[1]}"
        finally:
            line.sendto(b"", address)
            thread.join(5)


def _serve(line: socket.socket, zone: Zone) -> None:
    while True:
        asked, whom = line.recvfrom(4096)
        if not asked:
            return
        line.sendto(_answer(dns.message.from_wire(asked), zone).to_wire(), whom)


def _answer(asked: dns.message.Message, zone: Zone) -> dns.message.Message:
    answer = dns.message.make_response(asked)
    answer.flags |= dns.flags.RA
    name = asked.question[0].name.to_text(omit_final_dot=True)
    found = zone.get(name)
    if isinstance(found, int):
        answer.set_rcode(dns.rcode.Rcode(found))
    elif found is None:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    elif found:
        rows = [
            " ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200)) for text in found
        ]
        answer.answer.append(dns.rrset.from_text(asked.question[0].name, 60, "IN", "TXT", *rows))
    return answer
