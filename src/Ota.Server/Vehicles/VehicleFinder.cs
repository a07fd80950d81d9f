using Grpc.Core;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;
using Ota.Server.Operators;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Vehicles;

/// <summary>Finds the vehicle that a request names, and makes the note that belongs to a look-up by VIN.</summary>
internal sealed class VehicleFinder(VehicleStore store, VinDirectory vins, ContactStore contacts, TimeProvider time)
{
    public const string AllFields = "vin,vehicle,ecus,status,tags,options,rxswins";

    public const string AllWithContact = AllFields + ",contact";

    /// <summary>Whose purpose it is; names the problem if an operator has to give one.</summary>
    public static VinLookup? Purpose(ServerCallContext context, string given, string fields, Violations violations)
    {
        OperatorIdentity who = CallerOf(context);
        string? purpose = LookupPurpose.For(who.Roles, given);
        if (purpose is null)
        {
            violations.Add("purpose", given.Length == 0
                ? "Empty; say what the look-up is for, such as the number of the case."
                : $"Not a text that can be kept; {Label.Rule.Replace("64", $"{LookupPurpose.MaxLength}", StringComparison.Ordinal)}.");
            return null;
        }

        return new VinLookup(who.Name, who.CredentialId, context.Method.TrimStart('/'), purpose, fields);
    }

    public static OperatorIdentity CallerOf(ServerCallContext context) =>
        ((Caller.Known)context.GetHttpContext().Features.Get<Caller>()!).Identity;

    /// <summary>Reads the name of a vehicle. By VIN it needs a purpose, which <paramref name="fields"/> completes.</summary>
    public static VehicleName Read(V1.VehicleKey? key, string purpose, string fields, ServerCallContext context, Violations violations)
    {
        Vid? vid = Vid.TryParse(key?.Vid);
        Vin? vin = Vin.TryParse(key?.Vin);
        switch (key?.KeyCase ?? V1.VehicleKey.KeyOneofCase.None)
        {
            case V1.VehicleKey.KeyOneofCase.Vid when vid is null:
                violations.Add("vehicle.vid", "Not a vid: 32 lower-case hexadecimal digits.");
                break;
            case V1.VehicleKey.KeyOneofCase.Vin when vin is null:
                violations.Add("vehicle.vin", "Not a VIN: 17 characters of A-Z and 0-9 without I, O and Q.");
                break;
            case V1.VehicleKey.KeyOneofCase.None:
                violations.Add("vehicle", "Empty; give vid or vin.");
                break;
        }

        return new VehicleName(vid, vin, vin is null ? null : Purpose(context, purpose, fields, violations));
    }

    /// <exception cref="RpcException">NOT_FOUND.</exception>
    public async Task<long> FindAsync(VehicleName name, CancellationToken stop) => name switch
    {
        { Vin: { } vin } => (await vins.FindAsync([vin], name.Lookup!, stop))[0] ?? throw NotFound("VIN"),
        _ => await store.FindAsync(name.Vid!.Value, stop) ?? throw NotFound("vid"),
    };

    /// <summary>The vehicle as it is now, without its VIN.</summary>
    public async Task<V1.Vehicle> ShowAsync(long number, CancellationToken stop) =>
        VehicleMessages.From((await store.LoadAsync([number], stop))[number]);

    /// <summary>The vehicle as it is now, with its VIN and its contact.</summary>
    public async Task<V1.Vehicle> ShowWithContactAsync(long number, Vin vin, CancellationToken stop)
    {
        V1.Vehicle vehicle = VehicleMessages.From((await store.LoadAsync([number], stop))[number], vin);
        if (await contacts.FindAsync(number, stop) is { } contact) vehicle.Contact = ContactMessages.From(contact, time.GetUtcNow());
        return vehicle;
    }

    // The VIN is not repeated: a status may be logged where an answer is not.
    private static RpcException NotFound(string kind) =>
        new(new Status(StatusCode.NotFound, $"No vehicle is registered with this {kind}; check it for a typing error."));
}
