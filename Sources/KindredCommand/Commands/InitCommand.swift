import ArgumentParser
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
            changed. Without a kindred.yml the same is assumed, so that it is needed only where something \
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
            let path = (root == "/" ? "" : root) + "/" + SiteFile.name
            if !prints, !force, FileManager.default.fileExists(atPath: path) {
                throw CommandFailure(
                    "\(path) is there already; --force replaces it, --print only shows what would be written",
                    ExitStatus.notWritten
                )
            }
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
            let settings = SuggestedSettings(survey, root: root, knownKeys: known)
            for line in settings.findings { messages.note(line) }
            if prints { return try StandardStream.output.write(settings.text) }
            var file = try OutputFile(path)
            try file.append(Array(settings.text.utf8))
            try file.commit()
            messages.note("wrote \(SiteFile.shown(path)); `kindred relate` uses it from here on")
        }
    }
}
