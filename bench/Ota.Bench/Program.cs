using System.Globalization;
using Ota.Bench.Artifacts;
using Ota.Bench.Director;
using Ota.Bench.Ingest;
using Ota.Bench.Micro;
using Ota.Bench.Mqtt;
using Ota.Bench.Register;
using Ota.Bench.Report;
using Ota.Bench.Rollouts;
using Ota.Bench.Rpc;
using Ota.Bench.Telemetry;

const string Usage = """
    Measures the parts of the product, peers beside them in the same run.

      report [--quick]                 everything below in one sitting, as tables with goals; report --help
      rpc [--seconds N] [--rounds N]   gRPC: our server, a bare Kestrel endpoint and a grpc-js server under the same clients
      mqtt [options]                   our broker, mosquitto and a bare Kestrel handler under a generator in C; mqtt --help
      telemetry [options]              published batches, stored and acknowledged, beside brokers that store nothing; telemetry --help
      telemetry-store [--seconds N] [--vehicles N] [--recording FILE.csv.gz --vehicle ID] [--folder DIR]
                                       the telemetry history alone: values/s into it, latency of reads, bytes a value
      vehicles [options]               the register of a million vehicles: import, show, filters; vehicles --help
      rollouts [options]               rollouts: creation, explanations, one from start to end, proofs beside bare signatures; rollouts --help
      artifacts [--mb N] [--rounds N]  one large artifact: downloads beside nginx, uploads beside sha256sum
      staging [--mb N] [--rounds N]    one large image from its file to a staged bundle, beside sha256sum of the file
      director [--vehicles N] [--seconds N] [--rounds N]
                                       metadata for each vehicle: signing beside bare signatures, then the whole server over HTTP
      micro [BenchmarkDotNet options]  micro-benchmarks of the hot paths

    Each server is pinned to one core and the client to the other; figures are medians over the rounds.
    """;

if (!OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("The benchmarks pin processes to cores and read their CPU time: they need Linux.");
    return 1;
}

switch (args.FirstOrDefault())
{
    case "report":
        return await ReportBench.RunAsync(args[1..]);
    case "rpc":
        return await RpcBench.RunAsync(args[1..]);
    case "telemetry":
        return await IngestBench.RunAsync(args[1..]);
    case "telemetry-load":
        return LoadHost.Run(args[1..]);
    case "telemetry-store":
        return await StoreBench.RunAsync(args[1..]);
    case "vehicles":
        return await RegisterBench.RunAsync(args[1..]);
    case "rollouts":
        return await RolloutsBench.RunAsync(args[1..]);
    case "rollouts-host":
        return await RolloutsHost.RunAsync(args[1..]);
    case "artifacts":
        return await ArtifactsBench.RunAsync(args[1..]);
    case "staging":
        return await StagingBench.RunAsync(args[1..]);
    case "director":
        return await DirectorBench.RunAsync(args[1..]);
    case "director-host":
        return await DirectorHost.RunAsync(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
    case "serve":
        await BenchServer.RunAsync(args[1]);
        return 0;
    case "mqtt":
        return await MqttBench.RunAsync(args[1..]);
    case "mqtt-broker":
        await BrokerHost.RunAsync(args[1], args.ElementAtOrDefault(2));
        return 0;
    case "micro":
        return MicroBench.Run(args[1..]);
    default:
        Console.Error.WriteLine(Usage);
        return args.Length == 0 || args[0] is "--help" or "-h" ? 0 : 2;
}
