import Metrics
import Synchronization

/// What is measured of the service, in the text form that Prometheus collects.
///
/// A backend of swift-metrics: whoever measures makes a `Counter`, `Meter` or `Timer` with this as its factory.
/// Form: prometheus.io, "Exposition formats", text version 0.0.4.
final class MetricsRegistry: MetricsFactory {
    /// A name with its labels.
    fileprivate struct Key: Hashable, Comparable {
        let name: String
        /// `method="GET",status="200"`, or empty.
        let labels: String

        init(_ name: String, _ dimensions: [(String, String)]) {
            self.name = name.metricName
            labels = dimensions.map { "\($0.0.metricName)=\"\($0.1.escapedLabel)\"" }.joined(separator: ",")
        }

        static func < (a: Key, b: Key) -> Bool { (a.name, a.labels) < (b.name, b.labels) }
    }

    private struct Series {
        var counters: [Key: Count] = [:]
        var gauges: [Key: Gauge] = [:]
        var histograms: [Key: Histogram] = [:]
    }

    private let series = Mutex(Series())

    /// A gauge that is known when somebody looks.
    func set(_ name: String, to value: Double) {
        gauge(Key(name, [])).set(value)
    }

    /// All series, by name and labels.
    var text: String {
        let series = series.withLock { $0 }
        var lines: [String] = []
        var last = ""
        func head(_ name: String, _ type: String) {
            if name != last { lines.append("# TYPE \(name) \(type)") }
            last = name
        }
        for (key, count) in series.counters.sorted(by: { $0.key < $1.key }) {
            head(key.name, "counter")
            lines.append("\(key.name)\(key.labels.inBraces) \(count.value.number)")
        }
        for (key, gauge) in series.gauges.sorted(by: { $0.key < $1.key }) {
            head(key.name, "gauge")
            lines.append("\(key.name)\(key.labels.inBraces) \(gauge.value.number)")
        }
        for (key, histogram) in series.histograms.sorted(by: { $0.key < $1.key }) {
            head(key.name, "histogram")
            lines += histogram.lines(key.name, key.labels)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func counter(_ key: Key) -> Count { series.withLock { $0.counters[key, putting: Count()] } }
    private func gauge(_ key: Key) -> Gauge { series.withLock { $0.gauges[key, putting: Gauge()] } }
    private func histogram(_ key: Key) -> Histogram {
        series.withLock { $0.histograms[key, putting: Histogram()] }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(Key(label, dimensions))
    }
    func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        counter(Key(label, dimensions))
    }
    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(Key(label, dimensions))
    }
    func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        histogram(Key(label, dimensions))
    }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(Key(label, dimensions))
    }

    // Series stay until the process ends: what a counter has counted is not undone.
    func destroyCounter(_: any CounterHandler) {}
    func destroyFloatingPointCounter(_: any FloatingPointCounterHandler) {}
    func destroyMeter(_: any MeterHandler) {}
    func destroyRecorder(_: any RecorderHandler) {}
    func destroyTimer(_: any TimerHandler) {}
}

private final class Count: CounterHandler, FloatingPointCounterHandler {
    private let sum = Mutex(0.0)
    var value: Double { sum.withLock { $0 } }
    func increment(by amount: Int64) { increment(by: Double(amount)) }
    func increment(by amount: Double) { sum.withLock { $0 += amount } }
    func reset() { sum.withLock { $0 = 0 } }
}

private final class Gauge: MeterHandler {
    private let current = Mutex(0.0)
    var value: Double { current.withLock { $0 } }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { current.withLock { $0 = value } }
    func increment(by amount: Double) { current.withLock { $0 += amount } }
    func decrement(by amount: Double) { current.withLock { $0 -= amount } }
}

/// Counts values by size; durations in seconds.
private final class Histogram: RecorderHandler, TimerHandler {
    private struct Counts {
        var buckets = [Int](repeating: 0, count: Histogram.bounds.count)
        var count = 0
        var sum = 0.0
    }

    private let counts = Mutex(Counts())
    private static let bounds = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        counts.withLock { counts in
            counts.count += 1
            counts.sum += value
            if let place = Self.bounds.firstIndex(where: { value <= $0 }) { counts.buckets[place] += 1 }
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func lines(_ name: String, _ labels: String) -> [String] {
        let counts = counts.withLock { $0 }
        var below = 0
        let prefix = labels.isEmpty ? "" : labels + ","
        return zip(Self.bounds, counts.buckets).map { bound, number in
            below += number
            return "\(name)_bucket{\(prefix)le=\"\(bound.number)\"} \(below)"
        } + [
            "\(name)_bucket{\(prefix)le=\"+Inf\"} \(counts.count)",
            "\(name)_sum\(labels.inBraces) \(counts.sum.number)",
            "\(name)_count\(labels.inBraces) \(counts.count)",
        ]
    }
}

extension Dictionary {
    /// The value of a key; `new`, which is put in, where there is none.
    fileprivate subscript(key: Key, putting new: @autoclosure () -> Value) -> Value {
        mutating get {
            if let value = self[key] { return value }
            let value = new()
            self[key] = value
            return value
        }
    }
}

extension Double {
    fileprivate var number: String { self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)" }
}

extension String {
    /// As a metric or label may be called: letters, digits and underscores.
    fileprivate var metricName: String {
        String(map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    fileprivate var escapedLabel: String {
        replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    fileprivate var inBraces: String { isEmpty ? "" : "{\(self)}" }
}
