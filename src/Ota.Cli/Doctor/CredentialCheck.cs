using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Ota.Cli.Connection;

namespace Ota.Cli.Doctor;

/// <summary>Whether this operator has something to sign in with, and for how long.</summary>
internal static class CredentialCheck
{
    private const string Name = "credential";

    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    /// <returns>Whether it can be presented.</returns>
    public static bool Look(OperatorCredential credential, Diagnosis diagnosis, DateTimeOffset now)
    {
        switch (credential)
        {
            case OperatorCredential.Token:
                diagnosis.Ok(Name, "A token, whose end only the server knows.");
                return true;
            case OperatorCredential.Certificate files:
                return Look(files, diagnosis, now);
            default:
                diagnosis.Problem(Name, "None: use --data DIR with an operator.json, --cert with --key, or a token.");
                return false;
        }
    }

    private static bool Look(OperatorCredential.Certificate files, Diagnosis diagnosis, DateTimeOffset now)
    {
        try
        {
            _ = ClientCertificate.Load(files, now);
        }
        catch (CliException e)
        {
            diagnosis.Problem(Name, e.Message);
            return false;
        }

        DateTimeOffset end = EndOf(files.CertificateFile);
        string until = string.Create(CultureInfo.InvariantCulture, $"{files.CertificateFile} is good until {end.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        if (end - now < Notice)
            diagnosis.Warn(Name, $"{until}: ask an admin for a new one before, `ota operators add-credential`.");
        else
            diagnosis.Ok(Name, $"{until}.");
        if (!OwnerOnly.Is(files.KeyFile)) diagnosis.Problem("key", $"Others on this machine can read {files.KeyFile}: chmod 600 it, and revoke it if they may have.");
        return true;
    }

    private static DateTimeOffset EndOf(string file)
    {
        using X509Certificate2 certificate = PemCertificates.Read(InputFile.ReadText(file), file)[0];
        return new DateTimeOffset(certificate.NotAfter);
    }
}
