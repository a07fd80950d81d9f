using Grpc.Core;

namespace Ota.Rpc.Tests.Support;

/// <summary>What the echo service does; each test sets the handlers it is about.</summary>
internal sealed class EchoScript
{
    public UnaryServerMethod<EchoMessage, EchoMessage> Unary { get; set; } = (request, _) => Task.FromResult(request);

    public ClientStreamingServerMethod<EchoMessage, EchoMessage> Collect { get; set; } = async (requests, _) =>
    {
        EchoMessage all = new();
        while (await requests.MoveNext(CancellationToken.None))
            all.Text += requests.Current.Text;
        return all;
    };

    public ServerStreamingServerMethod<EchoMessage, EchoMessage> Expand { get; set; } = async (request, responses, _) =>
    {
        foreach (char letter in request.Text)
            await responses.WriteAsync(new EchoMessage { Text = letter.ToString() });
    };

    public DuplexStreamingServerMethod<EchoMessage, EchoMessage> Chat { get; set; } = async (requests, responses, _) =>
    {
        while (await requests.MoveNext(CancellationToken.None))
            await responses.WriteAsync(requests.Current);
    };
}
