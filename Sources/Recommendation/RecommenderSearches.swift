package import Corpus
import Platform
import Retrieval

/// What a recommender's searches tell beside its lists.
extension Recommender {
    /// How dense the neighbourhood of each article is, so far as it is known.
    var densities: NeighbourDensities { search.densities }

    /// The articles nearest to each of `queries` by fused score, which is symmetric; best first, on all cores.
    ///
    /// What a list is chosen from, the rules of lists aside.
    ///
    /// - Parameter count: of each, fewer only where there are no more; the query itself is not among them.
    package func nearest(toEach queries: [Article], count: Int) -> [[Article]] {
        search.candidates(ofEach: queries.map { resolve($0) }, count: count, retaining: .all).map { list in
            list.candidates.map { articles[$0.doc.index] }
        }
    }

    /// Learns how dense the neighbourhoods of all articles are, so far as it is not known, on all cores.
    ///
    /// - Parameter progress: receives the number of articles done so far and of all to do, from any thread.
    package func learnNeighbourhoods(progress: (@Sendable (Int, Int) -> Void)? = nil) {
        search.learnDensities(of: articles.indices.lazy.map { DocID($0) }, progress: progress)
    }

    /// Learns how dense the neighbourhoods of some articles are, so far as it is not known, on all cores.
    func learnNeighbourhoods(of docs: some Sequence<DocID>) { search.learnDensities(of: docs) }

    /// What is near to an article, which need not be in the collection.
    func neighbourhood(of article: Article) -> Neighbourhood {
        search.candidates(ofEach: [resolve(article)], count: candidateCount, retaining: .all)[0].neighbourhood
    }

    /// The signals of every query with its candidates, best fused score first; `isCopy` tells which have the
    /// query's own text.
    func judged(toEach queries: [Article]) -> [[(document: ArticleID, values: SignalValues, isCopy: Bool)]] {
        let lists = search.candidates(
            ofEach: queries.map { resolve($0) },
            count: candidateCount,
            retaining: .all
        )
        search.learnDensities(of: lists)
        return concurrentMap(lists.count) { number in
            let own = index.fingerprint(of: queries[number])
            let pages = index.pages.pages(of: queries[number])
            return judge.judged(lists[number]).compactMap { pair in
                guard !PageIndex.share(pages, index.pages[pair.doc]) else { return nil }
                let isCopy = index.fingerprint(of: pair.doc).isCopy(of: own)
                return (articles[pair.doc.index].id, pair.signals, isCopy)
            }
        }
    }
}
