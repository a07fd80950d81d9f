using System.Globalization;
using Ota.Bench.Whole;

namespace Ota.Bench.Ingest;

/// <summary>The process of the load generator.</summary>
internal static class LoadHost
{
    public static int Run(string[] args)
    {
        try
        {
            int server = int.Parse(args[1], CultureInfo.InvariantCulture);
            Console.WriteLine(BatchLoad.Run(LoadPlan.Read(args[0]), () => ProcessCpu.Seconds(server)).Write());
            return 0;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
