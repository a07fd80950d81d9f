using System.Globalization;
using Ota.Cli.Output;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Roots;

/// <summary>Writes an edited root back, and says what that costs.</summary>
internal static class RootChange
{
    public static void Save(RootFile before, RootMetadata after, Surroundings around)
    {
        int lost = before.Draft.Signatures.Count();
        RootFile changed = before.With(after);
        changed.Save();
        string costs = lost == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" Its {lost} signature{(lost == 1 ? " is" : "s are")} gone, being over what it said before: let everybody sign again.");
        around.Error.WriteLine(Printable.Line($"{changed} is changed.{costs}"));
        foreach (string warning in RootCheck.Warnings(after)) around.Error.WriteLine(Printable.Line(warning));
    }
}
