using System.Net;
using System.Net.Sockets;
using Ota.Bench.Mqtt;

namespace Ota.Bench.Artifacts;

/// <summary>nginx with one worker and sendfile over the server's own folder of artifacts.</summary>
internal sealed class NginxProcess : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly PinnedProcess _process;

    private NginxProcess(PinnedProcess process, int plain, int tls)
    {
        _process = process;
        PlainUrl = $"http://localhost:{plain}";
        TlsUrl = $"https://localhost:{tls}";
    }

    public string PlainUrl { get; }

    public string TlsUrl { get; }

    public static async Task<NginxProcess> StartAsync(string folder, string data)
    {
        (int plain, int tls) = (FreePort(), FreePort());
        string file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllLinesAsync(
            file,
            [
                "daemon off; master_process off; worker_processes 1;",
                $"pid {folder}/nginx.pid; error_log {folder}/nginx.log;",
                "events { worker_connections 64; }",
                "http {",
                "  access_log off; sendfile on; tcp_nopush on; sendfile_max_chunk 2m;",
                $"  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;",
                $"  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;",
                "  server {",
                $"    listen 127.0.0.1:{plain}; listen 127.0.0.1:{tls} ssl; root {data};",
                $"    ssl_certificate {data}/pki/server.crt; ssl_certificate_key {data}/pki/server.key; ssl_protocols TLSv1.3;",
                "    location /artifacts/sha256/ { }",
                "  }",
                "}",
            ]);
        PinnedProcess process = PinnedProcess.Start(1, Tools.Find("nginx", "nginx-light"), "-c", file);
        while (!await ListensAsync(plain))
        {
            if (process.HasExited) throw new BenchException($"nginx did not start: {(await process.EndAsync(CancellationToken.None)).Errors}");
            await Task.Delay(Pause, TimeProvider.System);
        }

        process.DiscardOutput();
        return new NginxProcess(process, plain, tls);
    }

    public void Dispose() => _process.Dispose();

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
