using Ota.Simulator.Replay;

namespace Ota.Simulator.Fleet.Running;

/// <summary>What chance made of one vehicle: the same for the same vehicle and seed, whatever the network does.</summary>
internal sealed record Temperament
{
    public required VehicleKind Kind { get; init; }

    /// <summary>How long it is driven at a time, simulated.</summary>
    public required TimeSpan Drive { get; init; }

    /// <summary>How long it stands between drives, without network, simulated.</summary>
    public required TimeSpan Away { get; init; }

    /// <summary>When it is first driven, simulated.</summary>
    public required TimeSpan First { get; init; }

    /// <summary>How often its driver puts an update off.</summary>
    public required int Postpones { get; init; }

    /// <summary>How many drives pass until its conditions hold; for <see cref="VehicleKind.LowVoltage"/> until the battery is good.</summary>
    public required int UnsafeDrives { get; init; }

    /// <summary>Draws which of its ECUs and which step fails, if one does.</summary>
    public required int Fault { get; init; }

    public required ClockFault Clock { get; init; }

    public static Temperament Draw(VehicleKind kind, Random random, long nowMs)
    {
        Temperament drawn = new()
        {
            Kind = kind,
            Drive = TimeSpan.FromMinutes(10 + (random.NextDouble() * 80)),
            Away = TimeSpan.FromHours(1 + (random.NextDouble() * 13)),
            First = TimeSpan.FromHours(random.NextDouble() * 6),
            Postpones = random.NextDouble() < 0.2 ? random.Next(1, 3) : 0,
            UnsafeDrives = random.NextDouble() < 0.3 ? random.Next(1, 3) : 0,
            Fault = random.Next(),
            Clock = ClockFault.None,
        };
        return kind switch
        {
            VehicleKind.LowVoltage => drawn with { UnsafeDrives = random.Next(3, 6) },
            VehicleKind.ClockFault => drawn with { Clock = ClockFault.Draw(random, nowMs) },
            _ => drawn,
        };
    }
}
