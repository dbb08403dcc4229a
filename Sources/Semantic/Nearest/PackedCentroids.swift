/// Centroids as bytes: "KCI1", then the dimension and the number of centroids, little-endian numbers of 32 bits,
/// then the codes.
struct PackedCentroids {
    let centroids: Centroids
    private let dimension: Int

    private static let magic = Array("KCI1".utf8)
    private static let headerSize = 12

    init(_ centroids: Centroids, dimension: Int) {
        self.centroids = centroids
        self.dimension = dimension
    }

    var bytes: [UInt8] {
        let numbers = [dimension, centroids.count].flatMap { number in
            (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        return Self.magic + numbers + centroids.codes.map { UInt8(bitPattern: $0) }
    }

    /// Reads bytes of whatever origin; nil where they are not the size and the header of what ``bytes`` writes.
    /// Any codes will do, since they only decide what is scanned, once they keep the limits of sums.
    init?(bytes: [UInt8], dimension: Int) {
        guard bytes.count >= Self.headerSize, bytes[0..<4].elementsEqual(Self.magic) else { return nil }
        func number(_ place: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        let space = CodeSpace(dimension: dimension)
        let (count, length) = (number(8), space.length)
        guard number(4) == dimension, bytes.count - Self.headerSize == count * length else { return nil }
        var codes = bytes[Self.headerSize...].map { Int8(bitPattern: $0) }
        var span = codes.mutableSpan
        for centroid in 0..<count {
            var code = span._mutatingExtracting(centroid * length..<(centroid + 1) * length)
            space.shorten(&code)
        }
        centroids = Centroids(codes: codes, length: length)
        self.dimension = dimension
    }
}
