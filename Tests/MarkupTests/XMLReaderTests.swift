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
}
