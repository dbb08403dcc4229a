import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import KindredServer

/// Clients that keep a connection and hardly use it.
@Suite struct SlowClientsTests {
    /// Sends something over a connection of its own, then parts of more every 20 ms until an answer comes.
    ///
    /// - Parameter rest: how long nothing is read or sent after the beginning.
    /// - Returns: whether the service closed the connection within ten seconds, and the bytes that came.
    private func send(_ text: String, _ more: String = "", parts: Int = 0, rest: Duration? = nil) async throws
        -> (Bool, Int)
    {
        let service = try await TestService([])
        let pace = SlowClients.Pace(grace: .milliseconds(300), bytesPerSecond: 240)
        let application = Application(
            router: service.service.router,
            server: .http1(configuration: .init(additionalChannelHandlers: [SlowClients(pace)])),
            configuration: .init(address: .hostname("127.0.0.1", port: 0))
        )
        return try await application.test(.live) { client in
            let port = try #require(client.port)
            let counter = Counter()
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .channelOption(.autoRead, value: rest == nil)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Receiver(counter))
                    }
                }
                .connect(host: "127.0.0.1", port: port).get()
            try await channel.writeAndFlush(ByteBuffer(string: text))
            if let rest {
                try await Task.sleep(for: rest)
                // What was sent before the end is still on its way.
                try await channel.setOption(.autoRead, value: true).get()
            }
            for number in 0..<500 where channel.isActive {
                if rest == nil, counter.bytes > 0 { break }
                try await Task.sleep(for: .milliseconds(20))
                if number < parts { try? await channel.writeAndFlush(ByteBuffer(string: more)) }
            }
            let isClosed = !channel.isActive
            if !isClosed { try await channel.close() }
            return (isClosed, counter.bytes)
        }
    }

    private func head(_ length: Int) -> String {
        "POST /v1/related HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(length)\r\n\r\n"
    }

    @Test func aBodyThatTricklesEndsTheConnection() async throws {
        #expect(try await send(head(1 << 20), "x", parts: 500) == (true, 0))
    }

    @Test func aBodyThatComesInTimeDoesNot() async throws {
        // Two seconds are longer than nobody asks about.
        let (isClosed, bytes) = try await send(
            head(1_000_000),
            String(repeating: " ", count: 10_000),
            parts: 100
        )
        #expect(!isClosed && bytes > 100)
    }

    @Test func whoReadsNoAnswersIsSentNoMore() async throws {
        let request = "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
        let count = 400
        let (isClosed, bytes) = try await send(String(repeating: request, count: count), rest: .seconds(2))
        #expect(isClosed && bytes < count * PackageResources.openapi_json.count)
    }
}

private final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    var bytes: Int { count.load(ordering: .relaxed) }
    func add(_ bytes: Int) { count.add(bytes, ordering: .relaxed) }
}

private final class Receiver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let counter: Counter
    init(_ counter: Counter) { self.counter = counter }
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        counter.add(unwrapInboundIn(data).readableBytes)
    }
}
