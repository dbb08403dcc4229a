import Kernels

/// Sizes that miss, meet and pass the edges of every tile and block.
let sizes = [1, 2, 3, 5, 6, 7, 8, 11, 12, 13, 15, 16, 17, 31, 32, 33, 47, 48, 64, 65, 70]

func randomFloats(_ count: Int, _ generator: inout SplitMix64) -> [Float] {
    (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
}

func randomBytes(_ count: Int, _ generator: inout SplitMix64) -> [Int8] {
    (0..<count).map { _ in Int8.random(in: -127...127, using: &generator) }
}

func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }

/// The largest difference of two lists of the same length; infinite where one is NaN.
func difference(_ found: [Float], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).reduce(0) { worst, pair in
        let distance = abs(Double(pair.0) - pair.1)
        return distance.isNaN ? .infinity : max(worst, distance)
    }
}
