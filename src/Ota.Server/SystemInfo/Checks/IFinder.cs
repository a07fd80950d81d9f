namespace Ota.Server.SystemInfo.Checks;

/// <summary>Looks at one part of the server for an operator who asks what is wrong and what to do.</summary>
internal interface IFinder
{
    /// <summary>What this part is called when it cannot be looked at in time.</summary>
    string Name { get; }

    Task<IReadOnlyList<V1.SystemCheck>> FindAsync(DateTimeOffset now, CancellationToken stop);
}
