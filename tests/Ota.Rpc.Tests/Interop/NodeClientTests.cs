using Ota.Testing;

namespace Ota.Rpc.Tests.Interop;

public sealed class NodeClientTests(InteropHost host) : ForeignClientTests(host, PeerProgram.NodeGrpc());
