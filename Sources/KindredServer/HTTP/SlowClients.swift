import NIOCore
import NIOHTTPTypes

/// Closes connections of clients that send a body, or take an answer, more slowly than any network does.
///
/// Such a client keeps one of the connections that there are; some hundred of them would keep everybody else out for as
/// long as they like. Connections on which nothing at all arrives are closed by their time-out already. Only time in which
/// the service waits for the client is counted.
final class SlowClients: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What a client has to keep up.
    struct Pace {
        /// Time that nobody asks about, since every connection may falter.
        var grace = TimeAmount.seconds(30)
        var bytesPerSecond = 240

        /// - Returns: whether so many bytes are too few for so much time.
        fileprivate func isMissed(by bytes: Int, in time: TimeAmount) -> Bool {
            time > grace && Double(bytes) < Double(bytesPerSecond) * Double(time.nanoseconds) / 1e9
        }
    }

    private let pace: Pace
    /// Bytes of the body that is arriving; nil where none is.
    private var received: Int?
    /// How long that body has been waited for.
    private var waited = TimeAmount.zero
    private var waitingSince: NIODeadline?
    /// Looks whether an answer that waits for its client has moved.
    private var check: Scheduled<Void>?

    init(_ pace: Pace = Pace()) { self.pace = pace }

    func read(context: ChannelHandlerContext) {
        waitingSince = waitingSince ?? .now()
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let since = waitingSince {
            waited = waited + (.now() - since)
            waitingSince = nil
        }
        switch unwrapInboundIn(data) {
        case .head: (received, waited) = (0, .zero)
        case .body(let bytes): received = received.map { $0 + bytes.readableBytes }
        case .end: received = nil
        }
        if let received, pace.isMissed(by: received, in: waited) {
            context.close(promise: nil)
        } else {
            context.fireChannelRead(data)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        check?.cancel()
        check = nil
        if !context.channel.isWritable { look(whetherLessThan: unsent(context), context) }
        context.fireChannelWritabilityChanged()
    }

    /// Nothing is added to what waits while it is so much that the channel is not writable.
    private func look(whetherLessThan before: Int, _ context: ChannelHandlerContext) {
        check = context.eventLoop.assumeIsolated().scheduleTask(in: pace.grace) {
            let left = self.unsent(context)
            guard !self.pace.isMissed(by: before - left, in: self.pace.grace + .nanoseconds(1)) else {
                return context.close(promise: nil)
            }
            self.look(whetherLessThan: left, context)
        }
    }

    private func unsent(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        check?.cancel()
        check = nil
    }
}
