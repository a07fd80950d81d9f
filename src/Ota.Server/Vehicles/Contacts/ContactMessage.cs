using Google.Protobuf;
using Ota.Core.Vehicles.Contacts;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>A birth, inventory or death that can be taken.</summary>
/// <param name="Happened">What it says.</param>
/// <param name="Inventory">The bytes of a signed inventory, or empty.</param>
internal sealed record ContactMessage(ContactEvent Happened, ByteString Inventory);
