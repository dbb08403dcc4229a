import Foundation

/// How right lists are against how full they are, over all cut-offs, with the lists that a site gets as a mark.
struct PrecisionCurve {
    private let reading: ListReading

    init(_ reading: ListReading) { self.reading = reading }

    /// Pixels of the picture and of its margins.
    private static let (width, height, left, bottom) = (640.0, 320.0, 44.0, 36.0)

    func html() -> String {
        let points = reading.curve.compactMap { point in
            point.figures.filledShare.flatMap { filled in
                point.figures.rightShare.map { (filled: filled, right: $0) }
            }
        }
        guard !points.isEmpty else { return "<p class=\"hint\">No judged pair is in any list.</p>" }
        let path = points.enumerated().map { number, point in
            "\(number == 0 ? "M" : "L")\(x(point.filled)) \(y(point.right))"
        }
        var marks = ""
        if let filled = reading.figures.filledShare, let right = reading.figures.rightShare {
            if let band = reading.intervals.right {
                marks += "<path class=\"range\" d=\"M\(x(filled)) \(y(band.low))V\(y(band.high))\"/>"
            }
            if let band = reading.intervals.filled {
                marks += "<path class=\"range\" d=\"M\(x(band.low)) \(y(right))H\(x(band.high))\"/>"
            }
            marks += "<circle class=\"second\" cx=\"\(x(filled))\" cy=\"\(y(right))\" r=\"5\">"
            marks +=
                "<title>the lists as they are: right \(right.figure), filled \(filled.figure)</title></circle>"
        }
        return """
            <p class="hint">Right: judged entries that belong there. Filled: right entries over the places that could be \
            filled rightly, \(reading.limit) a list. The line is what other cut-offs would give, the dot the lists as they \
            are, with 95 % intervals.</p>
            <svg class="curve" viewBox="0 0 \(number(Self.width)) \(number(Self.height))" role="img" \
            aria-label="right against filled, over all cut-offs">
            \(axes)
            <path class="line" d="\(path.joined())"/>
            \(marks)
            </svg>
            """
    }

    /// Lines and numbers at each fifth.
    private var axes: String {
        stride(from: 0, through: 5, by: 1).map { fifth in
            let share = Double(fifth) / 5
            return """
                <path class="grid" d="M\(x(0)) \(y(share))H\(x(1))M\(x(share)) \(y(0))V\(y(1))"/>\
                <text x="\(number(Self.left - 8))" y="\(y(share))" text-anchor="end" dy="0.35em">\
                \(String(format: "%.1f", share))</text>\
                <text x="\(x(share))" y="\(number(Self.height - Self.bottom + 16))" text-anchor="middle">\
                \(String(format: "%.1f", share))</text>
                """
        }.joined(separator: "\n") + """

            <text x="\(x(0.5))" y="\(number(Self.height - 4))" text-anchor="middle">filled</text>\
            <text x="12" y="\(y(0.5))" text-anchor="middle" transform="rotate(-90 12 \(y(0.5)))">right</text>
            """
    }

    private func x(_ share: Double) -> String {
        number(Self.left + share * (Self.width - Self.left - 12))
    }

    private func y(_ share: Double) -> String {
        number(12 + (1 - share) * (Self.height - Self.bottom - 12))
    }

    private func number(_ value: Double) -> String { String(format: "%.1f", value) }
}
