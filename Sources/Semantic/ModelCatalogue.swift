import Foundation
import Platform

/// The embedding models on this machine, by name.
///
///     let model = try ModelCatalogue().model(named: "auto")
public struct ModelCatalogue: Sendable {
    /// A folder that holds a model.
    public struct Entry: Hashable, Sendable {
        /// The folder's name.
        public let name: String
        public let folder: String
    }

    /// Where models are looked for, the first that has a name wins.
    public let folders: [String]

    public init(folders: [String] = ModelCatalogue.standardFolders) { self.folders = folders }

    /// The names that `auto` tries for articles in English, in this order: better first.
    public static let preferred = ["all-MiniLM-L12-v2", "all-MiniLM-L6-v2", shipped]
    /// The names that `auto` tries for articles in other languages, or in several.
    public static let preferredMultilingual = ["multilingual-e5-small", shippedMultilingual] + preferred
    /// The small transformer for English that comes with Kindred.
    public static let shipped = "kindred-small"
    /// The small transformer for many languages that comes with Kindred.
    public static let shippedMultilingual = "kindred-multilingual"
    /// What `static` stands for: the token vectors that come with Kindred.
    public static let shippedStatic = "kindred-static"

    /// The folders that `KINDRED_MODELS` names, separated by colons; where it is not set, the user's data
    /// folder, and `models` or `share/kindred/models` beside or above the executable, which finds a checkout's
    /// own.
    public static var standardFolders: [String] {
        let environment = ProcessInfo.processInfo.environment
        if let named = environment["KINDRED_MODELS"], !named.isEmpty {
            return named.split(separator: ":").map(String.init)
        }
        var folders: [String] = []
        let data =
            environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? environment["HOME"].map { $0 + "/.local/share" }
        if let data { folders.append(data + "/kindred/models") }
        var above = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        while let folder = above {
            folders += [folder.path + "/models", folder.path + "/share/kindred/models"]
            above = folder.path == "/" ? nil : folder.deletingLastPathComponent()
        }
        return folders
    }

    /// All models found, by name.
    public var entries: [Entry] {
        var found: [String: Entry] = [:]
        for folder in folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            // A hidden one is being written, or was when its process was killed.
            for name in names
            where found[name] == nil && !name.hasPrefix(".") && Self.isModel("\(folder)/\(name)") {
                found[name] = Entry(name: name, folder: "\(folder)/\(name)")
            }
        }
        return found.values.sorted { $0.name < $1.name }
    }

    private static func isModel(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/config.json")
            && FileManager.default.fileExists(atPath: folder + "/model.safetensors")
    }

    /// The model that a name or a path stands for; `auto` and `static` are names.
    ///
    /// - Parameter isEnglish: whether `auto` is asked for a model of English.
    /// - Throws: ``ModelError`` where there is none.
    public func entry(named name: String, isEnglish: Bool = true) throws(ModelError) -> Entry {
        let names =
            switch name {
            case "auto": isEnglish ? Self.preferred : Self.preferredMultilingual
            case "static": [Self.shippedStatic]
            default: [name]
            }
        for name in names where !name.contains("/") {
            for folder in folders where Self.isModel("\(folder)/\(name)") {
                return Entry(name: name, folder: "\(folder)/\(name)")
            }
        }
        if name.contains("/") || FileManager.default.fileExists(atPath: name) {
            let path = (try? realPath(name)) ?? name
            return Entry(name: splitPath(path).name, folder: path)
        }
        let known = entries.map(\.name).joined(separator: ", ")
        throw ModelError(
            name,
            "no model of that name is installed",
            remedy: known.isEmpty
                ? "name its folder, or set KINDRED_MODELS to the folder that holds the models"
                : "there are: \(known); or name a folder"
        )
    }

    /// Loads the model that a name or a path stands for.
    ///
    /// - Parameter precision: of the arithmetic of transformers.
    /// - Throws: ``ModelError`` that names the file and what was expected of it.
    public func model(
        named name: String,
        precision: Precision = .int8
    ) throws(ModelError) -> any EmbeddingModel {
        try Self.model(at: try entry(named: name), precision: precision)
    }

    /// Loads a model. Of texts in scripts that it has no words of it makes zeros.
    ///
    /// - Throws: ``ModelError``.
    public static func model(
        at entry: Entry,
        precision: Precision = .int8
    ) throws(ModelError) -> any EmbeddingModel {
        switch try stored(entry, precision) {
        case .sumOfTokens(let model): ScriptAwareModel(model, model.tokenizer)
        case .transformer(let model): ScriptAwareModel(model, model.tokenizer)
        }
    }

    /// A model as other programs load it: it makes something of texts in any script.
    package static func referenceModel(
        at entry: Entry,
        precision: Precision
    ) throws(ModelError) -> any EmbeddingModel {
        switch try stored(entry, precision) {
        case .sumOfTokens(let model): model
        case .transformer(let model): model
        }
    }

    /// A model as its folder holds it.
    private enum Stored {
        case sumOfTokens(StaticModel)
        case transformer(TransformerModel)
    }

    private static func stored(_ entry: Entry, _ precision: Precision) throws(ModelError) -> Stored {
        struct Kind: Decodable {
            var modelType: String

            enum CodingKeys: String, CodingKey { case modelType = "model_type" }
        }
        let kind = try readJSON(Kind.self, at: entry.folder + "/config.json")
        return StaticModel.modelTypes.contains(kind.modelType)
            ? .sumOfTokens(try StaticModel(folder: entry.folder, name: entry.name))
            : .transformer(
                try TransformerModel(folder: entry.folder, name: entry.name, precision: precision)
            )
    }

    /// What the model that a name or a path stands for makes of single tokens.
    ///
    /// - Throws: ``ModelError`` that names the file and what was expected of it.
    /// - Complexity: for a transformer a text a token, seconds on all cores.
    package func tokenVectors(named name: String) throws(ModelError) -> TokenVectors {
        switch try Self.stored(try entry(named: name), .float32) {
        case .sumOfTokens(let model): return model.tokenVectors
        case .transformer(let model): return model.tokenVectors
        }
    }
}
