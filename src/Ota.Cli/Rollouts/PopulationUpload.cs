using Google.Protobuf;
using Grpc.Core;
using Ota.Cli.Output;
using Ota.Cli.Vehicles;

namespace Ota.Cli.Rollouts;

/// <summary>Sends what says which vehicles: one message, and the lines of a file after it, no faster than the server takes them.</summary>
internal static class PopulationUpload
{
    /// <param name="session">The server.</param>
    /// <param name="sentence">What is shown while the server works.</param>
    /// <param name="start">Starts the call.</param>
    /// <param name="first">The first message.</param>
    /// <param name="list">A file with VINs and vids; null for none.</param>
    /// <param name="toRequest">Makes a message of some of them.</param>
    /// <exception cref="CliException">The call failed, or a line is wrong: then the call is given up before anything was done.</exception>
    public static async Task<TResponse> SendAsync<TRequest, TResponse>(
        Session session,
        string sentence,
        Func<CallOptions, AsyncClientStreamingCall<TRequest, TResponse>> start,
        TRequest first,
        string? list,
        Func<string[], TRequest> toRequest)
        where TRequest : IMessage
    {
        using TextReader? text = list is null ? null : FleetFile.Open(list, session.Around);
        using AsyncClientStreamingCall<TRequest, TResponse> call = session.Start(start);
        TResponse? response = default;
        await session.GuardAsync(async () =>
        {
            try
            {
                await call.RequestStream.WriteAsync(first);
                if (text is not null) await WriteAsync(call.RequestStream, new VehicleLines(text, list!), toRequest);
                await call.RequestStream.CompleteAsync();
            }
            catch (RpcException)
            {
                // The call has ended; its status, which the response has, says why.
            }

            response = await Waiting.ForAsync(call.ResponseAsync, sentence, session.Around);
        });
        return response!;
    }

    private static async Task WriteAsync<TRequest>(IClientStreamWriter<TRequest> stream, VehicleLines lines, Func<string[], TRequest> toRequest)
    {
        foreach (string[] part in lines.ReadParts()) await stream.WriteAsync(toRequest(part));
        lines.Check();
    }
}
