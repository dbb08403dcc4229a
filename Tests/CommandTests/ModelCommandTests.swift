import Foundation
import TestSupport
import Testing

@Suite struct ModelCommandTests {
    private let models = SharedData.packageFolder + "/models"

    /// Only the models that are shipped, whatever else is installed on the machine.
    private func shippedOnly(_ folder: TemporaryFolder) throws -> [String: String] {
        let shipped = folder.path("shipped-models")
        try FileManager.default.createDirectory(atPath: shipped, withIntermediateDirectories: true)
        for name in ["kindred-multilingual", "kindred-small", "kindred-static"] {
            try? FileManager.default.createSymbolicLink(
                atPath: "\(shipped)/\(name)",
                withDestinationPath: "\(models)/\(name)"
            )
        }
        return ["KINDRED_MODELS": shipped]
    }

    @Test func listMarksTheDefault() throws {
        let folder = try TemporaryFolder()
        let environment = try shippedOnly(folder)
        let outcome = try CommandLineTool.run(["model", "list"], in: folder, environment: environment)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("* kindred-multilingual") && lines[1].hasPrefix("* kindred-small"))
        #expect(lines[2].hasPrefix("  kindred-static"))
        let json = try CommandLineTool.run(["model", "list", "--json"], in: folder, environment: environment)
        let records = try json.jsonLines()
        let names = ["kindred-multilingual", "kindred-small", "kindred-static"]
        #expect(records.map { $0["name"] as? String } == names)
        #expect(records.map { $0["isDefault"] as? Bool } == [false, true, false])
        #expect(records.map { $0["isDefaultMultilingual"] as? Bool } == [true, false, false])
    }

    @Test(arguments: ["auto", "static"])
    func verifyLoadsAndRuns(_ name: String) throws {
        let folder = try TemporaryFolder()
        let outcome = try CommandLineTool.run(
            ["model", "verify", name],
            in: folder,
            environment: try shippedOnly(folder)
        )
        #expect(outcome.status == 0 && outcome.messages.isEmpty, "\(outcome.messages)")
        #expect(outcome.output.contains("near 0."))
    }

    @Test func autoGoesByTheArticlesLanguages() throws {
        let folder = try TemporaryFolder.site()
        let environment = try shippedOnly(folder)
        try folder.write("german/a.md", "---\ntitle: Stadtrat verbietet Gesichtserkennung am Bahnhof\n---\n")
        try folder.write("german/b.md", "---\ntitle: Gesichtserkennung am Bahnhof bleibt verboten\n---\n")
        for (site, model) in [("german", "kindred-multilingual"), ("site", "kindred-small")] {
            let outcome = try CommandLineTool.run(
                ["index", site, "--model", "auto"],
                in: folder,
                environment: environment
            )
            #expect(outcome.messages.contains("vectors by \(model)"), "\(outcome.messages)")
        }
        // Answered by the index, which knows the languages.
        let answer = try CommandLineTool.run(
            ["similar", "german/a.md", "--json", "--min-probability", "0", "--model", "auto", "-v"],
            in: folder,
            environment: environment
        )
        #expect(answer.messages.contains("kindred-multilingual"), "\(answer.messages)")
        #expect(answer.output.contains("bleibt verboten"))
    }

    @Test func aModelThatIsNotThereIsNamedWithARemedy() throws {
        let folder = try TemporaryFolder.site()
        let environment = try shippedOnly(folder)
        let outcome = try CommandLineTool.run(
            ["relate", "site", "--model", "bge-tiny"],
            in: folder,
            environment: environment
        )
        #expect(outcome.status == 65)
        #expect(outcome.messages.contains("bge-tiny: no model of that name is installed"))
        #expect(outcome.messages.contains("kindred-multilingual, kindred-small, kindred-static"))
    }

    @Test func aDamagedModelIsNamedByFile() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("broken/config.json", #"{"model_type": "bert"}"#)
        try folder.write("broken/model.safetensors", "no")
        for arguments in [
            ["model", "verify", "./broken"], ["similar", "site/face-1.md", "--model", "./broken"],
        ] {
            let outcome = try CommandLineTool.run(arguments, in: folder)
            #expect(outcome.status == 65)
            #expect(outcome.messages.contains("broken/config.json: has no"), "\(outcome.messages)")
        }
    }

    @Test func withoutAnyModelWordsDecideAndItIsSaid() throws {
        let folder = try TemporaryFolder.site()
        let environment = ["KINDRED_MODELS": folder.path("nothing")]
        let auto = try CommandLineTool.run(
            ["relate", "site", "--json", "--model", "auto"],
            in: folder,
            environment: environment
        )
        #expect(auto.status == 0)
        #expect(auto.messages.contains("no embedding model found, so words decide alone"))
        let none = try CommandLineTool.run(["relate", "site", "--json", "--model", "none"], in: folder)
        #expect(none.output == auto.output && !none.output.isEmpty)
    }

    @Test func vectorsAreKeptAndOnlyNewTextsEmbedded() throws {
        let folder = try TemporaryFolder.site()
        let environment = try shippedOnly(folder)
        func index() throws -> CommandLineTool.Outcome {
            try CommandLineTool.run(
                ["index", "site", "--model", "static", "--verbose"],
                in: folder,
                environment: environment
            )
        }
        #expect(try index().messages.contains("new=7"))
        #expect(try index().messages.contains("new=0"))
        try folder.write("site/late.md", "---\ntitle: A late story\nexcerpt: Of something else.\n---\n")
        #expect(try index().messages.contains("new=1"))
        let info = try CommandLineTool.run(["index", "site", "--info"], in: folder)
        #expect(info.output.contains("kindred-static int8, 8 texts"))
    }

    @Test func evaluateMeasuresTheFusedRankingAndItsParts() throws {
        let folder = try TemporaryFolder.site()
        try folder.write(
            "site/qrels.tsv",
            "query-id\tdoc-id\tgrade\nface-1.md\tface-2.md\t1\nflood-1.md\tflood-2.md\t1\n"
        )
        let environment = try shippedOnly(folder)
        func methods(_ model: String) throws -> [String] {
            let outcome = try CommandLineTool.run(
                ["evaluate", "site", "--json", "--no-dates", "--model", model],
                in: folder,
                environment: environment
            )
            #expect(outcome.status == 0, "\(outcome.messages)")
            let methods = try outcome.jsonLines()[0]["methods"] as? [[String: Any]] ?? []
            return methods.compactMap { $0["name"] as? String }
        }
        #expect(
            try methods("static") == ["default", "cosine", "terms", "embedding", "tfidf", "bm25", "random"]
        )
        #expect(try methods("none") == ["default", "terms", "tfidf", "bm25", "random"])
        let refused = try CommandLineTool.run(
            ["evaluate", "site", "--method", "embedding", "--model", "none"],
            in: folder
        )
        #expect(refused.status == 64 && refused.messages.contains("needs a model"))
    }
}
