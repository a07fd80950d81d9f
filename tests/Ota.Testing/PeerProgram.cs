using System.Diagnostics;

namespace Ota.Testing;

/// <summary>A program of tests/peers and how to start it.</summary>
public sealed record PeerProgram(string FileName, params string[] Arguments)
{
    private static readonly string Peers = Path.Combine(RepositoryRoot.Path, "tests", "peers");

    private static readonly Lazy<PeerProgram> Python = new(FindPythonGrpc);

    /// <summary>The gRPC peer on Python's grpcio.</summary>
    /// <exception cref="InvalidOperationException">grpcio is not installed.</exception>
    public static PeerProgram PythonGrpc() => Python.Value;

    /// <summary>The gRPC peer on Node's grpc-js.</summary>
    /// <exception cref="InvalidOperationException">grpc-js is not installed.</exception>
    public static PeerProgram NodeGrpc()
    {
        if (!Directory.Exists(Path.Combine(Peers, "node_modules", "@grpc", "grpc-js")))
            throw new InvalidOperationException("The Node peer needs the npm package @grpc/grpc-js: bash tests/run.sh installs it.");
        return new PeerProgram("node", Path.Combine(Peers, "grpc-peer.js"));
    }

    private static PeerProgram FindPythonGrpc()
    {
        const string Interpreter = "/usr/bin/python3"; // Debian's own: another Python would not see Debian's grpcio.
        if (!File.Exists(Interpreter) || !Succeeds(Interpreter, "-c", "import grpc, google.protobuf"))
            throw new InvalidOperationException("The Python peer needs python3-grpcio and python3-protobuf: bash tests/run.sh installs it.");
        return new PeerProgram(Interpreter, Path.Combine(Peers, "grpc_peer.py"), "--descriptors", Path.Combine(AppContext.BaseDirectory, "peers"));
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
