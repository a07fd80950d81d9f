using Ota.Testing;

namespace Ota.Rpc.Tests.Interop;

public sealed class PythonClientTests(InteropHost host) : ForeignClientTests(host, PeerProgram.PythonGrpc());
