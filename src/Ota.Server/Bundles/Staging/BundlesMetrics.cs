using System.Diagnostics.Metrics;
using Grpc.Core;

namespace Ota.Server.Bundles.Staging;

internal sealed class BundlesMetrics
{
    private readonly Counter<long> _calls;

    public BundlesMetrics(IMeterFactory factory) => _calls = factory.Create("Ota.Bundles").CreateCounter<long>(
        "ota.bundles.calls", "{call}", "What was asked of bundles, by outcome: done, or the status of the refusal.");

    /// <summary>Counts a call when it has ended.</summary>
    public async Task<T> CountAsync<T>(string call, Task<T> work)
    {
        string outcome = "failed";
        try
        {
            T result = await work;
            outcome = "done";
            return result;
        }
        catch (RpcException e)
        {
            outcome = e.StatusCode.ToString();
            throw;
        }
        finally
        {
            _calls.Add(1, new("call", call), new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
