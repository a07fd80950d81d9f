using Ota.Server.Bundles.Staging;

namespace Ota.Server.Bundles.Director;

/// <summary>What is known of a bundle that could be told to vehicles once, also if it is withdrawn now; null if it never could.</summary>
internal delegate Task<KnownBundle?> DescribeBundle(string digest, CancellationToken stop);
