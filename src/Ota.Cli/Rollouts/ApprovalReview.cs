using Ota.Cli.Bundles;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Rollouts;
using Ota.V1;
using Rollout = Ota.V1.Rollout;

namespace Ota.Cli.Rollouts;

/// <summary>
/// What somebody is about to approve. What is shown is what is signed: the digests are computed here where that can be done, and the statement is
/// made here from what is shown, so that a server cannot have another one signed.
/// </summary>
internal sealed class ApprovalReview
{
    private readonly Rollout _rollout;
    private readonly string _bundleTitle;
    private readonly string _population;

    private ApprovalReview(Rollout rollout, string bundleTitle, string population, byte[] statement) =>
        (_rollout, _bundleTitle, _population, Statement) = (rollout, bundleTitle, population, statement);

    /// <summary>What is to be signed.</summary>
    public byte[] Statement { get; }

    public string Question => _rollout.Amendment is { } amendment
        ? $"Approve {Figures.Vehicles(amendment.Vehicles)} more for {Printable.Line(_rollout.Title)}?"
        : $"Approve {Printable.Line(_rollout.Title)}: bring {Printable.Line(_bundleTitle)} to {Figures.Of(Targeted(_rollout.Verdicts))} of {Figures.Vehicles(_rollout.Population)}?";

    /// <exception cref="CliException">What the server shows and what it wants signed are not the same.</exception>
    public static async Task<ApprovalReview> MakeAsync(Session session, Rollout rollout)
    {
        Bundle bundle = await BundleArgument.FindAsync(session, rollout.Bundle);
        Manifest manifest = ManifestCheck.Read(bundle.Manifest.Span).Manifest
            ?? throw CliException.Refused($"The manifest of {rollout.Bundle} has problems, so this server or client is no match for it.");
        string digest = BundleName.DigestOf(bundle.Manifest.Span);
        if (digest != BundleArgument.DigestOf(rollout.Bundle))
            throw CliException.Refused($"The manifest that the server shows is not that of {rollout.Bundle}: its SHA-256 is another one. Nothing was signed.");
        if (BundleName.DigestOf(rollout.Policy.Span) != rollout.PolicyDigest)
            throw CliException.Refused("The policy that the server shows is not the one to be approved: its SHA-256 is another one. Nothing was signed.");
        string population = rollout.Amendment?.PopulationDigest ?? rollout.PopulationDigest;
        byte[] statement = ApprovalStatement.Write(RolloutArgument.Short(rollout.Name), digest, population, rollout.PolicyDigest);
        return rollout.ApprovalStatement.Span.SequenceEqual(statement)
            ? new ApprovalReview(rollout, $"{manifest.Title} {manifest.Version}", population, statement)
            : throw CliException.Refused("What the server wants signed has other digests than what it shows. Nothing was signed; look into its log.");
    }

    public void Write(TableOutput output)
    {
        output.WriteFacts("To be approved", Facts().Concat(PolicyText.Of(_rollout.Policy)).Where(fact => fact.Value.Length > 0));
        output.WriteLine();
        if (_rollout.Amendment is { } amendment)
            VerdictTable.Write(output, amendment.Verdicts, amendment.Vehicles);
        else
            VerdictTable.Write(output, _rollout.Verdicts, _rollout.Population);
        output.WriteLine();
        output.WriteFacts(
            "Digests, which are signed",
            [("bundle", BundleArgument.DigestOf(_rollout.Bundle)), ("population", _population), ("policy", _rollout.PolicyDigest)]);
    }

    private static long Targeted(IEnumerable<VerdictCount> verdicts) => verdicts.Where(one => one.State == InstallState.Targeted).Sum(one => one.Vehicles);

    private IEnumerable<(string Name, string Value)> Facts() =>
    [
        ("rollout", _rollout.Name),
        ("title", _rollout.Title),
        ("bundle", _bundleTitle),
        ("author", OperatorTable.Short(_rollout.Author)),
        ("amendment", _rollout.Amendment is { } amendment ? $"{Figures.Vehicles(amendment.Vehicles)} more, by {OperatorTable.Short(amendment.Author)}: {amendment.Reason}" : ""),
    ];
}
