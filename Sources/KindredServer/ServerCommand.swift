import Archive
import ArgumentParser
import Configuration
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore
import Platform

/// `kindred-server`: an archive that answers over HTTP.
@main
struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kindred-server",
        abstract: "Answer over HTTP what belongs beside an article.",
        discussion: """
            Everything can also be set by the environment (KINDRED_ARCHIVE, KINDRED_LISTEN, KINDRED_TOKEN_FILE and so \
            on) and below `server:` in the site's kindred.yml, in this order.

            EXAMPLES
              kindred index articles/ && kindred-server --archive articles/.kindred
              kindred-server --archive /var/lib/kindred --token-file /etc/kindred/tokens
              curl 'http://127.0.0.1:8080/v1/search?q=flood+barriers'
            """,
        version: kindredVersion
    )

    @Option(
        help: ArgumentHelp(
            "The archive's folder, such as site/.kindred, or postgres://user@host/database; made where it is missing.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var archive: String?

    @Option(
        help: ArgumentHelp(
            "Where the service keeps what readers chose, labels and weights. Default: service in the archive's folder.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var stateFolder: String?

    @Option(
        help: ArgumentHelp("Where to listen. Default: \(ListenAddress.standard).", valueName: "host:port")
    )
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "A file of tokens that allow changes, one `name: token` a line; without it nothing can be changed.",
            valueName: "file"
        ),
        completion: .file()
    )
    var tokenFile: String?

    @Flag(
        help: ArgumentHelp(
            "Write pins, excludes and locks into an article's Markdown file, too, where a change asks for it."
        )
    )
    var writeFiles = false

    @Option(
        help: ArgumentHelp(
            "A name under which the service is reached, beside localhost; repeat for several. `any` for all.",
            valueName: "name"
        )
    )
    var host: [String] = []

    @Option(help: ArgumentHelp("The embedding model: auto, none, a name or a folder.", valueName: "model"))
    var model: String?

    @Option(help: ArgumentHelp("The certificate chain, as PEM.", valueName: "file"), completion: .file())
    var tlsCert: String?

    @Option(
        help: ArgumentHelp("The certificate's private key, as PEM.", valueName: "file"),
        completion: .file()
    )
    var tlsKey: String?

    @Option(help: ArgumentHelp("Connections at once. Default: 512.", valueName: "n"))
    var connections: Int?

    @Option(
        help: ArgumentHelp(
            "Requests a second that one address may send. Default: any number.",
            valueName: "n"
        )
    )
    var requestsPerSecond: Int?

    @Option(
        help: ArgumentHelp(
            "A site whose pages may read lists and tell what readers chose; repeat for several.",
            valueName: "https://host"
        )
    )
    var origin: [String] = []

    @Option(
        help: ArgumentHelp(
            "A list that is tried against the one that there is, for ?experiment=name; repeat for several.",
            discussion: "What it has other, as an address says it: by-date=order=date&diversity=0",
            valueName: "name=parameters"
        )
    )
    var experiment: [String] = []

    @Option(
        help: ArgumentHelp(
            "An address that is told whose lists have changed; repeat for several.",
            valueName: "url"
        )
    )
    var webhook: [String] = []

    @Option(
        help: ArgumentHelp("A file of a secret that signs what is told.", valueName: "file"),
        completion: .file()
    )
    var webhookSecretFile: String?

    @Option(
        help: ArgumentHelp(
            "The file of settings, or none. Default: the current folder's kindred.yml, if it is yours.",
            valueName: "file"
        ),
        completion: .file()
    )
    var config: String?

    @Flag(name: .shortAndLong, help: "Log only what goes wrong.")
    var quiet = false

    func run() async throws {
        let settings: ServerSettings
        do {
            settings = try ServerSettings(
                options: typed,
                environment: ProcessInfo.processInfo.environment
            )
        } catch let error as ServerSettings.Invalid {
            throw ValidationError(error.description)
        }
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "kindred-server")
        logger.logLevel = quiet ? .warning : .info
        do {
            try await RunningService(settings, logger).run()
        } catch let error as StartFailure {
            FileHandle.standardError.write(Data("kindred-server: error: \(error.description)\n".utf8))
            throw ExitCode(error.status)
        }
    }

    /// What was typed, by the names of settings.
    private var typed: [AbsoluteConfigKey: ConfigValue] {
        let texts = [
            "archive": archive, "config": config, "listen": listen, "model": model,
            "state-folder": stateFolder, "tls-cert": tlsCert, "tls-key": tlsKey, "token-file": tokenFile,
            "webhook-secret-file": webhookSecretFile,
        ]
        let lists = ["experiment": experiment, "host": host, "origin": origin, "webhook": webhook]
        let numbers = ["connections": connections, "requests-per-second": requestsPerSecond]
        var contents = texts.compactMapValues { $0.map { ConfigContent.string($0) } }
        contents.merge(lists.filter { !$1.isEmpty }.mapValues { .stringArray($0) }) { $1 }
        contents.merge(numbers.compactMapValues { $0.map { .int($0) } }) { $1 }
        if writeFiles { contents["write-files"] = .bool(true) }
        return Dictionary(
            uniqueKeysWithValues: contents.map {
                (SettingNames.key($0.key), ConfigValue($0.value, isSecret: false))
            }
        )
    }
}
