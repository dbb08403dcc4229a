/// The words and numbers of a title in small letters.
struct TitleTokens {
    struct Token {
        /// Of the title's bytes in small letters.
        let range: Range<Int>
        let kind: Kind
    }

    enum Kind: Equatable {
        /// Letters, or a mark of a measure, which is as good as a word.
        case word
        /// Digits, with what stands right before and after them.
        case number(before: Unicode.Scalar?, after: Unicode.Scalar?)
    }

    private let text: [UInt8]
    private(set) var all: [Token] = []

    /// - Complexity: O(bytes), of at most 1,024 characters.
    init(_ title: String) {
        let lower = title.lowercased()
        text = Array(lower.utf8)
        all.reserveCapacity(24)
        let scalars = lower.unicodeScalars.prefix(1024)
        var (index, offset) = (scalars.startIndex, 0)
        var previous: Unicode.Scalar?
        /// Moves behind the next character.
        func advance() {
            previous = scalars[index]
            offset += UTF8.width(scalars[index])
            index = scalars.index(after: index)
        }
        while index < scalars.endIndex, all.count < Self.mostTokens {
            let (start, first, before) = (offset, scalars[index], previous)
            if Self.isDigit(first) {
                while index < scalars.endIndex, Self.isDigit(scalars[index]) { advance() }
                let after = index < scalars.endIndex ? scalars[index] : nil
                all.append(Token(range: start..<offset, kind: .number(before: before, after: after)))
            } else if Self.isLetter(first) {
                while index < scalars.endIndex, Self.isLetter(scalars[index]) { advance() }
                all.append(Token(range: start..<offset, kind: .word))
            } else {
                advance()
                if Self.isMark(first) { all.append(Token(range: start..<offset, kind: .word)) }
            }
        }
    }

    func bytes(_ index: Int) -> ArraySlice<UInt8> { text[all[index].range] }

    /// The word at an index; nil for a number and where there is nothing.
    func word(_ index: Int) -> String? {
        guard all.indices.contains(index), all[index].kind == .word else { return nil }
        return String(decoding: bytes(index), as: UTF8.self)
    }

    func isNumber(_ index: Int) -> Bool { all[index].kind != .word }

    private static let mostTokens = 2 * FingerprintWords.titleLimit

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value &- 0x30 < 10 }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? (scalar.value | 0x20) &- 0x61 < 26 : scalar.properties.isAlphabetic
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "%", "$", "€", "£", "¥", "₹", "°": true
        default: false
        }
    }
}
