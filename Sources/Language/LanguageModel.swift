import Foundation
import Kernels

/// A linear classifier over n-grams: a short vector for each n-gram, whose sum a matrix turns into a number for each
/// language.
struct LanguageModel: Sendable {
    /// The model that ships.
    static let standard: LanguageModel = {
        guard let data = Data(base64Encoded: LanguageModelData.text, options: .ignoreUnknownCharacters),
            let model = LanguageModel(bytes: Array(data))
        else { preconditionFailure("Sources/Language/LanguageModelData.swift is damaged") }
        return model
    }()

    /// A language that was taught.
    private struct Class: Sendable {
        /// Nil for what is never named.
        var tag: String?
        var bias: Double
        /// The probability from which on 99 of 100 are right; above 1 where none is.
        var threshold: Double
    }

    let letters: LetterTable
    /// Of a row; a multiple of 8.
    private let width: Int
    private let rows: [Int8]
    /// By the number of the script: each has rows of its own.
    private let firstRows: [Int]
    /// One for each row: the kernel wants factors.
    private let factors: [Float]
    /// Of sum times output.
    private let scale: Double
    /// By the number of the script.
    private let classes: [[Class]]
    /// By the number of the script, eight of a class after the other: whole numbers, whose products with those of rows
    /// have exact sums as doubles.
    private let outputs: [[SIMD8<Double>]]
    /// A text with fewer n-grams than this must be at least so probable.
    private let short: (grams: Int, threshold: Double)

    /// Reads what `models/languages/training/train.py` wrote; nil for anything else.
    ///
    /// - Complexity: O(bytes).
    init?(bytes: [UInt8]) {
        var reader = ModelReader(bytes)
        guard reader.text(4) == "KLD1", let width = reader.number(2), let rowCount = reader.number(4),
            let scale = reader.double(), width % 8 == 0
        else { return nil }
        var firstRows: [Int] = []
        for _ in 0...Script.count {
            guard let first = reader.number(4), first <= rowCount, first >= firstRows.last ?? 0 else {
                return nil
            }
            firstRows.append(first)
        }
        guard let shortGrams = reader.number(2), let shortThreshold = reader.double(),
            let letters = Self.letters(&reader), let classCount = reader.number(2)
        else { return nil }
        var classes = [[Class]](repeating: [], count: Script.count)
        var columns = [[SIMD8<Double>]](repeating: [], count: Script.count)
        for _ in 0..<classCount {
            guard let script = reader.number(1), script < Script.count, let length = reader.number(1),
                let tag = reader.text(length), let bias = reader.double(), let threshold = reader.double(),
                let outputs = reader.numbers(width)
            else { return nil }
            classes[script].append(
                Class(
                    tag: tag.isEmpty ? nil : tag,
                    bias: bias,
                    threshold: threshold
                )
            )
            let numbers = outputs.map { Double(Int16(bitPattern: $0)) }
            for start in stride(from: 0, to: width, by: 8) {
                columns[script].append(SIMD8(numbers[start..<start + 8]))
            }
        }
        guard let rows = reader.rest(), rows.count == rowCount * width else { return nil }
        self.firstRows = firstRows
        self.letters = letters
        self.width = width
        self.scale = scale
        self.classes = classes
        self.outputs = columns
        short = (shortGrams, shortThreshold)
        self.rows = rows.map { Int8(bitPattern: $0) }
        factors = [Float](repeating: 1, count: rowCount)
    }

    private static func letters(_ reader: inout ModelReader) -> LetterTable? {
        var kinds = [UInt8](repeating: LetterTable.space, count: 0x10000)
        guard let runs = reader.number(2) else { return nil }
        for _ in 0..<runs {
            guard let first = reader.number(2), let last = reader.number(2), let kind = reader.number(1),
                first <= last
            else { return nil }
            for code in first...last { kinds[code] = UInt8(kind) }
        }
        var small = (0..<0x10000).map { UInt16($0) }
        guard let pairs = reader.number(2) else { return nil }
        for _ in 0..<pairs {
            guard let code = reader.number(2), let letter = reader.number(2) else { return nil }
            small[code] = UInt16(letter)
        }
        return LetterTable(kinds: kinds, small: small)
    }

