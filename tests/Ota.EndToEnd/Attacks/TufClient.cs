using System.Text.Json;
using Ota.Testing;

namespace Ota.EndToEnd.Attacks;

/// <summary>npm's tuf-js with its folder of what it trusts.</summary>
internal static class TufClient
{
    private static readonly string Peers = RepositoryRoot.Combine("tests/peers");

    public static async Task<IReadOnlyList<TufStep>> RunAsync(string stepsFile, params object[] steps)
    {
        await File.WriteAllBytesAsync(stepsFile, JsonSerializer.SerializeToUtf8Bytes(steps));
        PeerProgram program = new("node", Path.Combine(Peers, "tuf-peer.js"));
        (int exitCode, string output) = await PeerProcess.RunAsync(program, "remote", stepsFile);
        exitCode.Should().Be(0, output);
        return [.. output.Split('\n').Where(line => line.StartsWith("STEP ", StringComparison.Ordinal)).Select(line => TufStep.Read(line["STEP ".Length..]))];
    }

    /// <summary>The files of a state by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> FilesOf(string state) =>
        Directory.GetFiles(state).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);

    public static void Copy(string state, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(state)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
