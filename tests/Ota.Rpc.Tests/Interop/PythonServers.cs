using Ota.Testing;

namespace Ota.Rpc.Tests.Interop;

public sealed class PythonServers() : PeerServers(PeerProgram.PythonGrpc());
