using System.Globalization;
using Ota.Cli.Bundles;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>Changes as rows and as facts.</summary>
internal static class ChangeTable
{
    private const string Root = "root";

    public static void Write(TableOutput output, IReadOnlyCollection<Change> changes)
    {
        (string Heading, Func<Change, string> Cell)[] columns =
        [
            ("CHANGE", change => ChangeArgument.Short(change.Name)),
            ("KIND", KindOf),
            ("STATE", StateOf),
            ("SIGNATURES", SignaturesOf),
            ("ROLE", change => change.Role),
            ("VERSION", VersionOf),
            ("SUBJECT", change => BundleArgument.IsName(change.Subject) ? BundleArgument.Short(change.Subject) : change.Subject),
            ("LIVE WITH", change => change.GoesLiveWith == Root ? Root : ChangeArgument.Short(change.GoesLiveWith)),
            ("CREATOR", change => OperatorTable.Short(change.Creator)),
            ("CREATED", change => Moments.Utc(change.CreateTime)),
            ("PUBLISHED", change => Moments.Utc(change.PublishTime)),
        ];
        // Most changes stand alone and most lists are of open ones: a column with nothing in it would only push the others apart.
        columns = [.. columns.Where(column => column.Heading is not ("LIVE WITH" or "PUBLISHED") || changes.Any(change => column.Cell(change).Length > 0))];
        output.WriteTable(
            [.. columns.Select(column => column.Heading)],
            folded: 6,
            changes.Select(change => (string[])[.. columns.Select(column => column.Cell(change))]));
    }

    public static void WriteFacts(TableOutput output, Change change, DateTimeOffset now)
    {
        (string Name, string Value)[] facts =
        [
            ("change", change.Name),
            ("kind", KindOf(change)),
            ("state", StateOf(change)),
            ("subject", change.Subject),
            ("role", change.Role),
            ("version", VersionOf(change)),
            ("goes live with", change.GoesLiveWith == Root ? "the root that waits for it (`ota repo status`)" : change.GoesLiveWith),
            ("creator", OperatorTable.Short(change.Creator)),
            ("created", Moments.WithDistance(change.CreateTime, now)),
            ("published", Moments.WithDistance(change.PublishTime, now)),
            ("signatures", SignaturesOf(change)),
        ];
        output.WriteFacts("Change", facts.Where(fact => fact.Value.Length > 0));
        output.WriteTable(["KEY", "SIGNED", "HANDED IN BY"], folded: 0, change.KeyIds.Select(id => RowOf(id, change)));
    }

    private static string[] RowOf(string id, Change change) => change.Signatures.FirstOrDefault(one => one.KeyId == id) is { } signature
        ? [id, Moments.Utc(signature.SubmitTime), OperatorTable.Short(signature.Submitter)]
        : [id, "no", ""];

    private static string StateOf(Change change) => change.State.ToString().ToLowerInvariant();

    private static string VersionOf(Change change) => change.Version.ToString(CultureInfo.InvariantCulture);

    private static string SignaturesOf(Change change) =>
        string.Create(CultureInfo.InvariantCulture, $"{change.Signatures.Count} of {change.Threshold}");

    private static string KindOf(Change change) => change.Kind switch
    {
        ChangeKind.DelegationEnd => "delegation end",
        _ => change.Kind.ToString().ToLowerInvariant(),
    };
}
