import Foundation
import TestSupport
import Testing

@Suite struct TrainTests {
    /// Articles of two subjects in made-up sentences, each different.
    private func corpus(_ count: Int, in folder: TemporaryFolder) throws -> String {
        let subjects = [
            ["river", "flood", "dam", "rain", "bridge"], ["court", "judge", "law", "appeal", "verdict"],
        ]
        let lines = (0..<count).map { number in
            let words = subjects[number % 2]
            let title = "\(words[number / 2 % 5]) \(words[number / 10 % 5]) report \(number)"
            let excerpt = "The \(words[number / 3 % 5]) and the \(words[number / 7 % 5]) in case \(number)."
            return "{\"id\": \"a\(number)\", \"title\": \"\(title)\", \"excerpt\": \"\(excerpt)\"}\n"
        }
        try folder.write("news.jsonl", lines.joined())
        return "news.jsonl"
    }

    private let settings = ["--dimension", "16", "--epochs", "2"]

    @Test func trainsAModelAndReplacesItsOwn() throws {
        let folder = try TemporaryFolder()
        let arguments = ["train", try corpus(260, in: folder), "--output", "ours"] + settings
        let first = try CommandLineTool.run(arguments, in: folder)
        #expect(first.status == 0 && first.messages.contains("epoch 2 of 2: loss"))
        let weights = try folder.bytes("ours/model.safetensors")
        #expect(try folder.text("ours/config.json").contains("\"kindred-static\""))
        #expect(!FileManager.default.fileExists(atPath: folder.path("ours/training.checkpoint")))
        let second = try CommandLineTool.run(arguments + ["--quiet"], in: folder)
        #expect(second.status == 0 && second.messages.isEmpty)
        #expect(try folder.bytes("ours/model.safetensors") == weights)
    }

    @Test func refusesWhatCannotTeach() throws {
        let folder = try TemporaryFolder()
        let few = try CommandLineTool.run(
            ["train", try corpus(150, in: folder), "--output", "ours"] + settings,
            in: folder
        )
        #expect(few.status == 66 && few.messages.contains("only 150 articles"))
        let none = try CommandLineTool.run(["train", "absent", "--output", "ours"], in: folder)
        #expect(none.status != 0)
    }

    @Test func leavesForeignFoldersAlone() throws {
        let folder = try TemporaryFolder()
        try folder.write("photos/cat.txt", "meow")
        let outcome = try CommandLineTool.run(
            ["train", try corpus(260, in: folder), "--output", "photos"] + settings,
            in: folder
        )
        #expect(outcome.status == 74 && outcome.messages.contains("name a new folder"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("photos")) == ["cat.txt"])
    }

    @Test func refusesADamagedCheckpoint() throws {
        let folder = try TemporaryFolder()
        try folder.write("ours/training.checkpoint", "not a checkpoint")
        let outcome = try CommandLineTool.run(
            ["train", try corpus(260, in: folder), "--output", "ours"] + settings,
            in: folder
        )
        #expect(outcome.status == 65 && outcome.messages.contains("delete it to start from the beginning"))
    }
}
