using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Bundles.Repository;

/// <summary>Whether clients could use a set: the last look before it is published, by the code that vehicles run.</summary>
internal static class SetCheck
{
    /// <summary>Walks through the whole set from its own root, expiry aside: also what has expired must fit together.</summary>
    public static Refusal? Check(RepositorySet image)
    {
        Dictionary<string, byte[]> files = image.Files.ToDictionary(file => file.Name, file => file.Bytes.ToArray());
        Refusal? refusal = RefreshMachine.Start(
            image.Root!.Envelope.Bytes.Span, MetadataDialect.Tuf, MetadataLimits.Default, DateTimeOffset.MinValue, out TrustedSet? set);
        while (refusal is null && RefreshMachine.Next(set!) is { } wanted)
            refusal = RefreshMachine.Apply(set!, wanted, files.GetValueOrDefault(wanted.FileName), out set);
        foreach (DelegatedRole role in image.Delegations)
        {
            if (refusal is not null) break;
            TrustedFile<TargetsMetadata>? file = image.Targets.GetValueOrDefault(role.Name.Value);
            string name = RepositoryFiles.Targets(file?.Metadata.Version ?? 1, role.Name);
            WantedFile.Targets wanted = new(name, MetadataLimits.Default.TargetsBytes, new DelegationChain(DelegationChain.Top, role.Name));
            refusal = RefreshMachine.Apply(set!, wanted, files.GetValueOrDefault(name), out set);
        }

        return refusal;
    }
}
