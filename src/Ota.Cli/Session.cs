using Google.Protobuf;
using Grpc.Core;
using Ota.Cli.Connection;
using Ota.Cli.Output;

namespace Ota.Cli;

/// <summary>One run of one verb against one server.</summary>
internal sealed class Session(ServerConnection connection, OutputFormat format, Surroundings around, CancellationToken stop) : IDisposable
{
    public Surroundings Around => around;

    public ServerConnection Connection => connection;

    public OutputFormat Format => format;

    public DateTimeOffset Now => around.Time.GetUtcNow();

    public V1.System.SystemClient System => new(connection.Calls);

    public V1.Operators.OperatorsClient Operators => new(connection.Calls);

    /// <summary>Makes one call under the deadline and with the credential.</summary>
    /// <exception cref="CliException">The call failed.</exception>
    public async Task<T> CallAsync<T>(string sentence, Func<CallOptions, AsyncUnaryCall<T>> start)
    {
        using AsyncUnaryCall<T> call = start(CreateCallOptions());
        try
        {
            return await Waiting.ForAsync(call.ResponseAsync, sentence, around);
        }
        catch (RpcException e)
        {
            stop.ThrowIfCancellationRequested();
            throw CallFailure.Explain(e, connection);
        }
    }

    /// <summary>Writes a result as JSON, or as the given table.</summary>
    public void Write(IMessage result, Action<TableOutput> asTable)
    {
        if (format is OutputFormat.Json)
            JsonOutput.Write(around.Out, result);
        else
            asTable(new TableOutput(around));
    }

    /// <summary>Tells the operator, not the script, what was done.</summary>
    public void Say(string sentence) => around.Error.WriteLine(Printable.Line(sentence));

    public void Dispose() => connection.Dispose();

    private CallOptions CreateCallOptions()
    {
        Metadata headers = [];
        if (connection.Settings.Credential is OperatorCredential.Token token) headers.Add("authorization", $"Bearer {token.Value}");
        DateTime deadline = (Now + connection.Settings.Timeout).UtcDateTime;
        return new CallOptions(headers, deadline, stop);
    }
}
