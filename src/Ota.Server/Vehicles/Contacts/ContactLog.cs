namespace Ota.Server.Vehicles.Contacts;

internal static partial class ContactLog
{
    [LoggerMessage(3080, LogLevel.Warning, "It could not be written down that this server runs; after a minute its vehicles count as offline")]
    public static partial void RunNotSigned(this ILogger log, Exception cause);

    [LoggerMessage(3081, LogLevel.Warning, "An inventory of {Vid} is refused: {Problem} {Ecu}")]
    public static partial void InventoryRefused(this ILogger log, string vid, string problem, string ecu);
}
