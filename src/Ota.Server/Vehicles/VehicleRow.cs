using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles;

/// <summary>A vehicle as stored, without what is in tables of its own; times in Unix milliseconds.</summary>
internal sealed class VehicleRow
{
    public const string Columns = """
        v.number, v.vid, v.model, v.year, v.plant, v.market, v.trim, v.powertrain, v.status, v.status_reason AS StatusReason,
        v.registered, v.changed, v.tenure, v.tenure_start AS TenureStart
        """;

    public long Number { get; init; }

    public string Vid { get; init; } = "";

    public string Model { get; init; } = "";

    public long Year { get; init; }

    public string Plant { get; init; } = "";

    public string Market { get; init; } = "";

    public string Trim { get; init; } = "";

    public string Powertrain { get; init; } = "";

    public long Status { get; init; }

    public string StatusReason { get; init; } = "";

    public long Registered { get; init; }

    public long Changed { get; init; }

    public long Tenure { get; init; }

    public long? TenureStart { get; init; }

    public Vehicle With(IEnumerable<EcuRow> ecus, IEnumerable<string> options, IEnumerable<TagRow> tags, IEnumerable<string> rxswins) => new()
    {
        Vid = Core.Vehicles.Vid.TryParse(Vid)!.Value,
        Model = Model,
        Year = (int)Year,
        Plant = Plant,
        Market = Market,
        Trim = Trim,
        Powertrain = Powertrain,
        Status = (VehicleStatus)Status,
        StatusReason = StatusReason,
        Registered = DateTimeOffset.FromUnixTimeMilliseconds(Registered),
        Changed = DateTimeOffset.FromUnixTimeMilliseconds(Changed),
        Tenure = (int)Tenure,
        TenureStart = TenureStart is { } start ? DateTimeOffset.FromUnixTimeMilliseconds(start) : null,
        Ecus = [.. ecus.Select(ecu => ecu.ToEcu())],
        Options = [.. options],
        Tags = tags.ToDictionary(tag => tag.Name, tag => tag.Value),
        Rxswins = [.. rxswins],
    };
}
