using Ota.Testing;

namespace Ota.Core.Tests.Bundles.Peers;

/// <summary>The client of tests/peers on tuf-js.</summary>
internal static class TufPeer
{
    private static readonly string Peers = RepositoryRoot.Combine("tests/peers");

    /// <summary>Runs the peer to its end and returns the lines that begin with one of the words.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string mode, string file, params string[] words)
    {
        if (!Directory.Exists(Path.Combine(Peers, "node_modules", "tuf-js")))
            throw new InvalidOperationException("The peer needs the npm package tuf-js: bash tests/run.sh installs it.");
        PeerProgram program = new("node", Path.Combine(Peers, "tuf-peer.js"));
        (int exitCode, string output) = await PeerProcess.RunAsync(program, mode, file);
        exitCode.Should().Be(0, output);
        return [.. output.Split('\n').Where(line => words.Any(word => line.StartsWith(word + ' ', StringComparison.Ordinal)))];
    }
}
