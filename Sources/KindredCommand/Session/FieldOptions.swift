import ArgumentParser
import Corpus

/// Which keys of front matter and JSON mean what.
struct FieldOptions: ParsableArguments {
    @Option(
        name: .customLong("field"),
        help: ArgumentHelp(
            "Read a field from other keys: title=headline,title or excerpt=dek,seo.description; repeat it.",
            discussion: """
                The first key that has a value counts, dots lead into mappings, and a field without keys is not read. \
                Fields: \(FieldNames.mappable.map { "\($0)" }.joined(separator: ", ")). In kindred.yml: \
                `fields: {title: [headline, title]}`. `kindred config` shows what is read by default.
                """,
            valueName: "field=keys"
        )
    )
    var mappings: [String] = []

    func validate() throws {
        do throws(FieldNames.MappingError) {
            _ = try FieldNames(mapping: mappings)
        } catch {
            throw ValidationError("--field: \(error.problem); \(error.remedy)")
        }
    }

    /// How files are read.
    var rules: ReadingRules { ReadingRules(names: (try? FieldNames(mapping: mappings)) ?? .standard) }
}
