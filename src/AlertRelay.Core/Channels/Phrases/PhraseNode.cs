namespace AlertRelay.Channels.Phrases;

/// <summary>What a gap may hold.</summary>
internal enum GapRule
{
    /// <summary>No other country, no word for a part of this one, no colon.</summary>
    Strict,

    /// <summary>As above, and no mark at all.</summary>
    Narrow,

    /// <summary>All but the table's "breaks".</summary>
    Loose,

    Free,
}

/// <summary>
/// A piece of a phrase. It is followed from many places of a statement at once, never back and forth, so that no text can make it slow.
/// </summary>
internal abstract record PhraseNode
{
    /// <summary>Where it can end when it begins at any of <paramref name="starts"/>; empty when it stands at none of them.</summary>
    public abstract IReadOnlySet<int> Ends(PhraseView view, IReadOnlySet<int> starts);

    /// <summary>Words that stand in every text that it matches.</summary>
    public virtual IEnumerable<string> Needed => [];

    protected static IReadOnlySet<int> Next(IReadOnlySet<int> starts, Func<int, bool> matches) => starts.Where(matches).Select(start => start + 1).ToHashSet();

    public sealed record Word(string Folded) : PhraseNode
    {
        public override IEnumerable<string> Needed => [Folded];

        public override IReadOnlySet<int> Ends(PhraseView view, IReadOnlySet<int> starts) =>
            Next(starts, start => start < view.Count && view[start].Folded == Folded);
    }

    /// <summary>"déconseill*".</summary>
    public sealed record Beginning(string Folded) : PhraseNode
    {
        public override IReadOnlySet<int> Ends(PhraseView view, IReadOnlySet<int> starts) =>
            Next(starts, start => start < view.Count && view[start].Folded.StartsWith(Folded, StringComparison.Ordinal));
    }

    /// <summary>Some words that say nothing here.</summary>
    /// <param name="MaxWords">How many.</param>
    public sealed record Gap(int MaxWords, GapRule Rule) : PhraseNode
    {
        public override IReadOnlySet<int> Ends(PhraseView view, IReadOnlySet<int> starts)
        {
            var ends = new HashSet<int>(starts);
            var edge = starts;
            for (var step = 0; step < MaxWords && edge.Count > 0; step++)
                edge = edge.Where(at => at < view.Count && view.MayBePassed(at, Rule)).Select(at => at + 1).Where(ends.Add).ToHashSet();

            return ends;
        }
    }

    /// <summary>A country's name.</summary>
    /// <param name="Adjective">Or an adjective of another country.</param>
    public sealed record Name(bool Own, bool Adjective = false) : PhraseNode
    {
        public override IReadOnlySet<int> Ends(PhraseView view, IReadOnlySet<int> starts) => starts
            .Select(start => view.NameAt(start) ?? (Adjective ? view.AdjectiveAt(start) : null))
            .Where(name => name is { Country: true } && name.Own == Own)
            .Select(name => name!.End).ToHashSet();
    }

    /// <summary>"^": the beginning of a statement. "$": a mark, or the end. ":": a colon.</summary>
    public sealed record Place(char Kind) : PhraseNode
    {
        public override IReadOnlySet<int> Ends(PhraseView view, IReadOnlySet<int> starts) => starts.Where(start => IsAt(view, start)).ToHashSet();

        private bool IsAt(PhraseView view, int at) => Kind switch
        {
            '^' => at == 0,
            ':' => view.MarksBefore(at).Contains(':'),
            _ => at == view.Count || view.MarksBefore(at).Length > 0,
        };
    }

    public sealed record Not(PhraseNode Inner) : PhraseNode
    {
        public override IReadOnlySet<int> Ends(PhraseView view, IReadOnlySet<int> starts) =>
            starts.Where(start => Inner.Ends(view, new HashSet<int> { start }).Count == 0).ToHashSet();
    }

    public sealed record Choice(IReadOnlyList<PhraseNode> Ways, bool Optional) : PhraseNode
    {
        public override IEnumerable<string> Needed => !Optional && Ways is [var only] ? only.Needed : [];

        public override IReadOnlySet<int> Ends(PhraseView view, IReadOnlySet<int> starts)
        {
            var ends = Optional ? new HashSet<int>(starts) : [];
            foreach (var way in Ways)
                ends.UnionWith(way.Ends(view, starts));

            return ends;
        }
    }

    public sealed record Sequence(IReadOnlyList<PhraseNode> Parts) : PhraseNode
    {
        public override IEnumerable<string> Needed => Parts.SelectMany(part => part.Needed);

        public override IReadOnlySet<int> Ends(PhraseView view, IReadOnlySet<int> starts)
        {
            foreach (var part in Parts)
            {
                if (starts.Count == 0)
                    break;
                starts = part.Ends(view, starts);
            }

            return starts;
        }
    }
}
