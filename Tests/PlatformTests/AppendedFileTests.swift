import Foundation
import Platform
import TestSupport
import Testing

@Suite struct AppendedFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func linesAreAddedAndOnlyItsOwnerReadsThem() throws {
        let path = folder.path("events.jsonl")
        var file = try AppendedFile(path)
        try file.append(Array("one\n".utf8))
        var again = try AppendedFile(path)
        try again.append(Array("two\nthree\n".utf8))
        #expect(try folder.text("events.jsonl") == "one\ntwo\nthree\n")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test(arguments: ["", "half", "one\n", "one\nhal", "\n", String(repeating: "x", count: 200_000)])
    func aLineThatWasCutOffIsTakenOut(_ text: String) throws {
        let path = try folder.write("f", text)
        var file = try AppendedFile(path)
        try file.append(Array("next\n".utf8))
        let whole = text.lastIndex(of: "\n").map { text[...$0] } ?? ""
        #expect(try folder.text("f") == whole + "next\n")
    }

    @Test func aLongLastLineIsFoundWhole() throws {
        let text = "a\n" + String(repeating: "x", count: 150_000)
        let path = try folder.write("f", text)
        _ = try AppendedFile(path)
        #expect(try folder.text("f") == "a\n")
    }

    @Test func whatIsNoFileIsRefused() throws {
        #expect(throws: FileError.self) { _ = try AppendedFile(folder.path) }
        #expect(throws: FileError.self) { _ = try AppendedFile(folder.path("none/f")) }
        try folder.write("real", "a\n")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"),
            withDestinationPath: folder.path("real")
        )
        #expect(throws: FileError.self) { _ = try AppendedFile(folder.path("link")) }
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        #expect(throws: FileError.self) { _ = try AppendedFile(folder.path("pipe")) }
    }
}
