namespace Ota.EndToEnd.Attacks;

/// <summary>Attacks share one server, and none changes what it publishes.</summary>
[CollectionDefinition(Name)]
public sealed class AttackedCollection : ICollectionFixture<AttackedWorld>
{
    public const string Name = "attacked repositories";
}
