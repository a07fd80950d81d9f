"""A call that is in flight when the server stops gracefully ends well; a new one is told to go elsewhere."""
import threading

import grpc

from . import checks
from .interop_cases import DEADLINE, case
from .requests import Requests


def drain(interop):
    """Prints `IN FLIGHT`: then whoever runs this case stops the server."""
    left = threading.Event()
    was_ready = threading.Event()

    def changed(state):
        if state is grpc.ChannelConnectivity.READY:
            was_ready.set()
        elif was_ready.is_set():
            left.set()

    interop.channel.subscribe(changed)
    requests = Requests()
    call = interop.stub.FullDuplexCall(iter(requests), timeout=DEADLINE)
    requests.send(interop.output([9], 8))
    checks.zeros(next(call).payload, 9)
    was_ready.wait(DEADLINE)
    print("IN FLIGHT", flush=True)
    checks.equal(left.wait(DEADLINE), True, "the server said that it goes away")
    checks.fails(lambda: interop.stub.EmptyCall(interop.empty(), timeout=DEADLINE), grpc.StatusCode.UNAVAILABLE)
    requests.send(interop.output([2653], 1828))
    checks.zeros(next(call).payload, 2653)
    requests.close()
    checks.equal(list(call), [], "responses after the last")


CASES = {"drain": case(drain)}
