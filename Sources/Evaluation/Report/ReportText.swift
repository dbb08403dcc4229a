import Foundation

extension String {
    /// As HTML text or an attribute's value: what is in it can neither end the one nor the other.
    var html: String {
        var result = ""
        result.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // Not allowed in HTML, except line feeds and tabs.
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
                result += scalar == "\n" || scalar == "\t" ? String(scalar) : " "
            // Marks that turn the direction of the text around them.
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": result += " "
            case _ where scalar.properties.isNoncharacterCodePoint: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Double {
    /// Three decimals: more would claim more than judgements can tell.
    var figure: String { String(format: "%.3f", self) }

    /// With a sign, except for what rounds to 0.
    var signedFigure: String {
        let text = figure
        return Double(text) == 0 ? "0.000" : self > 0 ? "+" + text : "−" + text.dropFirst()
    }

    /// A place on an axis from 0 to 1 as a CSS length.
    var percent: String { String(format: "%.2f%%", 100 * self) }
}

extension Interval {
    var figures: String { "\(low.figure) to \(high.figure)" }
    var signedFigures: String { "\(low.signedFigure) to \(high.signedFigure)" }
}
