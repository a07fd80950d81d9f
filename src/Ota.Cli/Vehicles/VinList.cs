using Grpc.Core;
using Ota.Cli.Output;
using Ota.Core.Vehicles;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>Looks the VINs of a file up, a part at a time over one call.</summary>
internal static class VinList
{
    private const int PartSize = 500;
    private const int MaxShown = 20;

    public static async Task ListAsync(Session session, string path, string purpose, ListRows<V1.Vehicle> rows)
    {
        List<string> problems = [];
        int missing = 0;
        long line = 0;
        using TextReader lines = FleetFile.Open(path, session.Around);
        using AsyncDuplexStreamingCall<LookUpVehiclesRequest, LookUpVehiclesResponse> call = session.Start(session.Vehicles.LookUpVehicles);
        await session.GuardAsync(async () =>
        {
            foreach ((long Line, string Vin)[] part in Read(lines).Chunk(PartSize))
            {
                await call.RequestStream.WriteAsync(new LookUpVehiclesRequest { Vins = { part.Select(one => one.Vin) }, Purpose = purpose });
                if (!await call.ResponseStream.MoveNext(CancellationToken.None)) break;
                rows.Write([.. call.ResponseStream.Current.Results.Where(result => result.Vehicle is not null).Select(result => result.Vehicle)]);
                foreach (((long at, string _), LookUpVehiclesResponse.Types.Result result) in part.Zip(call.ResponseStream.Current.Results))
                {
                    if (result.Vehicle is not null) continue;
                    if (missing++ < MaxShown) problems.Add($"Line {at}: {result.Problem}");
                }
            }

            await call.RequestStream.CompleteAsync();
            await call.ResponseStream.MoveNext(CancellationToken.None);
        });
        rows.End();
        if (missing > MaxShown) problems.Add($"And {missing - MaxShown} more.");
        if (missing > 0) throw new CliException(ExitCode.Refused, problems);

        IEnumerable<(long, string)> Read(TextReader from)
        {
            while (from.ReadLine() is { } text)
            {
                line++;
                string vin = text.Trim();
                if (vin.Length > 0) yield return (line, vin.Length > Vin.Length ? "" : vin);
            }
        }
    }
}
