import Retrieval

/// What was measured of some pairs of articles, before it becomes the values of signals: one entry a pair in every
/// array, or none in an array that says nothing of any pair.
struct PairMeasurements: Sendable {
    /// The number of pairs.
    let count: Int
    /// The cosines of the terms of texts, titles and excerpts.
    let terms: [TermProducts]
    /// The cosines of the embeddings; empty without a model.
    let embeddings: [Float]
    /// Days from one article to the other, of either sign; NaN where a date is missing.
    let daysApart: [Double]
    /// The cosines of the topics; NaN where either article has none.
    let topics: [Float]
    /// The densities of the two articles' neighbourhoods, added up; empty where they are not known yet.
    let surroundings: [Float]

    init(
        count: Int,
        terms: [TermProducts],
        embeddings: [Float] = [],
        daysApart: [Double] = [],
        topics: [Float] = [],
        surroundings: [Float] = []
    ) {
        precondition(terms.count == count, "each pair has cosines of terms")
        for others in [embeddings.count, daysApart.count, topics.count, surroundings.count] {
            precondition(others == 0 || others == count, "a measurement of each pair or of none")
        }
        self.count = count
        self.terms = terms
        self.embeddings = embeddings
        self.daysApart = daysApart
        self.topics = topics
        self.surroundings = surroundings
    }
}
