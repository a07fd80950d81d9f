namespace Ota.Server.Vehicles.Contacts;

/// <summary>Whose ECUs are looked for.</summary>
/// <param name="Vid">The vehicle.</param>
/// <param name="Now">When, in Unix milliseconds: unlocks end.</param>
internal readonly record struct BasisQuestion(string Vid, long Now);
