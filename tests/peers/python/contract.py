"""Message classes, stubs and handlers made at run time from a descriptor set, without generated code."""
from types import SimpleNamespace

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


class Contract:
    def __init__(self, files):
        self.pool = descriptor_pool.DescriptorPool()
        for file in in_order(files):
            self.pool.Add(file)

    @classmethod
    def of_file(cls, path):
        return cls(descriptor_pb2.FileDescriptorSet.FromString(path.read_bytes()).file)

    def message(self, name):
        return self._class(self.pool.FindMessageTypeByName(name))

    def stub(self, channel, service):
        """One callable per method of the service, named as the method."""
        stub = SimpleNamespace()
        for method in self.pool.FindServiceByName(service).methods:
            callable_of = getattr(channel, kind(method))
            setattr(stub, method.name, callable_of(
                f"/{service}/{method.name}",
                request_serializer=self._class(method.input_type).SerializeToString,
                response_deserializer=self._class(method.output_type).FromString))
        return stub

    def handler(self, service, implementation):
        """Serves the methods that the implementation has; the others stay unimplemented."""
        methods = {}
        for method in self.pool.FindServiceByName(service).methods:
            behaviour = getattr(implementation, method.name, None)
            if behaviour is None:
                continue
            handler_of = getattr(grpc, f"{kind(method)}_rpc_method_handler")
            methods[method.name] = handler_of(
                behaviour,
                request_deserializer=self._class(method.input_type).FromString,
                response_serializer=self._class(method.output_type).SerializeToString)
        return grpc.method_handlers_generic_handler(service, methods)

    def _class(self, descriptor):
        # protobuf 4.22 replaced the factory object by a function.
        if hasattr(message_factory, "GetMessageClass"):
            return message_factory.GetMessageClass(descriptor)
        return message_factory.MessageFactory(self.pool).GetPrototype(descriptor)


def kind(method):
    sides = [method.client_streaming, method.server_streaming]
    return "_".join("stream" if streaming else "unary" for streaming in sides)


def in_order(files):
    """A pool takes a file only after the files that it imports."""
    waiting = {file.name: file for file in files}
    while waiting:
        ready = [file for file in waiting.values() if not any(name in waiting for name in file.dependency)]
        if not ready:
            raise ValueError(f"files import each other in a circle: {sorted(waiting)}")
        for file in ready:
            yield waiting.pop(file.name)
