/// The numbers by which the parts of a series tell themselves apart in their titles: "part 1 of 2", "5.0 Release Process".
///
/// Two titles with one ``form`` have the same words, and numbers in the same places. Numbers that measure or date something
/// ("up 1.2 %", "12 March") are words here: articles that differ in these report on two days, and are no series.
struct TitleNumbers: Hashable, Sendable {
    /// Of the words and the places of numbers; 0 where there is none.
    let form: UInt32
    /// Of the numbers that are said to count parts, or are versions; the same for all titles without any.
    let parts: UInt32
    /// Of the other numbers.
    let others: UInt32

    private enum Token: Hashable {
        case word(String)
        /// Digits, with what stands right before and after them.
        case number(String, before: Unicode.Scalar?, after: Unicode.Scalar?)
    }

    /// - Complexity: O(bytes of the title, at most 4 KiB).
    init(_ title: String) {
        // Without a digit, only "Part Two" and "Part II" are looked for.
        guard
            title.utf8.contains(where: { $0 &- 0x30 < 10 }) || title.contains("art ")
                || title.contains("ART ")
        else {
            (form, parts, others) = (0, 0, 0)
            return
        }
        let tokens = Self.tokens(title)
        var (form, parts, others): (UInt64, UInt64, UInt64) = (1, 1, 1)
        var hasSlot = false
        for (index, token) in tokens.enumerated() {
            switch Self.role(of: index, in: tokens) {
            case .word:
                Self.add(token, to: &form)
            case .part(let number):
                (form, hasSlot) = (Self.mixed(form, 0x70), true)
                Self.add(.word(number), to: &parts)
            case .other(let number):
                (form, hasSlot) = (Self.mixed(form, 0x6F), true)
                Self.add(.word(number), to: &others)
            }
        }
        func folded(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }
        self.form = hasSlot ? folded(form) | 1 : 0
        (self.parts, self.others) = hasSlot ? (folded(parts), folded(others)) : (0, 0)
    }

    /// What titles of one series have in common, dates in them included: a hash of the words, where each run of numbers and
    /// months is one gap. The first numbers, one after the other in one number, tell an order.
    ///
    /// - Returns: nil where a title is without gaps or is nothing else.
    static func series(_ title: String) -> (form: UInt32, number: Double)? {
        var form: UInt64 = 1
        var (words, gaps, number, digits) = (0, 0, 0.0, 0)
        var isInGap = false
        for token in tokens(title) {
            let isGap =
                switch token {
                case .number: true
                case .word(let word): monthNames.contains(word)
                }
            if case .number(let text, _, _) = token, digits < 3, let value = Double(text.prefix(4)) {
                number = number * 10_000 + value
                digits += 1
            }
            if isGap {
                if !isInGap { form = mixed(form, 0x67) }
                gaps += 1
            } else {
                add(token, to: &form)
                words += 1
            }
            isInGap = isGap
        }
        guard gaps > 0, words > 0 else { return nil }
        for _ in digits..<3 { number *= 10_000 }
        return (UInt32(truncatingIfNeeded: form >> 32) | 1, number)
    }

    private static func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 {
        let product = (hash ^ value) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 29
    }

    private static func add(_ token: Token, to hash: inout UInt64) {
        let text =
            switch token {
            case .word(let word): word
            case .number(let digits, _, _): digits
            }
        for byte in text.utf8 { hash = mixed(hash, UInt64(byte)) }
        hash = mixed(hash, 0x100)
    }

    private static func tokens(_ title: String) -> [Token] {
        var tokens: [Token] = []
        let scalars = Array(title.lowercased().unicodeScalars.prefix(1024))
        var index = 0
        while index < scalars.count {
            let start = index
            if isDigit(scalars[index]) {
                while index < scalars.count, isDigit(scalars[index]) { index += 1 }
                tokens.append(
                    .number(
                        text(scalars[start..<index]),
                        before: start > 0 ? scalars[start - 1] : nil,
                        after: index < scalars.count ? scalars[index] : nil
                    )
                )
            } else if scalars[index].properties.isAlphabetic {
                while index < scalars.count, scalars[index].properties.isAlphabetic { index += 1 }
                tokens.append(.word(text(scalars[start..<index])))
            } else {
                index += 1
                // Marks of measures, which are as good as words.
                if "%$€£¥₹°".unicodeScalars.contains(scalars[start]) {
                    tokens.append(.word(text(scalars[start..<index])))
                }
            }
            if tokens.count == TextFingerprint.titleWordLimit * 2 { break }
        }
        return tokens
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value &- 0x30 < 10 }

    // MARK: - What a number is

    private enum Role {
        case word
        case part(String)
        case other(String)
    }

