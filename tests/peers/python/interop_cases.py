"""The cases of doc/interop-test-descriptions.md that need neither compression nor Google credentials, and a few more."""
import grpc

from . import checks
from .contract import Contract
from .requests import Requests

SERVICE = "grpc.testing.TestService"
DEADLINE = 20
ECHO_INITIAL = "x-grpc-test-echo-initial"
ECHO_TRAILING = "x-grpc-test-echo-trailing-bin"
BINARY_VALUES = [b"\x00", b"\xff\xfe", bytes(range(256))]
SPECIAL_MESSAGE = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP \U0001F608\t\n"


class Interop:
    """The stub and the few message shapes that all cases are made of."""

    def __init__(self, channel, descriptors):
        self.contract = Contract.of_file(descriptors / "interop.protoset")
        self.stub = self.contract.stub(channel, SERVICE)
        self.channel = channel

    def message(self, name, **fields):
        return self.contract.message(f"grpc.testing.{name}")(**fields)

    def empty(self):
        return self.message("Empty")

    def payload(self, size):
        return self.message("Payload", body=bytes(size))

    def large(self, **fields):
        return self.message("SimpleRequest", response_size=314159, payload=self.payload(271828), **fields)

    def flag(self, value):
        return self.message("BoolValue", value=value)

    def status(self, message):
        return self.message("EchoStatus", code=2, message=message)

    def output(self, sizes=(), body=None, **fields):
        wanted = [self.message("ResponseParameters", size=size) for size in sizes]
        payload = None if body is None else self.payload(body)
        return self.message("StreamingOutputCallRequest", response_parameters=wanted, payload=payload, **fields)

    def input(self, size, **fields):
        return self.message("StreamingInputCallRequest", payload=self.payload(size), **fields)


def empty_unary(interop):
    checks.equal(interop.stub.EmptyCall(interop.empty(), timeout=DEADLINE), interop.empty(), "response")


def large_unary(interop):
    checks.zeros(interop.stub.UnaryCall(interop.large(), timeout=DEADLINE).payload, 314159)


def client_streaming(interop):
    requests = (interop.input(size) for size in (27182, 8, 1828, 45904))
    response = interop.stub.StreamingInputCall(requests, timeout=DEADLINE)
    checks.equal(response.aggregated_payload_size, 74922, "aggregated size")


def server_streaming(interop):
    sizes = [31415, 9, 2653, 58979]
    responses = list(interop.stub.StreamingOutputCall(interop.output(sizes), timeout=DEADLINE))
    checks.equal([len(response.payload.body) for response in responses], sizes, "sizes of the responses")
    for response, size in zip(responses, sizes):
        checks.zeros(response.payload, size)


def ping_pong(interop):
    requests = Requests()
    call = interop.stub.FullDuplexCall(iter(requests), timeout=DEADLINE)
    for response_size, request_size in [(31415, 27182), (9, 8), (2653, 1828), (58979, 45904)]:
        requests.send(interop.output([response_size], request_size))
        checks.zeros(next(call).payload, response_size)
    requests.close()
    checks.equal(list(call), [], "responses after the last")


def empty_stream(interop):
    checks.equal(list(interop.stub.FullDuplexCall(iter(()), timeout=DEADLINE)), [], "responses")


def cancel_after_begin(interop):
    requests = Requests()
    call = interop.stub.StreamingInputCall.future(iter(requests), timeout=DEADLINE)
    call.cancel()
    checks.equal(call.cancelled(), True, "the call is cancelled")
    checks.equal(call.code(), grpc.StatusCode.CANCELLED, "status code")
    requests.close()


def cancel_after_first_response(interop):
    requests = Requests()
    call = interop.stub.FullDuplexCall(iter(requests), timeout=DEADLINE)
    requests.send(interop.output([31415], 27182))
    checks.zeros(next(call).payload, 31415)
    call.cancel()
    checks.fails(lambda: next(call), grpc.StatusCode.CANCELLED)
    requests.close()


def timeout_on_sleeping_server(interop):
    requests = Requests()
    requests.send(interop.output(body=27182))
    checks.fails(lambda: interop.stub.FullDuplexCall(iter(requests), timeout=0.001), grpc.StatusCode.DEADLINE_EXCEEDED)
    requests.close()


