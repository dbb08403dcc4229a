import ArgumentParser
import Foundation
import Platform
import Recommendation

/// Which weights turn signals into probabilities.
struct WeightsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Weights that `kindred tune` saved; `shipped` for those that come with Kindred.",
            discussion: "Default: those beside the index, where there are any, else the shipped ones.",
            valueName: "file"
        )
    )
    var weights: String?

    static let shippedName = "shipped"

    /// Where the weights of an index lie: beside it.
    static func standardPath(forIndexAt index: String) -> String {
        let (folder, name) = splitPath(index)
        let stem =
            name == "index.sqlite" ? "" : name.split(separator: ".").dropLast().joined(separator: ".") + "."
        return "\(folder)/\(stem)relatedness.json"
    }

    /// The weights to use.
    ///
    /// - Parameter index: path of the index; nil for one in memory.
    func load(beside index: String?) throws -> (weights: RelatednessWeights, path: String?) {
        if weights == Self.shippedName { return (.shipped, nil) }
        let standard = index.map(Self.standardPath).flatMap {
            FileManager.default.fileExists(atPath: $0) ? $0 : nil
        }
        guard let path = weights ?? standard else { return (.shipped, nil) }
        let content = try readFile(path, limit: RelatednessWeights.longestFile)
        return (try RelatednessWeights(json: content.bytes, path: path), path)
    }
}
