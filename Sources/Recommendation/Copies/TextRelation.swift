extension TextFingerprint {
    /// Whether both tell one story in the same text: identical, cut, corrected or syndicated.
    ///
    /// Either the openings or the bodies agree, or the headlines do that are too long to agree by chance.
    /// "Editorial" twice is no copy, whatever follows.
    ///
    /// - Complexity: O(stored hashes), some 0.3 µs.
    public func isCopy(of other: TextFingerprint) -> Bool { relation(to: other) == .copy }

    /// Whether both fill one form with other names, numbers or days: share-price reports, horoscopes, counts.
    ///
    /// False for copies and for parts of one series. Two stories of one event, in whatever words, share no template.
    ///
    /// - Complexity: O(stored hashes), some 0.3 µs.
    public func sharesTemplate(with other: TextFingerprint) -> Bool { relation(to: other) == .template }

    /// Whether both are parts of one series: they say so, or their titles differ only in a number that counts.
    ///
    /// False for copies, and for templates: "part 1" and "part 2" are parts whatever their texts share, "notes 12" and
    /// "notes 13" only where these are different texts.
    ///
    /// - Complexity: O(stored hashes), some 0.3 µs.
    public func isSibling(of other: TextFingerprint) -> Bool {
        kinship(with: other) != .none && ![.copy, .template].contains(relation(to: other))
    }
}

extension TextFingerprint {
    /// How titles and series tell that two articles are parts of one.
    enum Kinship {
        case none
        /// Some number differs that may count parts or years, and no word does.
        case numbered
        /// The article says so, or a part or version is named.
        case declared
    }

    func kinship(with other: TextFingerprint) -> Kinship {
        if series != 0, series == other.series { return .declared }
        let (mine, theirs) = (titleNumbers, other.titleNumbers)
        guard mine.form != 0, mine.form == theirs.form else { return .none }
        if mine.parts != theirs.parts { return .declared }
        return mine.others == theirs.others ? .none : .numbered
    }

    /// Whether two parts of a series have one text nevertheless.
    private func isIdentical(to other: TextFingerprint) -> Bool {
        guard overlap(.opening, other).resemblance >= Threshold.identicalPart else { return false }
        if hasLongBody, other.hasLongBody {
            return overlap(.body, other).resemblance >= Threshold.identicalPart
        }
        return isSameTitle(other)
    }
}

extension TextFingerprint {
    /// Whether both have one headline, word for word: nobody wants to read it twice in a list, whatever follows.
    ///
    /// False for parts of one series, which may all have its name.
    public func hasSameTitle(as other: TextFingerprint) -> Bool {
        (series == 0 || series != other.series) && isSameTitle(other)
    }

    private func isSameTitle(_ other: TextFingerprint) -> Bool {
        titleHash == other.titleHash && titleWordCount == other.titleWordCount && titleWordCount > 0
    }
}

/// What two texts are to each other, as far as their wording tells.
enum TextRelation {
    case copy
    case template
    /// Parts of one series, by their own account.
    case sibling
    case neither
}

/// Where lines are drawn; all chosen on 29,988 pairs of near neighbours in the feed, read by eye, see
/// docs/decisions.md.
private enum Threshold {
    /// Resemblance, or containment of the shorter, from which two openings are the same text.
    static let sameOpening = 0.5
    static let containedOpening = 0.7
    /// Runs that the shorter opening must have to be evidence, and to be so where the other is much longer: a
    /// first sentence of ten words is borrowed easily.
    static let fewestRuns = 8
    static let fewestContainedRuns = 12
    /// From here the same opening is a copy whatever the titles say: series repeat no more than a blurb.
    static let identicalOpening = 0.9
    static let manyRuns = 24
    /// By how much skeletons may resemble each other more than texts do before names must differ.
    static let namesDiffer = 0.2
    /// Content words that titles over one opening must share to be about one thing.
    static let sharedTitleWords = 2
    /// Resemblance of openings and bodies from which two parts of a series are one text all the same.
    static let identicalPart = 0.95
    /// Resemblance of two bodies' samples.
    static let sameBody = 0.5

    /// Words from which two equal titles are one headline, not a rubric.
    static let headlineWords = 6
    static let headlineContentWords = 4
    /// Resemblance from which a title is the other and a word or two more, and the words both need.
    static let sameTitle = 0.7
    static let longTitleWords = 8

    /// Resemblance of skeletons that is a template by itself, with the least difference of names and numbers.
    static let sameSkeleton = 0.4
    static let skeletonSurplus = 0.1
    /// Resemblance of skeletons that is a template where numbers differ and either names do or the titles agree.
    static let likeSkeleton = 0.3
    static let likeTitle = 0.3
    static let fewestSkeletonRuns = 6
    /// Resemblance of titles that differ in their numbers.
    static let sameTitleForm = 0.6
}

