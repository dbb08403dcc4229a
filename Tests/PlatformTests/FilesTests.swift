import Foundation
import Platform
import TestSupport
import Testing

@Suite struct FilesTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func replace(_ path: String, with text: String) throws -> Bool {
        let stamp = try FileStamp(ofFile: path)
        guard let staged = try StagedReplacement(path, with: Array(text.utf8), expecting: stamp) else {
            return false
        }
        if let error = StagedReplacement.flush([staged])[0] { throw error }
        if case .done(let after) = try staged.commit() { return try after == FileStamp(ofFile: path) }
        return false
    }

    @Test func replacementKeepsTheModeAndLeavesNothingBehind() throws {
        let path = try folder.write("a.md", "old")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(try replace(path, with: "new"))
        #expect(try folder.text("a.md") == "new")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o640)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.md"])
    }

    /// What is not committed has no name on Linux, so that a killed program leaves nothing; elsewhere it is hidden.
    @Test func anOutputIsThereOnceItIsCommitted() throws {
        let path = try folder.write("a.json", "old")
        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
        for isCommitted in [false, true] {
            var output = try OutputFile(path)
            try output.append(Array("new".utf8))
            #expect(try folder.text("a.json") == "old")
            #if os(Linux)
            #expect(try names() == ["a.json"])
            #endif
            if isCommitted { try output.commit() }
        }
        #expect(try folder.text("a.json") == "new")
        #expect(try names() == ["a.json"])
    }

    @Test func replacementKeepsTheGroupInAFolderThatSetsItsOwn() throws {
        let path = try folder.write("a.md", "old")
        // Only root may give a folder to any group; others have nothing to test here.
        guard chown(folder.path, uid_t.max, 33) == 0, chmod(folder.path, 0o2755) == 0 else { return }
        let before = try FileManager.default.attributesOfItem(atPath: path)[.groupOwnerAccountID] as? Int
        #expect(try replace(path, with: "new"))
        #expect(
            try FileManager.default.attributesOfItem(atPath: path)[.groupOwnerAccountID] as? Int == before
        )
    }

    @Test func namesThatAreNotUTF8AreReportedOnlyWhereTheyMatter() throws {
        for name: [UInt8] in [
            Array("caf".utf8) + [0xE9] + Array(".png".utf8), Array("caf".utf8) + [0xE9] + Array(".md".utf8),
        ] {
            let path = Array((folder.path + "/").utf8) + name + [0]
            let descriptor = path.withUnsafeBufferPointer { bytes in
                bytes.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_CREAT | O_WRONLY, 0o600) }
            }
            // Some file systems refuse such names.
            guard descriptor >= 0 else { return }
            close(descriptor)
        }
        #expect(FolderWalk(folder.path) { $0.hasSuffix(".md") }.failures.map(\.isBadName) == [true])
    }

    @Test func aFolderLockGivesUpWhenToldTo() throws {
        let lock = try #require(FolderLock(folder.path) { _ in false })
        #expect(FolderLock(folder.path) { $0 < 3 } == nil)
        lock.release()
        let next = FolderLock(folder.path) { _ in false }
        #expect(next != nil)
        next?.release()
    }

    @Test(arguments: [3, 40]) func manyFilesAreFlushedAtOnce(count: Int) throws {
        let paths = try (0..<count).map { try folder.write("\($0).md", "old") }
        var staged: [StagedReplacement] = []
        for path in paths {
            staged.append(
                try #require(try StagedReplacement(path, with: [65], expecting: FileStamp(ofFile: path)))
            )
        }
        #expect(StagedReplacement.flush(staged).allSatisfy { $0 == nil })
        for replacement in staged.dropLast() { _ = try replacement.commit() }
        staged[count - 1].abandon()
        #expect(try paths.dropLast().allSatisfy { try readFile($0, limit: 10).bytes == [65] })
        #expect(try folder.text("\(count - 1).md") == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == count)
    }

    @Test func aFileThatChangedBeforeOrAfterStagingIsLeftAlone() throws {
        let path = try folder.write("a.md", "old")
        let stamp = try FileStamp(ofFile: path)
        try folder.write("a.md", "changed by somebody")
        #expect(try StagedReplacement(path, with: [], expecting: stamp) == nil)

        let staged = try #require(try StagedReplacement(path, with: [65], expecting: FileStamp(ofFile: path)))
        try folder.write("a.md", "changed again, longer")
        guard case .changedMeanwhile = try staged.commit() else {
            Issue.record("the change was overwritten")
            return
        }
        #expect(try folder.text("a.md") == "changed again, longer")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.md"])
    }

    @Test func leftoversOfDeadProcessesAreRemovedAndThoseOfLivingOnesKept() throws {
        // Process numbers end at 4,194,304 on Linux.
        try folder.write(".99999999-1.kindred-tmp", "half")
        // Our own number, from before our time.
        try folder.write(".\(getpid())-1.kindred-tmp", "half")
        let living = ".\(getppid())-1.kindred-tmp"
        try folder.write(living, "half")
        try folder.write(".99999999-2.kindred-tmp/config.json", "of a folder")
        #expect(removeLeftovers(in: folder.path) == 3)
        #expect(
            FileManager.default.fileExists(atPath: folder.path(living))
        )
    }

    @Test func foldersAreReplacedAsAWhole() throws {
        let model = folder.path("model")
        let config = try folder.write("model/config.json", "old")
        try folder.write("model/vocab.txt", "old")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: config)
        var seen: [String] = []
        try replaceFolder(model, holding: ["config.json", "vocab.txt"]) { place throws(FileError) in
            try writeFile(place + "/config.json", Array("new".utf8))
            seen = [
                (try? folder.text("model/config.json")) ?? "", (try? folder.text("model/vocab.txt")) ?? "",
            ]
        }
        // Until all is written, all is as it was; then nothing old is left.
        #expect(seen == ["old", "old"])
        #expect(try folder.text("model/config.json") == "new")
        #expect(try FileManager.default.contentsOfDirectory(atPath: model) == ["config.json"])
        #expect(try FileManager.default.attributesOfItem(atPath: config)[.posixPermissions] as? Int == 0o600)

        let failure = FileError(.write, "x", code: ENOSPC)
        #expect(throws: failure) {
            try replaceFolder(model, holding: ["config.json"]) { place throws(FileError) in
                try writeFile(place + "/config.json", Array("newer".utf8))
                throw failure
            }
        }
        #expect(try folder.text("model/config.json") == "new")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model"])
    }

    @Test func foldersAreMadeWithThoseAboveThem() throws {
        let deep = folder.path("a/b/c")
        try makeFolder(deep)
        try makeFolder(deep)
        try makeFolder(folder.path("d/e/"))
        #expect(try PathKind(deep) == .folder)
        #expect(try PathKind(folder.path("d/e")) == .folder)
        let file = try folder.write("file", "by hand")
        for path in [file, file + "/below"] {
            #expect(throws: FileError.self) { try makeFolder(path) }
        }
        // A link that leads nowhere is no folder.
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"),
            withDestinationPath: folder.path("nothing")
        )
        #expect(throws: FileError.self) { try makeFolder(folder.path("link")) }
        #expect(try folder.text("file") == "by hand")
    }

    @Test func whatElseAFolderHoldsOutlivesItsReplacement() throws {
        try folder.write("model/README.md", "by hand")
        try replaceFolder(folder.path("model"), holding: ["config.json"]) { place throws(FileError) in
            try writeFile(place + "/config.json", Array("new".utf8))
        }
        #expect(try folder.text("model/README.md") == "by hand")
        #expect(try folder.text("model/config.json") == "new")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model"])
    }

    @Test func outputsKeepLinksAndModesAndWriteToDevices() throws {
        let target = try folder.write("target", "old")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: target)
        try writeFile(folder.path("link"), Array("new".utf8))
        #expect(try folder.text("target") == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == target)
        #expect(try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int == 0o600)
        try writeFile("/dev/null", Array("gone".utf8))
        #expect(try PathKind("/dev/null") == .other)
        #expect(throws: FileError(.write, folder.path("no/such"), code: ENOENT)) {
            try writeFile(folder.path("no/such"), [])
        }
    }

    @Test func timesFarInTheFutureAreNoOverflow() throws {
        let path = try folder.write("a.md", "x")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 12_000_000_000)],
            ofItemAtPath: path
        )
        #expect(try FileStamp(ofFile: path).size == 1)
    }

    @Test func namesOfAnyLengthCanBeReplaced() throws {
        let name = String(repeating: "面", count: 80) + ".md"
        #expect(try replace(try folder.write(name, "old"), with: "new"))
    }

    @Test func readingRefusesWhatIsTooLargeOrNoFile() throws {
        let path = try folder.write("a.md", "0123456789")
        #expect(try readFile(path, limit: 10).bytes.count == 10)
        #expect(throws: FileError(.read, path, code: EFBIG)) { try readFile(path, limit: 9) }
        #expect(throws: FileError.self) { try readFile(folder.path, limit: 10) }
        #expect(throws: FileError.self) { try readFile("/dev/zero", limit: 10) }
    }

    @Test func walkIsInByteOrderAndSkipsHiddenEntriesAndLinks() throws {
        for name in ["b.md", "a/z.md", "a.md", "a-b.md", ".hidden.md", ".git/x.md", "note.txt", "Z.md"] {
            try folder.write(name, "x")
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link.md"),
            withDestinationPath: "/etc/passwd"
        )
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("loop"),
            withDestinationPath: folder.path
        )
        let walk = FolderWalk(folder.path) { $0.hasSuffix(".md") }
        #expect(walk.files.map(\.relativePath) == ["Z.md", "a-b.md", "a.md", "a/z.md", "b.md"])
        #expect(walk.links.count == 2)
        #expect(walk.failures.isEmpty)
    }
}

