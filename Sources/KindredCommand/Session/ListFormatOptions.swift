import ArgumentParser
import Corpus
import Foundation

/// In which form lists are printed.
enum ListFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, data, csv, html
}

/// In which form lists are printed, and by what templates find them.
struct ListFormatOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "text, json, csv, data for one file that templates read, or html for a fragment a page.",
            discussion: """
                data is keyed by article; with --since it replaces what is new in the file of --output. The file's \
                ending says whether it is JSON or YAML. html needs a folder as --output.
                """,
            valueName: "format"
        )
    )
    var format: ListFormat?

    @Option(
        help: ArgumentHelp(
            "What lists in data are found by, and fragments of html called by: path, url or id.",
            valueName: "key"
        )
    )
    var dataKey: ListsData.Key?

    var key: ListsData.Key { dataKey ?? .path }

    /// Whether lists go to files of their own instead of into those of articles.
    var isForTemplates: Bool { format == .data || format == .html }
}

extension ListsData.Key: ExpressibleByArgument {}
