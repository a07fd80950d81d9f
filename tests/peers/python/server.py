"""The interop service on grpcio.

grpcio does not show a server whether a request came compressed, so expect_compressed is not checked here.
"""
import concurrent.futures
import pathlib
import sys
import time

import grpc

ECHO_INITIAL = "x-grpc-test-echo-initial"
ECHO_TRAILING = "x-grpc-test-echo-trailing-bin"
CODES = {code.value[0]: code for code in grpc.StatusCode}


class InteropService:
    def __init__(self, contract):
        self._message = lambda name, **fields: contract.message(f"grpc.testing.{name}")(**fields)

    def EmptyCall(self, request, context):
        echo_metadata(context)
        return self._message("Empty")

    def UnaryCall(self, request, context):
        compress(context, request.HasField("response_compressed") and request.response_compressed.value)
        echo_metadata(context)
        echo_status(request, context)
        return self._message("SimpleResponse", payload=self._zeros(request.response_size))

    def CacheableUnaryCall(self, request, context):
        context.send_initial_metadata((("cache-control", "max-age=60, public"),))
        now = self._message("Payload", body=str(time.time_ns()).encode())
        return self._message("SimpleResponse", payload=now)

    def StreamingOutputCall(self, request, context):
        compress(context, any(wanted.compressed.value for wanted in request.response_parameters))
        echo_metadata(context)
        yield from self._responses(request, context)

    def StreamingInputCall(self, requests, context):
        echo_metadata(context)
        total = sum(len(request.payload.body) for request in requests)
        return self._message("StreamingInputCallResponse", aggregated_payload_size=total)

    def FullDuplexCall(self, requests, context):
        echo_metadata(context)
        for request in requests:
            yield from self._responses(request, context)

    def HalfDuplexCall(self, requests, context):
        echo_metadata(context)
        for request in list(requests):
            yield from self._responses(request, context)

    def _responses(self, request, context):
        echo_status(request, context)
        for wanted in request.response_parameters:
            time.sleep(wanted.interval_us / 1e6)
            if not wanted.compressed.value:
                context.disable_next_message_compression()
            yield self._message("StreamingOutputCallResponse", payload=self._zeros(wanted.size))

    def _zeros(self, size):
        return self._message("Payload", body=bytes(size))


def compress(context, wanted):
    if wanted:
        context.set_compression(grpc.Compression.Gzip)


def echo_metadata(context):
    received = dict(context.invocation_metadata())
    context.set_trailing_metadata([entry for entry in context.invocation_metadata() if entry.key == ECHO_TRAILING])
    if ECHO_INITIAL in received:
        context.send_initial_metadata(((ECHO_INITIAL, received[ECHO_INITIAL]),))


def echo_status(request, context):
    if request.HasField("response_status") and request.response_status.code:
        context.abort(CODES[request.response_status.code], request.response_status.message)


def run(contract, port, tls):
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(16), options=[("grpc.max_metadata_size", 64 * 1024)])
    server.add_generic_rpc_handlers((contract.handler("grpc.testing.TestService", InteropService(contract)),))
    address = f"127.0.0.1:{port}"
    port = server.add_secure_port(address, credentials(tls)) if tls else server.add_insecure_port(address)
    server.start()
    print(f"LISTENING {port}", flush=True)
    sys.stdin.read()
    server.stop(None).wait()
    return 0


def credentials(tls):
    certificate, key, *client_ca = [pathlib.Path(path).read_bytes() for path in tls]
    if not client_ca:
        return grpc.ssl_server_credentials([(key, certificate)])
    return grpc.ssl_server_credentials([(key, certificate)], client_ca[0], require_client_auth=True)
