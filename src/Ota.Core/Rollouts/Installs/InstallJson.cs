using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ota.Core.Rollouts.Failures;

namespace Ota.Core.Rollouts.Installs;

/// <summary>Writes the parts of installs and their events; what has its default value is left out.</summary>
internal static class InstallJson
{
    // The text stays in a column and never gets into a page, so that nothing but what JSON demands is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output, Options)) write(json);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static T Read<T>(string text, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException)
        {
            throw new FormatException($"What is stored of an install cannot be read: {e.Message}", e);
        }
    }

    public static void Number(this Utf8JsonWriter json, string name, int value)
    {
        if (value != 0) json.WriteNumber(name, value);
    }

    public static void Flag(this Utf8JsonWriter json, string name, bool value)
    {
        if (value) json.WriteBoolean(name, value);
    }

    public static void Text(this Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0) json.WriteString(name, value);
    }

    public static void Time(this Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time) json.WriteNumber(name, time.ToUnixTimeMilliseconds());
    }

    public static void State(this Utf8JsonWriter json, string name, InstallState? value)
    {
        if (value is { } state) json.WriteNumber(name, (int)state);
    }

    public static void Position(this Utf8JsonWriter json, string name, ReportPosition? value)
    {
        if (value is not { } position) return;
        json.WriteStartArray(name);
        json.WriteNumberValue(position.Offer);
        json.WriteNumberValue(position.Attempt);
        json.WriteNumberValue(position.Seq);
        json.WriteEndArray();
    }

    public static void Use(this Utf8JsonWriter json, string name, VehicleUse? value)
    {
        if (value is not { } use) return;
        json.WriteStartArray(name);
        json.WriteNumberValue(use.IgnitionCycles);
        json.WriteNumberValue(use.OdometerMetres);
        json.WriteEndArray();
    }

    public static void Texts(this Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0) return;
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    public static void Targets(this Utf8JsonWriter json, string name, IReadOnlyList<InstallTarget> targets)
    {
        if (targets.Count == 0) return;
        json.WriteStartArray(name);
        foreach (InstallTarget target in targets)
        {
            json.WriteStartArray();
            json.WriteStringValue(target.Ecu.Value);
            json.WriteStringValue(target.Before);
            json.WriteStringValue(target.Sha256);
            json.WriteNumberValue(target.ReleaseCounter);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    public static void Ecus(this Utf8JsonWriter json, string name, IReadOnlyList<EcuProgress> ecus)
    {
        if (ecus.Count == 0) return;
        json.WriteStartArray(name);
        foreach (EcuProgress ecu in ecus)
        {
            json.WriteStartArray();
            json.WriteStringValue(ecu.Ecu.Value);
            json.WriteNumberValue((int)ecu.State);
            json.WriteStringValue(FailureText.Write(ecu.Reason));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    public static void Told(this Utf8JsonWriter json, string name, UserTold? value)
    {
        if (value is not { } told) return;
        json.WriteStartArray(name);
        json.WriteNumberValue(told.Time.ToUnixTimeMilliseconds());
        json.WriteStringValue(told.Language);
        json.WriteEndArray();
    }

    public static void Finding(this Utf8JsonWriter json, string name, InventoryFinding? finding)
    {
        if (finding is null) return;
        json.WriteStartObject(name);
        json.WriteNumber("counter", finding.Counter);
        json.WriteString("digest", finding.Digest);
        json.Text("key", finding.PrimaryKey);
        json.Flag("fresh", finding.IsFresh);
        json.Texts("differing", [.. finding.Differing.Select(ecu => ecu.Value)]);
        json.WriteEndObject();
    }
}
