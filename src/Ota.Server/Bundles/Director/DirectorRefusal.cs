namespace Ota.Server.Bundles.Director;

/// <summary>Why a request for a file fails.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Sentence">For the caller.</param>
internal sealed record DirectorRefusal(int Status, string Sentence)
{
    public static DirectorRefusal NoDatabase { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "The database cannot be reached: try again later.");

    public static DirectorRefusal Missing(string sentence) => new(StatusCodes.Status404NotFound, sentence);
}
