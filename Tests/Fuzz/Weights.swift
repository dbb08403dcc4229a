import FuzzSupport
import Recommendation

/// relatedness.json: weights are refused, or are numbers that can be reckoned with.
enum WeightsFuzzing {
    static func check(_ bytes: [UInt8]) throws {
        let weights = try RelatednessWeights(json: bytes, path: "relatedness.json")
        for (name, model) in weights.models {
            must(model.bias.isFinite, "bias of \(name)")
            must((0...1).contains(model.minimumProbability), "least probability of \(name)")
            for signal in Signal.allCases {
                must(model.reach(of: signal).isFinite, "\(signal) of \(name)")
            }
        }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    give(bytes, count, to: WeightsFuzzing.check)
}
