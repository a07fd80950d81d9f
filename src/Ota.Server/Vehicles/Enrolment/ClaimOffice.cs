using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;

namespace Ota.Server.Vehicles.Enrolment;

/// <summary>Makes claims for the vehicles that a request names.</summary>
internal sealed class ClaimOffice(EnrolmentStore store, VinDirectory vins, RandomNumberGenerator random, TimeProvider time)
{
    private const int MostVehicles = 1000;

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(90);

    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(365);

    public async Task<V1.CreateClaimsResponse> CreateAsync(V1.CreateClaimsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        if (request.Vehicles.Count is 0 or > MostVehicles) violations.Add("vehicles", $"Not 1 to {MostVehicles}; send several requests.");
        TimeSpan lifetime = ReadLifetime(request.Lifetime, violations);
        VinLookup? why = request.Vehicles.Any(key => key.KeyCase == V1.VehicleKey.KeyOneofCase.Vin)
            ? VehicleFinder.Purpose(context, request.Purpose, "vid", violations)
            : null;
        violations.ThrowIfAny();

        EnrollingVehicle?[] vehicles = await FindAsync(request.Vehicles, why, context.CancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        List<ClaimRow> rows = [];
        HashSet<long> taken = [];
        V1.CreateClaimsResponse response = new() { ExpireTime = (now + lifetime).ToTimestamp() };
        foreach (EnrollingVehicle? vehicle in vehicles)
        {
            string problem = ProblemOf(vehicle, taken);
            V1.CreateClaimsResponse.Types.Result result = new() { Vid = vehicle?.Vid ?? "", Problem = problem };
            response.Results.Add(result);
            if (problem.Length > 0) continue;
            FactoryClaim claim = FactoryClaim.Create(random);
            result.Claim = claim.Reveal();
            rows.Add(new ClaimRow
            {
                Id = claim.Id,
                Vehicle = vehicle!.Number,
                SecretHash = claim.HashOfSecret(),
                Operator = VehicleFinder.CallerOf(context).Name,
                Created = now.ToUnixTimeMilliseconds(),
                Expires = (now + lifetime).ToUnixTimeMilliseconds(),
            });
        }

        if (rows.Count > 0) await store.AddClaimsAsync(rows, context.CancellationToken);
        return response;
    }

    private async Task<EnrollingVehicle?[]> FindAsync(IReadOnlyList<V1.VehicleKey> keys, VinLookup? why, CancellationToken stop)
    {
        Vin?[] asked = [.. keys.Select(key => Vin.TryParse(key.Vin))];
        Vin[] readable = [.. asked.OfType<Vin>()];
        IReadOnlyList<long?> numbers = readable.Length == 0 ? [] : await vins.FindAsync(readable, why!, stop);
        string[] vids = [.. keys.Select(key => Vid.TryParse(key.Vid)?.Value).OfType<string>()];
        IReadOnlyList<EnrollingVehicle> found = await store.FindVehiclesAsync(vids, [.. numbers.OfType<long>()], stop);
        Dictionary<long, EnrollingVehicle> byNumber = found.ToDictionary(vehicle => vehicle.Number);
        Dictionary<string, EnrollingVehicle> byVid = found.ToDictionary(vehicle => vehicle.Vid);
        int next = 0;
        return
        [
            .. keys.Select((key, i) => asked[i] is null
                ? byVid.GetValueOrDefault(key.Vid ?? "")
                : numbers[next++] is { } number ? byNumber[number] : null),
        ];
    }

    private static string ProblemOf(EnrollingVehicle? vehicle, HashSet<long> taken) => vehicle switch
    {
        null => "No vehicle is registered with this VIN or vid.",
        { IsActive: false } => "The vehicle is not active; set its status first.",
        _ when !taken.Add(vehicle.Number) => "The vehicle is in this request before; that one has the claim.",
        _ => "",
    };

    private static TimeSpan ReadLifetime(Duration? lifetime, Violations violations)
    {
        if (lifetime is null) return DefaultLifetime;
        if (lifetime.Seconds > 0 && lifetime.Seconds <= LongestLifetime.TotalSeconds && lifetime.Nanos is >= 0 and < 1_000_000_000) return lifetime.ToTimeSpan();
        violations.Add("lifetime", "Not from one second to 365 days.");
        return DefaultLifetime;
    }
}
