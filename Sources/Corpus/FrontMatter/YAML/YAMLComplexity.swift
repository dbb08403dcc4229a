/// A look at YAML before it is parsed, for constructions that cost out of all proportion to their size.
///
/// The parser recurses once a level and hashes keys with their aliases replaced, so depth, and aliases within keys, must
/// be bounded first; ``YAMLParser`` bounds what aliases of values grow to. All counts are upper bounds: brackets and
/// stars in text count as well, which is harmless because no article comes near the limits.
struct YAMLComplexity {
    /// Aliases that may stand anywhere: n of them expand to at most 3^(n/3) copies, here 19.
    private static let harmlessAliases = 8

    private let limits: ReadingLimits
    private var line = 0
    private var flowDepth = 0
    private var deepest = 1
    private var aliases = 0
    private var firstAliasLine = 0
    private var hasAnchor = false
    /// Anchors of what may hold aliases itself, through each of which nesting may go on.
    private var anchoredCollections = 0
    private var mayHaveAliasesInKeys = false
    /// Columns of indentation and of leading `- ` or `? ` indicators on this line.
    private var blockDepth = 0
    private var isLeading = true

    private init(_ limits: ReadingLimits) { self.limits = limits }

    /// The first line (from 0) at which the text may exceed the limits, or nil.
    static func firstLineBeyondLimits(_ yaml: ArraySlice<UInt8>, _ limits: ReadingLimits) -> Int? {
        var look = YAMLComplexity(limits)
        let tells = tellingBytes
        // Nearly all bytes are letters of a text, which change nothing.
        for index in yaml.indices where look.isLeading || tells[Int(yaml[index])] {
            if !look.isWithinLimits(yaml, index) { return look.line }
        }
        return look.hasTooManyAliases ? look.firstAliasLine : nil
    }

    /// By their values, those that matter also behind the first word of a line.
    private static let tellingBytes: [Bool] = {
        var tells = [Bool](repeating: false, count: 256)
        for byte in "\n\r?[]{}*&".utf8 { tells[Int(byte)] = true }
        for byte in [0x85, 0xA8, 0xA9] { tells[byte] = true }
        return tells
    }()

    private var hasTooManyAliases: Bool {
        guard hasAnchor, aliases > Self.harmlessAliases else { return false }
        // Freeing what is nested takes the stack as well, so a chain of aliases may not go deeper than the few can.
        let levels = (anchoredCollections + 1) * deepest
        return mayHaveAliasesInKeys || levels > (Self.harmlessAliases + 1) * limits.frontMatterDepth
    }

    /// Takes the next byte.
    private mutating func isWithinLimits(_ yaml: ArraySlice<UInt8>, _ index: Int) -> Bool {
        let byte = yaml[index]
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            if byte == UInt8(ascii: "\n") { line += 1 }
            blockDepth = 0
            isLeading = true
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
            if isLeading { blockDepth += 1 }
            if byte == UInt8(ascii: "?"), !followsWord(yaml, index) { mayHaveAliasesInKeys = true }
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            flowDepth += 1
            isLeading = false
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            flowDepth = max(0, flowDepth - 1)
            isLeading = false
            if isKey(yaml, endingBefore: index + 1) { mayHaveAliasesInKeys = true }
        case UInt8(ascii: "*"), UInt8(ascii: "&"):
            isLeading = false
            takeAliasOrAnchor(yaml, index)
        case 0x85, 0xA8, 0xA9:
            // The last byte of U+0085, U+2028 and U+2029, which break lines as well; of others too, so
            // that the count of this line may come out too high, never too low.
            isLeading = true
        default: isLeading = false
        }
        // Two columns make at most one level each of mapping and of sequence.
        deepest = max(deepest, flowDepth + (blockDepth + 1) / 2)
        return flowDepth <= limits.frontMatterDepth && blockDepth <= 2 * limits.frontMatterDepth
    }

    private mutating func takeAliasOrAnchor(_ yaml: ArraySlice<UInt8>, _ index: Int) {
        let name = yaml[(index + 1)...].prefix { Self.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }
        guard !followsWord(yaml, index), let next = yaml[(index + 1)...].first, !Self.isSpace(next) else {
            return
        }
        if yaml[index] == UInt8(ascii: "*") {
            aliases += 1
            if aliases == Self.harmlessAliases + 1 { firstAliasLine = line }
            if isKey(yaml, endingBefore: name.endIndex) { mayHaveAliasesInKeys = true }
        } else {
            hasAnchor = true
            let value = yaml[name.endIndex...].first { $0 != 0x20 && $0 != 0x09 } ?? 0x0A
            // A word or a quoted text has no aliases in it.
            if !(Self.isAlphanumeric(value) || value == UInt8(ascii: "\"") || value == UInt8(ascii: "'")) {
                anchoredCollections += 1
            }
        }
    }

    /// Whether a sign stands right behind a letter or digit, and so inside a text.
    private func followsWord(_ yaml: ArraySlice<UInt8>, _ index: Int) -> Bool {
        index > yaml.startIndex && Self.isAlphanumeric(yaml[index - 1])
    }

    /// Whether a colon follows, perhaps behind white space.
    private func isKey(_ yaml: ArraySlice<UInt8>, endingBefore end: Int) -> Bool {
        yaml[end...].first { !Self.isSpace($0) } == UInt8(ascii: ":")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }
}
