"""Many agents who are logged in: their websockets, and one of them who changes a status."""

import http.client
import json
import selectors
import threading
import time
from dataclasses import dataclass

import websocket

QUIET = 0.5  # seconds without a frame after which nothing more is to come
PATIENCE = 30  # seconds


@dataclass
class Heard:
    """What agents received after an action."""

    count: int  # of the agents who heard of it
    bytes: float  # that each agent received, on average
    milliseconds: float  # until the last of them had heard of it


class Agents:
    """The websockets of agents, each with a session of its own."""

    def __init__(self, port, session_ids, subscription):
        """:param subscription: what a browser of an agent asks its websocket for"""
        self._port = port
        self._session_ids = session_ids
        self._selector = selectors.DefaultSelector()
        self._connections = [self._connect(each, subscription) for each in session_ids]
        self._frames = []  # the moment, the agent and the text of each
        self._is_closed = False
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    def _connect(self, session_id, subscription):
        connection = websocket.create_connection(
            f"ws://127.0.0.1:{self._port}/websocket",
            cookie=f"session_id={session_id}",
            origin=f"http://127.0.0.1:{self._port}",
            http_no_proxy=["127.0.0.1"],
            timeout=PATIENCE,
        )
        subscription = {**subscription, "last": 0}
        presence = {"inactivity_period": 0}
        for name, data in [("subscribe", subscription), ("update_presence", presence)]:
            connection.send(json.dumps({"event_name": name, "data": data}))
        self._selector.register(connection.sock, selectors.EVENT_READ, connection)
        return connection

    def close(self):
        self._is_closed = True
        self._thread.join()
        for connection in self._connections:
            connection.close(timeout=0)

    def set_status(self, channel_id, status):
        """Have one of them set a status; return the bytes and milliseconds of the request."""
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        body = {"params": {"channel_id": channel_id, "livechat_status": status}}
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"session_id={self._session_ids[0]}",
        }
        connection.request("POST", "/im_livechat/session/update_status", json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status != 200 or "error" in json.loads(text):
            raise RuntimeError(f"The status could not be set: {text.decode()}")
        size = len(text) + sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
        return size, (time.monotonic() - started) * 1000

    def listen(self, started=0):
        """Return what all of them received since a moment, when nothing more comes.

        What is told is the status that was set then.
        """
        called = time.monotonic()
        while time.monotonic() - max(called, self._frames[-1][0] if self._frames else 0) < QUIET:
            time.sleep(QUIET / 10)
        frames = [frame for frame in self._frames if frame[0] > started]
        told = {}
        for moment, agent, text in frames:
            if '"livechat_status"' in text:
                told.setdefault(agent, moment)
        size = sum(len(text) for _moment, _agent, text in frames) / len(self._session_ids)
        latest = (max(told.values()) - started) * 1000 if told else None
        return Heard(len(told), size, latest)

    def _receive(self):
        """Note what comes, and when; meanwhile the server's pings are answered."""
        while not self._is_closed:
            for key, _events in self._selector.select(QUIET):
                try:
                    opcode, frame = key.data.recv_data_frame(control_frame=True)
                except (OSError, websocket.WebSocketException):
                    self._selector.unregister(key.fileobj)
                    continue
                if opcode == websocket.ABNF.OPCODE_TEXT:
                    self._frames.append((time.monotonic(), key.fd, frame.data.decode()))
