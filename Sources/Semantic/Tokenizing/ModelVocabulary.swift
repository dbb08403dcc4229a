/// Finds `model.vocab` in a tokenizer.json, which is most of the file and read by other means than `JSONDecoder`.
enum ModelVocabulary {
    /// Objects and lists inside one another that are looked into; no tokenizer.json has a tenth of that.
    private static let depthLimit = 100

    /// Where its value begins: at a `{` or a `[`.
    ///
    /// - Parameter json: any bytes; what is not well-formed is not found, or found where it makes no difference.
    static func start(in json: [UInt8]) -> Int? {
        // The last key seen at each depth.
        var path: [Range<Int>] = []
        var text = 0..<0
        var position = 0
        while position < json.count {
            switch json[position] {
            case UInt8(ascii: "\""):
                text = string(json, at: position)
                position = text.upperBound
            case UInt8(ascii: ":"): if !path.isEmpty { path[path.count - 1] = text }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if path.count == 2, json[path[0]].elementsEqual("model".utf8),
                    json[path[1]].elementsEqual("vocab".utf8)
                {
                    return position
                }
                guard path.count < depthLimit else { return nil }
                path.append(0..<0)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): _ = path.popLast()
            default: break
            }
            position += 1
        }
        return nil
    }

    /// What stands between the quotes of the string that begins at `position`.
    static func string(_ json: [UInt8], at position: Int) -> Range<Int> {
        let start = min(position + 1, json.count)
        var end = start
        while end < json.count, json[end] != UInt8(ascii: "\"") {
            end += json[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return start..<min(end, json.count)
    }
}
