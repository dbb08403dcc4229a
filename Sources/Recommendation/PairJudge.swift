import Foundation
import Retrieval

/// Judges pairs of a subject and a candidate: their signals, and by these the log-odds of being related.
struct PairJudge: Sendable {
    private let index: ComparisonIndex
    private let relatedness: RelatednessModel
    private let densities: NeighbourDensities
    /// Nothing with less is retained.
    let minimumLogOdds: Float

    /// - Parameters:
    ///   - densities: of the index's documents, so far as they are known.
    ///   - minimumProbability: below which nothing can be listed.
    init(
        _ index: ComparisonIndex,
        _ relatedness: RelatednessModel,
        _ densities: NeighbourDensities,
        minimumProbability: Double
    ) {
        self.index = index
        self.relatedness = relatedness
        self.densities = densities
        minimumLogOdds = Self.logOdds(minimumProbability)
    }

    /// The log-odds of a probability, with everything below those of 0 and above those of 1.
    static func logOdds(_ probability: Double) -> Float {
        if probability <= 0 { return -.infinity }
        if probability >= 1 { return .infinity }
        return Float(log(probability / (1 - probability))).nextDown
    }

    /// How far sums of the same log-odds in another order may be apart: they stay below some hundred.
    private static let roundingOfLogOdds: Float = 0.001

    private var floor: Float { minimumLogOdds - Self.roundingOfLogOdds }

    // MARK: - Retaining

    /// What is retained of a subject's candidates.
    ///
    /// - Parameters:
    ///   - density: of the subject's own neighbourhood.
    ///   - compared: the subject.
    func retained(
        _ retention: CandidateRetention,
        of candidates: some Collection<Candidate>,
        density: Float,
        _ compared: () -> ComparedArticle
    ) -> [RetainedCandidate] {
        guard retention == .listable else {
            return candidates.map { RetainedCandidate(doc: $0.doc, logOdds: nil) }
        }
        guard !candidates.isEmpty else { return [] }
        let docs = candidates.map(\.doc)
        let surroundings = relatedness[.neighbourhood] * density
        let signals = index.pairs.signals(of: compared(), with: docs)
        return docs.enumerated().compactMap { number, doc in
            let logOdds = relatedness.logOdds(signals, of: number)
            return logOdds + surroundings >= floor ? RetainedCandidate(doc: doc, logOdds: logOdds) : nil
        }
    }

    /// Whether log-odds need no more than ``FusedCosines`` of a pair's text.
    var judgesByFusedCosines: Bool { !relatedness.usesFieldSignals }

    /// The listable candidates of a document, by cosines that are known: where no field weighs apart, log-odds have
    /// the bits that they have otherwise, and neither terms nor embeddings are read again.
    ///
    /// - Precondition: ``judgesByFusedCosines``.
    func listable(
        _ candidates: ArraySlice<Candidate>,
        _ cosines: ArraySlice<FusedCosines>,
        of doc: DocID,
        density: Float
    ) -> [RetainedCandidate] {
        let surroundings = relatedness[.neighbourhood] * density
        let floor = floor
        let docs = candidates.map(\.doc)
        let signals = index.pairs.signals(
            of: index.pairs.circumstances(of: doc),
            with: docs,
            cosines: cosines.lazy.map { (terms: $0.terms, embeddings: $0.embeddings) }
        )
        var retained: [RetainedCandidate] = []
        for (number, doc) in docs.enumerated() {
            let logOdds = relatedness.logOdds(signals, of: number)
            if logOdds + surroundings >= floor {
                retained.append(RetainedCandidate(doc: doc, logOdds: logOdds))
            }
        }
        return retained
    }

    // MARK: - Judging

    /// Every candidate with its signals and log-odds, but for those that cannot stand in a list.
    ///
    /// - Precondition: the densities of the candidates' neighbourhoods have been learnt.
    func judged(_ list: CandidateList) -> [JudgedPair] {
        let weight = relatedness[.neighbourhood]
        let floor = floor
        let means = densities.means(of: list.candidates.map(\.doc))
        var (docs, surroundings) = ([DocID](), [Float]())
        for (candidate, mean) in zip(list.candidates, means) {
            if let logOdds = candidate.logOdds, logOdds + weight * (list.density + mean) < floor { continue }
            docs.append(candidate.doc)
            surroundings.append(list.density + mean)
        }
        guard !docs.isEmpty else { return [] }
        let signals = index.pairs.signals(of: compared(list), with: docs, surroundings: surroundings)
        return docs.indices.map { number in
            JudgedPair(
                doc: docs[number],
                signals: signals[number],
                logOdds: relatedness.logOdds(signals, of: number)
            )
        }
    }

    private func compared(_ list: CandidateList) -> ComparedArticle {
        list.compared ?? index.compared(list.subject)
    }
}
