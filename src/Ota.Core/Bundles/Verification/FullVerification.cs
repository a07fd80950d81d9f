using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Verification;

/// <summary>Full verification (Uptane 5.4.4.2), given the refreshed sets of both repositories.</summary>
public static class FullVerification
{
    /// <summary>Checks what the Director wants against the vehicle and the Image repository.</summary>
    /// <param name="director">A complete set.</param>
    /// <param name="image">A complete set; delegated roles are asked for.</param>
    /// <param name="vehicleId">The vehicle.</param>
    /// <param name="ecus">All its ECUs.</param>
    public static FullResult Check(TrustedSet director, TrustedSet image, string vehicleId, IReadOnlyCollection<EcuState> ecus)
    {
        ArgumentNullException.ThrowIfNull(director);
        TargetsMetadata wanted = director.Targets[DelegationChain.Top].Metadata;
        List<Refusal> refusals = [.. DirectorCheck.Check(wanted, vehicleId, ecus)];
        if (refusals.Count > 0) return new FullResult.Refused(refusals); // Searching for a forgery's images helps nobody.

        List<AssignedImage> images = [];
        foreach ((TargetPath path, TargetEntry target) in wanted.Targets)
        {
            DirectorCustom custom = DirectorCustom.TryRead(target.Custom)!;
            images.Add(new AssignedImage(path, target, [.. custom.Ecus.Keys]));
            foreach (HardwareId hardware in custom.Ecus.Values.Distinct())
            {
                SearchResult result = TargetSearch.Find(image, path, hardware);
                if (result is SearchResult.Needs needs) return new FullResult.Needs(needs.File);
                refusals.AddRange(result is SearchResult.Found found
                    ? RepositoryMatch.Check(path, target, found.Entry)
                    : [new Refusal(RefusalReason.UnknownImage, path.Value, ((SearchResult.Absent)result).Sentence)]);
            }
        }

        return refusals.Count > 0 ? new FullResult.Refused([.. refusals.Distinct()]) : new FullResult.Verified(images);
    }
}
