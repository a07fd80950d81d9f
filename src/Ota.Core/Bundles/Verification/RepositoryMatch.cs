using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Verification;

/// <summary>
/// Whether Director and Image repository say the same of an image (Uptane 5.4.4.2 step 10): length, hashes, release counter, and the
/// Director's hardware among those that the image was made for. A Director in wrong hands can then choose among good images only.
/// </summary>
public static class RepositoryMatch
{
    /// <summary>Compares the two descriptions.</summary>
    /// <param name="path">The image.</param>
    /// <param name="director">What the Director says.</param>
    /// <param name="image">What the Image repository says.</param>
    /// <returns>Everything that is wrong; nothing if they match.</returns>
    public static IReadOnlyList<Refusal> Check(TargetPath path, TargetEntry director, TargetEntry image)
    {
        ArgumentNullException.ThrowIfNull(director);
        ArgumentNullException.ThrowIfNull(image);
        List<Refusal> refusals = [];
        if (director.Length != image.Length) Refuse(RefusalReason.RepositoriesDiffer, "The repositories name different lengths.");
        if (!director.Hashes.Agree(image.Hashes))
            Refuse(RefusalReason.RepositoriesDiffer, "The repositories have no hash in common, or different ones.");
        if (DirectorCustom.TryRead(director.Custom) is not { } wanted)
        {
            Refuse(RefusalReason.Malformed, DirectorCheck.NoEcus);
        }
        else if (ImageCustom.TryRead(image.Custom) is not { } made)
        {
            Refuse(RefusalReason.Malformed, "The Image repository does not say in hardwareIds what it was made for.");
        }
        else
        {
            if (wanted.ReleaseCounter != made.ReleaseCounter)
                Refuse(RefusalReason.RepositoriesDiffer, "The repositories name different releases.");
            foreach (HardwareId hardware in wanted.Ecus.Values.Distinct().Except(made.HardwareIds))
                Refuse(RefusalReason.WrongHardware, $"It was not made for the hardware {hardware}.");
        }

        return refusals;

        void Refuse(RefusalReason reason, string sentence) => refusals.Add(new Refusal(reason, path.Value, sentence));
    }
}
