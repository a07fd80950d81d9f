using System.Text.Json;
using Ota.EndToEnd.Cli;
using Ota.Testing;

namespace Ota.EndToEnd.RealInput;

/// <summary>tuf-js as one vehicle: it keeps what it trusts of both repositories, beginning with roots that it got from elsewhere.</summary>
internal sealed class TufVehicle(OtaTool ota, string url, string vid)
{
    private static readonly PeerProgram Peer = new("node", RepositoryRoot.Combine("tests/peers/tuf-peer.js"));

    private readonly string _image = ota[$"{vid}/image"];
    private readonly string _director = ota[$"{vid}/director"];

    public void Trust(string imageRoot, string directorRoot)
    {
        Directory.CreateDirectory(_image);
        Directory.CreateDirectory(_director);
        File.Copy(ota[imageRoot], Path.Combine(_image, "root.json"));
        File.Copy(ota[directorRoot], Path.Combine(_director, "root.json"));
    }

    /// <summary>Refreshes /repo and downloads; gives the SHA-256 of what came for each path, null where there is none.</summary>
    public async Task<IReadOnlyList<string?>> DownloadAsync(params string[] paths)
    {
        JsonElement step = await StepAsync(new { name = "image", url = $"{url}/repo", state = _image, images = paths });
        return [.. paths.Select(path => step.GetProperty("digests").GetProperty(path).GetString())];
    }

    /// <summary>Refreshes the vehicle's Director repository; gives the length that it tells of each path, null where it tells nothing.</summary>
    public async Task<IReadOnlyList<long?>> ToldAsync(params string[] paths)
    {
        JsonElement step = await StepAsync(
            new { name = "director", url = $"{url}/director/{vid}", state = _director, images = paths, download = false });
        return [.. paths.Select(path => step.GetProperty("found").GetProperty(path)).Select(found => found.ValueKind is JsonValueKind.Null ? null : (long?)found.GetInt64())];
    }

    private async Task<JsonElement> StepAsync(object step)
    {
        ota.Write("steps.json", JsonSerializer.Serialize(new[] { step }));
        await using PeerProcess peer = PeerProcess.Start(Peer, "remote", ota["steps.json"]);
        JsonElement answer = JsonDocument.Parse(await peer.LineAsync("STEP ")).RootElement;
        answer.GetProperty("accepted").GetBoolean().Should().BeTrue(answer.GetRawText());
        return answer;
    }
}
