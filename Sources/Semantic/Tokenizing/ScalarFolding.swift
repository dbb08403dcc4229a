/// What Hugging Face's BertNormalizer and BertPreTokenizer make of each Unicode scalar.
///
/// All they do is decided scalar by scalar, except that marks are sorted (``CanonicalDecomposition``).
/// Measured against tokenizers 0.23.3 for all 1,112,064 scalars. Its categories are those of Unicode 8 (crate
/// unicode_categories 0.1.1), where later characters are unassigned and thus neither punctuation nor marks.
struct ScalarFolding: Sendable {
    /// One scalar of the folded text.
    struct Folded: Hashable, Sendable {
        enum Role: UInt32, Sendable {
            /// Part of a word.
            case word
            /// Ends a word and vanishes.
            case space
            /// Ends a word and is one.
            case punctuation
            /// Vanishes within a word.
            case removed
            /// Vanishes, and no mark is sorted across it.
            case barrier
            /// Part of a word that may have to be sorted among its neighbours.
            case mark
            /// Ends a word and is one: a "Chinese character" to BERT.
            case ideograph
            /// Several scalars: ``ScalarFolding/run(_:at:isBoundary:)`` tells which.
            case sequence
        }

        /// The kind above bit 21, a scalar below; scalars have 21 bits.
        private let bits: UInt32

        init(_ kind: Role, _ value: UInt32 = 0) { bits = kind.rawValue << 21 | value }

        var kind: Role { Role(rawValue: bits >> 21) ?? .removed }
        var value: UInt32 { bits & 0x1F_FFFF }
    }

    private let settings: WordPieceSettings
    /// Folded scalars of the common pages, `pageSize` each, page after page.
    private var folded: [Folded] = []
    /// Where a page starts in `folded`, or -1.
    private var pages = [Int32](repeating: -1, count: 0x10000 / pageSize)

    private static let pageSize = 0x80

    /// Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Vietnamese, punctuation, kana, full-width:
    /// kept ready, since looking a scalar's properties up takes half a microsecond.
    private static let commonPages: [ClosedRange<UInt32>] = [
        0x0000...0x06FF, 0x0900...0x097F, 0x0E00...0x0E7F, 0x1E00...0x1EFF, 0x2000...0x217F, 0x3000...0x30FF,
        0xFF00...0xFF7F,
    ]

    init(_ settings: WordPieceSettings) {
        self.settings = settings
        for page in Self.commonPages {
            for value in page {
                if value % UInt32(Self.pageSize) == 0 {
                    pages[Int(value) / Self.pageSize] = Int32(folded.count)
                }
                folded.append(Unicode.Scalar(value).map(single) ?? Folded(.sequence))
            }
        }
    }

    /// What a common scalar becomes; nil where ``single(_:)`` has to find out.
    @inline(__always) func common(_ value: UInt32) -> Folded? {
        if value < 0x10000 {
            let page = pages[Int(value) / Self.pageSize]
            if page >= 0 { return folded[Int(page) + Int(value) % Self.pageSize] }
        }
        // Han characters of Unicode 8, which neither decompose nor have a lower case.
        if value &- 0x4E00 <= 0x9FD5 - 0x4E00 {
            return Folded(settings.separatesIdeographs ? .ideograph : .word, value)
        }
        return nil
    }

    /// What a scalar becomes, if that is one at most; marks that vanish behind it make no difference then.
    func single(_ scalar: Unicode.Scalar) -> Folded {
        let parts = parts(of: scalar)
        if parts.count == 1 { return parts[0] }
        let left = parts.filter { $0.kind != .removed && $0.kind != .barrier }
        return left.count == 1 && left[0].kind != .mark ? left[0] : Folded(.sequence)
    }

    /// The jamo that a syllable of Hangul becomes, if it does; no tail is U+11A7. Korean consists of little
    /// else, so that it is not left to ``run(_:at:isBoundary:)``.
    @inline(__always) func jamo(_ value: UInt32) -> (lead: UInt32, vowel: UInt32, tail: UInt32)? {
        guard settings.stripsAccents, CanonicalDecomposition.isHangul(value) else { return nil }
        return CanonicalDecomposition.jamo(value)
    }

