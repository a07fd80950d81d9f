using System.Diagnostics;

namespace Ota.Testing;

/// <summary>A program of tests/peers and how to start it.</summary>
public sealed record PeerProgram(string FileName, params string[] Arguments)
{
    private static readonly string Peers = Path.Combine(RepositoryRoot.Path, "tests", "peers");

    private const string Interpreter = "/usr/bin/python3"; // Debian's own: another Python would not see Debian's packages.

    private static readonly Lazy<PeerProgram> Python = new(FindPythonGrpc);

    private static readonly Lazy<PeerProgram> Paho = new(FindPaho);

    private static readonly Lazy<PeerProgram> Agent = new(FindAgent);

    /// <summary>The gRPC peer on Python's grpcio.</summary>
    /// <exception cref="InvalidOperationException">grpcio is not installed.</exception>
    public static PeerProgram PythonGrpc() => Python.Value;

    /// <summary>The gRPC peer on Node's grpc-js.</summary>
    /// <exception cref="InvalidOperationException">grpc-js is not installed.</exception>
    public static PeerProgram NodeGrpc() => Node("@grpc/grpc-js", "grpc-peer.js");

    /// <summary>The MQTT peer on Eclipse Paho for Python.</summary>
    /// <exception cref="InvalidOperationException">Paho is not installed.</exception>
    public static PeerProgram PythonMqtt() => Paho.Value;

    /// <summary>The update agent on Paho, protobuf for Python and OpenSSL's tools.</summary>
    /// <exception cref="InvalidOperationException">Paho or protobuf is not installed.</exception>
    public static PeerProgram PythonAgent() => Agent.Value;

    /// <summary>The MQTT peer on mqtt.js.</summary>
    /// <exception cref="InvalidOperationException">mqtt.js is not installed.</exception>
    public static PeerProgram NodeMqtt() => Node("mqtt", "mqtt-peer.js");

    private static PeerProgram Node(string package, string script)
    {
        if (!Directory.Exists(Path.Combine([Peers, "node_modules", .. package.Split('/')])))
            throw new InvalidOperationException($"The Node peer needs the npm package {package}: bash tests/run.sh installs it.");
        return new PeerProgram("node", Path.Combine(Peers, script));
    }

    private static PeerProgram FindPaho()
    {
        if (!File.Exists(Interpreter) || !Succeeds(Interpreter, "-c", "import paho.mqtt.client"))
            throw new InvalidOperationException("The Python peer needs python3-paho-mqtt: bash tests/run.sh installs it.");
        return new PeerProgram(Interpreter, Path.Combine(Peers, "mqtt_peer.py"));
    }

    private static PeerProgram FindAgent()
    {
        if (!File.Exists(Interpreter) || !Succeeds(Interpreter, "-c", "import paho.mqtt.client, google.protobuf"))
            throw new InvalidOperationException("The agent needs python3-paho-mqtt and python3-protobuf: bash tests/run.sh installs them.");
        return new PeerProgram(Interpreter, Path.Combine(Peers, "ota_agent.py"));
    }

    private static PeerProgram FindPythonGrpc()
    {
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
