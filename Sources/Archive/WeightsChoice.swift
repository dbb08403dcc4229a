import Corpus
import Foundation
import Platform
package import Recommendation

/// Which weights turn the signals of a pair into a probability.
public enum WeightsChoice: Hashable, Sendable {
    /// Those that `kindred tune` saved beside the index, else the shipped ones.
    case automatic
    /// Those that come with Kindred.
    case shipped
    /// Those of a file that `kindred tune` saved.
    case file(String)

    /// The weights, and the file that they are from.
    ///
    /// - Parameter index: path of the index; nil for one in memory.
    /// - Throws: ``RelatednessWeights/FileProblem``, or the error of a file that cannot be read.
    package func load(besideIndexAt index: String?) throws -> (weights: RelatednessWeights, path: String?) {
        let path: String
        switch self {
        case .shipped: return (.shipped, nil)
        case .file(let named): path = named
        case .automatic:
            let standard = index.map(IndexLocation.weightsPath)
            guard let standard, FileManager.default.fileExists(atPath: standard) else {
                return (.shipped, nil)
            }
            path = standard
        }
        return (try RelatednessWeights(contentsOf: path), path)
    }

    /// The relatedness model for an embedding model.
    ///
    /// - Parameters:
    ///   - index: path of the index; nil for one in memory.
    ///   - modelName: of the embedding model; nil for words alone.
    package func model(
        besideIndexAt index: String?,
        modelName: String?,
        observer: WorkObserver = WorkObserver()
    ) throws -> RelatednessModel {
        let (weights, path) = try load(besideIndexAt: index)
        if let path { observer.note("Weights: \(path)") }
        let (model, isOwn) = weights.model(for: modelName)
        if isOwn { return model }
        // Weights of a site's own may be for another model than the one in use.
        let shipped = RelatednessWeights.shipped.model(for: modelName)
        if let modelName, !shipped.isOwn {
            observer.note(
                "no weights were made for \(modelName), so those of another model stand in; "
                    + "`kindred tune` makes some"
            )
        }
        return shipped.isOwn ? shipped.model : model
    }
}

extension RelatednessWeights {
    /// Saves the weights for one embedding model into a file; those for other models that the file has already stay.
    ///
    /// - Parameters:
    ///   - modelName: of the embedding model; nil for words alone.
    ///   - kind: the collections that the weights are for; nil for all.
    ///   - origin: where the weights come from, for whoever reads the file.
    /// - Throws: ``RelatednessWeights/FileProblem``, or the error of a file that cannot be read or written.
    package static func save(
        _ model: RelatednessModel,
        forModel modelName: String?,
        for kind: CollectionKind? = nil,
        origin: String,
        to path: String
    ) throws {
        var weights = RelatednessWeights(origin: "")
        if FileManager.default.fileExists(atPath: path) {
            weights = try RelatednessWeights(contentsOf: path)
        }
        weights.origin = origin
        let name = modelName ?? wordsAlone
        weights[model: name] =
            switch kind {
            case nil: model
            case .site: model.withVariants(of: weights[model: name])
            case let kind?: (weights[model: name] ?? model).with(model, for: kind)
            }
        try writeFile(path, weights.json)
    }

    /// - Throws: ``RelatednessWeights/FileProblem``, or the error of a file that cannot be read.
    fileprivate init(contentsOf path: String) throws {
        do {
            self = try RelatednessWeights(json: readFile(path, limit: Self.longestFile).bytes, path: path)
        } catch let error as FileError where error.isTooLarge {
            throw InputProblem(
                .tooLarge,
                path: path,
                "weights have no more than \(Self.longestFile >> 20) MB",
                remedy: "name a file that `kindred tune` wrote"
            )
        }
    }
}
