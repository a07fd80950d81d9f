using System.Globalization;
using Ota.Cli.Output;
using Ota.Cli.Signing;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;

namespace Ota.Cli.Keys;

/// <summary>Shows a key: what it is, never the private part.</summary>
internal static class KeyFacts
{
    public static void Write(TufKey key, string kind, OutputFormat format, Surroundings around)
    {
        if (format is OutputFormat.Json)
        {
            JsonOutput.Write(around.Out, JsonObject.Of(
                ("keyId", new JsonText(key.Id.Value)),
                ("kind", new JsonText(kind)),
                ("scheme", new JsonText(((JsonText)key.Members["scheme"]!).Value)),
                ("size", new JsonInteger(KeyText.SizeOf(key))),
                ("key", key.Members)));
            return;
        }

        new TableOutput(around).WriteFacts(
            "Key",
            [
                ("key id", key.Id.Value),
                ("file", kind),
                ("scheme", KeyText.SchemeOf(key)),
                ("size", KeyText.SizeOf(key).ToString(CultureInfo.InvariantCulture) + " bits"),
            ]);
    }
}
