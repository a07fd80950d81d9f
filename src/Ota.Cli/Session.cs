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

    public V1.Telemetry.TelemetryClient Telemetry => new(connection.Calls);

    public V1.Vehicles.VehiclesClient Vehicles => new(connection.Calls);

    public V1.Enrolment.EnrolmentClient Enrolment => new(connection.Calls);

    public V1.Bundles.BundlesClient Bundles => new(connection.Calls);

    public V1.Artifacts.ArtifactsClient Artifacts => new(connection.Calls);

    public V1.Repository.RepositoryClient Repository => new(connection.Calls);

    public V1.Director.DirectorClient Director => new(connection.Calls);

    public V1.Rollouts.RolloutsClient Rollouts => new(connection.Calls);

    /// <summary>Ends with the command.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Makes one call under the deadline and with the credential.</summary>
    /// <exception cref="CliException">The call failed.</exception>
    public async Task<T> CallAsync<T>(string sentence, Func<CallOptions, AsyncUnaryCall<T>> start)
    {
        using AsyncUnaryCall<T> call = start(Options());
        try
        {
            return await Waiting.ForAsync(call.ResponseAsync, sentence, around);
        }
        catch (RpcException e)
        {
            throw Explain(e);
        }
    }

    /// <summary>Starts a stream, which may take as long as it needs.</summary>
    public T Start<T>(Func<CallOptions, T> start) => start(Options().WithDeadline(DateTime.MaxValue));

    /// <summary>Uses a stream.</summary>
    /// <exception cref="CliException">The call failed.</exception>
    public async Task GuardAsync(Func<Task> use)
    {
        try
        {
            await use();
        }
        catch (RpcException e)
        {
            throw Explain(e);
        }
    }

    public CliException Explain(RpcException failure)
    {
        stop.ThrowIfCancellationRequested();
        return CallFailure.Explain(failure, connection);
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

    /// <summary>The credential and the deadline of one call.</summary>
    public CallOptions Options()
    {
        Metadata headers = [];
        if (connection.Settings.Credential is OperatorCredential.Token token) headers.Add("authorization", $"Bearer {token.Value}");
        DateTime deadline = (Now + connection.Settings.Timeout).UtcDateTime;
        return new CallOptions(headers, deadline, stop);
    }

    public void Dispose() => connection.Dispose();
}
