import Corpus
import Foundation
import Semantic
import TestSupport
import Testing

@testable import Archive

/// `auto` chooses by the articles' languages, whichever models are installed.
@Suite struct ModelsByLanguageTests {
    private let ofEnglish = try? ModelCatalogue().entry(named: "auto").name
    private let ofOthers = try? ModelCatalogue().entry(named: "auto", isEnglish: false).name

    private func articles(_ language: String, _ titles: [String], copies: Int = 1) -> [Article] {
        (0..<titles.count * copies).map { number in
            Article(
                id: ArticleID("\(language)\(number)"),
                title: "\(titles[number % titles.count]) \(number)",
                language: language
            )
        }
    }

    private var german: [Article] {
        articles("de", ["Stadtrat streitet über Gesichtserkennung", "Orchester eröffnet die Spielzeit"])
    }

    private var english: [Article] {
        articles("en", ["Council debates face recognition", "Orchestra opens its season"], copies: 10)
    }

    @Test func anArchiveChoosesAnewWhenItComparesAll() async throws {
        let archive = try await Archive(at: .inMemory)
        #expect(archive.model?.name == ofEnglish)
        try await archive.upsert(german)
        try await archive.consolidate()
        #expect(archive.model?.name == ofOthers)
        try await archive.upsert(english)
        try await archive.consolidate()
        #expect(archive.model?.name == ofEnglish)
        let list = try await archive.related(to: "en0")
        #expect(!list.entries.isEmpty)
    }

    @Test func aStoredArchiveOpensWithTheModelOfItsLanguages() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("archive")
        do {
            let archive = try await Archive(at: .folder(path))
            try await archive.upsert(german)
            try await archive.consolidate()
        }
        #expect(try await Archive(at: .folder(path)).model?.name == ofOthers)
        #expect(try await Archive(at: .folder(path), model: .none).model == nil)
    }

    @Test func aModelThatIsNamedStays() async throws {
        let archive = try await Archive(at: .inMemory, model: .named("static"))
        try await archive.upsert(german)
        try await archive.consolidate()
        #expect(archive.model?.name == ModelCatalogue.shippedStatic)
    }
}
