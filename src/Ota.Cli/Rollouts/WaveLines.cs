using Ota.Cli.Output;
using Ota.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ota.Cli.Rollouts;

/// <summary>The waves of a rollout, a line each that fits the terminal: a number is never folded, the words at the end are cut.</summary>
internal sealed class WaveLines(Rollout rollout, int width, DateTimeOffset now)
{
    private const int WaveColumn = 7;
    private const int ShareColumn = 7;
    private const int Gap = 2;
    private const int NarrowestBar = 16;
    private const int WidestBar = 60;

    private static readonly Style Faint = new(Color.Grey);

    private readonly int _vehicles = Math.Max("VEHICLES".Length, rollout.Waves.Max(wave => Figures.Of(wave.Vehicles).Length));

    public IEnumerable<IRenderable> Draw()
    {
        int others = WaveColumn + _vehicles + ShareColumn + (4 * Gap);
        int bar = Math.Clamp((width - others) * 2 / 5, NarrowestBar, WidestBar);
        int words = Math.Max(0, width - others - bar);
        yield return new Text($"{Left("WAVE", WaveColumn)}{Right("VEHICLES", _vehicles)}{Left("", bar)}{Right("PROVEN", ShareColumn)}".TrimEnd(), Faint);
        foreach (Wave wave in rollout.Waves.OrderBy(wave => wave.Wave_ == 0).ThenBy(wave => wave.Wave_)) yield return Draw(wave, bar, words);
    }

    private Paragraph Draw(Wave wave, int bar, int words)
    {
        Paragraph line = new() { Overflow = Overflow.Crop };
        line.Append(Left(wave.Wave_ == 0 ? "no part" : Figures.Plain(wave.Wave_), WaveColumn)).Append(Right(Figures.Of(wave.Vehicles), _vehicles));
        Bar.Append(line, wave.States, bar);
        string share = wave.Wave_ == 0 ? "" : Figures.Share(Bucket.Proven.In(wave.States), wave.Vehicles);
        return line.Append(new string(' ', Gap)).Append(Right(share, ShareColumn)).Append(Cut(WaveText.Of(wave, now), words), Faint);
    }

    private static string Left(string text, int columns) => text.PadRight(columns + Gap);

    private static string Right(string text, int columns) => text.PadLeft(columns) + new string(' ', Gap);

    private static string Cut(string text, int columns) => text.Length <= columns ? text : columns < 2 ? "" : text[..(columns - 1)] + "…";
}
