using Ota.Server.Bundles.Staging;

namespace Ota.Server.Bundles.Director;

/// <summary>All that the Director needs to know of bundles: null if vehicles may not, or not any more, be told to install this one.</summary>
internal delegate Task<StagedBundle?> FindStagedBundle(string digest, CancellationToken stop);
