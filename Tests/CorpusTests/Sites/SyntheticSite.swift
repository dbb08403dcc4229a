import Corpus
import TestSupport

/// What a synthetic site's files become: by path, each with the address that its generator documents.
func addresses(
    _ settings: [String: String],
    _ pages: [String: String],
    below folder: String = ""
) throws -> [String: String] {
    let site = try TemporaryFolder()
    for (name, text) in settings { try site.write(name, text) }
    for (name, front) in pages { try site.write(name, front.isEmpty ? "# A heading\n\nText.\n" : front) }
    let contents = CorpusContents(reading: [folder.isEmpty ? site.path : site.path(folder)])
    return Dictionary(
        uniqueKeysWithValues: contents.articles.map { ($0.page.path ?? "", $0.page.url ?? "none") }
    )
}

func page(_ lines: String...) -> String {
    "---\ntitle: A title\n" + lines.map { $0 + "\n" }.joined() + "---\nText.\n"
}
