"""grpc.health.v1 as a load balancer would use it."""
import grpc

from . import checks
from .contract import Contract

DEADLINE = 20
SERVING, NOT_SERVING, SERVICE_UNKNOWN = 1, 2, 3


def stub_of(channel, descriptors):
    contract = Contract.of_file(descriptors / "tools.protoset")
    return contract.stub(channel, "grpc.health.v1.Health"), contract.message("grpc.health.v1.HealthCheckRequest")


def health_check(channel, descriptors):
    stub, request = stub_of(channel, descriptors)
    for service in ("", "grpc.testing.TestService"):
        checks.equal(stub.Check(request(service=service), timeout=DEADLINE).status, SERVING, f"health of '{service}'")
    checks.fails(lambda: stub.Check(request(service="no.such.Service"), timeout=DEADLINE), grpc.StatusCode.NOT_FOUND)


def health_watch(channel, descriptors):
    """Prints each status as it comes: whoever runs this case changes it twice."""
    stub, request = stub_of(channel, descriptors)
    call = stub.Watch(request(service="grpc.testing.Watched"), timeout=DEADLINE)
    for expected in (SERVING, NOT_SERVING, SERVING):
        checks.equal(next(call).status, expected, "health")
        print(f"SEEN {expected}", flush=True)
    call.cancel()


def health_watch_unknown(channel, descriptors):
    """A service that the server does not know is watched, not refused: it may come."""
    stub, request = stub_of(channel, descriptors)
    call = stub.Watch(request(service="no.such.Service"), timeout=DEADLINE)
    checks.equal(next(call).status, SERVICE_UNKNOWN, "health")
    call.cancel()


CASES = {body.__name__: body for body in [health_check, health_watch, health_watch_unknown]}
