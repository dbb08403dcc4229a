import Archive
import Corpus
import Foundation
import Kindred
import TestSupport
import Testing

/// Archives that several processes use at once: each `Archive` here stands for a process of its own.
@Suite struct SharedArchiveTests {
    private let options = RankingOptions(limit: 5, minimumProbability: 0)

    private func article(_ number: Int, _ version: Int = 0) -> Article {
        let subjects = [
            "harbour walls after winter storms", "an orchestra and its season", "bees on city roofs",
        ]
        return Article(
            id: ArticleID("a\(number)"),
            title: "Report \(number * 7919 % 101) on \(subjects[number % 3])",
            excerpt:
                "Edition \(version) of \(number % 5) engineers and \(number % 7) boats, \(subjects[(number + 1) % 3])."
        )
    }

    private func open(_ place: ArchiveLocation) async throws -> Archive {
        try await Archive(at: place, model: .named("kindred-small"))
    }

    /// The lists of some articles, whatever happens to them meanwhile being told by nil.
    private func lists(_ archive: Archive, _ numbers: Range<Int>) async throws -> [[String]?] {
        var lists: [[String]?] = []
        for number in numbers {
            let list = try? await archive.list(
                ofArticleWith: ArticleID("a\(number)"),
                options: options,
                explains: false
            )
            lists.append(
                list?.entries.map { "\($0.article.id) \($0.probability ?? -1) \($0.article.excerpt)" }
            )
        }
        return lists
    }

    private func puts(_ numbers: some Sequence<Int>, _ version: Int = 0) -> [ArticleChange] {
        numbers.map { ArticleChange(.put(article($0, version))) }
    }

    /// Waits until something holds, half a minute at most.
    private func eventually(_ holds: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<600 {
            if try await holds() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    #if Postgres
    @Test func listsAreThoseOfTheEmbeddedStoreBitByBit() async throws {
        let folder = try TemporaryFolder()
        let place = try ArchiveLocation.database(TestedDatabase.emptySchema())
        let (embedded, shared) = (try await open(.folder(folder.path)), try await open(place))
        for archive in [embedded, shared] {
            _ = try await archive.apply(puts(0..<40), comparing: .later)
            try await archive.compareAnew()
            _ = try await archive.apply(puts(30..<50, 1))
            _ = try await archive.apply([ArticleChange(.remove("a3")), ArticleChange(.remove("a33"))])
        }
        let wanted = try await lists(embedded, 0..<50)
        #expect(try await lists(shared, 0..<50) == wanted)
        #expect(wanted.compactMap(\.self).count == 48)
        // Opened again, as by a process that starts now.
        #expect(try await lists(open(place), 0..<50) == wanted)
    }

    @Test(arguments: [false, true])
    func whatOneWritesTheOtherAnswersFrom(isFollowing: Bool) async throws {
        let place = try ArchiveLocation.database(TestedDatabase.emptySchema())
        let (writer, reader) = (try await open(place), try await open(place))
        let following = Task { if isFollowing { await reader.follow() } }
        defer { following.cancel() }
        if isFollowing { #expect(try await eventually { reader.isToldOfChanges }) }
        var steps: [[ArticleChange]] = [
            puts(0..<10), puts(5..<12, 1), [ArticleChange(.remove("a7"))], puts([7], 2),
        ]
        // What was added and replaced after both began.
        steps.append(puts(8..<11, 3) + [ArticleChange(.remove("a11"))])
        for step in steps {
            _ = try await writer.apply(step)
            let wanted = try await lists(writer, 0..<12)
            if isFollowing {
                #expect(try await eventually { try await lists(reader, 0..<12) == wanted })
            } else {
                #expect(try await lists(reader, 0..<12) == wanted)
            }
        }
        // A new snapshot, and what is stored long before it is compared.
        _ = try await writer.apply(puts(20..<30), comparing: .later)
        #expect(
            try await !reader.list(ofArticleWith: "a9", options: options, explains: false).entries.isEmpty
        )
        guard isFollowing else { return }
        try await writer.compareAnew()
        let wanted = try await lists(writer, 0..<30)
        #expect(try await eventually { try await lists(reader, 0..<30) == wanted })
        #expect(try await lists(open(place), 0..<30) == wanted)
    }

    @Test func whatNobodyComparesIsComparedByWhoFollows() async throws {
        let place = try ArchiveLocation.database(TestedDatabase.emptySchema())
        let (writer, reader) = (try await open(place), try await open(place))
        _ = try await writer.apply(puts(0..<10))
        let following = Task { await reader.follow(patience: .milliseconds(10)) }
        defer { following.cancel() }
        #expect(try await eventually { reader.count == 10 })
        // As by a service that is killed in the midst of very many, and by one of another model.
        _ = try await writer.apply(puts(8..<14), comparing: .later)
        #expect(try await eventually { reader.count == 14 })
        let other = try await Archive(at: place, model: .none)
        _ = try await other.apply(puts(13..<16, 1))
        #expect(try await eventually { reader.count == 16 })
        let wanted = try await lists(open(place), 0..<16)
        #expect(try await eventually { try await lists(reader, 0..<16) == wanted })
    }
    #endif

    @Test(arguments: SharedPlace.allCases)
    func ofTwoWhoChangeOneVersionOneIsRefused(_ kind: SharedPlace) async throws {
        let folder = try TemporaryFolder()
        let place = try kind.location(in: folder)
        let archives = [try await open(place), try await open(place)]
        _ = try await archives[0].apply(puts([1]))
        for round in 0..<20 {
            let current = ArticleVersion(try #require(try await archives[0].storedArticle("a1")))
            let outcomes = try await withThrowingTaskGroup(of: ArticleChange.Outcome.self) { group in
                for (number, archive) in archives.enumerated() {
                    let change = ArticleChange(
                        .put(article(1, round * 2 + number + 1)),
                        if: [.isVersion([current])]
                    )
                    group.addTask { try await archive.apply([change])[0].outcome }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let made = outcomes.filter { if case .replaced = $0 { true } else { false } }
            #expect(made.count == 1, "\(outcomes)")
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func twoWritersOfTheSameArticlesAgree(_ kind: SharedPlace) async throws {
        let folder = try TemporaryFolder()
        let place = try kind.location(in: folder)
        let archives = [try await open(place), try await open(place)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, archive) in archives.enumerated() {
                group.addTask {
                    for version in 0..<15 {
                        let numbers = (0..<8).map { ($0 * 5 + version * (number + 1)) % 24 }
                        _ = try await archive.apply(
                            self.puts(Set(numbers).sorted(), version * 2 + number + 1)
                        )
                    }
                }
            }
            try await group.waitForAll()
        }
        let fresh = try await open(place)
        let wanted = try await lists(fresh, 0..<24)
        for archive in archives {
            #expect(archive.count <= fresh.count)
            #expect(try await lists(archive, 0..<24) == wanted)
            #expect(archive.count == fresh.count)
        }
    }
}

/// Where an archive lies that several processes use.
enum SharedPlace: String, CaseIterable, CustomTestStringConvertible {
    case file
    #if Postgres
    case database
    #endif

    var testDescription: String { rawValue }

    func location(in folder: TemporaryFolder) throws -> ArchiveLocation {
        switch self {
        case .file: .folder(folder.path + "/archive")
        #if Postgres
        case .database: .database(try TestedDatabase.emptySchema())
        #endif
        }
    }
}
