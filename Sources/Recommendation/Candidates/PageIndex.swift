import Corpus
import Retrieval

/// The pages that the articles of a collection lead to, numbered, so that pages are compared by number.
struct PageIndex: Sendable {
    /// By a hash of the address. Of a million pages two share one with a probability of 3e-8.
    private let numbers: [UInt64: UInt32]
    /// Where each article's pages begin in `pages`; one more entry than articles.
    private let offsets: [Int]
    private let pages: [UInt32]
    /// The first article of each page.
    private let firsts: [UInt32]

    /// - Parameter hashes: of the pages of each article.
    /// - Complexity: O(pages).
    init(_ hashes: [[UInt64]]) {
        var numbers: [UInt64: UInt32] = [:]
        numbers.reserveCapacity(hashes.count)
        var offsets = [0]
        var pages: [UInt32] = []
        var firsts: [UInt32] = []
        for (article, hashes) in hashes.enumerated() {
            for hash in hashes {
                if let known = numbers[hash] {
                    pages.append(known)
                } else {
                    let number = UInt32(firsts.count)
                    numbers[hash] = number
                    pages.append(number)
                    firsts.append(UInt32(article))
                }
            }
            offsets.append(pages.count)
        }
        self.numbers = numbers
        self.offsets = offsets
        self.pages = pages
        self.firsts = firsts
    }

    /// The numbers of an article's pages.
    subscript(doc: DocID) -> ArraySlice<UInt32> { pages[offsets[doc.index]..<offsets[doc.index + 1]] }

    /// The numbers of those of an article's pages that some article of the collection leads to.
    func pages(of article: Article) -> [UInt32] { article.links.pageHashes.compactMap { numbers[$0] } }

    /// The numbers of those of the pages at `urls` that some article leads to.
    func pages(at urls: [String]) -> [UInt32] {
        urls.flatMap { ArticleLinks(web: $0).pageHashes }.compactMap { numbers[$0] }
    }

    /// The first article that leads to the page at `url`.
    func article(at url: String) -> DocID? { pages(at: [url]).first.map { DocID(firsts[Int($0)]) } }

    /// Whether two lists of pages have one in common; most have one element.
    static func share(_ first: some Sequence<UInt32>, _ second: some Sequence<UInt32>) -> Bool {
        first.contains { second.contains($0) }
    }
}
