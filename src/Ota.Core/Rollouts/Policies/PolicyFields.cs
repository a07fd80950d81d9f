using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Manifests.Reading;

namespace Ota.Core.Rollouts.Policies;

/// <summary>The members of one object of a policy; each has a default, which also stands for what was refused.</summary>
internal sealed class PolicyFields(ManifestFields fields)
{
    private static readonly TextRule Duration = new("a duration such as 90s, 15m, 24h or 14d", text => DurationText.TryParse(text) is not null);

    private static readonly TextRule Window = new("a time of day such as 22:00-05:30", text => WindowText.TryParse(text) is not null);

    private static readonly TextRule Moment = new("a moment in UTC such as 2027-01-31T06:00:00Z", text => MomentText.TryParse(text) is not null);

    public static PolicyFields? Of(JsonValue value, string pointer, ProblemList problems, params IReadOnlyList<string> known) =>
        ManifestFields.Of(value, pointer, problems, known) is { } fields ? new PolicyFields(fields) : null;

    /// <summary>An object in this one; null if it was left out, or is null or none.</summary>
    public PolicyFields? Inner(string name, params IReadOnlyList<string> known) =>
        fields.ValueIfAny(name) is { } value and not JsonNull ? Of(value, fields.PointerOf(name), fields.Problems, known) : null;

    public void Refuse(string name, string sentence) => fields.Refuse(name, sentence);

    /// <summary>One line that has to be there.</summary>
    public string? Line(string name) => fields.Text(name, TextRule.Heading);

    /// <summary>One line or several.</summary>
    public IReadOnlyList<string> Lines(string name, int most) => [.. fields.Texts(name, 1, most, TextRule.Reference).Select(item => item.Value)];

    public bool? Flag(string name) => fields.Flag(name);

    /// <summary>A value of an enumeration, in lower case.</summary>
    public T? Word<T>(string name) where T : struct, Enum =>
        fields.Text(name, TextRule.Word([.. Enum.GetNames<T>().Select(word => word.ToLowerInvariant())])) is { } word ? Enum.Parse<T>(word, ignoreCase: true) : null;

    public long Integer(string name, long least, long most, long otherwise) => fields.Has(name) ? fields.Integer(name, least, most) ?? otherwise : otherwise;

    public int Number(string name, long least, long most, int otherwise) => (int)Integer(name, least, most, otherwise);

    public TimeSpan Span(string name, TimeSpan otherwise) => Span(name, TimeSpan.FromSeconds(1), PolicyLimits.Longest, otherwise);

    public TimeSpan Span(string name, TimeSpan least, TimeSpan most, TimeSpan otherwise)
    {
        if (fields.TextIfAny(name, Duration) is not { } text) return otherwise;
        TimeSpan duration = DurationText.TryParse(text)!.Value;
        if (duration >= least && duration <= most) return duration;
        fields.Refuse(name, $"{text} is not from {DurationText.Write(least)} to {DurationText.Write(most)}.");
        return otherwise;
    }

    public DateTimeOffset? MomentIfAny(string name) =>
        fields.ValueIfAny(name) is null or JsonNull ? null : fields.Text(name, Moment) is { } text ? MomentText.TryParse(text) : null;

    public IReadOnlyList<long> Sizes(string name, IReadOnlyList<long> otherwise)
    {
        if (!fields.Has(name)) return otherwise;
        List<long> read = [];
        foreach (Indexed<JsonValue> item in fields.Items(name, 1, PolicyLimits.Waves, "an array of wave sizes such as [20, 60]"))
        {
            if (item.Value is JsonInteger { Value: >= 1 and <= PolicyLimits.WaveSize } size) read.Add(size.Value);
            else fields.Problems.Add(JsonPointer.Item(fields.PointerOf(name), item.Index), $"This is not a whole number from 1 to {PolicyLimits.WaveSize}.");
        }

        return read;
    }

    public IReadOnlyList<DayWindow> Windows(string name)
    {
        List<DayWindow> read = [];
        foreach (Indexed<string> item in fields.Texts(name, 0, PolicyLimits.Windows, Window))
        {
            DayWindow window = WindowText.TryParse(item.Value)!.Value;
            read.Add(window);
            if (window.From == window.To)
                fields.Problems.Add(JsonPointer.Item(fields.PointerOf(name), item.Index), "This window ends when it begins; leave windows out if any time will do.");
        }

        return read;
    }

    public IReadOnlyDictionary<string, long> Markets(string name, long most)
    {
        SortedDictionary<string, long> read = new(StringComparer.Ordinal);
        if (fields.ValueIfAny(name) is not { } value || ManifestFields.Map(value, fields.PointerOf(name), fields.Problems) is not { } markets) return read;
        if (markets.Count > PolicyLimits.Markets) fields.Refuse(name, $"{markets.Count} markets are more than the {PolicyLimits.Markets} allowed.");
        foreach ((string market, _) in markets.All.Take(PolicyLimits.Markets))
        {
            if (!Vehicles.Vehicle.IsMarket(market)) markets.Refuse(market, "This is no market: two capitals of ISO 3166, such as DE.");
            else if (markets.Integer(market, 0, most) is { } limit) read[market] = limit;
        }

        return read;
    }
}
