using System.Buffers;
using System.Text;
using System.Text.Json;
using Ota.Cli.Connection;
using Ota.Core.Operators;

namespace Ota.Cli.Operators;

/// <summary>The folder of a new credential, as `ota --data` reads it. What was there before is never touched.</summary>
internal sealed class CredentialFolder : IDisposable
{
    private readonly string _name;
    private readonly bool _isNew;
    private bool _issued;

    private CredentialFolder(string path, string name, bool isNew)
    {
        Path = path;
        _name = name;
        _isNew = isNew;
    }

    public string Path { get; }

    private string KeyFile => System.IO.Path.Combine(Path, $"{_name}.key");

    private string CertificateFile => System.IO.Path.Combine(Path, $"{_name}.crt");

    private string CaFile => System.IO.Path.Combine(Path, "ca.crt");

    private string OperatorFile => System.IO.Path.Combine(Path, Connection.OperatorFile.Name);

    /// <summary>Makes the folder, for its owner only, and writes the key.</summary>
    /// <exception cref="CliException">A file is in the way, or the folder cannot be written.</exception>
    public static CredentialFolder Begin(string path, OperatorName name, string keyPem)
    {
        bool isNew = !Directory.Exists(path);
        CredentialFolder folder = new(path, name.Value, isNew);
        string? inTheWay = new[] { folder.KeyFile, folder.CertificateFile, folder.CaFile, folder.OperatorFile }.FirstOrDefault(File.Exists);
        if (inTheWay is not null) throw CliException.Refused($"{inTheWay} exists already and is kept; choose another folder with --out.");
        try
        {
            if (isNew) CreateOwnersOnly(path);
            PrivateFile.Write(folder.KeyFile, Encoding.ASCII.GetBytes(keyPem));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Refused($"{path} cannot be written: {e.Message} Choose another folder with --out.");
        }
        return folder;
    }

    /// <summary>Adds the certificate, the CA to trust if there is one of its own, and operator.json, which is last: a folder that has it is complete.</summary>
    public void Complete(string certificateChain, ServerConnection connection)
    {
        _issued = true;
        PrivateFile.Write(CertificateFile, Encoding.UTF8.GetBytes(certificateChain));
        if (connection.CaPem is { } ca) PrivateFile.Write(CaFile, Encoding.UTF8.GetBytes(ca));
        PrivateFile.Write(OperatorFile, DescribeConnection(connection));
    }

    public void Dispose()
    {
        if (_issued) return;
        File.Delete(KeyFile);
        if (_isNew) Directory.Delete(Path);
    }

    private static void CreateOwnersOnly(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private byte[] DescribeConnection(ServerConnection connection)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("server", connection.Settings.Address);
            if (connection.CaPem is not null) json.WriteString("ca", "ca.crt");
            json.WriteString("certificate", $"{_name}.crt");
            json.WriteString("key", $"{_name}.key");
            json.WriteEndObject();
        }
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }
}
