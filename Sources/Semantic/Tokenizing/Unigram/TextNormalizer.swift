import Foundation

/// What is done to a text before it is cut: the steps of `normalizer` in tokenizer.json, one after the other.
struct TextNormalizer: Sendable {
    enum Step: Sendable {
        case characterMap(CharacterMap)
        /// Each occurrence of the first by the second.
        case replace([UInt8], [UInt8])
        /// Two spaces and more by something.
        case replaceSpaces([UInt8])
        /// Each character's small letters.
        case lowercase
        case form(UnicodeForm)
        /// Without combining marks.
        case stripAccents
        /// Without white space at the ends.
        case strip(left: Bool, right: Bool)
        /// Something before a text that is not empty.
        case prepend([UInt8])
        /// The control characters and spaces of machine translation (SentencePiece's `nmt`).
        case controls
    }

    /// A normalization form of Unicode.
    enum UnicodeForm: String, Sendable {
        case canonicalComposed = "NFC"
        case canonicalDecomposed = "NFD"
        case compatibilityComposed = "NFKC"
        case compatibilityDecomposed = "NFKD"
    }

    let steps: [Step]

    /// - Complexity: linear in the text, times ``growth``.
    func apply(_ text: [UInt8]) -> [UInt8] { steps.reduce(text) { $1.apply($0) } }

    /// Whether the first character of what becomes of a text is taken for its beginning: not where something before it
    /// was left out. (In Hugging Face's tokenizers, characters remember where they come from; what `Precompiled` leaves out
    /// is forgotten. Here they do not, so the second half of a character whose first half is left out passes for something
    /// else.)
    func keepsBeginning(of text: [UInt8]) -> Bool {
        var text = text
        for step in steps {
            if step.takesBeginning(of: text) { return false }
            text = step.apply(text)
        }
        return true
    }

    /// How many times longer than a text its outcome can be, about: a product, without what is added once.
    var growth: Int {
        steps.reduce(1) { product, step in
            let factor =
                switch step {
                case .characterMap(let map): max(map.longest, 1)
                case .replace(let old, let new): (new.count + old.count - 1) / old.count
                case .replaceSpaces(let new): (new.count + 1) / 2
                // U+FDFA becomes eighteen characters, U+0390 three of each its own two bytes.
                case .form(.compatibilityComposed), .form(.compatibilityDecomposed): 11
                case .form, .lowercase: 3
                case .stripAccents, .strip, .prepend, .controls: 1
                }
            return product.multipliedReportingOverflow(by: max(factor, 1)).overflow
                ? .max : product * max(factor, 1)
        }
    }
}

extension TextNormalizer.Step {
    fileprivate func apply(_ text: [UInt8]) -> [UInt8] {
        switch self {
        case .characterMap(let map): return map.apply(text)
        case .replace(let old, let new): return Self.replaced(text, old, by: new)
        case .replaceSpaces(let new): return Self.withoutSpaces(text, by: new)
        case .lowercase:
            return Self.mapped(text) { .others(Array($0.properties.lowercaseMapping.utf8)) }
        case .form(let form): return form.apply(text)
        case .stripAccents: return Self.mapped(text) { Self.isMark($0) ? .others([]) : .itself }
        case .strip(let left, let right):
            return Array(WhiteSpace.trimmed(text.span, left: left, right: right).map { text[$0] })
        case .prepend(let start): return text.isEmpty ? text : start + text
        case .controls:
            return Self.mapped(text) { scalar in
                switch scalar.value {
                case _ where Self.isLeftOut(scalar): .others([])
                case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD:
                    .others([0x20])
                default: .itself
                }
            }
        }
    }

    fileprivate func takesBeginning(of text: [UInt8]) -> Bool {
        guard !text.isEmpty else { return false }
        let first = text.span.scalar(at: 0).scalar
        return switch self {
        case .characterMap, .lowercase, .form, .prepend: false
        case .replace(let old, let new):
            text.starts(with: old)
                && (new.isEmpty || String(decoding: old, as: UTF8.self).unicodeScalars.count > 1)
        case .replaceSpaces: text.starts(with: [0x20, 0x20])
        case .stripAccents: Self.isMark(first)
        case .strip(let left, _): left && WhiteSpace.contains(first.value)
        case .controls: Self.isLeftOut(first)
        }
    }

    /// What a character becomes.
    private enum Replacement {
        case itself
        case others([UInt8])
    }

    private static func mapped(_ text: [UInt8], _ replacement: (Unicode.Scalar) -> Replacement) -> [UInt8] {
        let bytes = text.span
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var position = 0
        while position < bytes.count {
            let (scalar, next) = bytes.scalar(at: position)
            switch replacement(scalar) {
            case .itself: output += text[position..<next]
            case .others(let others): output += others
            }
            position = next
        }
        return output
    }

    private static func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: true
        default: false
        }
    }

    /// A mark as of Unicode 9, as Hugging Face's tokenizers know them.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        // The first of all.
        if scalar.value < 0x300 { return false }
        // Of another category then.
        if scalar == "\u{111C9}" { return false }
        if scalar == "\u{1CF2}" || scalar == "\u{1CF3}" { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return (scalar.properties.age?.major ?? .max) <= 9
        default: return false
        }
    }

    private static func replaced(_ text: [UInt8], _ old: [UInt8], by new: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var position = 0
        while position < text.count {
            let end = position + old.count
            if end <= text.count, text[position..<end].elementsEqual(old) {
                output += new
                position = end
            } else {
                output.append(text[position])
                position += 1
            }
        }
        return output
    }

    private static func withoutSpaces(_ text: [UInt8], by new: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var position = 0
        while position < text.count {
            let start = position
            while position < text.count, text[position] == 0x20 { position += 1 }
            if position - start > 1 {
                output += new
            } else {
                if position == start { position += 1 }
                output.append(text[start])
            }
        }
        return output
    }
}

extension TextNormalizer.UnicodeForm {
    /// The form as of Unicode 9, the version of Hugging Face's crate: what came later stays, and stands for itself.
    fileprivate func apply(_ text: [UInt8]) -> [UInt8] {
        if text.allSatisfy({ $0 < 0x80 }) { return text }
        var output: [UInt8] = []
        var run = String.UnicodeScalarView()
        func flush() {
            if !run.isEmpty { output += Array(formed(String(run)).utf8) }
            run = String.UnicodeScalarView()
        }
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            if scalar.value >= 0x300, (scalar.properties.age?.major ?? .max) > 9 {
                flush()
                output += Array(String(scalar).utf8)
            } else {
                run.append(scalar)
            }
        }
        flush()
        return output
    }

    private func formed(_ text: String) -> String {
        switch self {
        case .canonicalComposed: text.precomposedStringWithCanonicalMapping
        case .canonicalDecomposed: text.decomposedStringWithCanonicalMapping
        case .compatibilityComposed: text.precomposedStringWithCompatibilityMapping
        case .compatibilityDecomposed: text.decomposedStringWithCompatibilityMapping
        }
    }
}
