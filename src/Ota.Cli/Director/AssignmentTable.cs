using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Director;

/// <summary>What a vehicle is told, for people.</summary>
internal static class AssignmentTable
{
    public static void Write(TableOutput output, Assignment told)
    {
        (string Name, string Value)[] facts =
        [
            ("vid", told.Vid),
            ("bundle", told.Bundle.Length == 0 ? "nothing to install" : told.Bundle),
            ("since", Moments.Utc(told.AssignTime)),
            ("by", OperatorTable.Short(told.Assigner)),
            ("version", told.Version == 0 ? "never asked" : $"{told.Version}"),
        ];
        output.WriteFacts("Assignment", facts.Where(fact => fact.Value.Length > 0));
        if (told.Images.Count == 0) return;
        output.WriteTable(
            ["ECU", "HARDWARE", "IMAGE", "RELEASE", "SIZE", "SHA256"],
            folded: 5,
            told.Images.Select(image => new[]
            {
                image.EcuSerial, image.HardwareId, image.Path, $"{image.ReleaseCounter}", ByteCount.Of(image.Length), image.Sha256,
            }));
    }
}
