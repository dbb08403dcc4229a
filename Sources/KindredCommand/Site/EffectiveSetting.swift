import CommandArguments

/// One setting, the value that holds, and who says so.
struct EffectiveSetting: Encodable {
    enum Origin: String, Encodable {
        case commandLine = "command line"
        case file
        case standard = "default"
    }

    var key: String
    /// Empty where there is none, and the command decides by itself.
    var values: [String]
    var origin: Origin
    /// Of the file, from 1.
    var line: Int?
    /// The commands that have this default, where others have another.
    var commands: [String]?

    /// Says where the value comes from.
    func originText(_ file: SiteFile?) -> String {
        switch origin {
        case .commandLine: "command line"
        case .file: "\(file?.shownPath ?? SiteFile.name):\(line ?? 1)"
        case .standard: "default" + (commands.map { " of " + $0.joined(separator: ", ") } ?? "")
        }
    }

    /// What the file says, and the defaults of what it is silent about, command by command where they differ.
    static func all(of program: CommandSignature, _ file: SiteFile?) -> [EffectiveSetting] {
        SiteFile.keys(of: program).keys.sorted().flatMap { key -> [EffectiveSetting] in
            if let value = file?[key] {
                return [EffectiveSetting(key: key, values: value.values, origin: .file, line: value.line)]
            }
            var commands: [[String]: [String]] = [:]
            for command in program.commands {
                guard let option = command.option(named: key) else { continue }
                commands[option.standardValues, default: []].append(command.commandName)
            }
            return commands.sorted { $0.value.count > $1.value.count }.map { values, names in
                EffectiveSetting(
                    key: key,
                    values: values,
                    origin: .standard,
                    commands: commands.count > 1 ? names : nil
                )
            }
        }
    }

    /// What one command is told.
    static func all(of typed: TypedArguments, _ line: SiteCommandLine?) -> [EffectiveSetting] {
        var settings: [EffectiveSetting] = []
        let defaults = line?.defaults ?? []
        if typed.signature.option(named: "corpus") == nil, typed.signature.positionalCorpus != nil {
            let value = defaults.first { $0.value.key == "corpus" }?.value
            settings.append(
                EffectiveSetting(
                    key: "corpus",
                    values: value?.values ?? typed.positionals,
                    origin: value != nil ? .file : typed.positionals.isEmpty ? .standard : .commandLine,
                    line: value?.line
                )
            )
        }
        for option in typed.signature.options {
            guard let key = option.longName, key != "config" else { continue }
            if key.hasPrefix("no-"), typed.signature.option(named: key.oppositeFlag) != nil { continue }
            if typed.hasTyped(key) {
                let all = typed.options.filter { $0.name == key }.flatMap(\.values)
                let isOn = typed.options.last { [key, key.oppositeFlag].contains($0.name) }?.name == key
                let values = option.kind == .flag ? [String(isOn)] : option.isRepeating ? all : all.suffix(1)
                settings.append(EffectiveSetting(key: key, values: values, origin: .commandLine))
            } else if let value = defaults.first(where: { $0.value.key == key })?.value {
                settings.append(
                    EffectiveSetting(key: key, values: value.values, origin: .file, line: value.line)
                )
            } else {
                settings.append(
                    EffectiveSetting(key: key, values: option.standardValues, origin: .standard)
                )
            }
        }
        return settings.sorted { $0.key < $1.key }
    }
}

/// The settings as JSON.
struct EffectiveSettingsRecord: Encodable {
    var file: String?
    var settings: [EffectiveSetting]
    /// The keys of each field, first what counts first.
    var fields: [String: [String]]
}

extension ArgumentSignature {
    /// The values that hold where nobody says anything.
    fileprivate var standardValues: [String] {
        // A flag with an opposite has the name of the one that holds for its default.
        if kind == .flag { return [String(longName.map { defaultValue == "--" + $0 } ?? false)] }
        return defaultValue.map { [$0] } ?? []
    }
}
