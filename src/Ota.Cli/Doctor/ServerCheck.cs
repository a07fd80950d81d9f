using System.Globalization;
using Grpc.Core;
using Grpc.Health.V1;
using Ota.Cli.Output;
using Ota.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Ota.Cli.Doctor;

/// <summary>What can be seen of the server from here, and what it says about itself.</summary>
internal sealed class ServerCheck(Session session, Diagnosis diagnosis)
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    public async Task LookAsync(bool hasCredential)
    {
        if (!await ReachAsync()) return;
        SeeCertificate();
        if (hasCredential) await AskAsync();
    }

    // Anybody may ask this, and a server answers it that has lost its database.
    private async Task<bool> ReachAsync()
    {
        Health.HealthClient health = new(session.Connection.Calls);
        using AsyncUnaryCall<HealthCheckResponse> call = health.CheckAsync(new HealthCheckRequest(), session.Options());
        try
        {
            DateTimeOffset sent = session.Now;
            ServingStatus status = (await Waiting.ForAsync(call.ResponseAsync, "Looking for the server", session.Around)).Status;
            diagnosis.Ok("server", $"{session.Connection.Settings.Address} answers.");
            ClockCheck.Look(session.Connection.Date, sent, session.Now, diagnosis);
            if (status != ServingStatus.Serving)
                diagnosis.Warn("readiness", "The server says that it is not ready, so a load balancer sends it nothing; it looks every 30 s, and what it finds is below.");
            return true;
        }
        catch (RpcException e)
        {
            CliException why = session.Explain(e);
            if (session.Connection.TrustProblem is not null)
                diagnosis.Problem("certificate", why.Message); // It answers, and cannot be trusted.
            else if (session.Connection.Answered && why.ExitCode != ExitCode.NotReachable)
                diagnosis.Problem("server", why.Message);
            else
                diagnosis.Unreachable("server", why.Message);
            return false;
        }
    }

    private void SeeCertificate()
    {
        if (session.Connection.Settings.IsPlain)
        {
            diagnosis.Warn("trust", "The connection has no TLS, so nothing proves that this is the server: use its https address.");
            return;
        }

        DateTimeOffset end = session.Connection.CertificateEnd!.Value;
        string from = session.Connection.Settings.CaFile is { } file ? $"the CA in {file}" : "a CA that this machine trusts";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"The server's certificate is for {session.Connection.Settings.Server.Host}, from {from}, and good until {end.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        if (end - session.Now < RenewBefore)
            diagnosis.Warn("trust", $"{text}: restart the server before, which renews it.");
        else
            diagnosis.Ok("trust", $"{text}.");
    }

    private async Task AskAsync()
    {
        try
        {
            GetStatusRequest request = new() { IncludeChecks = true };
            SystemStatus status = await session.CallAsync("Asking the server", options => session.System.GetStatusAsync(request, options));
            if (status.Checks.Count == 0)
                diagnosis.Warn("build", $"The server is of version {status.Version?.Version_} and does not know these questions: bring it to the version of this client.");
            diagnosis.Add(status.Checks);
        }
        catch (CliException e)
        {
            diagnosis.Problem("status", e.Message);
        }
    }
}
