import Archive
import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import Platform
import Storage

/// Why a service cannot be started.
struct StartFailure: Error {
    let description: String
    /// As in sysexits.h.
    let status: Int32
}

/// A service from its settings to its end.
struct RunningService {
    private let settings: ServerSettings
    private let logger: Logger

    init(_ settings: ServerSettings, _ logger: Logger) { (self.settings, self.logger) = (settings, logger) }

    /// How long a connection may say nothing: as long, those who open all of them and say nothing can keep others out.
    private static let idleTimeout = TimeAmount.seconds(30)
    /// Bytes of all headers of a request, and of its address with them.
    private static let headerBytes = 16 << 10
    private static let headerCount = 100

    /// Answers until the process is told to stop, and then ends what it has begun.
    ///
    /// - Throws: ``StartFailure``.
    func run() async throws {
        let lock = try lockedArchive()
        defer { lock.release() }
        let connections = try connections()
        let access = try WriteAccess(tokens: settings.tokenFile.map(tokens), origins: settings.origins)
        let secret = try settings.webhookSecretFile.map(secret) ?? []
        let archive = try await openArchive()
        do { try await archive.completeListChanges() } catch {
            throw StartFailure(description: "\(error)", status: EX_IOERR)
        }
        let service = KindredService(
            archive: archive,
            access: access,
            hosts: settings.allowedHosts,
            feedback: FeedbackLog(in: folder + "/feedback"),
            experiments: settings.experiments,
            requestsPerSecond: settings.requestsPerSecond,
            writesFiles: settings.writesFiles
        )
        let client = HTTPClient.forWebhooks()
        defer { client.shutdown { _ in } }
        let webhooks = Webhooks(
            archive: archive,
            addresses: settings.webhooks,
            secret: secret,
            placesFile: folder + "/webhooks.json",
            logger: logger
        ) { await client.send($0) }
        var application = Application(
            router: service.router,
            server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.address.host, port: settings.address.port),
                availableConnectionsDelegate: .maximum(connections, logger: logger)
            ),
            onServerRunning: { [logger] channel in
                logger.notice(
                    "ready",
                    metadata: [
                        "address":
                            "\(channel.localAddress.map { "\($0.ipAddress ?? ""):\($0.port ?? 0)" } ?? "")",
                        "articles": "\(archive.count)",
                        "writes": access.tokens == nil ? "refused" : "by token",
                        "files": settings.writesFiles ? "written where asked" : "only read",
                    ]
                )
            },
            logger: logger
        )
        if !settings.webhooks.isEmpty { application.addServices(webhooks) }
        let analysis = Task { await archive.analyseAhead() }
        let following = Task { await archive.follow() }
        defer {
            analysis.cancel()
            following.cancel()
        }
        do {
            try await application.runService()
        } catch let error as IOError {
            throw StartFailure(
                description: "cannot listen at \(settings.address.host):\(settings.address.port): \(error)",
                status: EX_UNAVAILABLE
            )
        }
        await archive.finishWork()
    }

    /// What belongs to the service and not to the archive.
    private var folder: String { settings.stateFolder }

    /// Files that are open beside connections: those of the archive, of feedback and judgements, the log, webhooks.
    private static let openFiles = 48

    /// The connections that there may be: as many as were asked for, where the system lets so many files be open. More
    /// would be accepted and then fail at the first file.
    private func connections() throws -> Int {
        let files = OpenFileLimit.raised()
        let connections = Self.connections(settings.connections, ofFiles: files)
        guard connections > 0 else {
            throw StartFailure(
                description: "only \(files) files may be open; raise that by `ulimit -n` or LimitNOFILE",
                status: EX_OSERR
            )
        }
        if connections < settings.connections {
            logger.warning(
                "fewer connections than asked for, since too few files may be open; raise that by `ulimit -n` or LimitNOFILE",
                metadata: ["connections": "\(connections)", "files": "\(files)"]
            )
        }
        return connections
    }

    static func connections(_ wanted: Int, ofFiles files: Int) -> Int { min(wanted, files - openFiles) }

    /// Keeps other services away from the archive.
    private func lockedArchive() throws -> FolderLock {
        // A database has many users, and each of them a folder of its own.
        let isShared = StoreLocation.isDatabase(settings.archive)
        let locked = isShared ? folder : settings.archive + "/service"
        do throws(FileError) {
            for path in [folder, locked] { try makeFolder(path) }
        } catch {
            throw StartFailure(
                description: "\(folder): the folder cannot be made: \(error.reason)",
                status: EX_CANTCREAT
            )
        }
        guard let lock = FolderLock(locked, wait: { _ in false }) else {
            throw StartFailure(
                description: isShared
                    ? "\(folder): another kindred-server has this folder; name another by --state-folder"
                    : "\(settings.archive): another kindred-server has this archive; stop it first",
                status: EX_TEMPFAIL
            )
        }
        return lock
    }

    private func tokens(_ path: String) throws -> WriteTokens {
        do {
            return try WriteTokens(path: path)
        } catch let error as WriteTokens.Invalid {
            throw StartFailure(description: error.description, status: EX_CONFIG)
        }
    }

    /// The secret that signs deliveries.
    private func secret(_ path: String) throws -> [UInt8] {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try readFile(path, limit: 64 << 10).bytes } catch {
            throw StartFailure(description: error.description, status: EX_CONFIG)
        }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.utf8.count >= 32 else {
            throw StartFailure(
                description:
                    "\(path): the secret has fewer than 32 characters; make one by `openssl rand -hex 32`",
                status: EX_CONFIG
            )
        }
        return Array(text.utf8)
    }

    private func openArchive() async throws -> Archive {
        var options = ArchiveOptions()
        options.folder = folder
        options.lists = settings.lists
        options.onNote = { [logger] note in logger.notice("\(note)") }
        do {
            return try await Archive(
                at: ArchiveLocation(stringLiteral: settings.archive),
                model: ModelChoice(name: settings.model),
                options: options
            )
        } catch {
            throw StartFailure(description: "\(error)", status: EX_CANTCREAT)
        }
    }

    private func server() throws -> HTTPServerBuilder {
        let http = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [SlowClients()],
                idleTimeout: Self.idleTimeout,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: Self.headerBytes,
                    maxHeaderListSize: Self.headerBytes,
                    maxHeaderFieldCount: Self.headerCount
                )
            )
        )
        guard let certificate = settings.certificate, let privateKey = settings.privateKey else {
            return http
        }
        do {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: privateKey, format: .pem))
            )
            configuration.minimumTLSVersion = .tlsv12
            return try .tls(http, tlsConfiguration: configuration)
        } catch {
            throw StartFailure(
                description:
                    "\(certificate), \(privateKey): no certificate chain with its key, as PEM (\(error))",
                status: EX_CONFIG
            )
        }
    }
}
