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
    /// Sends something over a connection of its own, then a byte every 20 ms, and reads only where it is told to.
    ///
    /// - Returns: whether the service closed the connection within ten seconds, and the bytes that came.
    private func send(_ text: String, _ trickle: String, reads: Bool) async throws -> (Bool, Int) {
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
                .channelOption(.autoRead, value: reads)
                .channelOption(.socketOption(.so_rcvbuf), value: 4096)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Receiver(counter))
                    }
                }
                .connect(host: "127.0.0.1", port: port).get()
            try await channel.writeAndFlush(ByteBuffer(string: text))
            for _ in 0..<500 {
                try await Task.sleep(for: .milliseconds(20))
                // Who does not read does not see the end, but what is sent then fails.
                guard channel.isActive, (try? await channel.writeAndFlush(ByteBuffer(string: trickle))) != nil
                else { return (true, counter.bytes) }
            }
            try await channel.close()
            return (false, counter.bytes)
        }
    }

    private func head(_ length: Int) -> String {
        "POST /v1/related HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(length)\r\n\r\n"
    }

    @Test func aBodyThatTricklesEndsTheConnection() async throws {
        #expect(try await send(head(1 << 20), "x", reads: true) == (true, 0))
    }

    @Test func aBodyThatComesInTimeDoesNot() async throws {
        // 2.5 kB a second for ten seconds, and a whole answer.
        let (isClosed, bytes) = try await send(head(12_500), String(repeating: " ", count: 50), reads: true)
        #expect(!isClosed && bytes > 100)
    }

    @Test func whoReadsNoAnswersIsSentNoMore() async throws {
        let request = "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
        #expect(try await send(String(repeating: request, count: 200), request, reads: false) == (true, 0))
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
