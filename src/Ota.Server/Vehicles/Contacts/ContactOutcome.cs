namespace Ota.Server.Vehicles.Contacts;

/// <summary>What came of a message.</summary>
internal enum ContactOutcome
{
    /// <summary>It is durable.</summary>
    Stored,

    /// <summary>The vehicle is not registered; nothing is stored.</summary>
    UnknownVehicle,

    /// <summary>The keys that its inventory was verified with have changed meanwhile; nothing is stored.</summary>
    KeysChanged,
}