@Suite struct GunzipTests {
    /// `printf 'hello\n' | gzip -n`
    private let hello: [UInt8] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02,
        0x00,
        0x20, 0x30, 0x3a, 0x36, 0x06, 0x00, 0x00, 0x00,
    ]

    @Test func unpacksOneAndSeveralMembers() throws {
        #expect(try gunzip(hello, limit: 100) == Array("hello\n".utf8))
        #expect(try gunzip(hello + hello, limit: 100) == Array("hello\nhello\n".utf8))
        #expect(try gunzip(hello + [0, 0, 0], limit: 100) == Array("hello\n".utf8))
        #expect(throws: GunzipError.damaged) { try gunzip(hello + [0, 7, 0], limit: 100) }
    }

    @Test func everyTruncationIsReported() {
        for length in 0..<hello.count {
            #expect(throws: GunzipError.truncated) { try gunzip(Array(hello.prefix(length)), limit: 100) }
        }
    }

    @Test func damageAndExcessAreReported() {
        #expect(throws: GunzipError.damaged) { try gunzip(Array("no gzip at all".utf8), limit: 100) }
        var wrong = hello
        wrong[20] ^= 1
        #expect(throws: GunzipError.damaged) { try gunzip(wrong, limit: 100) }
        #expect(throws: GunzipError.tooLarge(limit: 5)) { try gunzip(hello, limit: 5) }
    }

    @Test func whatNoTextUnpacksToIsRefusedBeforeItFillsMemory() throws {
        let lines = [UInt8](repeating: 0x0A, count: 130 << 20)
        let packed = try #require(gzip(lines))
        #expect(packed.count < 200_000)
        #expect(throws: GunzipError.implausible) { try gunzip(packed, limit: 2 << 30) }
        #expect(try gunzip(gzip(Array(lines.prefix(1 << 20))) ?? [], limit: 2 << 30).count == 1 << 20)
    }

    @Test(arguments: [0, 1, 100, 65_536, 1 << 20])
    func whatIsPackedIsUnpacked(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        let packed = try #require(gzip(bytes))
        #expect(try gunzip(packed, limit: count) == bytes && gzip(bytes) == packed)
        #expect(count < 1000 || packed.count < count)
    }

    @Test func theStartOfAFileTellsWhatItHolds() {
        #expect(gunzip(startOf: Array(hello.dropLast(8)), limit: 100) == Array("hello\n".utf8))
        #expect(gunzip(startOf: hello, limit: 5).starts(with: "hello".utf8))
        #expect(gunzip(startOf: Array("no gzip at all".utf8), limit: 100).isEmpty)
    }
}
