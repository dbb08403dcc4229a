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
    /// What the rest of the collection says; nil where nobody asked.
    let surroundings: Surroundings?
    /// Articles of the collection that were published between the two; empty without dates.
    let articlesBetween: [Float]
    /// See ``Signal/seriesSteps``; empty where the article is part of no series.
    let seriesSteps: [Float]
    /// See ``Signal/sameProvider``; empty where the article has no provider.
    let providers: [Float]
    /// See ``Signal/otherLanguage``; empty where the article's language is not known.
    let otherLanguages: [Bool]

    /// What the rest of the collection says of some pairs.
    struct Surroundings: Sendable {
        /// Of the article that all pairs are of.
        let own: Neighbourhood
        /// The fused scores of the pairs.
        let closeness: [Float]
        /// The densities of the others' neighbourhoods; empty where they are not known yet.
        let otherDensities: [Float]
    }

    init(
        count: Int,
        terms: [TermProducts],
        embeddings: [Float] = [],
        daysApart: [Double] = [],
        topics: [Float] = [],
        surroundings: Surroundings? = nil,
        articlesBetween: [Float] = [],
        seriesSteps: [Float] = [],
        providers: [Float] = [],
        otherLanguages: [Bool] = []
    ) {
        precondition(terms.count == count, "each pair has cosines of terms")
        let others = [
            embeddings.count, daysApart.count, topics.count, surroundings?.closeness.count ?? 0,
            surroundings?.otherDensities.count ?? 0, articlesBetween.count, seriesSteps.count,
            providers.count, otherLanguages.count,
        ]
        for others in others {
            precondition(others == 0 || others == count, "a measurement of each pair or of none")
        }
        self.count = count
        self.terms = terms
        self.embeddings = embeddings
        self.daysApart = daysApart
        self.topics = topics
        self.surroundings = surroundings
        self.articlesBetween = articlesBetween
        self.seriesSteps = seriesSteps
        self.providers = providers
        self.otherLanguages = otherLanguages
    }
}
