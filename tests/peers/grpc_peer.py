#!/usr/bin/python3
"""A foreign gRPC peer on grpcio: either the interop server or one case of a client.

    grpc_peer.py server --descriptors DIR [--port 0] [--tls CERT KEY [CLIENT_CA]]
    grpc_peer.py client --descriptors DIR --port P --case NAME [--tls CA [CERT KEY]]

The server prints `LISTENING port` and runs until its standard input ends, so that it never outlives the test that
started it. The client prints `OK name` and exits with 0, or prints one line with the reason and exits with 1.
"""
import argparse
import pathlib
import sys

import grpc

from python import checks, compression_cases, drain_case, health_cases, interop_cases, reflection_cases, server
from python.contract import Contract

CASES = {
    **interop_cases.CASES,
    **compression_cases.CASES,
    **health_cases.CASES,
    **reflection_cases.CASES,
    **drain_case.CASES,
}


def main():
    arguments = parse()
    descriptors = pathlib.Path(arguments.descriptors)
    if arguments.role == "server":
        return server.run(Contract.of_file(descriptors / "interop.protoset"), arguments.port, arguments.tls)
    case = CASES.get(arguments.case)
    if case is None:
        print(f"there is no case {arguments.case}; there are: {' '.join(CASES)}")
        return 1
    return run_client(case, arguments, descriptors)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=["server", "client"])
    parser.add_argument("--descriptors", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--case")
    parser.add_argument("--tls", nargs="+", metavar="PEM")
    return parser.parse_args()


def run_client(case, arguments, descriptors):
    try:
        with connect(arguments.port, arguments.tls) as channel:
            case(channel, descriptors)
    except (checks.Mismatch, grpc.RpcError) as failure:
        print(f"{arguments.case}: {one_line(failure)}")
        return 1
    print(f"OK {arguments.case}")
    return 0


def connect(port, tls):
    # Each process is one channel: a connection shared with another case would hide how this one begins.
    options = [("grpc.use_local_subchannel_pool", 1), ("grpc.max_metadata_size", 64 * 1024)]
    target = f"127.0.0.1:{port}"
    if not tls:
        return grpc.insecure_channel(target, options)
    ca, certificate, key = [pathlib.Path(path).read_bytes() for path in tls] + [None] * (3 - len(tls))
    return grpc.secure_channel(target, grpc.ssl_channel_credentials(ca, key, certificate), options)


def one_line(failure):
    if isinstance(failure, grpc.Call):
        return f"{failure.code()}: {failure.details()!r}"
    return str(failure)


if __name__ == "__main__":
    sys.exit(main())
