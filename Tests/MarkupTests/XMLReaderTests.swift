import Markup
import Testing

@Suite struct XMLReaderTests {
    @Test func aLongVocabularyIsNotRepeatedWithEachElement() throws {
        let long = String(repeating: "v", count: 100_000)
        let document =
            "<a xmlns:q=\"\(long)\">" + String(repeating: "<q:b q:c=\"1\"/>", count: 20) + "</a>"
        var elements: [XMLElement] = []
        let damagedLine = try XMLReader.read(Array(document.utf8)) { event in
            if case .start(let element) = event { elements.append(element) }
        }
        #expect(damagedLine == nil && elements.map(\.name) == ["a"] + Array(repeating: "b", count: 20))
        let addresses = elements.map(\.namespace) + elements.flatMap(\.attributes).map(\.namespace)
        #expect(addresses.allSatisfy { $0.utf8.count <= 256 } && addresses.last?.hasPrefix("vv") == true)
    }

    private func names(_ document: String) throws(XMLFailure) -> [String] {
        var names: [String] = []
        _ = try XMLReader.read(Array(document.utf8)) { event in
            if case .start(let element) = event { names.append(element.name) }
        }
        return names
    }

    private func tag(_ count: Int, value: String = "1", prefix: String = "") -> String {
        "<b" + (0..<count).map { " \(prefix)a\($0)=\"\(value)\"" }.joined() + "/>"
    }

    @Test func aTagHasNoMoreAttributesThanInAnyDocument() throws {
        let many = String(repeating: tag(256, value: "x = y > z"), count: 50)
        #expect(try names("<a>\n\(many)</a>").count == 51)
        #expect(throws: XMLFailure.crowdedTag(line: 2)) { try names("<a>\n\(tag(257))</a>") }
        // A value longer than what is read at a time has no attributes in it.
        let long = String(repeating: "a=b \n", count: 100_000)
        #expect(try names("<a>\(tag(2, value: long))</a>") == ["a", "b"])
    }

    @Test func noMoreNamespacesAreDeclaredAtOnceThanInAnyDocument() throws {
        #expect(try names("<a>\(String(repeating: tag(256, prefix: "xmlns:"), count: 3))</a>").count == 4)
        #expect(throws: XMLFailure.crowdedTag(line: 1)) { try names("<a>\(tag(257, prefix: "xmlns:"))</a>") }
        let nested = (0..<130).map { "<a xmlns:b\($0)='1' xmlns:c\($0)='1'>" }.joined()
        #expect(throws: XMLFailure.crowdedTag(line: 1)) { try names(nested) }
    }

    /// Compared with one another they would take minutes.
    @Test(.timeLimit(.minutes(1)), arguments: ["", "xmlns:", "b:"])
    func manyAttributesAreNotCompared(prefix: String) {
        #expect(throws: XMLFailure.crowdedTag(line: 1)) {
            try names("<a xmlns:b='1'>\(tag(300_000, value: "> '", prefix: prefix))</a>")
        }
    }
}
