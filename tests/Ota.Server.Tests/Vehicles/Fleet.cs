using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;

namespace Ota.Server.Tests.Vehicles;

/// <summary>Vehicles for tests: rows of an import, made from a number.</summary>
internal static class Fleet
{
    private static readonly ByteString Key = MakeKey();

    public static string VinOf(long number) => string.Create(CultureInfo.InvariantCulture, $"WVWZZZ1KZ6W{number:000000}");

    public static V1.Vehicle Car(long number) => new()
    {
        Vin = VinOf(number),
        Model = number % 2 == 0 ? "e-Up" : "Golf",
        Year = 2018 + (int)(number % 5),
        Plant = "Bratislava",
        Market = "DE",
        Powertrain = "BEV",
        Options = { "1ZA", $"PR{number % 3}" },
        Tags = { ["depot"] = number % 2 == 0 ? "north" : "south" },
        Rxswins = { "R79 002" },
        Ecus =
        {
            new V1.Ecu { Serial = $"gw-{number}", HardwareId = "gw-2", Role = V1.EcuRole.Primary, PublicKey = Key, Image = new() { Name = "gw", Version = "1.0" } },
            new V1.Ecu { Serial = $"bms-{number}", HardwareId = "bms", Role = V1.EcuRole.Secondary },
        },
    };

    public static V1.ImportRow Row(long line, V1.Vehicle? vehicle = null) => new() { Line = line, Vehicle = vehicle ?? Car(line) };

    public static IEnumerable<V1.ImportRow> Rows(int count) => Enumerable.Range(1, count).Select(line => Row(line));

    public static async Task<V1.Import> ImportAsync(
        this V1.Vehicles.VehiclesClient vehicles, IEnumerable<V1.ImportRow> rows, string id = "test", bool isCheck = false)
    {
        using Grpc.Core.AsyncClientStreamingCall<V1.ImportVehiclesRequest, V1.Import> call = vehicles.ImportVehicles();
        bool isFirst = true;
        foreach (V1.ImportRow[] chunk in rows.Chunk(1000))
        {
            V1.ImportVehiclesRequest request = new() { Rows = { chunk } };
            if (isFirst) (request.ImportId, request.ValidateOnly) = (id, isCheck);
            isFirst = false;
            await call.RequestStream.WriteAsync(request);
        }

        if (isFirst) await call.RequestStream.WriteAsync(new V1.ImportVehiclesRequest { ImportId = id, ValidateOnly = isCheck });
        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }

    private static ByteString MakeKey()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return ByteString.CopyFrom(key.ExportSubjectPublicKeyInfo());
    }
}
