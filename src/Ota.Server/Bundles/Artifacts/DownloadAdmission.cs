namespace Ota.Server.Bundles.Artifacts;

/// <summary>Whether somebody may download, and as whom they are counted; else status and sentence of the refusal.</summary>
internal sealed record DownloadAdmission(int Status, string ClientOrReason)
{
    public bool IsGranted => Status == StatusCodes.Status200OK;

    public static DownloadAdmission To(string client) => new(StatusCodes.Status200OK, client);
}
