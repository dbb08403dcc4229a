public import Corpus

/// What is kept of an article's text to tell copies and templates from related articles.
///
///     let (a, b) = (TextFingerprint(first), TextFingerprint(second))
///     a.isCopy(of: b)             // the same story text: syndicated, corrected, under another title
///     a.sharesTemplate(with: b)   // "X shares gain 1.2 %": the same sentence with other names and numbers
///
/// Both questions are symmetric and depend on the two articles alone, so lists can be checked pair by pair and
/// an archive needs no clusters. Nothing but title, excerpt and body counts: neither dates nor publishers.
///
/// - Complexity: made in O(bytes of title and excerpt, and of the body's first 400 words); about 195 bytes, and
///   never more than 280.
public struct TextFingerprint: Hashable, Sendable {
    /// All sketches end to end, section after section.
    private let hashes: [UInt16]
    /// Where each ``Section`` ends.
    private let ends: SIMD8<UInt8>
    /// Of all words of the title in their order.
    let titleHash: UInt32
    /// Of the title's first two words, which a series repeats.
    let rubric: UInt16
    /// Words of the title, at most ``FingerprintWords/titleLimit``.
    let titleWordCount: UInt8
    /// Whether the body, boilerplate included, is long enough for its sketch to say anything.
    let hasLongBody: Bool

    /// Whether sentences that many articles have were left out of the body.
    let isWithoutBoilerplate: Bool
    /// What tells the parts of a series apart.
    let titleNumbers: TitleNumbers
    /// Of the series that the article says it is a part of; 0 where it says nothing.
    let series: UInt32

    public init(_ article: Article) { self.init(ArticleWords(article)) }

    /// - Parameter boilerplate: of the collection.
    init(_ article: Article, besides boilerplate: Boilerplate) {
        self.init(ArticleWords(article), besides: boilerplate)
    }

    /// - Parameter boilerplate: of the collection.
    init(_ words: ArticleWords, besides boilerplate: Boilerplate = .none) {
        let own = boilerplate.ownWords(of: words.body)
        let room = FingerprintWords.openingLimit - words.excerpt.count
        self.init(
            title: words.title,
            opening: words.excerpt + (own ?? words.body).prefix(room),
            body: own ?? words.body,
            hasLongBody: words.body.count >= FingerprintWords.bodyLimit / 4,
            isWithoutBoilerplate: own != nil,
            titleNumbers: words.titleNumbers,
            series: words.series
        )
    }

    private init(
        title: [FingerprintWord],
        opening: [FingerprintWord],
        body: [FingerprintWord],
        hasLongBody: Bool,
        isWithoutBoilerplate: Bool,
        titleNumbers: TitleNumbers,
        series: UInt32
    ) {
        self.isWithoutBoilerplate = isWithoutBoilerplate
        self.titleNumbers = titleNumbers
        self.series = series
        var all: [UInt16] = []
        all.reserveCapacity(96)
        var ends = SIMD8<UInt8>(repeating: 0)
        func add(_ section: Section, _ hashes: [UInt16]) {
            HashSketch.append(section.capacity, of: hashes, to: &all)
            ends[section.rawValue] = UInt8(all.count)
        }
        add(.opening, Shingles.plain(opening))
        add(.skeleton, Shingles.skeleton(opening))
        add(.body, Shingles.plain(body))
        add(.titlePairs, Shingles.titlePairs(title))
        add(.numbers, (title + opening).filter(\.isNumber).map { Shingles.fold($0.hash) })
        add(.titleNumbers, title.filter(\.isNumber).map { Shingles.fold($0.hash) })
        add(.titleWords, Self.titleWords(title, opening))
        hashes = Array(all)
        self.ends = ends
        titleHash = UInt32(truncatingIfNeeded: Shingles.sequence(title) >> 32)
        rubric = Shingles.fold(Shingles.sequence(title.prefix(2)))
        titleWordCount = UInt8(title.count)
        self.hasLongBody = hasLongBody
    }

    /// The title's content words; the lowest bit tells whether the opening has the word too.
    ///
    /// Four letters tell content words from most function words in the languages we know, without a list.
    private static func titleWords(_ title: [FingerprintWord], _ opening: [FingerprintWord]) -> [UInt16] {
        title.lazy.filter { !$0.isNumber && $0.length >= 4 }.map { word in
            let isInOpening = opening.contains { $0.stem == word.stem }
            return Shingles.fold(word.stem) & ~1 | (isInOpening ? 1 : 0)
        }
    }

    /// Bytes that this fingerprint takes, its array's header included.
    package var byteCount: Int { MemoryLayout<Self>.stride + 32 + MemoryLayout<UInt16>.stride * hashes.count }
}

extension TextFingerprint {
    /// The parts of a fingerprint.
    enum Section: Int {
        /// Runs of three words of the opening.
        case opening
        /// Runs of three words of the opening whose names and numbers are masked.
        case skeleton
        /// Runs of three words of the body.
        case body
        /// Pairs of words of the title whose numbers are masked.
        case titlePairs
        /// Numbers in title and opening.
        case numbers
        /// Numbers in the title.
        case titleNumbers
        /// Long words of the title.
        case titleWords

        /// Hashes that are kept at most. The opening decides most, so it is kept almost whole; with 16 a
        /// resemblance of .5 has a standard error of .1.
        var capacity: Int {
            switch self {
            case .opening: 32
            case .skeleton, .body: 16
            case .titlePairs: 12
            case .numbers: 8
            case .titleNumbers: 4
            case .titleWords: 10
            }
        }
    }

    private func range(_ section: Section) -> Range<Int> {
        (section.rawValue == 0 ? 0 : Int(ends[section.rawValue - 1]))..<Int(ends[section.rawValue])
    }

    /// The hashes that are kept of a section, ascending.
    func stored(_ section: Section) -> ArraySlice<UInt16> { hashes[range(section)] }

    func count(_ section: Section) -> Int { range(section).count }

    func overlap(_ section: Section, _ other: TextFingerprint) -> HashSketch.Overlap {
        HashSketch.overlap(
            hashes.span.extracting(range(section)),
            other.hashes.span.extracting(other.range(section)),
            capacity: section.capacity
        )
    }
}
