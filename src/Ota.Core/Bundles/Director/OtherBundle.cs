namespace Ota.Core.Bundles.Director;

/// <summary>A bundle that another one says something of, as far as a vehicle can have it.</summary>
/// <param name="Name">For sentences: its title and version, or its digest.</param>
/// <param name="Images">What it brings; none if nobody knows.</param>
public sealed record OtherBundle(string Name, IReadOnlyList<OfferedImage> Images);
