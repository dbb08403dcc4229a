import Retrieval

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
        all.reserveCapacity(24)
        // Nearly all titles are of one byte a character, whose small letters need no table.
        if title.utf8.count <= Self.mostCharacters, title.utf8.allSatisfy({ $0 < 0x80 }) {
            text = title.utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
            read(text.lazy.map { Unicode.Scalar($0) })
        } else {
            let seen = title.unicodeScalars.lazy.filter { !InvisibleCharacter.contains($0.value) }
            let lower = String(String.UnicodeScalarView(seen)).lowercased()
            text = Array(lower.utf8)
            read(lower.unicodeScalars.prefix(Self.mostCharacters))
        }
    }

    private mutating func read(_ scalars: some Sequence<Unicode.Scalar>) {
        /// What the token that goes on began with.
        var open: (kind: Kind, start: Int)?
        var (offset, previous) = (0, Unicode.Scalar?.none)
        func end(before next: Unicode.Scalar?) {
            guard let (kind, start) = open else { return }
            open = nil
            if case .number(let before, _) = kind {
                all.append(Token(range: start..<offset, kind: .number(before: before, after: next)))
            } else {
                all.append(Token(range: start..<offset, kind: .word))
            }
        }
        for scalar in scalars {
            if Self.isDigit(scalar) {
                if case .number? = open?.kind {
                } else {
                    end(before: scalar)
                    open = (.number(before: previous, after: nil), offset)
                }
            } else if Self.isLetter(scalar) {
                if open?.kind != .word {
                    end(before: scalar)
                    open = (.word, offset)
                }
            } else {
                end(before: scalar)
                if Self.isMark(scalar), all.count < Self.mostTokens {
                    all.append(Token(range: offset..<(offset + UTF8.width(scalar)), kind: .word))
                }
            }
            if all.count >= Self.mostTokens { return }
            offset += UTF8.width(scalar)
            previous = scalar
        }
        end(before: nil)
    }

    func bytes(_ index: Int) -> ArraySlice<UInt8> { text[all[index].range] }

    /// The word at an index; nil for a number and where there is nothing.
    func word(_ index: Int) -> String? {
        guard all.indices.contains(index), all[index].kind == .word else { return nil }
        return String(decoding: bytes(index), as: UTF8.self)
    }

    func isNumber(_ index: Int) -> Bool { all[index].kind != .word }

    private static let mostCharacters = 1024
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
