import HTTPTypes
import Hummingbird
import Synchronization

/// How often one address may ask: a number of requests that it may send at once, and so many more each second
/// (token bucket).
///
/// Addresses are kept in memory alone, for as long as their bucket is not full again.
final class RateLimit: Sendable {
    private struct Bucket {
        var tokens: Double
        var filled: ContinuousClock.Instant
    }

    private let perSecond: Double
    private let burst: Double
    private let buckets = Mutex<[String: Bucket]>([:])
    /// Addresses that are told apart. Where more ask at once, those that may ask again anyway are forgotten.
    private static let capacity = 10_000

    init(perSecond: Int, burst: Int) { (self.perSecond, self.burst) = (Double(perSecond), Double(burst)) }

    /// - Throws: ``Problem`` where the address has asked too often.
    func check(_ address: String, at now: ContinuousClock.Instant = .now) throws(Problem) {
        let isAllowed = buckets.withLock { buckets in
            if buckets.count >= Self.capacity {
                buckets = buckets.filter { tokens($0.value, at: now) < burst }
                // Who has so many addresses shall not fill the memory with them.
                if buckets.count >= Self.capacity { buckets = [:] }
            }
            var bucket = buckets[address] ?? Bucket(tokens: burst, filled: now)
            bucket.tokens = tokens(bucket, at: now)
            bucket.filled = now
            defer { buckets[address] = bucket }
            guard bucket.tokens >= 1 else { return false }
            bucket.tokens -= 1
            return true
        }
        guard isAllowed else {
            throw Problem(
                .tooManyRequests,
                "One address may send \(Int(perSecond)) of these requests a second.",
                headers: [.retryAfter: "1"]
            )
        }
    }

    private func tokens(_ bucket: Bucket, at now: ContinuousClock.Instant) -> Double {
        min(burst, bucket.tokens + (now - bucket.filled) / .seconds(1) * perSecond)
    }
}

/// Keeps a rate for all requests but those that watch over the service.
struct RateLimitedRequests: RouterMiddleware {
    let limit: RateLimit

    func handle(
        _ request: Request,
        context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        if !["/healthz", "/readyz", "/metrics"].contains(request.uri.path) {
            try limit.check(context.address)
        }
        return try await next(request, context)
    }
}
