import CommandArguments
import Configuration
import Corpus
import Foundation
import Platform
import Recommendation
import Storage

/// What a service is started with: options of the command line first, then the environment, then the site's file of
/// settings.
struct ServerSettings: Sendable {
    struct Invalid: Error, CustomStringConvertible {
        let description: String
    }

    /// A folder, or the address of a database.
    var archive: String
    /// Where the service keeps what is no article: what readers chose, labels, what webhooks were told.
    var stateFolder: String
    var address: ListenAddress
    var model: String
    var tokenFile: String?
    var certificate: String?
    var privateKey: String?
    /// Names under which the service is reached beside those of loopback.
    var hosts: [String]
    var connections: Int
    /// Sites whose pages may read lists and tell what readers chose.
    var origins: Set<String>
    var experiments: [String: RankingExperiment]
    /// Addresses that are told whose lists have changed.
    var webhooks: [String]
    var webhookSecretFile: String?
    /// Requests a second that one address may send; nil for any number.
    var requestsPerSecond: Int?

    /// Whether an editor's choices may be written into articles' files.
    var writesFiles: Bool
    /// How lists are made where a question does not say it: as the site's file has it for the command line, too.
    var lists = RankingOptions()

    /// - Parameter options: what was typed, by the names of the options without `--`.
    /// - Throws: ``Invalid`` where something is missing or has no such value.
    init(options: [AbsoluteConfigKey: ConfigValue], environment: [String: String]) throws {
        let said: [any ConfigProvider] = [
            InMemoryProvider(name: "command line", values: options),
            KeyMappingProvider(
                upstream: EnvironmentVariablesProvider(environmentVariables: environment),
                keyMapper: { $0.prepending(["kindred"]) }
            ),
        ]
        let file = try Self.file(ConfigReader(providers: said).string(forKey: "config"))
        if let file { lists = file.lists }
        let reader = ConfigReader(
            providers: said + [InMemoryProvider(name: SettingsFile.name, values: file?.settings ?? [:])]
        )
        guard let archive = reader.string(forKey: "archive") else {
            throw Invalid(
                description:
                    "name the archive: --archive site/.kindred, KINDRED_ARCHIVE, or `archive` below `server` in kindred.yml"
            )
        }
        self.archive = archive
        let folder = reader.string(forKey: "state.folder")
        guard let folder = folder ?? (StoreLocation.isDatabase(archive) ? nil : archive + "/service") else {
            throw Invalid(
                description:
                    "an archive in a database needs --state-folder, where the service keeps what is no article, "
                    + "such as what readers chose"
            )
        }
        stateFolder = folder
        let listen = reader.string(forKey: "listen", default: ListenAddress.standard)
        guard let address = ListenAddress(listen) else {
            throw Invalid(
                description: "\(listen) is no address to listen at; write 127.0.0.1:8080 or [::1]:8080"
            )
        }
        self.address = address
        model = reader.string(forKey: "model", default: "auto")
        tokenFile = reader.string(forKey: "token.file")
        certificate = reader.string(forKey: "tls.cert")
        privateKey = reader.string(forKey: "tls.key")
        guard (certificate == nil) == (privateKey == nil) else {
            throw Invalid(description: "--tls-cert and --tls-key belong together")
        }
        hosts = reader.stringArray(forKey: "host", default: [])
        connections = reader.int(forKey: "connections", default: 512)
        guard (1...65_536).contains(connections) else {
            throw Invalid(description: "--connections must be from 1 to 65536")
        }
        origins = []
        for text in reader.stringArray(forKey: "origin", default: []) {
            guard let origin = webOrigin(text) else {
                throw Invalid(description: "\(text) is no origin; write https://www.example.com")
            }
            origins.insert(origin)
        }
        experiments = [:]
        for text in reader.stringArray(forKey: "experiment", default: []) {
            let experiment: RankingExperiment
            do { experiment = try RankingExperiment(text) } catch {
                throw Invalid(description: "--experiment \(text): \(error.detail)")
            }
            experiments[experiment.name] = experiment
        }
        webhooks = reader.stringArray(forKey: "webhook", default: [])
        if let wrong = webhooks.first(where: { !$0.hasPrefix("https://") && !$0.hasPrefix("http://") }) {
            throw Invalid(
                description: "\(wrong) is no web address; write https://cms.example.com/lists-changed"
            )
        }
        webhookSecretFile = reader.string(forKey: "webhook.secret.file")
        guard webhooks.isEmpty || webhookSecretFile != nil else {
            throw Invalid(description: "--webhook needs --webhook-secret-file, to sign what is sent")
        }
        requestsPerSecond = reader.int(forKey: "requests.per.second")
        if let requestsPerSecond, !(1...1_000_000).contains(requestsPerSecond) {
            throw Invalid(description: "--requests-per-second must be from 1 to 1000000")
        }
        writesFiles = reader.bool(forKey: "write.files", default: false)
        guard !writesFiles || tokenFile != nil else {
            throw Invalid(
                description: "--write-files needs --token-file, since all that changes needs a token"
            )
        }
        if !address.isLoopback, hosts.isEmpty {
            throw Invalid(
                description:
                    "\(listen) can be reached from other machines; say by --host under which names it is, "
                    + "or `--host any`"
            )
        }
    }

    /// What a file of settings says to the service, and of lists.
    ///
    /// - Parameter path: nil for the `kindred.yml` of the current folder, if it is there and the user's own.
    /// - Returns: nil where there is none.
    private static func file(_ path: String?) throws
        -> (settings: [AbsoluteConfigKey: ConfigValue], lists: RankingOptions)?
    {
        if path == "none" { return nil }
        let name = SettingsFile.name
        if path == nil, (try? PathKind(name)) != .file || !isOwnedByUser(name) { return nil }
        do {
            let file = try SettingsFile(path: try realPath(path ?? name))
            return (try file.serverSettings(), try SiteLists.rankingOptions(in: file))
        } catch let problem as InputProblem {
            throw Invalid(description: "\(problem)")
        } catch {
            throw Invalid(description: "\(path ?? name): \(error)")
        }
    }

    /// The names that the header Host may have; empty allows all.
    var allowedHosts: Set<String> {
        if hosts.contains("any") { return [] }
        return Set(hosts.map { $0.lowercased() } + ["localhost", "127.0.0.1", "[::1]"])
    }
}

/// A host and a port.
struct ListenAddress: Hashable, Sendable {
    let host: String
    let port: Int

    static let standard = "127.0.0.1:8080"

    /// - Returns: nil for what is none, such as a name without a port.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        (self.host, self.port) = (String(host), port)
    }

    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}