extension TextFingerprint {
    func relation(to other: TextFingerprint) -> TextRelation {
        let kinship = kinship(with: other)
        if kinship == .declared { return isIdentical(to: other) ? .copy : .sibling }
        let titles = overlap(.titlePairs, other)
        let skeleton = overlap(.skeleton, other)
        let skeletonRuns = min(count(.skeleton), other.count(.skeleton))
        let haveBodies = hasLongBody && other.hasLongBody
        // Most pairs have nothing to do with each other, and end here.
        if skeleton.common == 0, skeletonRuns >= Threshold.fewestSkeletonRuns, !haveBodies,
            titles.resemblance < Threshold.sameTitleForm
        {
            return .neither
        }
        let opening = overlap(.opening, other)
        let titleNumbersDiffer = overlap(.titleNumbers, other).bothHaveOwn
        let numbersDiffer =
            kinship == .numbered || overlap(.numbers, other).bothHaveOwn
            || titleNumbersDiffer && titles.resemblance >= Threshold.likeTitle
        // Where text agrees only between capitals, it is a publisher's own line ("Latest News, Latest Videos").
        let isOnlyNames =
            skeletonRuns >= Threshold.fewestSkeletonRuns
            && skeleton.resemblance < opening.resemblance / 2
        let namesDiffer = skeleton.resemblance - opening.resemblance >= Threshold.namesDiffer

        let runs = min(count(.opening), other.count(.opening))
        let isSameOpening =
            runs >= Threshold.fewestRuns && !isOnlyNames
            && (opening.resemblance >= Threshold.sameOpening
                || opening.containment >= Threshold.containedOpening
                    && runs >= Threshold.fewestContainedRuns)
        if isSameOpening, !numbersDiffer, !namesDiffer {
            if isStory(under: other, opening, runs) { return .copy }
        }
        if kinship == .none, hasSameHeadline(as: other, titles, differs: numbersDiffer || namesDiffer) {
            return .copy
        }
        if haveBodies, overlap(.body, other).resemblance >= Threshold.sameBody {
            return .copy
        }

        if isSameOpening,
            numbersDiffer || namesDiffer || sharedTitleWords(other) >= Threshold.sharedTitleWords
        {
            return .template
        }
        if skeletonRuns >= Threshold.fewestSkeletonRuns {
            let (masked, plain) = (skeleton.resemblance, opening.resemblance)
            if masked >= Threshold.sameSkeleton, masked - plain >= Threshold.skeletonSurplus {
                return .template
            }
            if masked >= Threshold.likeSkeleton, numbersDiffer,
                masked >= 2 * plain || titles.resemblance >= Threshold.likeTitle
            {
                return .template
            }
        }
        if kinship == .none, titles.resemblance >= Threshold.sameTitleForm,
            min(titleWordCount, other.titleWordCount) >= Threshold.headlineWords,
            titleNumbersDiffer
        {
            return .template
        }
        return .neither
    }

    /// Whether the same opening tells what both titles announce, so that the articles are one story and not two
    /// issues of a series under one standing blurb ("A round-up of the latest news").
    private func isStory(
        under other: TextFingerprint,
        _ opening: HashSketch.Overlap,
        _ runs: Int
    ) -> Bool {
        let shared = sharedTitleWords(other)
        if runs >= Threshold.manyRuns {
            // Longer than any blurb. Under one rubric a series may still begin every issue alike.
            if rubric != other.rubric, shared >= Threshold.sharedTitleWords { return true }
            if opening.containment >= Threshold.identicalOpening, shared > Threshold.sharedTitleWords {
                return true
            }
        }
        let (mine, theirs) = (stored(.titleWords), other.stored(.titleWords))
        guard mine.contains(where: Self.isInOpening), theirs.contains(where: Self.isInOpening) else {
            return false
        }
        if runs >= Threshold.manyRuns, opening.containment >= Threshold.identicalOpening { return true }
        if shared >= Threshold.sharedTitleWords, shared == min(mine.count, theirs.count) { return true }
        return Self.isTold(mine, besides: theirs) && Self.isTold(theirs, besides: mine)
    }

    /// Whether the opening has a word that only this title has, or the title has none of its own.
    private static func isTold(_ title: ArraySlice<UInt16>, besides other: ArraySlice<UInt16>) -> Bool {
        let own = title.filter { word in !other.contains { $0 | 1 == word | 1 } }
        return own.isEmpty || own.contains(where: isInOpening)
    }

    private func hasNoOwnTitleWords(besides other: TextFingerprint) -> Bool {
        sharedTitleWords(other) == count(.titleWords)
    }

    private static func isInOpening(_ word: UInt16) -> Bool { word & 1 == 1 }

    private func sharedTitleWords(_ other: TextFingerprint) -> Int {
        let theirs = other.stored(.titleWords)
        return stored(.titleWords).count { word in theirs.contains { $0 | 1 == word | 1 } }
    }

    private func hasSameHeadline(
        as other: TextFingerprint,
        _ titles: HashSketch.Overlap,
        differs: Bool
    ) -> Bool {
        let words = min(titleWordCount, other.titleWordCount)
        let contentWords = min(count(.titleWords), other.count(.titleWords))
        guard words >= Threshold.headlineWords, contentWords >= Threshold.headlineContentWords else {
            return false
        }
        if titleHash == other.titleHash, titleWordCount == other.titleWordCount { return true }
        // A word more makes a headline longer, a word for another may fill a form: "Taurus" for "Cancer".
        return words >= Threshold.longTitleWords && titles.resemblance >= Threshold.sameTitle
            && !differs
            && (hasNoOwnTitleWords(besides: other) || other.hasNoOwnTitleWords(besides: self))
    }
}
