import Corpus
import Retrieval

/// A candidate that may be listed, with all that it is compared with others by: small, since there may be thousands.
struct EligibleCandidate {
    /// Its position among the judged pairs.
    let index: Int
    let doc: DocID
    /// Log-odds, and what the site's own measures of worth add.
    let score: Double
    /// -infinity without one.
    let quality: Double
    /// Of publication, since 1970; nil without a date.
    let day: Double?
    /// How close it is to the closest entry already chosen.
    var closeness: Float = 0
    /// Entries that it was compared with and is neither a copy nor a template of.
    var comparedCount = 0
    /// Whether it has been dropped already, and waits only for a better copy that may be listed to take its place.
    var isDropped = false

    init(index: Int, _ pair: JudgedPair, _ article: Article, score: Double) {
        self.index = index
        doc = pair.doc
        self.score = score
        quality = article.quality ?? -.infinity
        day = article.daysSince1970
    }

    /// Whether it is listed above another: equally good, the newer first, so that an older article never stands above
    /// an equal newer one.
    func isAbove(_ other: EligibleCandidate) -> Bool {
        if score != other.score { return score > other.score }
        if day != other.day { return day ?? -.infinity > other.day ?? -.infinity }
        return doc < other.doc
    }

    /// Whether of two copies it is the one to show: of the better quality, then the earlier.
    func isBetterCopy(than other: EligibleCandidate) -> Bool {
        if quality != other.quality { return quality > other.quality }
        return day ?? .infinity < other.day ?? .infinity
    }
}
