using Ota.Core.Bundles.Director;

namespace Ota.Server.Bundles.Director;

/// <summary>What comes of asking for a vehicle's files.</summary>
internal abstract record DirectorAnswer
{
    private DirectorAnswer()
    {
    }

    /// <summary>They are there, good and durable.</summary>
    public sealed record Ready(DirectorFiles Files) : DirectorAnswer;

    /// <summary>No such vehicle is registered.</summary>
    public sealed record UnknownVehicle : DirectorAnswer;

    /// <summary>Nothing can be signed.</summary>
    public sealed record NotSet(string Sentence) : DirectorAnswer;

    /// <summary>Too many vehicles ask at once.</summary>
    public sealed record Busy : DirectorAnswer;
}
