using System.Security.Cryptography;
using Google.Protobuf;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Contacts;
using Ota.Core.Vehicles.Inventories;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Vehicles.Rebirths;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>Takes births, inventories and deaths: verifies the inventory in them, stores what they say, and only then answers.</summary>
internal sealed class ContactDesk(ContactStore store, RebirthDesk rebirths, ContactMetrics metrics, ILogger<ContactDesk> log)
{
    // Each try fails only if an operator or another inventory changed the vehicle's keys meanwhile.
    private const int MostTries = 5;

    /// <exception cref="System.Data.Common.DbException">It is not stored; to be tried again.</exception>
    public async Task<UpReceipt> TakeAsync(Vid vehicle, ContactMessage message, DateTimeOffset received, CancellationToken stop) =>
        (await ShowAsync(vehicle, message, received, stop)).Receipt;

    /// <summary>The same, for a caller whom the inventory tells more.</summary>
    /// <exception cref="System.Data.Common.DbException">It is not stored; to be tried again.</exception>
    public async Task<ContactAnswer> ShowAsync(Vid vehicle, ContactMessage message, DateTimeOffset received, CancellationToken stop)
    {
        for (int i = 0; i < MostTries; i++)
        {
            JudgedInventory? inventory = null;
            if (message.Inventory.Length > 0 && (inventory = await JudgeAsync(vehicle, message.Inventory, received, stop)) is null) return UnknownVehicle(vehicle, message);
            ContactWrite write = new(vehicle, message.Happened, received, inventory);
            await store.WriteAsync(write, stop);
            if (write.Outcome == ContactOutcome.UnknownVehicle) return UnknownVehicle(vehicle, message);
            if (write.Outcome == ContactOutcome.KeysChanged) continue;
            NoteBirth(vehicle, message.Happened);
            if (inventory is not null) Count(vehicle, write);
            return ContactAnswer.Of(write);
        }

        throw new InvalidOperationException("The vehicle's keys changed again and again while its inventory was verified.");
    }

    /// <summary>Verifies an inventory as the register stands now and stores nothing: for one that was taken before.</summary>
    /// <returns>Null if the vehicle is not registered.</returns>
    public async Task<InventoryVerdict?> VerifyAsync(Vid vehicle, ByteString signed, DateTimeOffset received, CancellationToken stop) =>
        await store.LoadBasisAsync(vehicle, received, stop) is { } known ? Verify(vehicle, signed, known.Ecus) : null;

    private static InventoryVerdict Verify(Vid vehicle, ByteString signed, IReadOnlyList<InventoriedEcu> ecus) =>
        InventoryVerifier.Verify(signed.Memory, vehicle, [.. ecus.Select(ecu => ecu.ToRegistered())]);

    // An unlock counts as it was when the message came, here and in the transaction: however long it waited, both see the same.
    private async Task<JudgedInventory?> JudgeAsync(Vid vehicle, ByteString signed, DateTimeOffset received, CancellationToken stop)
    {
        if (await store.LoadBasisAsync(vehicle, received, stop) is not { } known) return null;
        string digest = Convert.ToHexStringLower(SHA256.HashData(signed.Span));
        if (known.ProvenDigest == digest) return new JudgedInventory(digest, null, "");
        return new JudgedInventory(digest, Verify(vehicle, signed, known.Ecus), InventoriedEcu.BasisOf(known.Ecus));
    }

    // Nobody is asked for a birth that would be refused again.
    private ContactAnswer UnknownVehicle(Vid vehicle, ContactMessage message)
    {
        NoteBirth(vehicle, message.Happened);
        return new ContactAnswer(UpReceipt.Refused("unknown_vehicle"));
    }

    private void NoteBirth(Vid vehicle, ContactEvent happened)
    {
        if (happened is ContactEvent.Born born) rebirths.NoteBirth(vehicle, born.Position.Boot);
    }

    private void Count(Vid vehicle, ContactWrite write)
    {
        metrics.Became(write.InventoryOutcome);
        if (write.Problems.Count == 0) return;
        metrics.Alarmed(write.Problems[0].Kind);
        log.InventoryRefused(vehicle.Value, ProblemNames.Of(write.Problems[0].Kind), write.Problems[0].Ecu);
    }
}
