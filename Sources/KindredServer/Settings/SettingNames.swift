import Configuration
import Corpus

/// The settings that there are, by the names of their options, and what values they take.
enum SettingNames {
    enum Kind {
        case text, path, texts, number, truth
    }

    static let kinds: [String: Kind] = [
        "archive": .path, "connections": .number, "experiment": .texts, "host": .texts, "listen": .text,
        "model": .text, "origin": .texts, "requests-per-second": .number, "state-folder": .path,
        "tls-cert": .path, "tls-key": .path,
        "token-file": .path, "webhook": .texts, "webhook-secret-file": .path, "write-files": .truth,
    ]

    static func key(_ name: String) -> AbsoluteConfigKey {
        AbsoluteConfigKey(name.split(separator: "-").map(String.init))
    }
}

extension SettingsFile {
    /// What the file says to a service, under its key `server`.
    ///
    /// - Throws: ``InputProblem`` that names the line.
    func serverSettings() throws(InputProblem) -> [AbsoluteConfigKey: ConfigValue] {
        guard let item = items.first(where: { $0.key == Self.serverKey }) else { return [:] }
        func problem(_ line: Int, _ problem: String, _ remedy: String) -> InputProblem {
            InputProblem(.badValue, path: path, line: line, problem, remedy: remedy)
        }
        guard let members = item.members else {
            throw problem(item.line, "server is no mapping", "write `listen: 127.0.0.1:8080` below it, say")
        }
        var settings: [AbsoluteConfigKey: ConfigValue] = [:]
        for member in members {
            guard let kind = SettingNames.kinds[member.key] else {
                throw problem(
                    member.line,
                    "there is no setting \(member.key.excerptForMessage) of the server",
                    "write one of \(SettingNames.kinds.keys.sorted().joined(separator: ", "))"
                )
            }
            guard kind == .texts || member.values.count == 1 else {
                throw problem(
                    member.line,
                    "server.\(member.key) takes one value, not \(member.values.count)",
                    "write `\(member.key): value`"
                )
            }
            let content: ConfigContent
            switch kind {
            case .text: content = .string(member.values[0])
            case .path: content = .string(absolutePath(member.values[0]))
            case .texts: content = .stringArray(member.values)
            case .number:
                guard let number = Int(member.values[0]) else {
                    throw problem(
                        member.line,
                        "server.\(member.key) is \(member.values[0].excerptForMessage)",
                        "write a whole number"
                    )
                }
                content = .int(number)
            case .truth:
                guard let truth = ["true": true, "false": false][member.values[0]] else {
                    throw problem(
                        member.line,
                        "server.\(member.key) is \(member.values[0].excerptForMessage)",
                        "write true or false"
                    )
                }
                content = .bool(truth)
            }
            settings[SettingNames.key(member.key)] = ConfigValue(content, isSecret: false)
        }
        return settings
    }
}
