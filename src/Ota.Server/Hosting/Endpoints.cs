using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ota.Server.Operators;
using Ota.Server.Storage;

namespace Ota.Server.Hosting;

/// <summary>
/// Tells where the server listens: people and scripts by one line on stdout and DIR/endpoints.json, `ota` by DIR/operator.json.
/// </summary>
internal static class Endpoints
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Publish(string dataFolder, IReadOnlyCollection<(string Name, int Port)> ports)
    {
        JsonObject urls = [];
        JsonObject line = [];
        foreach ((string name, int port) in ports)
        {
            line[name] = port;
            urls[name] = $"{SchemeOf(name)}://localhost:{port}";
        }

        line["urls"] = urls;
        line["data"] = dataFolder;
        line["version"] = ServerVersion.Text;
        string text = line.ToJsonString(Json);
        DurableFile.WriteText(Path.Combine(dataFolder, "endpoints.json"), text + "\n");

        JsonObject forOperator = new()
        {
            ["server"] = urls[Listener.Https]!.GetValue<string>(),
            ["ca"] = "pki/root.crt",
            ["certificate"] = $"{FirstOperator.Folder}/{FirstOperator.Name}.crt",
            ["key"] = $"{FirstOperator.Folder}/{FirstOperator.Name}.key",
        };
        DurableFile.WriteText(Path.Combine(dataFolder, "operator.json"), forOperator.ToJsonString(Json) + "\n");
        return text;
    }

    private static string SchemeOf(string listener) => listener switch
    {
        Listener.Https => "https",
        Listener.Mqtts => "mqtts",
        Listener.Mqtt => "mqtt",
        _ => "http",
    };
}