    /// What a scalar becomes, in order.
    private func parts(of scalar: Unicode.Scalar) -> [Folded] {
        if settings.cleansText {
            if Self.isRemoved(scalar) { return [Folded(.removed)] }
            if scalar.properties.isWhitespace { return [Folded(.space, 0x20)] }
        }
        let isIdeograph = settings.separatesIdeographs && Self.isIdeograph(scalar)
        guard settings.stripsAccents else {
            return lowercase(scalar).map { Folded(isIdeograph ? .ideograph : Self.kind($0), $0.value) }
        }
        var parts: [Folded] = []
        for part in CanonicalDecomposition.of(scalar) ?? [scalar] {
            let combiningClass = CanonicalDecomposition.combiningClass(part)
            if Self.isNonspacingMark(part) {
                parts.append(Folded(combiningClass == 0 ? .barrier : .removed))
            } else if combiningClass > 0 {
                parts.append(Folded(.mark, part.value))
            } else {
                for scalar in lowercase(part) {
                    parts.append(Folded(isIdeograph ? .ideograph : Self.kind(scalar), scalar.value))
                }
            }
        }
        return parts
    }

    /// Lower case without context: a capital sigma is σ at the end of a word too, as in Rust's `char`.
    private func lowercase(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        guard settings.lowercases, scalar.properties.changesWhenLowercased else { return [scalar] }
        return Array(scalar.properties.lowercaseMapping.unicodeScalars)
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Folded.Role {
        isPunctuation(scalar) ? .punctuation : scalar.properties.isWhitespace ? .space : .word
    }

    /// What the scalars from `position` on become that cannot be told one by one: several scalars, or marks
    /// in canonical order. The result has no kinds but word, space, punctuation and ideograph.
    ///
    /// - Parameter isBoundary: whether nothing at this position may be sorted with what precedes it.
    /// - Returns: besides the scalars, the position behind those consumed.
    func run(
        _ text: Span<UInt8>,
        at position: Int,
        isBoundary: (Int) -> Bool
    ) -> (folded: [Folded], next: Int) {
        var (scalar, next) = text.scalar(at: position)
        var folded = parts(of: scalar)
        if folded.contains(where: { $0.kind == .mark }) {
            while next < text.count, !isBoundary(next) {
                let (scalar, after) = text.scalar(at: next)
                let more = parts(of: scalar)
                guard more.allSatisfy({ $0.kind == .mark || $0.kind == .removed }) else { break }
                folded += more
                next = after
            }
        }
        folded.removeAll { $0.kind == .removed }
        return (Self.sorted(folded), next)
    }

    /// Sorts each run of marks by combining class, equal ones in their order, and drops barriers.
    private static func sorted(_ folded: [Folded]) -> [Folded] {
        var sorted: [Folded] = []
        var marks: [(Folded, combiningClass: UInt8)] = []
        func drain() {
            // Swift does not promise that its sort keeps equal ones in order.
            let order = marks.indices.sorted {
                (marks[$0].combiningClass, $0) < (marks[$1].combiningClass, $1)
            }
            for index in order { sorted.append(marks[index].0) }
            marks = []
        }
        for part in folded {
            if part.kind == .mark, let scalar = Unicode.Scalar(part.value) {
                marks.append((Folded(.word, part.value), CanonicalDecomposition.combiningClass(scalar)))
            } else {
                drain()
                if part.kind != .barrier { sorted.append(part) }
            }
        }
        drain()
        return sorted
    }

    /// A whole text, folded; ideographs stand between spaces.
    func fold(_ text: Span<UInt8>) -> [UInt8] {
        var result = String.UnicodeScalarView()
        var position = 0
        while position < text.count {
            let (folded, next) = run(text, at: position) { _ in false }
            for part in folded {
                if part.kind == .ideograph { result.append(" ") }
                if let scalar = Unicode.Scalar(part.value) { result.append(scalar) }
                if part.kind == .ideograph { result.append(" ") }
            }
            position = next
        }
        return Array(String(result).utf8)
    }

    /// BertNormalizer's `clean_text` drops NUL, U+FFFD and Unicode's categories Cc, Cf and Co.
    private static func isRemoved(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\r": false
        case "\u{FFFD}": true
        default:
            switch scalar.properties.generalCategory {
            case .control, .privateUse: true
            case .format: isOfUnicode8(scalar)
            default: false
            }
        }
    }

    private static func isNonspacingMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Categories that changed after Unicode 8.
        case 0x1734, 0x1171E: true
        case 0x1885, 0x1886, 0xA9BD, 0x111C9: false
        default: scalar.properties.generalCategory == .nonspacingMark && isOfUnicode8(scalar)
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
        case 0..<0x80: return false
        // Categories that changed after Unicode 8.
        case 0x166D, 0x111C9: return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            return isOfUnicode8(scalar)
        default: return false
        }
    }

    private static func isOfUnicode8(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.age.map { $0.major <= 8 } ?? false
    }

    /// The ranges of BERT's `_is_chinese_char`, with the gap (2B820...2B91F) that BertNormalizer has.
    private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B81F,
            0x2B920...0x2CEAF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }
}
