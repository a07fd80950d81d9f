using System.Text;
using Ota.Cli.Connection;
using Ota.Cli.Output;

namespace Ota.Cli.Signing;

/// <summary>Where the passphrases of key files come from: files, OTA_KEY_PASSPHRASE, or a person at a terminal.</summary>
/// <param name="files">None, one for all keys, or one for each key in their order.</param>
/// <param name="around">The environment and the terminal.</param>
internal sealed class Passphrases(IReadOnlyList<string> files, Surroundings around)
{
    public const string Variable = "OTA_KEY_PASSPHRASE";

    private const int LargestFile = 4096;

    /// <summary>The passphrase that opens a key.</summary>
    /// <param name="keyFile">Which, for the question.</param>
    /// <param name="index">Its place among the keys of the command line.</param>
    /// <param name="stop">Ends the question.</param>
    /// <exception cref="CliException">There is none, and nobody to ask.</exception>
    public async Task<string> OpenAsync(string keyFile, int index, CancellationToken stop) =>
        Given(index) ?? await AskAsync($"Passphrase of {keyFile}: ", keyFile, stop);

    /// <summary>The passphrase for a new key; a person types it twice.</summary>
    /// <exception cref="CliException">There is none, it is too short, or the second one is another.</exception>
    public async Task<string> ChooseAsync(string keyFile, CancellationToken stop)
    {
        const int shortest = 8;
        string? given = Given(0);
        string chosen = given ?? await AskAsync($"Passphrase for {keyFile}: ", keyFile, stop);
        if (chosen.Length < shortest)
            throw CliException.Refused($"A passphrase has at least {shortest} characters; several words are good and easy to keep.");
        if (given is null && await AskAsync("The same once more: ", keyFile, stop) != chosen)
            throw CliException.Refused("The two passphrases differ; nothing was written, begin again.");
        return chosen;
    }

    private string? Given(int index) =>
        files.Count > 0 ? Read(files[files.Count == 1 ? 0 : index]) : around.Variable(Variable);

    private static string Read(string path)
    {
        string text = InputFile.ReadText(path, LargestFile);
        int end = text.IndexOfAny(['\r', '\n']);
        string first = end < 0 ? text : text[..end];
        return first.Length > 0 ? first : throw CliException.BadUsage($"{path} holds no passphrase; it stands on the first line.");
    }

    private async Task<string> AskAsync(string question, string keyFile, CancellationToken stop)
    {
        if (!around.IsInteractive)
        {
            throw CliException.BadUsage(
                $"{keyFile} needs a passphrase and nobody is there to type it: give --passphrase-file FILE, or set {Variable}.");
        }

        _ = Console.KeyAvailable; // Turns the echo off before the question invites to type.
        await around.Error.WriteAsync(Printable.Line(question));
        // Reading a terminal cannot be cancelled; the wait for it can.
        string typed = await Task.Run(ReadWithoutEcho, CancellationToken.None).WaitAsync(stop);
        await around.Error.WriteLineAsync();
        return typed;
    }

    private static string ReadWithoutEcho()
    {
        StringBuilder typed = new();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter) return typed.ToString();
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }
    }
}