    /// The most probable language of those that are written in a script; nil where that is none that is named.
    func best(_ reader: LetterReader, _ script: Script) -> LanguageDetector.Guess? {
        let candidates = classes[script.rawValue]
        let own = firstRows[script.rawValue]..<firstRows[script.rawValue + 1]
        guard !own.isEmpty, !candidates.isEmpty else { return nil }
        let chosen = NGrams.rows(of: reader.letters(of: script), in: script, own)
        guard !chosen.isEmpty else { return nil }
        // Sums of whole numbers below 2^24 are exact as floats.
        var sums = [Float](repeating: 0, count: width)
        var target = sums.mutableSpan
        addRows(chosen.span, of: rows.span, scales: factors.span, into: &target)
        let blocks = width / 8
        let hidden = (0..<blocks).map { SIMD8<Double>(SIMD8<Float>(sums[$0 * 8..<$0 * 8 + 8])) }
        let outputs = outputs[script.rawValue]
        let factor = scale / Double(chosen.count).squareRoot()
        var logits: [Double] = []
        logits.reserveCapacity(candidates.count)
        for index in candidates.indices {
            var product = SIMD8<Double>.zero
            for block in 0..<blocks { product += hidden[block] * outputs[index * blocks + block] }
            logits.append(product.sum() * factor + candidates[index].bias)
        }
        guard let top = logits.max(), let winner = logits.firstIndex(of: top) else { return nil }
        var sum = 0.0
        for index in logits.indices { sum += Self.exponential(logits[index] - top) }
        // A Chinese character says more than a letter, and has one row.
        let least = chosen.count < short.grams && script != .han ? short.threshold : 0
        return guess(candidates, winner, logits, sum, least)
    }

    private func guess(
        _ candidates: [Class],
        _ winner: Int,
        _ logits: [Double],
        _ sum: Double,
        _ least: Double
    )
        -> LanguageDetector.Guess?
    {
        let best = candidates[winner]
        guard let tag = best.tag else { return nil }
        let probability = 1 / sum
        let threshold = max(best.threshold, least)
        if probability < threshold, tag.hasPrefix("zh-") {
            // Where only the form of the characters is open, the language is not.
            var chinese = 0.0
            for index in candidates.indices where candidates[index].tag?.hasPrefix("zh-") == true {
                chinese += Self.exponential(logits[index] - logits[winner]) / sum
            }
            if chinese >= Self.sureOfChinese {
                return LanguageDetector.Guess(language: "zh", probability: chinese, isSure: true)
            }
        }
        return LanguageDetector.Guess(
            language: tag,
            probability: probability,
            isSure: probability >= threshold
        )
    }

    private static let sureOfChinese = 0.97

    /// e to the power of a number that is at most 0, or 0 where that is below a millionth; by sums and products alone:
    /// libraries differ in the last bit.
    static func exponential(_ x: Double) -> Double {
        guard x > -14 else { return 0 }
        let whole = (x * 1.4426950408889634).rounded()
        let rest = x - whole * 0.6931471805599453
        var power = 1.0
        for divisor in stride(from: 14.0, through: 1, by: -1) { power = 1 + power * rest / divisor }
        return power * Double(sign: .plus, exponent: Int(whole), significand: 1)
    }
}

/// Numbers in little-endian order.
private struct ModelReader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func number(_ size: Int) -> Int? {
        guard at + size <= bytes.count else { return nil }
        var number = 0
        for index in 0..<size { number |= Int(bytes[at + index]) << (8 * index) }
        at += size
        return number
    }

    mutating func double() -> Double? {
        guard let low = number(4), let high = number(4) else { return nil }
        return Double(bitPattern: UInt64(high) << 32 | UInt64(low))
    }

    mutating func text(_ length: Int) -> String? {
        guard at + length <= bytes.count else { return nil }
        defer { at += length }
        return String(decoding: bytes[at..<at + length], as: UTF8.self)
    }

    mutating func numbers(_ count: Int) -> [UInt16]? {
        var numbers: [UInt16] = []
        for _ in 0..<count {
            guard let next = number(2) else { return nil }
            numbers.append(UInt16(next))
        }
        return numbers
    }

    mutating func rest() -> ArraySlice<UInt8>? {
        defer { at = bytes.count }
        return bytes[at...]
    }
}
