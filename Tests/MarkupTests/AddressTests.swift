import Testing

@testable import Markup

@Suite struct AddressTests {
    /// The same, byte after byte onto what is kept.
    private func plainly(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let letters = kept.reversed().prefix(12).prefix { $0.isASCIILetter }.count
            guard bytes[index...].starts(with: "://".utf8), letters > 1 else {
                kept.append(bytes[index])
                index += 1
                continue
            }
            kept.removeLast(letters)
            while index < bytes.count, bytes[index] > .space, !"\"'<>)]".utf8.contains(bytes[index]) {
                index += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    @Test(arguments: [
        ("see https://a.example/b?c=1, and on", "see  and on"), ("(http://a.example) b", "() b"),
        ("a:// b", "a:// b"), ("://", "://"), ("https://", ""), ("https:/a", "https:/a"),
        ("\"ftp://a\"'ftp://b'", "\"\"''"), ("éhttps://a é", "é é"), ("a: b :: c", "a: b :: c"),
        ("abcdefghijklmnop://x y", "abcd y"), ("https://a https://b", " "),
    ]) func `addresses are left out, and nothing else`(text: String, expected: String) {
        #expect(PlainText.withoutAddresses(text) == expected)
        #expect(plainly(text) == expected)
    }

    @Test func `random texts keep what byte after byte keeps`() {
        let parts = [
            "a", "bc", "https", "HTTP", "abcdefghijklmnop", ":", "/", "//", "://", "://", " ", "\n", "\"",
            "'",
            "<", ">", ")", "]", "(", "[", "1", ".", "é", "\u{1F600}", "\0", "",
        ]
        var state: UInt64 = 8
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        var changed = 0
        for _ in 0..<5_000 {
            let text = (0..<random(20)).map { _ in parts[random(parts.count)] }.joined()
            let result = PlainText.withoutAddresses(text)
            #expect(result == plainly(text), "\(text)")
            if result != text { changed += 1 }
        }
        #expect(changed > 500)
    }
}
