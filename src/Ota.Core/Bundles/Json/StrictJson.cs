using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Ota.Core.Bundles.Json;

/// <summary>
/// Reads a document that all clients read alike. RFC 8259 leaves open what a repeated member, a lone surrogate or a number with a
/// fraction means; what is signed must not be open, so they are refused.
/// </summary>
public static class StrictJson
{
    private static readonly SearchValues<byte> SignAndDigits = SearchValues.Create("-0123456789"u8);

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">Anything.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="problem">What is wrong, one sentence; null if nothing is.</param>
    /// <returns>The document, or null if there is a problem.</returns>
    public static JsonValue? TryRead(ReadOnlySpan<byte> utf8, JsonLimits limits, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(limits);
        problem = Describe(utf8, limits);
        if (problem is not null) return null;
        try
        {
            Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
            reader.Read();
            int left = limits.MaxValues;
            JsonValue value = Read(ref reader, ref left);
            reader.Read(); // Throws if something follows the document.
            return value;
        }
        catch (JsonException e)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
            problem = $"This is no JSON, or nested deeper than {limits.MaxDepth}: {place}.";
        }
        catch (InvalidOperationException)
        {
            problem = "A text has half of a surrogate pair, which is no character.";
        }
        catch (UnclearJsonException e)
        {
            problem = e.Message;
        }

        return null;
    }

    private static string? Describe(ReadOnlySpan<byte> utf8, JsonLimits limits)
    {
        if (utf8.Length > limits.MaxBytes) return $"{utf8.Length} bytes are more than the {limits.MaxBytes} allowed.";
        return Utf8.IsValid(utf8) ? null : "This is not UTF-8.";
    }

    private static JsonValue Read(ref Utf8JsonReader reader, ref int left)
    {
        if (--left < 0) throw new UnclearJsonException("There are more values than allowed.");
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader, ref left),
            JsonTokenType.StartArray => ReadArray(ref reader, ref left),
            JsonTokenType.String => new JsonText(reader.GetString()!),
            JsonTokenType.Number => ReadInteger(reader.ValueSpan),
            JsonTokenType.True => new JsonBoolean(true),
            JsonTokenType.False => new JsonBoolean(false),
            _ => new JsonNull(),
        };
    }

    private static JsonObject ReadObject(ref Utf8JsonReader reader, ref int left)
    {
        List<KeyValuePair<string, JsonValue>> members = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            members.Add(new(name, Read(ref reader, ref left)));
        }

        return JsonObject.TryMake(members, out string? problem) ?? throw new UnclearJsonException(problem!);
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, ref int left)
    {
        List<JsonValue> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Read(ref reader, ref left));
        return new JsonArray(items);
    }

    // The reader has checked the grammar of RFC 8259, so there are no leading zeros; what is left to refuse is 1.0, 1e3 and -0.
    private static JsonInteger ReadInteger(ReadOnlySpan<byte> digits)
    {
        bool isWhole = !digits.ContainsAnyExcept(SignAndDigits) && !digits.SequenceEqual("-0"u8);
        if (!isWhole) throw new UnclearJsonException("A number is not written as a whole number.");
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && Math.Abs((decimal)value) <= JsonLimits.MaxInteger
            ? new JsonInteger(value)
            : throw new UnclearJsonException("A number is beyond 2^53 - 1, which not all clients can tell from its neighbours.");
    }
}
