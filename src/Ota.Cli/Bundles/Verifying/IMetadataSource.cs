namespace Ota.Cli.Bundles.Verifying;

/// <summary>Where the files of the Image repository come from. They need not be believed: everything is checked from a root on.</summary>
internal interface IMetadataSource
{
    /// <returns>Null if there is no such file.</returns>
    Task<byte[]?> FindAsync(string file, long maxBytes);
}
