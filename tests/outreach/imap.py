"""A small mail server to read from: enough of IMAP4rev1 for one folder (RFC 3501)."""

from __future__ import annotations

import re
import socketserver
import threading

LOGIN = b'LOGIN reader "a secret"'


class Folder:
    """Messages by number, and which of them were read."""

    def __init__(self, messages: list[bytes]) -> None:
        self.messages = dict(enumerate(messages, 11))
        self.seen: set[int] = set()
        self.flagged: set[int] = set()
        self.breaks_at = 0  # hang up when this message is asked for


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Folder) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.folder = folder
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Talk(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.wfile.write(b"* OK here\r\n")
        for line in self.rfile:
            tag, _, asked = line.strip().partition(b" ")
            if not self.answer(tag, asked):
                return

    def answer(self, tag: bytes, asked: bytes) -> bool:
        """Answer one command; False ends the talk."""
        done = b"OK done"
        word = asked.split(b" ")[0].upper()
        if word == b"CAPABILITY":
            self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif word == b"LOGIN":
            done = b"OK in" if asked == LOGIN else b"NO [AUTHENTICATIONFAILED] wrong password"
        elif word == b"SELECT":
            done = b"OK [READ-WRITE] open" if asked == b'SELECT "Returned"' else b"NO no such folder"
        elif word == b"UID":
            return self.by_number(tag, asked)
        elif word == b"LOGOUT":
            self.wfile.write(b"* BYE\r\n" + tag + b" OK bye\r\n")
            return False
        self.wfile.write(tag + b" " + done + b"\r\n")
        return True

    def by_number(self, tag: bytes, asked: bytes) -> bool:
        folder = self.server.folder
        if asked == b"UID SEARCH UNSEEN":
            unread = " ".join(str(number) for number in folder.messages if number not in folder.seen)
            self.wfile.write(f"* SEARCH {unread}".strip().encode() + b"\r\n")
        elif found := re.fullmatch(rb"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", asked):
            number = int(found[1])
            if number == folder.breaks_at:
                return False
            body = folder.messages[number][: int(found[2])]
            size = b"%d" % len(body)
            self.wfile.write(b"* 1 FETCH (UID " + found[1] + b" BODY[]<0> {" + size + b"}\r\n")
            self.wfile.write(body + b")\r\n")
        elif found := re.fullmatch(
            rb"UID STORE (\d+) \+FLAGS\.SILENT \((\\Seen(?: \\Flagged)?)\)", asked
        ):
            folder.seen.add(int(found[1]))
            if b"Flagged" in found[2]:
                folder.flagged.add(int(found[1]))
        self.wfile.write(tag + b" OK done\r\n")
        return True
