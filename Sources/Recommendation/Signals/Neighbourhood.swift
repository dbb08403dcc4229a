/// What is near to an article, copies of it left out: by it a pair is judged beside the rest of the collection.
struct Neighbourhood: Hashable, Sendable {
    /// The mean score of the ten nearest, see ``NeighbourDensities``.
    var density: Float = 0
    /// The score of the nearest; 0 where there is none.
    var nearest: Float = 0
    /// The score of the tenth; 0 where there are fewer.
    var tenth: Float = 0

    init() {}

    /// - Parameter scores: of the nearest, best first; what is beyond ``NeighbourDensities/size`` plays no part.
    init(_ scores: [Float]) {
        density = NeighbourDensities.mean(of: scores.prefix(NeighbourDensities.size))
        nearest = scores.first ?? 0
        tenth = scores.count >= NeighbourDensities.size ? scores[NeighbourDensities.size - 1] : 0
    }
}
