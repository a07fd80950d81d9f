using System.Text.Json;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Vehicles;

namespace Ota.Core.Rollouts.Installs;

/// <summary>Reads what <see cref="InstallJson"/> writes; what is absent has its default value.</summary>
internal static class InstallJsonParts
{
    public static int Number(this JsonElement json, string name) => json.Has(name, out JsonElement value) ? value.GetInt32() : 0;

    public static bool Flag(this JsonElement json, string name) => json.Has(name, out JsonElement value) && value.GetBoolean();

    public static string Text(this JsonElement json, string name) => json.Has(name, out JsonElement value) ? value.GetString() ?? "" : "";

    public static DateTimeOffset? Time(this JsonElement json, string name) =>
        json.Has(name, out JsonElement value) ? DateTimeOffset.FromUnixTimeMilliseconds(value.GetInt64()) : null;

    public static InstallState? State(this JsonElement json, string name) =>
        json.Has(name, out JsonElement value) ? Defined((InstallState)value.GetInt32()) : null;

    public static ReportPosition? Position(this JsonElement json, string name) =>
        json.Has(name, out JsonElement value) ? new ReportPosition(value[0].GetInt32(), value[1].GetInt32(), value[2].GetInt64()) : null;

    public static VehicleUse? Use(this JsonElement json, string name) =>
        json.Has(name, out JsonElement value) ? new VehicleUse(value[0].GetInt64(), value[1].GetInt64()) : null;

    public static IReadOnlyList<string> Texts(this JsonElement json, string name) => json.Items(name, item => item.GetString()!);

    public static IReadOnlyList<InstallTarget> Targets(this JsonElement json, string name) =>
        json.Items(name, item => new InstallTarget(Serial(item[0]), item[1].GetString()!, item[2].GetString()!, item[3].GetInt64()));

    public static IReadOnlyList<EcuProgress> Ecus(this JsonElement json, string name) => json.Items(
        name, item => new EcuProgress(Serial(item[0]), Defined((EcuInstallState)item[1].GetInt32()), FailureText.Read(item[2].GetString()!)));

    public static UserTold? Told(this JsonElement json, string name) =>
        json.Has(name, out JsonElement value) ? new UserTold(DateTimeOffset.FromUnixTimeMilliseconds(value[0].GetInt64()), value[1].GetString()!) : null;

    public static InventoryFinding? Finding(this JsonElement json, string name) =>
        json.Has(name, out JsonElement value)
            ? new InventoryFinding(
                value.GetProperty("counter").GetUInt64(), value.Text("digest"), value.Flag("fresh"), value.Items("differing", Serial))
            {
                PrimaryKey = value.Text("key"),
            }
            : null;

    public static T Defined<T>(T value)
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new FormatException($"{value} is no {typeof(T).Name}.");

    private static EcuSerial Serial(JsonElement json) =>
        EcuSerial.TryParse(json.GetString()) ?? throw new FormatException($"'{json}' is no serial number of an ECU.");

    private static IReadOnlyList<T> Items<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.Has(name, out JsonElement value) ? [.. value.EnumerateArray().Select(read)] : [];

    private static bool Has(this JsonElement json, string name, out JsonElement value) => json.TryGetProperty(name, out value);
}
