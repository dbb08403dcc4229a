/// Where each line of a text starts, with lines counted as the text's parser counts them.
struct LineTable {
    /// Byte offset of each line; the first is the text's own start, the last its end.
    let starts: [Int]
    /// For each line, the number of line feeds before it: what editors call the line, from 0.
    private let feeds: [Int]
    /// The file's line, from 1, at which the text starts.
    private let firstLine: Int
    /// Whether columns are counted in characters, as libyaml does, and not in bytes.
    private let countsCharacters: Bool

    /// The lines of YAML.
    ///
    /// libyaml breaks lines at LF, CR, CR LF, U+0085, U+2028 and U+2029. A table of line feeds alone would
    /// point its marks at the wrong line, and an edit would replace the wrong bytes.
    init(yaml bytes: ArraySlice<UInt8>, firstLine: Int = 2) {
        var starts = [bytes.startIndex]
        var feeds = [0]
        var feedCount = 0
        var index = bytes.startIndex
        let end = bytes.endIndex
        func follows(_ offset: Int, _ byte: UInt8) -> Bool {
            index + offset < end && bytes[index + offset] == byte
        }
        while index < end {
            var length = 0
            switch bytes[index] {
            case 0x0A: length = 1
            case 0x0D: length = follows(1, 0x0A) ? 2 : 1
            case 0xC2 where follows(1, 0x85): length = 2
            case 0xE2 where follows(1, 0x80) && (follows(2, 0xA8) || follows(2, 0xA9)): length = 3
            default: break
            }
            if length == 0 {
                index += 1
                continue
            }
            index += length
            if bytes[index - 1] == 0x0A { feedCount += 1 }
            starts.append(index)
            feeds.append(feedCount)
        }
        if starts.last != end {
            starts.append(end)
            feeds.append(feedCount)
        }
        self.starts = starts
        self.feeds = feeds
        self.firstLine = firstLine
        countsCharacters = true
    }

    /// Lines that end in line feeds alone.
    init(feeds bytes: ArraySlice<UInt8>, firstLine: Int) {
        var starts = [bytes.startIndex]
        for index in bytes.indices where bytes[index] == 0x0A { starts.append(index + 1) }
        self.starts = starts
        feeds = Array(starts.indices)
        self.firstLine = firstLine
        countsCharacters = false
    }

    /// Line and column, both from 1 and in bytes, of a byte of the text.
    ///
    /// - Complexity: O(log lines).
    func mark(of offset: Int) -> FrontMatterNode.Mark {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return FrontMatterNode.Mark(line: low + 1, column: offset - starts[low] + 1)
    }

    /// The byte of the text that a mark of its parser points to; nil where the text has no such place.
    func offset(of mark: FrontMatterNode.Mark, in text: ArraySlice<UInt8>) -> Int? {
        guard var offset = start(ofLine: mark.line), mark.column > 0 else { return nil }
        for _ in 1..<mark.column {
            guard offset < text.endIndex else { return nil }
            offset += 1
            // What begins with the bits 10 goes on with a character.
            while countsCharacters, offset < text.endIndex, text[offset] & 0xC0 == 0x80 { offset += 1 }
        }
        return offset < text.endIndex ? offset : nil
    }

    /// The byte offset of a line, counted from 1 as marks count.
    func start(ofLine line: Int) -> Int? { starts.indices.contains(line - 1) ? starts[line - 1] : nil }

    /// The line of the file that editors show for a mark's line, both from 1.
    func fileLine(ofLine line: Int) -> Int { feeds[min(max(line - 1, 0), feeds.count - 1)] + firstLine }
}
