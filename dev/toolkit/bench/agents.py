"""Many agents who are logged in: their websockets, and one of them who changes a status."""

import json
import threading
import time
from contextlib import suppress

import requests
import websocket

QUIET = 0.5  # seconds without a frame after which nothing more is to come
PATIENCE = 30  # seconds


class Agents:
    """The websockets of agents, each with a session of its own."""

    def __init__(self, url, session_ids, subscription):
        """:param subscription: what a browser of an agent asks its websocket for"""
        self._url = url
        self._session_ids = session_ids
        self._frames = [(0, "", "")]  # the moment, the agent and the text of each
        events = {"subscribe": {**subscription, "last": 0}}
        events["update_presence"] = {"inactivity_period": 0}
        for session_id in session_ids:
            connection = websocket.create_connection(
                f"{url.replace('http', 'ws', 1)}/websocket",
                cookie=f"session_id={session_id}",
                origin=url,
                http_no_proxy=["127.0.0.1"],
            )
            for name, data in events.items():
                connection.send(json.dumps({"event_name": name, "data": data}))
            threading.Thread(target=self._hear, args=[connection, session_id], daemon=True).start()

    def _hear(self, connection, agent):
        """Note what comes, and when; meanwhile the server's pings are answered."""
        with suppress(OSError, websocket.WebSocketException):
            while text := connection.recv():
                self._frames.append((time.monotonic(), agent, str(text)))

    def set_status(self, channel_id, status):
        """Have one of them set a status; return the bytes and milliseconds of the request."""
        started = time.monotonic()
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(
                f"{self._url}/im_livechat/session/update_status",
                json={"params": {"channel_id": channel_id, "livechat_status": status}},
                cookies={"session_id": self._session_ids[0]},
                timeout=PATIENCE,
            )
        if "error" in answer.json():
            raise RuntimeError(f"The status could not be set: {answer.text}")
        size = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        return size + len(answer.content), (time.monotonic() - started) * 1000

    def listen(self, started=0):
        """Wait until nothing more comes.

        :return: the bytes that each of them received since a moment, on average, and the
            milliseconds until the last of them had heard of a status
        """
        called = time.monotonic()
        while time.monotonic() - max(called, self._frames[-1][0]) < QUIET:
            time.sleep(QUIET / 10)
        frames = [frame for frame in self._frames if frame[0] > started]
        told = {}
        for moment, agent, text in frames:
            if '"livechat_status"' in text:
                told.setdefault(agent, moment)
        size = sum(len(text) for _moment, _agent, text in frames) / len(self._session_ids)
        return size, (max(told.values(), default=started) - started) * 1000
