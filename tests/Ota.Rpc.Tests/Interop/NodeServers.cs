using Ota.Testing;

namespace Ota.Rpc.Tests.Interop;

public sealed class NodeServers() : PeerServers(PeerProgram.NodeGrpc());