    private static func role(of index: Int, in tokens: [Token]) -> Role {
        func word(_ index: Int) -> String? {
            if tokens.indices.contains(index), case .word(let word) = tokens[index] { return word }
            return nil
        }
        let (previous, next) = (word(index - 1), word(index + 1))
        guard case .number(let digits, let before, let after) = tokens[index] else {
            // "Part II", "Part Two"
            guard let own = word(index), countingNames.contains(own), let previous,
                partNames.contains(previous)
            else {
                return .word
            }
            return .part(own)
        }
        if digits.count > 4 || isMeasure(next) || previous.map(currencies.contains) ?? false { return .word }
        if previous.map(isMonth) ?? false || next.map(isMonth) ?? false { return .word }
        // "1,200" and "10:30"
        for mark in [before, after] {
            if mark == "," || mark == ":" { if isJoined(index, tokens) { return .word } }
        }
        if let previous, partNames.contains(previous) { return .part(digits) }
        if before == "#" || before == "(" && after == ")" { return .part(digits) }
        if joins(index, tokens, with: [".", "-"]) {
            // "2021-03-05" and "5.3.2021" are dates.
            return digits.count > 2 ? .word : measuresRun(from: index, tokens) ? .word : .part(digits)
        }
        if next == "of" || previous == "of" || next == "von" || previous == "von" || next == "de"
            || before == "/" || after == "/"
        {
            return digits.count <= 2 && digits.first != "0" ? .part(digits) : .word
        }
        return .other(digits)
    }

    /// Whether the number touches another one by one of these marks.
    private static func joins(_ index: Int, _ tokens: [Token], with marks: [Unicode.Scalar]) -> Bool {
        guard case .number(_, let before, let after) = tokens[index] else { return false }
        if let after, marks.contains(after), index + 1 < tokens.count,
            case .number(_, after, _) = tokens[index + 1]
        {
            return true
        }
        if let before, marks.contains(before), index > 0, case .number(_, _, before) = tokens[index - 1] {
            return true
        }
        return false
    }

    private static func isJoined(_ index: Int, _ tokens: [Token]) -> Bool {
        joins(index, tokens, with: [",", ":"])
    }

    /// Whether what follows a run of joined numbers is a measure, or the run is a date.
    private static func measuresRun(from index: Int, _ tokens: [Token]) -> Bool {
        var (first, last) = (index, index)
        while first > 0, case .number(_, let before, _) = tokens[first], before == "." || before == "-",
            case .number = tokens[first - 1]
        {
            first -= 1
        }
        while last + 1 < tokens.count, case .number(_, _, let after) = tokens[last],
            after == "." || after == "-",
            case .number = tokens[last + 1]
        {
            last += 1
        }
        for token in tokens[first...last] {
            if case .number(let digits, _, _) = token, digits.count > 2 { return true }
        }
        if first > 0, case .word(let word) = tokens[first - 1], currencies.contains(word) { return true }
        if last + 1 < tokens.count, case .word(let word) = tokens[last + 1], isMeasure(word) || isMonth(word)
        {
            return true
        }
        return false
    }

    private static func isMeasure(_ word: String?) -> Bool { word.map(measures.contains) ?? false }

    private static func isMonth(_ word: String) -> Bool {
        word.count <= 9 && months.contains(String(word.prefix(3)))
    }

    private static func names(_ list: String) -> Set<String> {
        Set(list.split(separator: " ").map(String.init))
    }

    private static let currencies = names("$ € £ ¥ ₹ usd eur")
    private static let measures = names(
        """
        % $ € £ ¥ ₹ ° percent pct per cent points pts million billion trillion millionen milliarden mln mrd bn m k crore lakh \
        people deaths cases dead injured prozent
        """
    )
    private static let months = names(
        "jan feb mar mär mrz apr avr abr may mai jun jui jul aug aoû ago sep oct okt nov dec dez déc dic ene fév янв фев мар апр мая июн июл авг сен окт ноя дек"
    )
    /// In English, French, German, Spanish, Italian, Portuguese and Dutch.
    private static let monthNames = names(
        """
        january february march april may june july august september october november december jan feb mar apr jun jul aug \
        sep sept oct nov dec janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre \
        décembre decembre januar februar märz juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto \
        septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre \
        janeiro fevereiro março maio junho julho setembro outubro novembro dezembro januari februari maart mei augustus
        """
    )
    private static let partNames = names(
        """
        part pt chapter episode ep vol volume no nr issue day week lesson section act step season level round edition version v \
        release teil folge kapitel band ausgabe tag woche lektion partie épisode chapitre tome numéro jour semaine leçon parte \
        capítulo episodio día semana lección часть глава выпуск том день неделя урок deel aflevering hoofdstuk część rozdział
        """
    )
    private static let countingNames = names(
        "i ii iii iv v vi vii viii ix x xi xii one two three four five six seven eight nine ten"
    )
}
