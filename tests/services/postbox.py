"""A post office of the test's own: takes mail by SMTP and posts by HTTP, slowly, and counts what arrives."""

import json
import random
import socketserver
import threading
import time
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SLOWEST_SECONDS = 0.5


class Postbox:
    """`mails` by recipient and `posts` by text; each is counted when it has arrived whole, before it is confirmed."""

    def __init__(self) -> None:
        self.mails: Counter[str] = Counter()
        self.posts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._smtp = _Smtp(("127.0.0.1", 0), _TakingMail)
        self._http = _Http(("127.0.0.1", 0), _TakingPosts)
        for server in (self._smtp, self._http):
            server.postbox = self
            threading.Thread(target=server.serve_forever, daemon=True).start()

    @property
    def smtp_url(self) -> str:
        return f"smtp://127.0.0.1:{self._smtp.server_address[1]}"

    @property
    def http_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/"

    def take(self, counted: Counter[str], key: str) -> None:
        """Dawdle, count, dawdle: whoever is killed meanwhile leaves both kinds of doubt behind."""
        time.sleep(random.uniform(0, SLOWEST_SECONDS))
        with self._lock:
            counted[key] += 1
        time.sleep(random.uniform(0, SLOWEST_SECONDS))

    def close(self) -> None:
        for server in (self._smtp, self._http):
            server.shutdown()
            server.server_close()


class _Smtp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    postbox: Postbox


class _Http(ThreadingHTTPServer):
    postbox: Postbox


class _TakingMail(socketserver.StreamRequestHandler):
    """Just enough of SMTP for one client."""

    server: _Smtp

    def setup(self) -> None:
        super().setup()
        self.recipients: list[str] = []

    def handle(self) -> None:
        with suppress(OSError):
            self._say("220 test")
            while (line := self.rfile.readline()) and self._answer(line):
                pass

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def _answer(self, line: bytes) -> bool:
        """Answer a command; whether there can be another."""
        verb = line[:4].upper()
        if verb == b"RCPT":
            self.recipients.append(line.decode().split("<")[1].split(">")[0])
        if verb == b"DATA" and not self._take():
            return False
        self._say("221 bye" if verb == b"QUIT" else "250 ok")
        return verb != b"QUIT"

    def _take(self) -> bool:
        """Read a message to its end; one that breaks off never arrived."""
        self._say("354 go on")
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
        while self.recipients:
            self.server.postbox.take(self.server.postbox.mails, self.recipients.pop())
        return True


class _TakingPosts(BaseHTTPRequestHandler):
    server: _Http

    def do_POST(self) -> None:
        with suppress(OSError):
            said = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.postbox.take(self.server.postbox.posts, json.loads(said)["text"])
            self.send_response(200)
            self.end_headers()

    def log_message(self, *_said: Any) -> None:
        """Say nothing."""
