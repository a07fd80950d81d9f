"""Calls the interop service knowing nothing of it but what the server's reflection tells."""
import grpc
from google.protobuf import descriptor_pb2

from . import checks
from .contract import Contract
from .requests import Requests

DEADLINE = 20
SERVICE = "grpc.testing.TestService"


class Reflection:
    def __init__(self, channel, descriptors, version):
        package = f"grpc.reflection.{version}"
        contract = Contract.of_file(descriptors / "tools.protoset")
        self._request = contract.message(f"{package}.ServerReflectionRequest")
        self._sent = Requests()
        stub = contract.stub(channel, f"{package}.ServerReflection")
        self._call = stub.ServerReflectionInfo(iter(self._sent), timeout=DEADLINE)

    def ask(self, **question):
        request = self._request(**question)
        self._sent.send(request)
        answer = next(self._call)
        checks.equal(answer.original_request, request, "the request that the answer repeats")
        return answer

    def services(self):
        return [service.name for service in self.ask(list_services="*").list_services_response.service]

    def files(self, **question):
        answer = self.ask(**question)
        checks.equal(answer.WhichOneof("message_response"), "file_descriptor_response", f"answer to {question}")
        parse = descriptor_pb2.FileDescriptorProto.FromString
        return [parse(file) for file in answer.file_descriptor_response.file_descriptor_proto]

    def everything_behind(self, symbol):
        """The file of the symbol and all that it imports, asking for what the server did not send along."""
        known = {file.name: file for file in self.files(file_containing_symbol=symbol)}
        while missing := {name for file in known.values() for name in file.dependency} - known.keys():
            for name in missing:
                known.update({file.name: file for file in self.files(file_by_filename=name)})
        return known.values()

    def close(self):
        self._sent.close()
        checks.equal(list(self._call), [], "answers after the last question")


def reflection(version):
    def case(channel, descriptors):
        reflection = Reflection(channel, descriptors, version)
        services = reflection.services()
        checks.equal(SERVICE in services, True, f"{SERVICE} is listed among {services}")
        checks.equal("grpc.testing.UnimplementedService" in services, False, "a service that is not served is listed")
        found = Contract(reflection.everything_behind(SERVICE))
        unknown = reflection.ask(file_containing_symbol="no.such.Symbol")
        checks.equal(unknown.error_response.error_code, grpc.StatusCode.NOT_FOUND.value[0], "code for an unknown symbol")
        by_method = [file.name for file in reflection.files(file_containing_symbol=f"{SERVICE}.UnaryCall")]
        checks.equal(by_method, [found.pool.FindServiceByName(SERVICE).file.name], "files for a method's name")
        reflection.close()
        call_with(found, channel)
    return case


def call_with(contract, channel):
    stub = contract.stub(channel, SERVICE)
    empty = contract.message("grpc.testing.Empty")
    checks.equal(stub.EmptyCall(empty(), timeout=DEADLINE), empty(), "response")
    payload = contract.message("grpc.testing.Payload")(body=bytes(271828))
    request = contract.message("grpc.testing.SimpleRequest")(response_size=314159, payload=payload)
    checks.zeros(stub.UnaryCall(request, timeout=DEADLINE).payload, 314159)


CASES = {f"reflection_{version}": reflection(version) for version in ("v1", "v1alpha")}
