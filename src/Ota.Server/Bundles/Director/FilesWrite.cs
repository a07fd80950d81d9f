using Ota.Core.Bundles.Director;
using Ota.Core.Vehicles;

namespace Ota.Server.Bundles.Director;

/// <summary>New files on their way into the store.</summary>
internal sealed class FilesWrite(Vid vehicle, long expected, DirectorFiles files)
{
    public Vid Vehicle => vehicle;

    /// <summary>The version that the stored files must have; 0 if there must be none.</summary>
    public long Expected => expected;

    public DirectorFiles Files => files;

    /// <summary>Means something when the commit is done; false if another server was first.</summary>
    public bool IsWritten { get; set; }
}
