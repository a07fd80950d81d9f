using System.IO.Pipelines;

namespace Ota.Rpc.Tests.Interop.Wire;

/// <summary>A server's transport with a tap on it.</summary>
internal sealed class TappedPipes(IDuplexPipe inner, WireTap tap) : IDuplexPipe
{
    public PipeReader Input { get; } = new TappedReader(inner.Input, tap.FromClient);

    public PipeWriter Output { get; } = new TappedWriter(inner.Output, tap.FromServer);
}
