import Foundation
import TestSupport
import Testing

/// The list that a page of HTML shows.
struct ShownList {
    var entries: [(address: String, title: String)]

    /// - Returns: nil where the page shows none, not even its heading.
    init?(in page: String) throws {
        guard let start = page.range(of: "<nav class=\"related\">") else {
            #expect(!page.contains("Related"))
            return nil
        }
        let list = try #require(page[start.upperBound...].range(of: "</nav>"))
        let text = page[start.upperBound..<list.lowerBound]
        // A title that was not escaped would end at its angle bracket, and be no match.
        entries = text.matches(of: /<li><a href="([^"<>]*)">([^<>"]*)<\/a><\/li>/).map {
            (Self.unescaped($0.output.1), Self.unescaped($0.output.2))
        }
        #expect(entries.count == text.matches(of: /<li>/).count, "\(text)")
        #expect(text.contains("<h2>Related</h2>"))
    }

    /// Whether the list has other pages of the page's topic and nothing else.
    func expectTopic(of page: SamplePage) {
        #expect(!entries.isEmpty && Set(entries.map(\.title)).count == entries.count)
        for entry in entries {
            let listed = SamplePage.all.first { $0.title == entry.title }
            #expect(listed?.topic == page.topic && listed?.path != page.path, "\(entry) for \(page.path)")
        }
    }

    static func unescaped(_ text: Substring) -> String {
        String(text).replacing("&#34;", with: "\"").replacing("&quot;", with: "\"").replacing(
            "&#39;",
            with: "'"
        )
        .replacing("&#039;", with: "'").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        .replacing("&amp;", with: "&")
    }
}

/// What a site generator made.
struct BuiltSite {
    /// The part of every address that a folder on the server accounts for.
    static let prefix = "/site/"

    private let folder: String
    /// The HTML files, by the titles of their pages.
    private let files: [String: String]

    init(_ folder: String) throws {
        self.folder = folder
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".html")
        }
        var files: [String: String] = [:]
        for path in paths {
            let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
            if let title = Self.title(of: text) { files[title] = text }
        }
        self.files = files
    }

    private static func title(of page: String) -> String? {
        page.firstMatch(of: /<h1>([^<>]*)<\/h1>/).map { ShownList.unescaped($0.output.1) }
    }

    /// Whether each page shows its list, whose links lead to the pages that they name.
    func expectLists() throws {
        #expect(files.count == SamplePage.all.count)
        for page in SamplePage.all {
            let html = try #require(files[page.title], "no page has the title \(page.title)")
            guard let list = try ShownList(in: html) else {
                #expect(page.topic == .none, "\(page.path) shows no list")
                continue
            }
            list.expectTopic(of: page)
            for entry in list.entries {
                #expect(try title(at: entry.address) == entry.title, "\(entry.address) in \(page.path)")
            }
        }
    }

    /// The title of the page that a link leads to.
    private func title(at address: String) throws -> String? {
        let path = try #require(address.removingPercentEncoding)
        try #require(path.hasPrefix(Self.prefix), "\(path)")
        let name = path.dropFirst(Self.prefix.count) + (path.hasSuffix("/") ? "index.html" : "")
        return Self.title(of: try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
    }
}
