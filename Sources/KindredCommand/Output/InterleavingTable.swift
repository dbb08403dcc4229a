import Corpus
import Evaluation
import Foundation
import Platform

/// What readers chose from lists of two rankings, for people.
struct InterleavingTable {
    let text: String

    init(_ results: [InterleavingResult]) {
        text = results.map { result in
            let lists = "\(result.impressions.counted("list")), \(result.clicked.grouped) clicked"
            var lines = [
                "\(result.name): \(lists)",
                "  clicks  A \(result.clicksA.grouped)  B \(result.clicksB.grouped)",
                "  wins    A \(result.winsA.grouped)  B \(result.winsB.grouped)",
            ]
            if let share = result.share {
                let interval = result.interval.map {
                    ", 95 % [\(Self.percent($0.low)), \(Self.percent($0.high))]"
                }
                lines.append("  B wins \(Self.percent(share))\(interval ?? "")")
                lines.append("  \(Self.verdict(result, share)), p \(String(format: "%.4f", result.p))")
            } else {
                lines.append("  nothing was clicked")
            }
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    /// Below this a difference is not taken for chance.
    private static let significance = 0.05

    private static func verdict(_ result: InterleavingResult, _ share: Double) -> String {
        guard result.p < significance else { return "no difference that could not be chance" }
        return share > 0.5
            ? "readers prefer B, the ranking that is tried" : "readers prefer A, the ranking that there is"
    }

    private static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
}
