package import ArgumentParser
package import Corpus
package import Recommendation

/// The options that say what lists are like, as one command, so that a site's `kindred.yml` is read for them by the names
/// and in the words of the command line.
package struct SiteLists: ParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "lists")

    @OptionGroup var listOptions: ListOptions
    @OptionGroup var ruleOptions: RuleOptions

    package init() {}

    /// One key of the file, and the arguments that say the same.
    private struct Setting {
        let item: SettingsFile.Item
        let arguments: [String]
    }

    /// How lists are made where a site's file asks for nothing else. Keys that say something of other matters are passed
    /// over, known or not: who wrote the file for the command line was told by that.
    ///
    /// - Throws: ``InputProblem`` that names the line.
    package static func rankingOptions(in file: SettingsFile) throws(InputProblem) -> RankingOptions {
        let known: CommandSignature
        do { known = try CommandSignature.program(Self.self) } catch { preconditionFailure("\(error)") }
        var settings: [Setting] = []
        for item in file.items where item.members == nil {
            guard let option = known.option(named: item.key) else { continue }
            settings.append(Setting(item: item, arguments: try arguments(item, option, in: file)))
        }
        do {
            return try options(settings)
        } catch {
            let message = Self.message(for: error)
            // The value without which the parser has nothing, or something else, to say.
            let culprit = settings.indices.last { index in
                var rest = settings
                rest.remove(at: index)
                do { _ = try options(rest) } catch { return Self.message(for: error) != message }
                return true
            }
            let item = culprit.map { settings[$0].item }
            throw problem(item, message.split(separator: "\n").first.map(String.init) ?? message, in: file)
        }
    }

    private static func options(_ settings: [Setting]) throws -> RankingOptions {
        let lists = try parse(settings.flatMap(\.arguments))
        return lists.listOptions.rankingOptions(lists.ruleOptions)
    }

    private static func arguments(
        _ item: SettingsFile.Item,
        _ option: ArgumentSignature,
        in file: SettingsFile
    ) throws(InputProblem) -> [String] {
        let values = try item.checkedValues(for: [option], in: file)
        guard option.kind == .flag else { return values.map { "--\(item.key)=\($0)" } }
        return values == ["true"] ? ["--" + item.key] : []
    }

    private static func problem(_ item: SettingsFile.Item?, _ text: String, in file: SettingsFile)
        -> InputProblem
    {
        InputProblem(
            .badValue,
            path: file.path,
            line: item?.line,
            item.map { "\($0.key): \(text)" } ?? text,
            remedy: "correct it; `kindred help relate` describes the options of lists"
        )
    }
}