def status_code_and_message(interop):
    message = "test status message"
    unary = interop.message("SimpleRequest", response_status=interop.status(message))
    checks.fails(lambda: interop.stub.UnaryCall(unary, timeout=DEADLINE), grpc.StatusCode.UNKNOWN, message)
    duplex = interop.output(response_status=interop.status(message))
    checks.fails(
        lambda: interop.stub.FullDuplexCall(iter([duplex]), timeout=DEADLINE), grpc.StatusCode.UNKNOWN, message)


def special_status_message(interop):
    request = interop.message("SimpleRequest", response_status=interop.status(SPECIAL_MESSAGE))
    checks.fails(
        lambda: interop.stub.UnaryCall(request, timeout=DEADLINE), grpc.StatusCode.UNKNOWN, SPECIAL_MESSAGE)


def unimplemented_method(interop):
    checks.fails(
        lambda: interop.stub.UnimplementedCall(interop.empty(), timeout=DEADLINE), grpc.StatusCode.UNIMPLEMENTED)


def unimplemented_service(interop):
    stub = interop.contract.stub(interop.channel, "grpc.testing.UnimplementedService")
    checks.fails(lambda: stub.UnimplementedCall(interop.empty(), timeout=DEADLINE), grpc.StatusCode.UNIMPLEMENTED)


def custom_metadata(interop):
    sent = ((ECHO_INITIAL, "test_initial_metadata_value"), (ECHO_TRAILING, b"\xab\xab\xab"))
    response, unary = interop.stub.UnaryCall.with_call(interop.large(), timeout=DEADLINE, metadata=sent)
    checks.zeros(response.payload, 314159)
    echoed(unary)
    duplex = interop.stub.FullDuplexCall(iter([interop.output([314159], 271828)]), timeout=DEADLINE, metadata=sent)
    checks.equal([len(response.payload.body) for response in duplex], [314159], "sizes of the responses")
    echoed(duplex)


def large_metadata(interop):
    """Longer than an HTTP/2 frame: the headers go on in CONTINUATION frames, there and back."""
    value = "m" * 20000
    _, call = interop.stub.EmptyCall.with_call(interop.empty(), timeout=DEADLINE, metadata=((ECHO_INITIAL, value),))
    checks.equal(dict(call.initial_metadata()).get(ECHO_INITIAL), value, ECHO_INITIAL)


def binary_metadata(interop):
    """Every remainder of base64, padded or not."""
    for value in BINARY_VALUES:
        echoes_binary(interop, [value])


def repeated_binary_metadata(interop):
    echoes_binary(interop, BINARY_VALUES)


def echoes_binary(interop, values):
    sent = tuple((ECHO_TRAILING, value) for value in values)
    _, call = interop.stub.EmptyCall.with_call(interop.empty(), timeout=DEADLINE, metadata=sent)
    checks.equal([value for key, value in call.trailing_metadata() if key == ECHO_TRAILING], values, ECHO_TRAILING)


def concurrent_large_unary(interop):
    for call in [interop.stub.UnaryCall.future(interop.large(), timeout=DEADLINE) for _ in range(100)]:
        checks.zeros(call.result().payload, 314159)


def echoed(call):
    checks.equal(dict(call.initial_metadata()).get(ECHO_INITIAL), "test_initial_metadata_value", ECHO_INITIAL)
    checks.equal(dict(call.trailing_metadata()).get(ECHO_TRAILING), b"\xab\xab\xab", ECHO_TRAILING)


def case(body):
    return lambda channel, descriptors: body(Interop(channel, descriptors))


CASES = {
    body.__name__: case(body) for body in [
        empty_unary, large_unary, client_streaming, server_streaming, ping_pong, empty_stream, cancel_after_begin,
        cancel_after_first_response, timeout_on_sleeping_server, status_code_and_message, special_status_message,
        unimplemented_method, unimplemented_service, custom_metadata, large_metadata, binary_metadata,
        repeated_binary_metadata, concurrent_large_unary,
    ]
}
