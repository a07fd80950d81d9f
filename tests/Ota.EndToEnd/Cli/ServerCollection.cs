namespace Ota.EndToEnd.Cli;

/// <summary>Tests that share one server; each uses operators of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<RunningServer>
{
    public const string Name = "ota against a server";
}
