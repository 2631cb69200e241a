"""A mail server of the tests' own: what really went over the wire, and servers that misbehave."""

import socketserver
import threading
import time
from collections import Counter
from contextlib import contextmanager


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 hom thu")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "QUIT":
                return self.say("221 chao")
            if verb == "RCPT" and (answer := self.server.refuses(line)):
                self.say(answer)
            elif verb == "DATA":
                self.take()
            else:
                if verb == "RCPT":
                    self.to = line.partition("<")[2].partition(">")[0]
                self.say("250 duoc")

    def take(self) -> None:
        """A letter. It is ours once its last line has come; the sender learns that a little later."""
        self.say("354 noi di")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        with self.server.guard:
            self.server.got[self.to] += 1
            self.server.letters.append(b"".join(lines))
        time.sleep(self.server.pause)
        self.say("250 da nhan")


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, pause: float):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.pause, self.guard = pause, threading.Lock()
        self.got, self.letters, self.answers = Counter(), [], {}

    def handle_error(self, *_about) -> None:
        """A sender that was killed; it is what the tests do."""

    def refuses(self, line: str) -> str | None:
        return next((answer for name, answer in self.answers.items() if name in line), None)

    @property
    def port(self) -> int:
        return self.server_address[1]


@contextmanager
def mail_server(pause: float = 0.0):
    """`got` counts letters by address; `answers` {part of an address: "550 khong co"}."""
    with MailServer(pause) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
