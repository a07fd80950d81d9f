using Google.Protobuf.WellKnownTypes;
using Ota.Core.Vehicles.Contacts;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>Contacts as messages.</summary>
internal static class ContactMessages
{
    public static V1.Contact From(KnownContact known, DateTimeOffset now)
    {
        Contact contact = known.Row.ToContact();
        bool isOnline = known.IsOnline(now);
        return new V1.Contact
        {
            Online = isOnline,
            OnlineSinceTime = isOnline ? contact.ConnectionTime?.ToTimestamp() : null,
            LastContactTime = known.LastContact(now)?.ToTimestamp(),
            LastBirthTime = contact.BirthTime?.ToTimestamp(),
            LastDeathTime = contact.DeathTime?.ToTimestamp(),
            BootCount = contact.Birth?.BootCount ?? 0,
            CatalogueVersion = (uint)contact.CatalogueVersion,
            Configuration = contact.Configuration,
            InventoryState = (V1.Contact.Types.InventoryState)known.Row.InventoryState,
            InventoryProvenTime = known.Row.ToStanding().ProvenTime?.ToTimestamp(),
            InventoryCounter = (ulong)known.Row.InventoryCounter,
        };
    }
}
