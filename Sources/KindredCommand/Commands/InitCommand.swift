import ArgumentParser
import CommandArguments
import Corpus
import Foundation
import Platform

/// `kindred init`: settings for a site, from what is found there.
struct InitCommand: ParsableCommand {
    static let name = "init"

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Write a kindred.yml from what is found in a folder.",
        discussion: """
            Looks which generator makes the site, where its articles are, which languages and addresses they \
            have and what lists they show, and writes it down as settings with comments. Nothing else is \
            changed. Of built HTML a sitemap tells the articles, and the settings are written beside its folder. Without a kindred.yml the same is assumed, so that it is needed only where something \
            is to be different.

            EXAMPLES
              kindred init
              kindred init site/ --print
            """
    )

    @Flag(help: "Replace a kindred.yml that is there.")
    var force = false

    @Flag(name: .customLong("print"), help: "Print the settings instead of writing them.")
    var prints = false

    @Argument(
        help: ArgumentHelp("The site's folder. Default: the current one.", valueName: "folder"),
        completion: .directory
    )
    var folder = "."

    func run() throws {
        let messages = Messages(isQuiet: false, isVerbose: false)
        try messages.run {
            let root = try realPath(folder)
            guard try PathKind(root) == .folder else {
                throw CommandFailure("\(folder): no folder; name the folder of a site", ExitStatus.noInput)
            }
            try refuseToReplace(settingsPath(in: root))
            let survey = SiteSurvey(of: root)
            guard survey.articles.contains(where: { $0.page.kind == .article }) else {
                messages.report(survey.problems)
                if let summary = survey.passedOver.summary { messages.note(summary) }
                throw CommandFailure(
                    "no articles in \(folder); name the folder of a site",
                    ExitStatus.noInput
                )
            }
            let known = Set(SiteFile.keys(of: try CommandSignature.program(RootCommand.self)).keys)
            let (home, corpus) = place(of: survey, root)
            let path = settingsPath(in: home)
            try refuseToReplace(path)
            let settings = SuggestedSettings(survey, root: home, corpus: corpus, knownKeys: known)
            for line in settings.findings { messages.note(line) }
            if prints { return try StandardStream.output.write(settings.text) }
            var file = try OutputFile(path)
            try file.append(Array(settings.text.utf8))
            try file.commit()
            let why = home == root ? "" : ", beside the HTML, which is published and built anew"
            messages.note("wrote \(SiteFile.shown(path))\(why); `kindred relate` uses it from here on")
        }
    }

    /// The folder that the settings belong in, and the path of the articles from there.
    private func place(of survey: SiteSurvey, _ root: String) -> (folder: String, corpus: String) {
        let (folder, name) = splitPath(root)
        guard survey.isBuilt, !survey.corpus.contains("/"), !name.isEmpty else {
            return (root, survey.corpus.isEmpty ? "." : survey.corpus)
        }
        return (folder, "\(name)/\(survey.corpus)")
    }

    private func settingsPath(in folder: String) -> String {
        (folder == "/" ? "" : folder) + "/" + SiteFile.name
    }

    private func refuseToReplace(_ path: String) throws {
        guard !prints, !force, FileManager.default.fileExists(atPath: path) else { return }
        throw CommandFailure(
            "\(path) is there already; --force replaces it, --print only shows what would be written",
            ExitStatus.notWritten
        )
    }
}
