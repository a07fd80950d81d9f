"""The compression cases, as far as grpcio lets a program decide and see.

grpcio shows neither side whether a message came compressed, so the cases that ask for compressed responses check sizes
and contents here, and the test looks at the flags on the server's side of the wire. A client chooses per call, not per
message; see client_compressed_streaming for how one call still carries both kinds.
"""
import random

import grpc

from . import checks
from .interop_cases import DEADLINE, case

GZIP = grpc.Compression.Gzip


def client_compressed_unary(interop):
    compressed = interop.large(expect_compressed=interop.flag(True))
    plain = interop.large(expect_compressed=interop.flag(False))
    checks.fails(lambda: interop.stub.UnaryCall(compressed, timeout=DEADLINE), grpc.StatusCode.INVALID_ARGUMENT)
    checks.zeros(interop.stub.UnaryCall(compressed, timeout=DEADLINE, compression=GZIP).payload, 314159)
    checks.zeros(interop.stub.UnaryCall(plain, timeout=DEADLINE).payload, 314159)


def client_compressed_streaming(interop):
    probe = interop.input(27182, expect_compressed=interop.flag(True))
    checks.fails(
        lambda: interop.stub.StreamingInputCall(iter([probe]), timeout=DEADLINE), grpc.StatusCode.INVALID_ARGUMENT)
    # The second message holds noise instead of zeros: the library sends a message plain, also in a compressed call,
    # when compression would make it longer. That is its only way to a plain message after a compressed one.
    noise = interop.message("Payload", body=random.Random(45904).randbytes(45904))
    plain = interop.message("StreamingInputCallRequest", payload=noise, expect_compressed=interop.flag(False))
    response = interop.stub.StreamingInputCall(iter([probe, plain]), timeout=DEADLINE, compression=GZIP)
    checks.equal(response.aggregated_payload_size, 73086, "aggregated size")


def server_compressed_unary(interop):
    for wanted in (True, False):
        request = interop.large(response_compressed=interop.flag(wanted))
        checks.zeros(interop.stub.UnaryCall(request, timeout=DEADLINE).payload, 314159)


def server_compressed_streaming(interop):
    wanted = [(31415, True), (92653, False)]
    parameters = [
        interop.message("ResponseParameters", size=size, compressed=interop.flag(compressed))
        for size, compressed in wanted]
    request = interop.message("StreamingOutputCallRequest", response_parameters=parameters)
    responses = list(interop.stub.StreamingOutputCall(request, timeout=DEADLINE))
    checks.equal([len(response.payload.body) for response in responses], [31415, 92653], "sizes of the responses")
    for response, (size, _) in zip(responses, wanted):
        checks.zeros(response.payload, size)


CASES = {
    body.__name__: case(body) for body in [
        client_compressed_unary, client_compressed_streaming, server_compressed_unary, server_compressed_streaming,
    ]
}
