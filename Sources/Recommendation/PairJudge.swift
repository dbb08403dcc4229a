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
    ///   - own: the subject's neighbourhood.
    ///   - compared: the subject.
    func retained(
        _ retention: CandidateRetention,
        of candidates: some Collection<Candidate>,
        _ own: Neighbourhood,
        _ compared: () -> ComparedArticle
    ) -> [RetainedCandidate] {
        guard retention == .listable else {
            return candidates.map { RetainedCandidate(doc: $0.doc, logOdds: nil) }
        }
        guard !candidates.isEmpty else { return [] }
        let docs = candidates.map(\.doc)
        let surroundings = relatedness[.neighbourhood] * own.density
        let signals = index.pairs.signals(of: compared(), with: docs, own)
        return docs.enumerated().compactMap { number, doc in
            let most = relatedness.mostLogOdds(signals, of: number)
            return most + surroundings >= floor ? RetainedCandidate(doc: doc, logOdds: most) : nil
        }
    }

    // MARK: - Judging

    /// Every candidate with its signals and log-odds, but for those that cannot stand in a list.
    ///
    /// - Precondition: the densities of the candidates' neighbourhoods have been learnt.
    func judged(_ list: CandidateList) -> [JudgedPair] {
        let weight = relatedness[.neighbourhood]
        let floor = floor
        let means = self.densities.means(of: list.candidates.map(\.doc))
        var (docs, densities) = ([DocID](), [Float]())
        for (candidate, mean) in zip(list.candidates, means) {
            if let logOdds = candidate.logOdds, logOdds + weight * (list.density + mean) < floor { continue }
            docs.append(candidate.doc)
            densities.append(mean)
        }
        guard !docs.isEmpty else { return [] }
        let signals = index.pairs.signals(
            of: compared(list),
            with: docs,
            list.neighbourhood,
            otherDensities: densities
        )
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
