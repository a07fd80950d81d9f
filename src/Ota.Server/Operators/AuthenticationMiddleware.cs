using System.Data.Common;
using Microsoft.Net.Http.Headers;
using Ota.Server.Hosting;
using Ota.Server.Pki;
using Ota.Server.Storage;

namespace Ota.Server.Operators;

/// <summary>Turns a client certificate or a bearer token into a <see cref="Caller"/>, which later steps judge.</summary>
internal sealed class AuthenticationMiddleware(
    RequestDelegate next,
    OperatorAuthenticator authenticator,
    ServerPki pki,
    Database database,
    OperatorsMetrics metrics,
    ILogger<AuthenticationMiddleware> log)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext http)
    {
        Caller caller = await IdentifyAsync(http);
        if (caller is not (Caller.Anonymous or Caller.Vehicle)) metrics.Authenticated(caller);
        if (caller is Caller.Refused refused) log.CredentialRefused(http.Connection.RemoteIpAddress, refused.Reason);
        http.Features.Set(caller);
        await next(http);
    }

    private async Task<Caller> IdentifyAsync(HttpContext http)
    {
        try
        {
            string authorization = http.Request.Headers[HeaderNames.Authorization].ToString();
            if (authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                return MayCarryToken(http)
                    ? await authenticator.ByTokenAsync(authorization[Scheme.Length..].Trim(), http.RequestAborted)
                    : new Caller.Refused("A bearer token came without TLS: use the https port, and replace the token, now that it leaked.");
            }

            if (http.Connection.ClientCertificate is not { } certificate) return new Caller.Anonymous();
            return pki.IsOfFleet(certificate)
                ? new Caller.Vehicle(certificate)
                : await authenticator.ByCertificateAsync(certificate, http.RequestAborted);
        }
        catch (DbException e) when (database.IsOutage(e))
        {
            log.LookupFailed(e);
            return new Caller.Undetermined();
        }
    }

    // The port without TLS is on loopback and opens with --dev only.
    private static bool MayCarryToken(HttpContext http) =>
        http.Request.IsHttps || http.Features.Get<Listener>()?.Name == Listener.Grpc;
}
