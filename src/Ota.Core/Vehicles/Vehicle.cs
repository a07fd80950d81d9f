namespace Ota.Core.Vehicles;

/// <summary>What is registered of a vehicle, its VIN left out. Texts are empty and the year is 0 while unknown.</summary>
public sealed record Vehicle
{
    /// <summary>The earliest model year taken.</summary>
    public const int MinYear = 1980;

    /// <summary>The latest model year taken.</summary>
    public const int MaxYear = 2100;

    /// <summary>Most option codes of one vehicle.</summary>
    public const int MaxOptions = 500;

    /// <summary>Most tags of one vehicle.</summary>
    public const int MaxTags = 50;

    /// <summary>Most RXSWINs of one vehicle.</summary>
    public const int MaxRxswins = 100;

    /// <summary>Its name here.</summary>
    public required Vid Vid { get; init; }

    /// <summary>A <see cref="Label"/>.</summary>
    public string Model { get; init; } = "";

    /// <summary>Model year.</summary>
    public int Year { get; init; }

    /// <summary>Where it was made, a <see cref="Label"/>.</summary>
    public string Plant { get; init; } = "";

    /// <summary>Where it was to be sold: ISO 3166, two capitals.</summary>
    public string Market { get; init; } = "";

    /// <summary>A <see cref="Label"/>.</summary>
    public string Trim { get; init; } = "";

    /// <summary>A <see cref="Label"/> such as BEV.</summary>
    public string Powertrain { get; init; } = "";

    /// <summary>Whether it is to be reached.</summary>
    public VehicleStatus Status { get; init; } = VehicleStatus.Active;

    /// <summary>Why it has that status.</summary>
    public string StatusReason { get; init; } = "";

    /// <summary>When it was registered.</summary>
    public DateTimeOffset Registered { get; init; }

    /// <summary>When anything about it changed last.</summary>
    public DateTimeOffset Changed { get; init; }

    /// <summary>Counts keepers from 1.</summary>
    public int Tenure { get; init; } = 1;

    /// <summary>When the present keeper's tenure began; null while it is the first keeper.</summary>
    public DateTimeOffset? TenureStart { get; init; }

    /// <summary>Equipment codes, each a <see cref="Token"/>, in order.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What operators noted, by a name that is a <see cref="Token"/>; values are labels or empty.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>RX software identification numbers (UN R156, 2.10), each a <see cref="Label"/>, in order.</summary>
    public IReadOnlyList<string> Rxswins { get; init; } = [];

    /// <summary>Its control units, by serial number.</summary>
    public IReadOnlyList<Ecu> Ecus { get; init; } = [];

    /// <summary>Whether a text is a market.</summary>
    public static bool IsMarket(string? text) => text is { Length: 2 } && text.All(char.IsAsciiLetterUpper);

    /// <summary>Whether a number is a model year.</summary>
    public static bool IsYear(int year) => year is >= MinYear and <= MaxYear;
}
