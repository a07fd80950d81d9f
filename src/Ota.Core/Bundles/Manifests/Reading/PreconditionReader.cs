using System.Globalization;
using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>Reads what a vehicle must be like, in the words of <see cref="PreconditionVocabulary"/>.</summary>
internal static class PreconditionReader
{
    private static readonly string[] Names = [.. PreconditionVocabulary.Terms.Select(term => term.Name)];

    public static IReadOnlyList<Precondition> Read(ManifestFields manifest)
    {
        if (manifest.Fields("preconditions", "an object with conditions such as parked: true", Names) is not { } fields) return [];
        if (!fields.Has(PreconditionVocabulary.BatteryVoltage))
        {
            fields.Problems.Add(
                fields.Pointer,
                $"{PreconditionVocabulary.BatteryVoltage} is missing; every update needs power for itself and for going back (UN R156, 7.2.2.1).");
        }

        return [.. PreconditionVocabulary.Terms.Where(term => fields.Has(term.Name)).Select(term => ReadOne(fields, term)).OfType<Precondition>()];
    }

    private static Precondition? ReadOne(ManifestFields fields, PreconditionTerm term) => term.Kind switch
    {
        PreconditionKind.Flag => ReadFlag(fields, term),
        PreconditionKind.Bound => fields.Integer(term.Name, term.Least, term.Most) is { } value ? new Precondition.Bound(term.Name, value) : null,
        PreconditionKind.Range => ReadRange(fields, term),
        _ => ReadWords(fields, term),
    };

    private static Precondition.Flag? ReadFlag(ManifestFields fields, PreconditionTerm term)
    {
        if (fields.ValueIfAny(term.Name) is JsonBoolean { Value: true }) return new Precondition.Flag(term.Name);
        fields.Refuse(term.Name, "A condition like this is true, or left out.");
        return null;
    }

    private static Precondition.Range? ReadRange(ManifestFields fields, PreconditionTerm term)
    {
        if (fields.Fields(term.Name, "an object with min and max", "min", "max") is not { } ends) return null;
        long? min = ends.Integer("min", term.Least, term.Most);
        long? max = ends.Integer("max", term.Least, term.Most);
        if (min > max) ends.Refuse("max", string.Create(CultureInfo.InvariantCulture, $"This is less than min, which is {min}."));
        return min is null || max is null ? null : new Precondition.Range(term.Name, min.Value, max.Value);
    }

    // In the vocabulary's order, whichever order they were written in.
    private static Precondition.OneOf ReadWords(ManifestFields fields, PreconditionTerm term)
    {
        string[] given = [.. fields.Texts(term.Name, 1, term.Words.Count, TextRule.Word(term.Words)).Select(item => item.Value)];
        return new Precondition.OneOf(term.Name, [.. term.Words.Where(given.Contains)]);
    }
}
