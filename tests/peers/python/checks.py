"""What a case says when the other side answered something else."""
import grpc


class Mismatch(Exception):
    pass


def equal(actual, expected, what):
    if actual != expected:
        raise Mismatch(f"{what}: {shorten(actual)} instead of {shorten(expected)}")


def zeros(payload, size):
    equal(len(payload.body), size, "payload size")
    if payload.body.strip(b"\0"):
        raise Mismatch("the payload holds other bytes than zeros")


def fails(call, code, details=None):
    """Runs the call to its end, which has to be this status."""
    try:
        answer = call()
        if hasattr(answer, "__next__"):
            answer = list(answer)
    except grpc.RpcError as error:
        equal(error.code(), code, "status code")
        if details is not None:
            equal(error.details(), details, "status message")
        return
    raise Mismatch(f"the call succeeded with {shorten(answer)} instead of failing with {code}")


def shorten(value):
    text = " ".join(repr(value).split())
    return text if len(text) <= 200 else text[:200] + "..."
