using System.Globalization;

namespace Ota.Simulator.Demo.Screen;

/// <summary>Tells the story: headings with the time, sentences, command lines. Colours on a terminal only.</summary>
internal sealed class Teller(TextWriter output, bool isTerminal, TimeProvider time)
{
    private const int Widest = 112;
    private const string Bold = "1";
    private const string Faint = "2";
    private const string Green = "32";
    private const string Red = "31";
    private const string Cyan = "36";

    private readonly long _began = time.GetTimestamp();
    private int _steps;

    /// <summary>Since the beginning.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    public bool IsTerminal => isTerminal;

    public void Title(string text, string below)
    {
        output.WriteLine();
        output.WriteLine(In(Bold, text));
        foreach (string line in Fold(below)) output.WriteLine(line);
    }

    /// <summary>The next step: what happens, and why it matters.</summary>
    public void Step(string heading, string why)
    {
        output.WriteLine();
        output.WriteLine($"{In(Bold, $"{++_steps}. {heading}")}  {In(Faint, string.Create(CultureInfo.InvariantCulture, $"[{Elapsed.TotalSeconds:0} s]"))}");
        foreach (string line in Fold(why)) output.WriteLine($"   {line}");
    }

    public void Command(string line) => output.WriteLine($"   {In(Cyan, $"$ {line}")}");

    /// <summary>A sentence, folded to the width of a page.</summary>
    public void Say(string text)
    {
        foreach (string line in Fold(text.TrimEnd())) output.WriteLine($"   {line}");
    }

    /// <summary>A line of a table: as it is.</summary>
    public void Row(string line) => output.WriteLine($"   {line}".TrimEnd());

    /// <summary>A thing that was checked, and what came of it.</summary>
    public void Check(bool holds, string text) => output.WriteLine($"   {(holds ? In(Green, "✓") : In(Red, "✗"))} {text}");

    public void Blank() => output.WriteLine();

    private static IEnumerable<string> Fold(string text)
    {
        while (text.Length > Widest)
        {
            int end = text.LastIndexOf(' ', Widest);
            if (end <= 0) break; // One word: it is a path or an address, which is not cut.
            yield return text[..end];
            text = text[(end + 1)..];
        }

        yield return text;
    }

    private string In(string code, string text) => isTerminal ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
