/// A look at YAML before it is parsed, for constructions that cost out of all proportion to their size.
///
/// The parser recurses once a level and hashes keys with their aliases expanded, so depth and aliases must
/// be bounded first. Both counts are upper bounds: brackets and stars in text count as well, which is
/// harmless because no article comes near the limits.
enum YAMLComplexity {
    /// The first line (from 0) at which the text may exceed the limits, or nil.
    static func firstLineBeyondLimits(_ yaml: ArraySlice<UInt8>, _ limits: ReadingLimits) -> Int? {
        var line = 0
        var flowDepth = 0
        var aliases = 0
        var hasAnchor = false
        var firstAliasLine = 0
        // Block depth on this line: columns of indentation and of leading `- ` or `? ` indicators.
        var blockDepth = 0
        var isLeading = true
        var previous = UInt8(ascii: "\n")

        for (index, byte) in zip(yaml.indices, yaml) {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if byte == UInt8(ascii: "\n") { line += 1 }
                blockDepth = 0
                isLeading = true
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
                if isLeading { blockDepth += 1 }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                flowDepth += 1
                isLeading = false
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                flowDepth = max(0, flowDepth - 1)
                isLeading = false
            case UInt8(ascii: "*"), UInt8(ascii: "&"):
                isLeading = false
                let next = index + 1 < yaml.endIndex ? yaml[index + 1] : UInt8(ascii: " ")
                if !isAlphanumeric(previous), !isSpace(next) {
                    if byte == UInt8(ascii: "&") {
                        hasAnchor = true
                    } else {
                        aliases += 1
                        if aliases == limits.yamlAliases + 1 { firstAliasLine = line }
                    }
                }
            case 0x85, 0xA8, 0xA9:
                // The last byte of U+0085, U+2028 and U+2029, which break lines as well; of others too, so
                // that the count of this line may come out too high, never too low.
                isLeading = true
            default: isLeading = false
            }
            previous = byte
            // Two columns make at most one level each of mapping and of sequence.
            if flowDepth > limits.yamlDepth || blockDepth > 2 * limits.yamlDepth { return line }
        }
        return hasAnchor && aliases > limits.yamlAliases ? firstAliasLine : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }
}
