"""Sends what it is told to send, one message at a time, while the caller reads the answers."""
import queue

END = object()


class Requests:
    def __init__(self):
        self._queue = queue.SimpleQueue()

    def send(self, message):
        self._queue.put(message)

    def close(self):
        self._queue.put(END)

    def __iter__(self):
        return iter(self._queue.get, END)
