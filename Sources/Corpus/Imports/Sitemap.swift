import Foundation
import Kernels
import Markup
import Platform

/// The pages that a sitemap names, and those of the sitemaps that it names itself and that lie beside it or below.
///
/// - Sitemaps: https://www.sitemaps.org/protocol.html
/// - Those for news: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
struct Sitemap {
    /// Each address once, in the order of the files.
    private(set) var entries: [SitemapEntry] = []
    private(set) var problems: [InputProblem] = []
    /// A hash of all bytes that were read.
    private(set) var fingerprint: UInt64 = 0

    /// Pages that are taken, of all files together.
    private static let standardMostPages = 1_000_000
    /// Names of an index's address that may be those of folders.
    private static let deepest = 8

    private let path: String
    private let mostBytes: Int
    private let mostPages: Int
    /// The folder that all its files lie in; without links.
    private let folder: String
    private var known: Set<String> = []
    private var files: [String]
    private var listed: Set<String>
    private var bytesLeft: Int
    private var missing: (count: Int, first: String)?

    /// - Parameters:
    ///   - path: of the file, absolute and without links.
    ///   - mostBytes: of all files together, unpacked.
    ///   - mostPages: pages that are taken, of all files together.
    /// - Complexity: O(bytes of all files).
    init(_ path: String, mostBytes: Int, mostPages: Int = Self.standardMostPages) {
        self.path = path
        (self.mostBytes, self.mostPages) = (mostBytes, mostPages)
        folder = splitPath(path).folder
        (files, listed) = ([path], [path])
        bytesLeft = mostBytes
        // A file that names one before it is not read again.
        var next = 0
        while next < files.count, entries.count <= mostPages {
            read(files[next])
            next += 1
        }
        if entries.count > mostPages {
            entries.removeSubrange(mostPages...)
            tell(
                .tooLarge,
                path,
                "it has more than \(mostPages) pages",
                "split it; the rest is left out until then"
            )
        }
        if let missing {
            tell(
                .ignoredValue,
                path,
                "\(missing.count.counted("sitemap")) that it names are not beside it, such as \(missing.first.excerptForMessage)",
                "put them there; their pages are left out until then"
            )
        }
        dropDatesOfBuild()
    }

    /// Where most pages changed on one day, that is the day on which the site was built.
    private mutating func dropDatesOfBuild() {
        let days = Dictionary(grouping: entries.compactMap { $0.modified?.prefix(10) }, by: \.self)
        guard let most = days.values.map(\.count).max(), most > 2, most > entries.count / 2 else { return }
        for index in entries.indices { entries[index].modified = nil }
    }

    private mutating func tell(
        _ kind: InputProblem.Kind,
        _ path: String,
        line: Int? = nil,
        _ problem: String,
        _ remedy: String
    ) {
        problems.append(InputProblem(kind, path: path, line: line, problem, remedy: remedy))
    }

    // MARK: - Files

    private mutating func read(_ file: String) {
        do throws(FileError) {
            var content = try readFile(file, limit: bytesLeft).bytes
            if content.isGzipped {
                do throws(GunzipError) {
                    content = try gunzip(content, limit: bytesLeft)
                } catch {
                    problems.append(InputProblem(error, path: file))
                    return
                }
            }
            bytesLeft -= content.count
            fingerprint = fingerprint &* 31 &+ contentHash(content)
            let text = DecodedText(content)
            read(text.isDecoded ? text.bytes : content, of: file)
        } catch {
            problems.append(InputProblem(error, limit: mostBytes))
        }
    }

    private mutating func read(_ bytes: [UInt8], of file: String) {
        var reader = SitemapReader()
        let start = bytes.startOfXML
        let linesBefore = bytes[..<start].count { $0 == 0x0A }
        do throws(XMLFailure) {
            let damagedLine = try XMLReader.read(Array(bytes[start...])) { event in
                reader.receive(event)
                for entry in reader.taken() { add(entry) }
            }
            if let damagedLine {
                tell(
                    .ignoredValue,
                    file,
                    line: damagedLine + linesBefore,
                    "the XML is not well formed",
                    "what could be read of it was; make it again"
                )
            }
        } catch {
            switch error {
            case .declaresEntities:
                tell(
                    .badValue,
                    file,
                    "the XML declares entities or attributes of its own, which could grow without bound",
                    "make it again without them"
                )
            case .crowdedTag(let line):
                tell(
                    .badValue,
                    file,
                    line: line + linesBefore,
                    "a tag has more than 256 attributes, as none of a sitemap has",
                    "make it again; the rest is left out until then"
                )
            case .noMemory: tell(.tooLarge, file, "there is no memory for it", "split it")
            }
        }
        for address in reader.sitemaps { add(sitemap: address) }
    }

