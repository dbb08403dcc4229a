import CommandArguments

/// A command line as it was typed, taken apart by a command's signature but not judged.
struct TypedArguments {
    /// An option or flag.
    struct Typed {
        /// The long name.
        var name: String
        /// Empty for a flag.
        var values: [String]
        /// The tokens that it is made of, as indices of ``TypedArguments/body``.
        var tokens: Range<Int>
    }

    /// The names of the command and of those above it.
    let path: [String]
    let signature: CommandSignature
    /// What follows the names, up to `--`.
    private(set) var body: [String] = []
    /// `--` and what follows it.
    private(set) var tail: [String] = []
    private(set) var options: [Typed] = []
    private(set) var positionals: [String] = []

    /// Nil where no command is named that does something, or where help or the like is wanted.
    init?(_ arguments: [String], _ program: CommandSignature) {
        var signature = program
        var rest = arguments[...]
        var path: [String] = []
        while let name = rest.first,
            let next = signature.subcommands?.first(where: { $0.commandName == name })
        {
            signature = next
            path.append(name)
            rest = rest.dropFirst()
        }
        guard !path.isEmpty, signature.subcommands == nil, path != ["help"] else { return nil }
        self.path = path
        self.signature = signature
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        body = Array(rest[..<end])
        tail = Array(rest[end...])
        guard !body.contains(where: Self.askingForMore.contains) else { return nil }
        scan()
        positionals += tail.dropFirst()
    }

    private static let askingForMore: Set = ["-h", "--help", "--version", "--experimental-dump-help"]

    private mutating func scan() {
        var index = 0
        while index < body.count {
            let token = body[index]
            let start = index
            index += 1
            if token.hasPrefix("--") {
                let parts = token.dropFirst(2).split(
                    separator: "=",
                    maxSplits: 1,
                    omittingEmptySubsequences: false
                )
                let name = String(parts[0])
                let argument = signature.option(named: name)
                var values = parts.dropFirst().map(String.init)
                if let argument, argument.kind == .option {
                    values += takeValues(of: argument, &index, values)
                }
                options.append(Typed(name: name, values: values, tokens: start..<index))
            } else if token.hasPrefix("-"), token.count > 1 {
                let known = token.dropFirst().compactMap { signature.option(letter: $0) }
                for argument in known {
                    let values = argument.kind == .option ? takeValues(of: argument, &index, []) : []
                    options.append(
                        Typed(name: argument.longName ?? "", values: values, tokens: start..<index)
                    )
                }
            } else {
                positionals.append(token)
            }
        }
    }

    private func takeValues(of argument: ArgumentSignature, _ index: inout Int, _ attached: [String])
        -> [String]
    {
        var values: [String] = []
        while index < body.count, !body[index].hasPrefix("-") || body[index] == "-" {
            guard argument.takesSeveralValues || (attached.isEmpty && values.isEmpty) else { break }
            values.append(body[index])
            index += 1
        }
        return values
    }

    /// The values of the last time that an option was typed, or nil.
    func values(of name: String) -> [String]? { options.last { $0.name == name }?.values }

    /// Whether an option, or the flag that says the opposite, was typed.
    func hasTyped(_ name: String) -> Bool {
        options.contains { $0.name == name || $0.name == name.oppositeFlag }
    }

    /// Whether the corpus was named.
    var namesCorpus: Bool {
        signature.option(named: "corpus") == nil ? !positionals.isEmpty : hasTyped("corpus")
    }

    /// The flags `--no-x` that the parser does not know but that are the opposite of one that it knows: they
    /// switch off for one run what the file switches on.
    var oppositesOfFlags: [Typed] {
        options.filter { typed in
            signature.option(named: typed.name) == nil && typed.values.isEmpty
                && signature.option(named: typed.name.oppositeFlag)?.kind == .flag
        }
    }

    /// The command line with more arguments, and without those opposites.
    func line(positionals added: [String] = [], options: [String] = []) -> [String] {
        let dropped = Set(oppositesOfFlags.flatMap(\.tokens))
        let kept = body.indices.filter { !dropped.contains($0) }.map { body[$0] }
        // Options last, so that none of them is taken for another's value; they are written with `=`.
        return path + added + kept + options + tail
    }
}
