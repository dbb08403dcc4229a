/// What SentencePiece makes of characters before it looks for pieces: the compiled rules `precompiled_charsmap`.
///
/// The format is that of SentencePiece's normalizer.cc: the bytes of a double array (Darts-clone: Aoe 1989), the array,
/// texts that end in NUL. The rules are applied as Hugging Face does it (tokenizers' `Precompiled`, crate
/// spm_precompiled 0.1.4), which is not as SentencePiece does it: a grapheme cluster of less than six bytes becomes what its
/// shortest beginning with a rule becomes, and otherwise each of its characters does.
struct CharacterMap: Sendable {
    private let units: [UInt32]
    private let texts: [UInt8]
    /// By byte, whether an ASCII character that is a cluster stays as it is.
    private let stays: [Bool]
    /// Bytes of the longest text that something becomes.
    let longest: Int

    /// Clusters of fewer bytes are looked up as a whole.
    private static let wholeLimit = 6

    /// - Returns: nil where the bytes are damaged.
    init?(_ compiled: some RandomAccessCollection<UInt8>) {
        let bytes = Array(compiled)
        guard bytes.count >= 4 else { return nil }
        let size = (0..<4).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
        guard size >= 4, size.isMultiple(of: 4), size <= bytes.count - 4 else { return nil }
        let units = stride(from: 4, to: 4 + size, by: 4).map { start in
            (start..<(start + 4)).reversed().reduce(0) { $0 << 8 | UInt32(bytes[$1]) }
        }
        let texts = Array(bytes[(4 + size)...])
        guard String(validating: texts, as: UTF8.self) != nil else { return nil }
        self.units = units
        self.texts = texts
        longest = texts.split(separator: 0).reduce(0) { max($0, $1.count) }
        stays = (0..<128).map { Self.text([UInt8($0)].span, 0..<1, units.span, texts.span) == nil }
    }

    /// What a text becomes.
    ///
    /// - Complexity: linear in both.
    func apply(_ text: [UInt8]) -> [UInt8] {
        let bytes = text.span
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 8)
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80, position + 1 == bytes.count || bytes[position + 1] < 0x80,
                !(byte == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A)
            {
                if stays[Int(byte)] {
                    output.append(byte)
                } else {
                    append(bytes, position..<position + 1, &output)
                }
                position += 1
                continue
            }
            let end = ClusterBoundary.sure(in: bytes, after: position)
            if bytes.scalar(at: position).next == end {
                append(bytes, position..<end, &output)
            } else {
                var start = position
                for cluster in String(decoding: text[position..<end], as: UTF8.self) {
                    append(bytes, start..<start + cluster.utf8.count, &output)
                    start += cluster.utf8.count
                }
            }
            position = end
        }
        return output
    }

    /// Appends what a cluster becomes.
    @inline(__always) private func append(_ text: Span<UInt8>, _ cluster: Range<Int>, _ output: inout [UInt8])
    {
        let (units, texts) = (units.span, texts.span)
        if cluster.count < Self.wholeLimit, let becomes = Self.text(text, cluster, units, texts) {
            for position in becomes { output.append(texts[position]) }
            return
        }
        var position = cluster.lowerBound
        while position < cluster.upperBound {
            let next = text.scalar(at: position).next
            if let becomes = Self.text(text, position..<next, units, texts) {
                for position in becomes { output.append(texts[position]) }
            } else {
                for position in position..<next { output.append(text[position]) }
            }
            position = next
        }
    }

    /// What the shortest beginning of a part of a text with a rule becomes, as a range of `texts`.
    @inline(__always) private static func text(
        _ text: Span<UInt8>,
        _ part: Range<Int>,
        _ units: Span<UInt32>,
        _ texts: Span<UInt8>
    ) -> Range<Int>? {
        var place = offset(units[0])
        for position in part {
            let byte = UInt32(text[position])
            place ^= byte
            guard byte != 0, place < units.count else { return nil }
            let unit = units[Int(place)]
            // The uppermost bit tells values from nodes.
            guard unit & 0x8000_00FF == byte else { return nil }
            place ^= offset(unit)
            if unit & 0x100 != 0 {
                guard place < units.count else { return nil }
                let start = Int(units[Int(place)] & 0x7FFF_FFFF)
                // The beginning of a character, so that the output is UTF-8 whatever the file says.
                guard start <= texts.count, start == texts.count || texts[start] & 0xC0 != 0x80 else {
                    return nil
                }
                var end = start
                while end < texts.count, texts[end] != 0 { end += 1 }
                return start..<end
            }
        }
        return nil
    }

    @inline(__always) private static func offset(_ unit: UInt32) -> UInt32 {
        (unit >> 10) << ((unit & 0x200) >> 6)
    }
}
