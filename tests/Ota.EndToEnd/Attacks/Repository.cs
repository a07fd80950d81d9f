namespace Ota.EndToEnd.Attacks;

/// <summary>Which of the two.</summary>
public enum Repository
{
    Image,
    Director,
}
