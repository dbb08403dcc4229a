import Archive
import AsyncHTTPClient
import Corpus
import Crypto
import Foundation
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import Platform
import ServiceLifecycle

/// Tells other services whose lists have changed, as `/v1/changes` would, as soon as they have.
///
/// Each delivery is signed, repeated until it is answered by 2xx, and never overtaken by a later one; how far each
/// receiver has come is kept beside the archive, so nothing is lost by a restart, and something may come twice.
struct Webhooks: Service {
    let archive: Archive
    /// Where deliveries go.
    let addresses: [String]
    /// Signs them.
    let secret: [UInt8]
    /// A file of how far each receiver has come.
    let placesFile: String
    let logger: Logger
    /// What sends a delivery; nil where nobody answered.
    let send: @Sendable (WebhookDelivery) async -> Int?

    /// How often is looked whether something has changed.
    static let interval = Duration.seconds(1)
    /// Changes of one delivery.
    private static let limit = 1000
    /// Waits between attempts double up to this one.
    private static let longestWait = Duration.seconds(600)

    func run() async throws {
        let places = WebhookCursors(placesFile)
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for address in addresses { group.addTask { await follow(for: address, places) } }
            }
        }
    }

    private func follow(for address: String, _ places: WebhookCursors) async {
        var place = await places[address]
        while !Task.isCancelled {
            do {
                let changes = try await archive.listChanges(after: place, limit: Self.limit)
                // Who has not been told anything yet is told of what comes, since it is set up with the lists as they are.
                if place != nil, changes.isAll || !changes.ids.isEmpty {
                    guard await deliver(changes, to: address) else { return }
                }
                if changes.next != place {
                    place = changes.next
                    try await places.set(changes.next, for: address)
                }
                if changes.hasMore { continue }
            } catch {
                if Task.isCancelled { return }
                logger.error("webhook", metadata: ["error": "\(error)"])
            }
            guard (try? await Task.sleep(for: Self.interval)) != nil else { return }
        }
    }

    /// - Returns: whether it was taken; not where the service ends first.
    private func deliver(_ changes: ListChanges, to address: String) async -> Bool {
        var wait = Self.interval
        while !Task.isCancelled {
            let status = await send(
                WebhookDelivery(to: address, changes.json.bytes, id: "\(changes.next)", secret: secret)
            )
            if let status, (200..<300).contains(status) { return true }
            logger.warning(
                "webhook was not taken",
                metadata: [
                    "address": "\(address)", "status": "\(status.map(String.init) ?? "no answer")",
                    "again": "in \(wait)",
                ]
            )
            guard (try? await Task.sleep(for: wait)) != nil else { return false }
            wait = min(wait * 2, Self.longestWait)
        }
        return false
    }
}

/// One message to one receiver.
struct WebhookDelivery: Sendable {
    let address: String
    let body: [UInt8]
    /// The same for each attempt to deliver the same, by which a receiver knows what it has had already.
    let id: String
    /// The time and the signature of time and body, by which a receiver knows who sent it, and that it is not old.
    let signature: String

    /// - Parameter now: seconds since 1970.
    init(
        to address: String,
        _ body: [UInt8],
        id: String,
        secret: [UInt8],
        now: Int = Int(Date.now.timeIntervalSince1970)
    ) {
        (self.address, self.body, self.id) = (address, body, id)
        let signed = Array("\(now).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: secret))
        let digits = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        signature = "t=\(now),v1=\(digits)"
    }
}

/// How far each receiver has come.
actor WebhookCursors {
    private let path: String
    private var places: [String: String]
    private let disk = BlockingWork("kindred.webhooks", isSerial: true)
    private static let largest = 1 << 20

    init(_ path: String) {
        self.path = path
        let bytes = (try? readFile(path, limit: Self.largest))?.bytes ?? []
        places = (try? JSONDecoder().decode([String: String].self, from: Data(bytes))) ?? [:]
    }

    subscript(address: String) -> ListChanges.Cursor? { places[address].flatMap { ListChanges.Cursor($0) } }

    func set(_ place: ListChanges.Cursor, for address: String) async throws {
        places[address] = place.description
        let json = JSONValue.object(places.map { ($0, .text($1)) }).bytes
        let path = path
        try await disk.run { try writeFile(path, json + [0x0A]) }
    }
}

extension HTTPClient {
    /// Sends deliveries, and follows no redirection: the signature is for whoever was named.
    static func forWebhooks() -> HTTPClient {
        HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: Configuration(
                redirectConfiguration: .disallow,
                timeout: Configuration.Timeout(connect: .seconds(5), read: .seconds(10))
            )
        )
    }

    /// - Returns: the status of the answer; nil where there was none.
    func send(_ delivery: WebhookDelivery) async -> Int? {
        var request = HTTPClientRequest(url: delivery.address)
        request.method = .POST
        request.headers = [
            "Content-Type": "application/json", "User-Agent": "kindred/\(kindredVersion)",
            "Kindred-Delivery": delivery.id, "Kindred-Signature": delivery.signature,
        ]
        request.body = .bytes(delivery.body)
        return try? await Int(execute(request, timeout: .seconds(10)).status.code)
    }
}
