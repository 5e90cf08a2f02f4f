"""A mail host for tests: it speaks SMTP, keeps what it takes, and answers as it is told. The edge, replaced at the edge."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from typing import Any, Self

# (verb, argument) -> the answer, or None for the usual one.
Answers = Callable[[str, str], str | None]
USUAL = {"EHLO": "250 mail.example", "HELO": "250 mail.example", "DATA": "354 go on", "QUIT": "221 bye"}


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        host = self.server.host
        host.connections += 1
        self._say(host.answer("CONNECT", "") or "220 mail.example")
        while line := self.rfile.readline():
            verb, _space, argument = line.decode("latin-1").strip().partition(" ")
            said = host.answer(verb.upper(), argument) or USUAL.get(verb.upper(), "250 ok")
            self._say(said)
            if verb.upper() == "QUIT" or said.startswith("421"):
                return
            if said.startswith("354") and not self._take(host):
                return

    def _take(self, host: MailHost) -> bool:
        text = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            text += line.removeprefix(b".") if line.startswith(b"..") else line
        said = host.answer("TEXT", text.decode("utf-8", "replace")) or "250 taken"
        # Noted before the answer: what was taken was taken, whether or not the other side lives to hear it.
        if said.startswith("250"):
            host.note(text)
        self._say(said)
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, host: MailHost) -> None:
        self.host = host
        super().__init__(("127.0.0.1", 0), _Talk)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in mid sentence is what some tests are about."""


class MailHost:
    """``taken`` are the mails, in order; ``answer`` may be replaced; used as a context."""

    def __init__(self, answer: Answers = lambda _verb, _argument: None) -> None:
        self.answer = answer
        self.taken: list[Message] = []
        self.connections = 0
        self._lock = threading.Lock()
        self._server = _Server(self)
        self.port: int = self._server.server_address[1]

    def note(self, text: bytes) -> None:
        with self._lock:
            self.taken.append(message_from_bytes(text))

    @property
    def ids(self) -> list[str]:
        with self._lock:
            return [str(message["Message-ID"]) for message in self.taken]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
