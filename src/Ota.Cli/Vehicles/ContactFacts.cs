using System.Globalization;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>What a vehicle said of itself, as facts.</summary>
internal static class ContactFacts
{
    public static IEnumerable<(string Name, string Value)> Of(Contact contact, DateTimeOffset now) =>
    [
        ("online", contact.Online ? $"since {Moments.WithDistance(contact.OnlineSinceTime, now)}" : "no"),
        ("last contact", contact.Online ? "" : Moments.WithDistance(contact.LastContactTime, now)),
        ("last birth", Moments.WithDistance(contact.LastBirthTime, now)),
        ("last death", Moments.WithDistance(contact.LastDeathTime, now)),
        ("starts", contact.BootCount == 0 ? "" : contact.BootCount.ToString(CultureInfo.InvariantCulture)),
        ("inventory", InventoryOf(contact, now)),
    ];

    private static string InventoryOf(Contact contact, DateTimeOffset now)
    {
        string proven = contact.InventoryProvenTime is null ? "nothing proven yet" : $"proven {Moments.WithDistance(contact.InventoryProvenTime, now)}";
        return contact.InventoryState switch
        {
            Contact.Types.InventoryState.Proven => proven,
            Contact.Types.InventoryState.Unproven => $"the latest cannot be verified: no key of the primary is registered; {proven}",
            Contact.Types.InventoryState.Refused => $"the latest was refused, see its history; {proven}",
            _ => "none came",
        };
    }
}
