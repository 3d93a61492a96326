"""What a server's log says of the requests that it answered."""

import re
from dataclasses import dataclass

# … werkzeug: 127.0.0.1 - - [date] "POST /mail/data HTTP/1.1" 200 - 48 0.023 0.045
LINE = re.compile(
    r'werkzeug: \S+ - - \[[^]]*\] "\w+ (?P<path>[^ ?]+)\S* HTTP/[\d.]+" \d+ \S+'
    r" (?P<queries>\d+) (?P<sql>[\d.]+) (?P<rest>[\d.]+)$"
)


@dataclass
class Answered:
    path: str
    queries: int
    milliseconds: float

    def __str__(self):
        return f"{self.queries:5} queries, {self.milliseconds:5.0f} ms  {self.path}"


class ServerLog:
    def __init__(self, file):
        self._file = file
        self._read = 0

    def new(self):
        """Return the requests that were answered since this was asked last."""
        with open(self._file, "rb") as log:
            log.seek(self._read)
            text = log.read()
        text = text[: text.rfind(b"\n") + 1]  # a line may be half written
        self._read += len(text)
        found = map(LINE.search, text.decode(errors="replace").splitlines())
        return [
            Answered(
                match["path"],
                int(match["queries"]),
                (float(match["sql"]) + float(match["rest"])) * 1000,
            )
            for match in found
            if match and match["path"] != "/websocket"
        ]