    private mutating func add(_ entry: SitemapEntry) {
        if entries.count <= mostPages, known.insert(entry.address).inserted { entries.append(entry) }
    }

    /// Finds a sitemap that an index names: by the whole path of its address, or by the end of it.
    private mutating func add(sitemap address: String) {
        let names = SitemapEntry(address: address).names ?? []
        for start in names.indices.prefix(Self.deepest) {
            let place = folder + "/" + names[start...].joined(separator: "/")
            guard let file = try? realPath(place), file.hasPrefix(folder == "/" ? "/" : folder + "/"),
                (try? PathKind(file)) == .file
            else { continue }
            if listed.insert(file).inserted { files.append(file) }
            return
        }
        missing = ((missing?.count ?? 0) + 1, missing?.first ?? address)
    }
}

/// Gathers what the elements of one file say.
private struct SitemapReader {
    /// Addresses of further sitemaps.
    private(set) var sitemaps: [String] = []
    private var open: [String] = []
    private var text = ""
    private var entry = SitemapEntry()
    private var finished: [SitemapEntry] = []

    /// Bytes of a text that is kept: those of addresses that browsers and servers take.
    private static let longest = 2048

    /// The entries that are complete since it was asked last.
    mutating func taken() -> [SitemapEntry] {
        if finished.isEmpty { return [] }
        defer { finished = [] }
        return finished
    }

    mutating func receive(_ event: XMLEvent) {
        switch event {
        case .start(let element):
            open.append(element.name)
            text = ""
            if element.name == "url" || element.name == "sitemap" { entry = SitemapEntry() }
        case .text(let piece):
            if text.utf8.count <= Self.longest { text += piece }
        case .end:
            if let name = open.popLast() { end(name, within: open.last ?? "") }
            text = ""
        }
    }

    /// Names tell enough with that of the element around them: an image's `loc` is in `image`.
    private mutating func end(_ name: String, within parent: String) {
        let text = text.utf8.count <= Self.longest ? text.trimmed : ""
        switch (parent, name) {
        case ("url", "loc"), ("sitemap", "loc"): entry.address = text
        case ("url", "lastmod"): entry.modified = text
        case ("news", "title"): entry.title = text
        case ("news", "publication_date"): entry.published = text
        case (_, "url"): if !entry.address.isEmpty { finished.append(entry) }
        case (_, "sitemap"): if !entry.address.isEmpty { sitemaps.append(entry.address) }
        default: break
        }
    }
}

extension Sitemap {
    /// Bytes at the beginning of a file that tell what it is.
    private static let telling = 1 << 16

    /// Whether a file is a sitemap, or an index of sitemaps, by what it begins with.
    static func isSitemap(file path: String) -> Bool {
        guard ExportFile.isExport(path), let file = FileHandle(forReadingAtPath: path),
            let start = try? file.read(upToCount: telling)
        else { return false }
        let bytes = Array(start)
        return (bytes.isGzipped ? gunzip(startOf: bytes, limit: telling) : bytes).isSitemap
    }
}

extension [UInt8] {
    var isGzipped: Bool { starts(with: [0x1F, 0x8B]) }

    /// Whether the first element is that of a sitemap, or of an index of sitemaps.
    var isSitemap: Bool {
        var rest = self[startOfXML...]
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[(open + 1)...]
            let end: [UInt8]
            switch rest.first {
            case UInt8(ascii: "?"): end = Array("?>".utf8)
            case UInt8(ascii: "!"): end = Array((rest.starts(with: "!--".utf8) ? "-->" : ">").utf8)
            default:
                let name = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
                let local = name.split(separator: UInt8(ascii: ":")).last ?? []
                return local.elementsEqual("urlset".utf8) || local.elementsEqual("sitemapindex".utf8)
            }
            guard let place = rest.firstRange(of: end) else { return false }
            rest = rest[place.upperBound...]
        }
        return false
    }
}
