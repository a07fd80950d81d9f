namespace Ota.Core.Vehicles.Filters;

/// <summary>What a filter can ask about. VINs are no field: they would end up wherever filters do.</summary>
/// <param name="Name">As written in a filter; within <c>ecus:( )</c> without the <c>ecus.</c> in front.</param>
/// <param name="Kind">How it is compared.</param>
/// <param name="Words">For <see cref="FilterKind.Word"/>: the words there are.</param>
public sealed record FilterField(string Name, FilterKind Kind, IReadOnlyList<string>? Words = null)
{
    /// <summary>Comes before the fields of ECUs and the names of tags.</summary>
    public const char Dot = '.';

    /// <summary>The collection of control units.</summary>
    public const string Ecus = "ecus";

    /// <summary>Tags, by name.</summary>
    public static readonly FilterField Tags = new("tags", FilterKind.NamedTexts);

    /// <summary>The fields of a vehicle.</summary>
    public static IReadOnlyDictionary<string, FilterField> OfVehicle { get; } = Index(
        new("vid", FilterKind.Text),
        new("model", FilterKind.Text),
        new("year", FilterKind.Number),
        new("plant", FilterKind.Text),
        new("market", FilterKind.Text),
        new("trim", FilterKind.Text),
        new("powertrain", FilterKind.Text),
        new("status", FilterKind.Word, NamesOf<VehicleStatus>()),
        new("status_reason", FilterKind.Text),
        new("registered", FilterKind.Time),
        new("changed", FilterKind.Time),
        new("tenure", FilterKind.Number),
        new("options", FilterKind.Texts),
        new("rxswins", FilterKind.Texts),
        Tags);

    /// <summary>The fields of a control unit.</summary>
    public static IReadOnlyDictionary<string, FilterField> OfEcu { get; } = Index(
        new("serial", FilterKind.Text),
        new("hardware_id", FilterKind.Text),
        new("role", FilterKind.Word, NamesOf<EcuRole>()),
        new("image", FilterKind.Text),
        new("version", FilterKind.Text),
        new("digest", FilterKind.Text),
        new("previous_image", FilterKind.Text),
        new("previous_version", FilterKind.Text),
        new("previous_digest", FilterKind.Text));

    /// <inheritdoc />
    public bool Equals(FilterField? other) => Name == other?.Name && Kind == other.Kind;

    /// <inheritdoc />
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Name;

    private static Dictionary<string, FilterField> Index(params FilterField[] fields) => fields.ToDictionary(field => field.Name);

    private static string[] NamesOf<T>() where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];
}
